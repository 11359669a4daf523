#pragma once
// What phases measure for the lines that follow: noise floor, references, resting levels, first ratios. Results become
// events of the record and are given to the feedback engine.

#include <span>
#include <string>
#include <vector>

#include "baseline.h"
#include "noise_floor.h"
#include "reference.h"
#include "tonus/core/processed.h"
#include "tonus/feedback/engine.h"
#include "tonus/session/setup.h"

namespace tonus::session {

using Events = std::vector<core::SessionEvent>;

/// Lines that the engine's last call moved, as events at `at`.
void addLineChanges(const feedback::Engine& engine, core::SampleIndex at, Events& events);

/// No allocation while a phase runs.
class Measurements {
 public:
  Measurements(const SessionSetup& setup, const std::vector<core::PhaseInfo>& steps, std::int64_t hopFrames);

  /// A step begins, or begins again: what it had measured is forgotten.
  void begin(const core::PhaseInfo& step);
  void frames(std::span<const double> filteredUv);
  /// Not called while paused.
  void hop(core::SampleIndex at, const PhasePlace& place, std::span<const double> envelopeUv,
           const core::ChannelList<core::ChannelQuality>& quality, feedback::Engine& engine, Events& events);
  /// Lines for the posture that begins, where its resting level is known and another's was in use.
  void changePosture(core::SampleIndex at, feedback::Engine& engine, Events& events);
  /// The step is over.
  void end(core::SampleIndex at, feedback::Engine& engine, Events& events);

 private:
  void lowerNoiseFloor(core::SampleIndex at, feedback::Engine& engine, Events& events);
  bool takesPart(std::size_t channel) const;
  double plannedS() const;
  /// A measurement that somebody ended before half of its time is kept and marked.
  void tellCutShort(core::SampleIndex at, Events& events) const;
  void tell(core::SampleIndex at, std::size_t channel, const std::string& words, Events& events) const;
  void endNoiseFloor(core::SampleIndex at, feedback::Engine& engine, Events& events);
  void endReference(core::SampleIndex at, feedback::Engine& engine, Events& events);
  void takeReference(core::SampleIndex at, std::size_t channel, const ReferenceResult& result, feedback::Engine& engine, Events& events);
  /// A reference is held against a resting level: too little is said, and what is no contraction taken back.
  void doubtReference(core::SampleIndex at, std::size_t channel, double restUv, feedback::Engine& engine, Events& events);
  /// Why it is no contraction, as far as is known; empty where it clearly is one.
  std::string doubtOf(std::size_t channel, const ReferenceResult& result, const feedback::Engine& engine) const;
  /// What follows for a channel whose reference is not known, and what to do.
  std::string withoutReference(std::size_t channel, const feedback::Engine& engine) const;
  void endBaseline(core::SampleIndex at, feedback::Engine& engine, Events& events);
  void endTest(core::SampleIndex at, feedback::Engine& engine, Events& events);

  const std::vector<ChannelSetup>& channels_;
  std::int64_t hopFrames_;
  core::PhaseInfo step_;
  std::size_t stepHops_ = 0;
  bool trained_ = false;  // some feedback was given: a test from here on is no start
  /// Resting levels of one posture; 0 = not known.
  struct Rest {
    std::string posture;
    std::vector<double> uv;
  };
  /// Of usable hops in a row, up to ten seconds.
  struct Quiet {
    double sumUv2 = 0;
    std::size_t hopsN = 0;
  };
  std::vector<Rest> rests_;
  std::string posture_;   // whose resting levels the lines follow from
  HopPower power_;
  NoiseFloor noise_;
  Reference reference_;
  BaselineMedian baseline_;
  std::vector<double> measuredUv_;   // references as measured: a person's own is not taken back; 0 = none
  std::vector<Quiet> quiet_;
  std::vector<std::vector<double>> ratios_;
};

}  // namespace tonus::session
