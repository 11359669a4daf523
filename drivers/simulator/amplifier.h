#pragma once
// The patient's skin to the converter: the counts of every frame from the first on, in whatever pieces they are read.

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "simulator/patient.h"
#include "simulator/timeline.h"
#include "simulator/waves.h"

namespace tonus::drivers {

/// 4.5 V reference, gain 12, 24 bit: room for ±300 mV from an electrode.
inline constexpr std::int32_t kMaxCount = (1 << 23) - 1;
inline constexpr std::int32_t kMinCount = -(1 << 23);
inline constexpr double kUvPerCount = 4.5e6 / 12 / (1 << 23);

class Amplifier {
 public:
  /// `picked`: which of the patient's channels are delivered, in this order.
  Amplifier(const SimulatorConfig& config, std::vector<std::size_t> picked);
  Amplifier(const Amplifier&) = delete;
  Amplifier& operator=(const Amplifier&) = delete;

  /// What the patient perceives from the next control step on.
  void show(const FeedbackSeen& seen) { seen_ = seen; }
  /// From the next control step on.
  void prepareFor(const SimulatedTraining& training) { patient_.prepareFor(training); }
  /// The next framesN frames, frame-major.
  void generate(std::size_t framesN, std::span<std::int32_t> counts);
  /// Lives through framesN frames that nobody will ever read.
  void skip(std::int64_t framesN);
  /// Number of the next frame.
  std::int64_t at() const { return at_; }

 private:
  struct Channel {
    EmgNoise emg;
    EmgCorners corners;
    Random emgRandom, noiseRandom, dcRandom;
    double rmsUv = 0, rmsStepUv = 0;            // at the next frame, and its change a frame
    double dcUv = 0, driftUv = 0, driftStepUv = 0, driftAimUv = 0;
  };
  struct Fault {
    SimulatedFault asked;
    FrameSpan frames;
    std::unique_ptr<Wave> wave;
    std::vector<double> share;                      // by delivered channel; 0 = not touched
    std::vector<std::optional<std::int32_t>> held;  // flat: where the count stands still
    std::vector<double> piece;                      // the wave over the piece at hand, µV
  };

  Channel makeChannel(std::size_t patientChannel) const;
  Fault makeFault(const SimulatedFault& fault, std::uint64_t number) const;
  void controlStep();
  std::size_t pieceFrames(std::size_t wanted) const;
  void generatePiece(std::size_t framesN, std::span<std::int32_t> counts);
  void channelPiece(std::size_t i, std::size_t framesN, std::span<std::int32_t> counts);
  void disturb(const Fault& fault, std::size_t i, std::size_t framesN);
  static void holdStill(Fault& fault, std::size_t i, std::size_t stride, std::span<std::int32_t> counts);

  SimulatorConfig config_;
  std::vector<std::size_t> picked_;
  Patient patient_;
  std::int64_t stepFrames_;
  std::vector<Channel> channels_;
  std::vector<Fault> faults_;
  std::vector<double> unit_, muscleUv_;   // of one channel over one piece
  std::vector<std::int32_t> unread_;
  FeedbackSeen seen_;
  std::int64_t at_ = 0;
};

}  // namespace tonus::drivers
