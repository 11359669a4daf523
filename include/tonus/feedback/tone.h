#pragma once
// The sound a patient hears: a soft tone made sample by sample from what the feedback says. Pure: no threads, no
// clock, no allocation, no sound server. It knows the FeedbackFrame and nothing else.

#include <span>

#include "tonus/core/processed.h"

namespace tonus::feedback {

enum class ToneMode {
  kPitch,   ///< always sounds during feedback; its pitch follows the level, on a logarithmic scale
  kVolume,  ///< one pitch; its loudness follows the level: the way from 0 to 1 is from quiet to full where the pitch would
            ///< rise, from full to quiet where it would fall
  kGate,    ///< one pitch, heard only on one side of the target
};

/// Gain of kVolume at its quietest, as a fraction of the volume: -26 dB, still there.
inline constexpr float kToneQuietest = 0.05F;

/// Where the pitch goes as the level rises. kFalls suits letting go (pitch falls with tension, as in the frontalis
/// literature); kRises suits training a muscle up.
enum class TonePitch { kFalls, kRises };

/// When a gated tone is heard. Out of target is the default: quiet is the reward and rest stays quiet.
enum class ToneGate { kOutOfTarget, kInTarget };

struct ToneSettings {
  ToneMode mode = ToneMode::kPitch;
  TonePitch pitch = TonePitch::kFalls;
  ToneGate gate = ToneGate::kOutOfTarget;
  float lowHz = 165.0F;
  float highHz = 440.0F;
  float gateHz = 220.0F;
  float volume = 0.4F;  ///< 0..1 of kToneMaxAmplitude; 0.4 is -20 dB of full scale
};

/// No sample is ever larger, whatever is asked for: -12 dB of full scale.
inline constexpr float kToneMaxAmplitude = 0.25F;

/// What should sound from now on.
struct ToneCue {
  float pitchHz = 220.0F;
  float gain = 0.0F;  ///< 0..1
  bool sounding = false;

  friend bool operator==(const ToneCue&, const ToneCue&) = default;
};

/// The little of a frame that a sound needs; small enough for three atomics.
struct ToneInput {
  float level = 0;
  bool inTarget = false;
  bool audible = false;  ///< false while the signal is not usable, in a pause, and in a phase without feedback
};
ToneInput toneInput(const core::FeedbackFrame& frame);

/// Silent whenever the input is not audible.
ToneCue toneCue(const ToneInput& input, const ToneSettings& settings);

/// Mono samples of a fundamental and two weaker overtones. Phase never jumps; gain rises over 40 ms and falls over
/// 60 ms; pitch glides with a time constant of 30 ms. Not thread-safe.
class Tone {
 public:
  explicit Tone(double sampleRateHz);

  /// Fills `out`, moving from where the sound is towards `cue`.
  void render(const ToneCue& cue, std::span<float> out);

  /// Nothing is heard and nothing would be, until a cue sounds.
  bool silent() const { return gain_ <= 0.0; }
  /// No two neighbouring samples differ by more while the pitch stays at or below `highestHz`.
  double maxStep(double highestHz) const;

 private:
  double sampleRateHz_;
  double phase_ = 0;  ///< turns, 0..1
  double pitchHz_ = 0;
  double gain_ = 0;  ///< 0..1
};

}  // namespace tonus::feedback
