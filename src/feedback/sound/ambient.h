#pragma once
// Nature or music behind a low-pass and a gain that follow the level.

#include <cstddef>

#include "sound/nature.h"
#include "sound/ramp.h"
#include "tonus/feedback/sound_mix.h"

namespace tonus::feedback {

class Ambient {
 public:
  explicit Ambient(double sampleRateHz);

  void setMusic(Pcm music);
  /// kTone: fades out. `level` 0..1.
  double next(SoundKind kind, SoundChange change, double level, double wantedGain);
  bool has(SoundKind kind) const { return kind != SoundKind::kTone && (kind != SoundKind::kMusic || wantedMusic_ != nullptr); }
  bool silent() const { return gain_.now() == 0 && low_ == 0; }

 private:
  double sample();
  void exchange(SoundKind kind);

  double rateHz_;
  Ramp gain_;
  SoundKind playing_ = SoundKind::kTone;
  Nature nature_;
  Pcm music_, wantedMusic_;
  std::size_t at_ = 0;
  double follow_ = 0;       ///< the level, smoothed
  double low_ = 0, lower_ = 0;
};

}  // namespace tonus::feedback
