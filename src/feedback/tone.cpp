#include "tonus/feedback/tone.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace tonus::feedback {
namespace {

constexpr double kAttackS = 0.040;
constexpr double kReleaseS = 0.060;
constexpr double kGlideS = 0.030;
constexpr double kLowestHz = 40.0;
constexpr double kHighestHz = 2000.0;

/// Overtones 1, 2, 3; they sum to one, so the amplitude limit holds whatever the phases.
constexpr std::array<double, 3> kPartials{0.70, 0.22, 0.08};

double finiteOr(double value, double otherwise) { return std::isfinite(value) ? value : otherwise; }

double waveform(double turns) {
  double sum = 0;
  for (std::size_t k = 0; k < kPartials.size(); ++k) {
    sum += kPartials[k] * std::sin(2.0 * std::numbers::pi * static_cast<double>(k + 1) * turns);
  }
  return sum;
}

float along(float level, const ToneSettings& s) { return s.pitch == TonePitch::kRises ? level : 1.0F - level; }

float pitchOfLevel(float level, const ToneSettings& s) {
  return s.lowHz * std::pow(s.highHz / s.lowHz, along(level, s));
}

/// Loudness is heard on a logarithmic scale, so equal steps of the level are equal steps in decibels.
float gainOfLevel(float level, const ToneSettings& s) { return std::pow(kToneQuietest, 1.0F - along(level, s)); }

}  // namespace

ToneInput toneInput(const core::FeedbackFrame& frame) {
  const bool phaseGives = frame.phase != nullptr && frame.phase->sound;
  return {frame.level, frame.inTarget, frame.usable && !frame.paused && phaseGives};
}

ToneCue toneCue(const ToneInput& input, const ToneSettings& settings) {
  const float level = std::clamp(static_cast<float>(finiteOr(input.level, 0)), 0.0F, 1.0F);
  ToneCue cue;
  cue.gain = std::clamp(static_cast<float>(finiteOr(settings.volume, 0)), 0.0F, 1.0F);
  cue.pitchHz = settings.mode == ToneMode::kPitch ? pitchOfLevel(level, settings) : settings.gateHz;
  if (settings.mode == ToneMode::kVolume) cue.gain *= gainOfLevel(level, settings);
  const bool open = settings.mode != ToneMode::kGate || input.inTarget == (settings.gate == ToneGate::kInTarget);
  cue.sounding = input.audible && open && cue.gain > 0;
  return cue;
}

Tone::Tone(double sampleRateHz) : sampleRateHz_(sampleRateHz) {}

void Tone::render(const ToneCue& cue, std::span<float> out) {
  const double wantedHz = std::clamp(finiteOr(cue.pitchHz, kLowestHz), kLowestHz, kHighestHz);
  const double wantedGain = cue.sounding ? std::clamp(finiteOr(cue.gain, 0), 0.0, 1.0) : 0.0;
  const double up = 1.0 / (kAttackS * sampleRateHz_);
  const double down = 1.0 / (kReleaseS * sampleRateHz_);
  const double glide = 1.0 - std::exp(-1.0 / (kGlideS * sampleRateHz_));
  if (silent()) {  // a new sound starts at its pitch and at a zero crossing
    pitchHz_ = wantedHz;
    phase_ = 0;
  }
  for (float& sample : out) {
    gain_ += std::clamp(wantedGain - gain_, -down, up);
    // A sound that fades keeps its pitch: the last cue before silence says nothing about where to go.
    if (cue.sounding) pitchHz_ += glide * (wantedHz - pitchHz_);
    sample = static_cast<float>(kToneMaxAmplitude * gain_ * waveform(phase_));
    phase_ += pitchHz_ / sampleRateHz_;
    if (phase_ >= 1.0) phase_ -= 1.0;
  }
}

double Tone::maxStep(double highestHz) const {
  double slope = 0;
  for (std::size_t k = 0; k < kPartials.size(); ++k) slope += kPartials[k] * static_cast<double>(k + 1);
  const double bySlope = slope * 2.0 * std::numbers::pi * highestHz / sampleRateHz_;
  const double byRamp = 1.0 / (kAttackS * sampleRateHz_);
  return kToneMaxAmplitude * (bySlope + byRamp);
}

}  // namespace tonus::feedback
