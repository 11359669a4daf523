#pragma once
// The numbers of a finished session, as computed by analysis, kept by the store and shown everywhere.

#include <string>
#include <vector>

#include "tonus/core/latency.h"

namespace tonus::core {

/// Numbers of one channel of a session; how they were made is in the session's setup.
struct ChannelSummary {
  int channel = 0;
  std::string name;
  double meanUv = 0, sdUv = 0, medianUv = 0, p10Uv = 0, p90Uv = 0;  ///< of the envelope, usable and unpaused
  double mdfHz = 0, mnfHz = 0;     ///< median over the session; NaN = none
  double usableS = 0;
  double inTargetS = 0, scoredS = 0;
  double thresholdUv = 0;          ///< last
};

/// One of the numbers a protocol is judged by; analysis::numberRegistry says its name, unit and how it is made.
struct SessionNumber {
  std::string id;
  std::string of;                  ///< what part it is of: "Trial 3", "before", "stand"; empty = the session
  int channel = -1;                ///< -1 = of several together
  double value = 0;

  friend bool operator==(const SessionNumber&, const SessionNumber&) = default;
};

struct SessionSummary {
  std::vector<ChannelSummary> channels;
  double rewardS = 0;              ///< all trained channels in target, confirmed
  double scoredS = 0;
  double pausedS = 0;              ///< recorded, but nothing of it is in these numbers
  double baselineUv = 0;           ///< first trained channel, median of the baseline phase; NaN = less than 1 s of it
  std::vector<SessionNumber> numbers;  ///< only those that could be made
  SessionLatency latency;          ///< measured live; nothing of it can be computed again

  double successRate() const { return scoredS > 0 ? rewardS / scoredS : 0; }
};

}  // namespace tonus::core
