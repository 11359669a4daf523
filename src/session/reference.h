#pragma once
// Reference contractions of one phase: what each repetition's work stage reached, and what that makes together.

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "hop_power.h"
#include "noise_floor.h"
#include "phase_runner.h"

namespace tonus::session {

struct ReferenceResult {
  double uv = 0;
  std::size_t repsN = 0;        ///< usable ones
  double differPercent = 0;     ///< of the best two, of the better; only with two or more
  double restUv = 0;            ///< in the rests between, as a noise floor is taken; 0 = not known
  bool agree() const { return repsN >= 2 && differPercent <= 10; }
};

/// Maximal: the RMS over the best second (of work shorter than 2 s: half second) of the best repetition. Submaximal: the
/// median over a repetition's seconds, and of the repetitions. Windows lie whole in the work stage and in usable signal.
/// A repetition whose work was cut short before it lasted two seconds (planned shorter: nine tenths of it) is none.
class Reference {
 public:
  Reference(std::size_t channelsN, std::size_t mostReps, double longestWorkS, double longestRestS, std::size_t hopsPerS)
      : channels_(channelsN), perS_(hopsPerS), rest_(channelsN, longestRestS) {
    for (Channel& c : channels_) {
      c.reps.reserve(mostReps);
      c.windows.reserve(static_cast<std::size_t>(longestWorkS * static_cast<double>(hopsPerS)) + 2);
    }
  }

  void begin(bool submaximal, double workS) {
    submaximal_ = submaximal;
    windowHops_ = workS < 2 ? std::max<std::size_t>(1, perS_ / 2) : perS_;
    leastHops_ = static_cast<std::size_t>(std::ceil((workS > 0 ? std::min(2.0, 0.9 * workS) : 2.0) * static_cast<double>(perS_)));
    rep_ = 0;
    workHops_ = heldN_ = 0;
    lettingGo_ = true;
    rest_.begin();
    for (Channel& c : channels_) {
      c.reps.clear();
      c.windows.clear();
    }
  }
  void hop(const PhasePlace& place, HopPower& power) {
    if (place.rep != rep_ || !place.working) closeRep();
    if (!place.working) return atRest(place, power);
    if (place.rep != rep_) power.restart();
    rep_ = place.rep;
    ++workHops_;
    for (std::size_t c = 0; c < channels_.size(); ++c)
      if (const auto rms = power.rmsUv(c, windowHops_); rms && channels_[c].windows.size() < channels_[c].windows.capacity())
        channels_[c].windows.push_back(*rms);
  }
  /// nullopt without one usable repetition.
  std::optional<ReferenceResult> result(std::size_t channel) {
    closeRep();
    std::vector<double> reps = channels_[channel].reps;
    if (reps.empty()) return std::nullopt;
    std::sort(reps.rbegin(), reps.rend());
    ReferenceResult out;
    out.repsN = reps.size();
    out.uv = submaximal_ ? median(reps) : reps[0];
    if (reps.size() > 1) out.differPercent = 100 * (reps[0] - reps[1]) / reps[0];
    out.restUv = rest_.medianUv(channel).value_or(0);
    return out;
  }
  /// Of them, how many lasted long enough, usable or not; after result().
  std::size_t heldN() const { return heldN_; }

 private:
  struct Channel {
    std::vector<double> windows;  // of the repetition going on
    std::vector<double> reps;
  };

  static double median(std::vector<double>& v) {
    std::sort(v.begin(), v.end());
    const std::size_t half = v.size() / 2;
    return v.size() % 2 == 1 ? v[half] : (v[half - 1] + v[half]) / 2;
  }
  // The first second belongs to the contraction that is let go of.
  void atRest(const PhasePlace& place, HopPower& power) {
    if (std::exchange(lettingGo_, place.stageS <= 1) && !lettingGo_) power.restart();
    if (!lettingGo_) rest_.hop(power);
  }
  void closeRep() {
    const bool held = std::exchange(workHops_, 0) >= leastHops_;
    if (held) ++heldN_;
    for (Channel& c : channels_) {
      if (held && !c.windows.empty() && c.reps.size() < c.reps.capacity())
        c.reps.push_back(submaximal_ ? median(c.windows) : *std::max_element(c.windows.begin(), c.windows.end()));
      c.windows.clear();
    }
  }

  std::vector<Channel> channels_;
  std::size_t perS_;
  std::size_t windowHops_ = 1, leastHops_ = 1, workHops_ = 0, heldN_ = 0;
  NoiseFloor rest_;
  bool lettingGo_ = true;
  bool submaximal_ = false;
  std::uint32_t rep_ = 0;
};

}  // namespace tonus::session
