#pragma once
// Everything a patient hears, mixed sample by sample: a tone, or a sound of nature or music that clears or dims, a chime
// on reaching the target, and spoken cues over it. Pure: no threads, no clock, no sound server; it knows the ToneInput.

#include <memory>
#include <span>
#include <vector>

#include "tonus/feedback/tone.h"

namespace tonus::feedback {

/// Mono, at the mix's own sample rate, -1..1. Shared and immutable while it sounds.
using Pcm = std::shared_ptr<const std::vector<float>>;

enum class SoundKind {
  kTone,    ///< see ToneSettings
  kRain, kSurf, kStream,
  kMusic,   ///< the patient's own; silent until some is given
};

/// How nature and music follow the level. kClears: muffled when far from the goal, open at it; as loud all the way.
/// kDims: as it is, but quiet when far from the goal.
enum class SoundChange { kClears, kDims };

struct SoundSettings {
  SoundKind kind = SoundKind::kTone;
  SoundChange change = SoundChange::kClears;
  ToneSettings tone;            ///< its volume is everything's volume
  bool chime = false;           ///< a soft bell when the target is reached, at most every three seconds
};

/// No sample of a part is ever larger; together they stay below full scale, so nothing clips.
inline constexpr float kAmbientMaxAmplitude = 0.25F;
inline constexpr float kChimeMaxAmplitude = 0.15F;
inline constexpr float kSpeechMaxAmplitude = 0.35F;

/// One thread. render() does not allocate once it has met its largest span.
class SoundMix {
 public:
  explicit SoundMix(double sampleRateHz);
  ~SoundMix();

  void setSettings(const SoundSettings& settings);
  /// Looped; null = none. What sounds fades before it is exchanged.
  void setMusic(Pcm music);
  /// Spoken over the rest, which is turned down meanwhile. A new one takes the place of one still sounding. Null stops.
  void say(Pcm speech);
  /// `muted`: everything fades, spoken cues too (they go on unheard, so that none comes late).
  void render(const ToneInput& input, bool muted, std::span<float> out);

  /// The part that follows the level would be heard for this input.
  bool sounding(const ToneInput& input) const;
  /// Nothing sounds; the last sample was 0.
  bool silent() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tonus::feedback
