#pragma once
// A simulated patient wired to a simulated amplifier: seeded, deterministic, independent of the DSP it tests.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tonus/core/clock.h"
#include "tonus/core/processed.h"
#include "tonus/core/result.h"
#include "tonus/core/source.h"
#include "tonus/drivers/simulated_training.h"

namespace tonus::drivers {

enum class FaultKind { kMains, kEcg, kMotion, kElectrodeOff, kFlat, kClipping, kOffset, kLoss, kDrift, kVanish };

/// One thing that goes wrong, on one channel (or all: -1), from `fromS` for `forS` seconds (0 = to the end).
struct SimulatedFault {
  FaultKind kind = FaultKind::kMains;
  int channel = -1;
  double fromS = 5;
  double forS = 5;
  /// µV, mV (offset), ppm (drift) or frames a second (loss); 0 = a sensible default for the kind. Electrode off: above 0
  /// the amplifier says so (lead-off flag), at 0 the input only floats.
  double amount = 0;
};

/// Effort of one muscle over time: straight lines between points, µV RMS at full scale.
struct EffortPoint {
  double atS = 0;
  double rmsUv = 0;
};

/// How the exercise patient does a repetition. Late: begins 2.5 s after the cue. Early: lets go after 1 s. Weak: at
/// 0.45 of the effort. Missed: not at all.
enum class RepKind : std::uint8_t { kGood, kLate, kEarly, kWeak, kMissed };

struct SimulatorConfig {
  std::uint64_t seed = 1;
  std::uint32_t channelsN = 4;
  double sampleRateHz = 2000;
  std::uint32_t blockFrames = 20;
  double noiseUv = 0.8;                          ///< amplifier, RMS over its band
  std::vector<std::vector<EffortPoint>> effort;  ///< per channel; empty = a believable resting patient with bursts
  double restingUv = 6;                          ///< of the default patient at the start of a session
  double learning = 0.5;                         ///< 0 does not respond to feedback … 1 learns quickly
  double softest = 0.3;                          ///< of restingUv, where learning ends; learning to tighten ends at its inverse

  double practice = 0;                           ///< what earlier visits taught of work, balance and rests: 0 … 1
  SimulatedTraining training;                    ///< what the patient is able and willing to do; none: only sits

  // A patient who works and rests as the stages of the phase say (all else as above); 0 = one who only sits.
  double workUv = 0;                             ///< of a good repetition on channel 1, less on the others
  double maximumUv = 0;                          ///< in a reference contraction; 0 = 2.5 × workUv
  std::vector<RepKind> reps;                     ///< the script, from the first repetition of a work phase on; then good
  double releaseS = 0.15;                        ///< time constant of letting go
  double pairRatio = 0;                          ///< channel 1 over channel 2 while they work, to start with: feedback
                                                 ///< halves it, as learning says; 0 = no such pair

  double tremor = 0;                             ///< 8–12 Hz modulation of every muscle, depth 0 … 1
  double unsteadiness = 0;                       ///< slow drift of every muscle's amplitude, ± this share
  double fatiguePerMinute = 0;                   ///< fraction by which the median frequency falls
  std::vector<SimulatedFault> faults;
  bool live = true;                              ///< paced by the clock; false: as fast as it is read
};

/// "7", "mains+ecg", "7:mains", "learner", "8ch+1000hz", "" → a configuration (all words: docs/simulator.md); words
/// that mean nothing are a Fault naming the known ones.
core::Result<SimulatorConfig> parseSimulator(std::string_view variant);
/// How a variant may be written, for people: the forms, and every word.
std::string simulatorVariants();

/// A script with about half of the repetitions good and the rest of every kind, by the seed.
std::vector<RepKind> mixedReps(std::uint64_t seed, std::size_t repsN);

class Simulator : public core::SignalSource {
 public:
  /// The patient sees and hears this: call from any thread. Deterministic when called between reads.
  virtual void giveFeedback(const core::FeedbackFrame& frame) = 0;
  /// A visit begins that asks for this: from the next read on, in place of SimulatorConfig::training. One who has no muscle,
  /// a script or an exercise of its own stays as it is. From any thread.
  virtual void prepareFor(const SimulatedTraining& training) = 0;
};
std::unique_ptr<Simulator> makeSimulator(SimulatorConfig config, core::Clock& clock);

}  // namespace tonus::drivers
