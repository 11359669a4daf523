#include "tonus/feedback/sound_mix.h"

#include <algorithm>
#include <cmath>

#include "sound/ambient.h"
#include "sound/chime.h"
#include "sound/ramp.h"
#include "sound/speech.h"

namespace tonus::feedback {
namespace {

constexpr double kUnderSpeech = 0.4;  // -8 dB

double volumeOf(const SoundSettings& s) { return std::isfinite(s.tone.volume) ? std::clamp(static_cast<double>(s.tone.volume), 0.0, 1.0) : 0.0; }

}  // namespace

struct SoundMix::Impl {
  SoundSettings settings;
  Tone tone;
  Ambient ambient;
  Chime chime;
  Speech speech;
  Ramp duck, chimeGain;
  bool wasInTarget = false;

  explicit Impl(double rateHz)
      : tone(rateHz), ambient(rateHz), chime(rateHz), speech(rateHz), duck(rateHz, 0.15, 0.3), chimeGain(rateHz, 0.01, 0.06) {}
};

SoundMix::SoundMix(double sampleRateHz) : impl_(std::make_unique<Impl>(sampleRateHz)) {}
SoundMix::~SoundMix() = default;

void SoundMix::setSettings(const SoundSettings& settings) { impl_->settings = settings; }
void SoundMix::setMusic(Pcm music) { impl_->ambient.setMusic(std::move(music)); }
void SoundMix::say(Pcm speech) { impl_->speech.say(std::move(speech)); }

void SoundMix::render(const ToneInput& given, bool muted, std::span<float> out) {
  Impl& m = *impl_;
  const SoundSettings& s = m.settings;
  ToneInput input = given;
  input.audible = given.audible && !muted;
  ToneCue cue = toneCue(input, s.tone);
  cue.sounding = cue.sounding && s.kind == SoundKind::kTone;
  m.tone.render(cue, out);

  const bool inTarget = input.audible && input.inTarget;
  if (inTarget && !m.wasInTarget && s.chime) m.chime.strike();
  m.wasInTarget = inTarget;

  const double volume = volumeOf(s);
  const double level = std::isfinite(input.level) ? std::clamp(static_cast<double>(input.level), 0.0, 1.0) : 0.0;
  const double ambientGain = input.audible ? volume : 0;
  for (float& sample : out) {
    const double under = 1.0 - (1.0 - kUnderSpeech) * m.duck.step(m.speech.speaking() && !muted ? 1.0 : 0.0);
    const double ambient = kAmbientMaxAmplitude * m.ambient.next(s.kind, s.change, level, ambientGain);
    const double bell = kChimeMaxAmplitude * m.chimeGain.step(input.audible ? volume : 0) * m.chime.next();
    const double voice = std::clamp(m.speech.next(muted ? 0.0 : volume), -1.0, 1.0) * kSpeechMaxAmplitude;
    sample = static_cast<float>(under * (sample + ambient) + bell + voice);
  }
}

bool SoundMix::sounding(const ToneInput& input) const {
  const SoundSettings& s = impl_->settings;
  if (s.kind == SoundKind::kTone) return toneCue(input, s.tone).sounding;
  return input.audible && volumeOf(s) > 0 && impl_->ambient.has(s.kind);
}

bool SoundMix::silent() const {
  return impl_->tone.silent() && impl_->ambient.silent() && impl_->chime.silent() && !impl_->speech.speaking();
}

}  // namespace tonus::feedback
