#pragma once
// Turns envelopes and verdicts into what the patient is given, hop by hop, on sample time only.

#include <memory>
#include <span>
#include <vector>

#include "tonus/core/processed.h"
#include "tonus/feedback/rule.h"

namespace tonus::feedback {

enum class Role { kTrain, kMonitor, kOff };

struct ChannelRule {
  Role role = Role::kTrain;
  RuleSettings rule;
};

/// Reward is paid in arrears: seconds in target count only once the quality verdicts that cover them say usable
/// (`noticeFrames` later), so that a fault not yet noticed is never rewarded.
/// Not thread-safe. No allocation in step().
class Engine {
 public:
  Engine(std::vector<ChannelRule> channels, double sampleRateHz, std::int64_t hopFrames, std::int64_t noticeFrames);
  ~Engine();

  /// One hop that ends at `at`. Sizes are channelsN. Fills `channels` and returns the frame (phase fields are the
  /// caller's). `scored`: this phase counts for time in target. While paused nothing moves and nothing is paid.
  core::FeedbackFrame step(core::SampleIndex at, std::span<const double> envelopeUv,
                           std::span<const core::ChannelQuality> quality, bool scored, bool paused,
                           std::span<core::ChannelFeedback> channels);

  void setThreshold(std::size_t channel, double thresholdUv);
  /// Of "inside" only; nothing happens where it would not be above the line. The line moved later keeps their ratio.
  void setUpperEdge(std::size_t channel, double upperUv);
  double thresholdUv(std::size_t channel) const;
  /// A new phase: reward, scored time and repetitions start from zero; pending reward is settled to the old phase's loss.
  void startPhase();
  /// A gap: dwell starts over, pending reward is forfeited.
  void interrupt();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tonus::feedback
