#include "sound/ambient.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace tonus::feedback {
namespace {

constexpr double kUpS = 0.4, kDownS = 0.15;
constexpr double kFollowS = 0.15;
// Muffled at level 0, open at 1; equal steps of the level are equal musical intervals.
constexpr double kMuffledHz = 250, kOpenHz = 12000;
constexpr double kDimmest = 0.1;  // -20 dB
// What a low-pass takes from a sound's loudness is given back in part, or "clears" would be "grows louder". Nature has
// most of it above the lowest cutoff, music has not.
constexpr double kNatureLift = 4.5, kMusicLift = 1.8;

NatureKind natureOf(SoundKind kind) {
  return kind == SoundKind::kRain ? NatureKind::kRain : kind == SoundKind::kSurf ? NatureKind::kSurf : NatureKind::kStream;
}

}  // namespace

Ambient::Ambient(double sampleRateHz) : rateHz_(sampleRateHz), gain_(sampleRateHz, kUpS, kDownS), nature_(NatureKind::kRain, sampleRateHz) {}

void Ambient::setMusic(Pcm music) { wantedMusic_ = music && music->empty() ? nullptr : std::move(music); }

void Ambient::exchange(SoundKind kind) {
  if (kind != playing_ && kind != SoundKind::kMusic && kind != SoundKind::kTone) nature_ = Nature(natureOf(kind), rateHz_);
  if (music_ != wantedMusic_) at_ = 0;
  playing_ = kind;
  music_ = wantedMusic_;
  low_ = lower_ = 0;
}

double Ambient::sample() {
  if (playing_ == SoundKind::kTone) return 0;
  if (playing_ != SoundKind::kMusic) return nature_.next();
  if (!music_) return 0;
  const double x = (*music_)[at_];
  at_ = at_ + 1 < music_->size() ? at_ + 1 : 0;
  return x;
}

double Ambient::next(SoundKind kind, SoundChange change, double level, double wantedGain) {
  const auto other = [&] { return kind != playing_ || (kind == SoundKind::kMusic && music_ != wantedMusic_); };
  if (other() && gain_.now() == 0) exchange(kind);
  const double gain = gain_.step(has(kind) && !other() ? wantedGain : 0);
  if (gain == 0) {
    low_ = lower_ = 0;
    follow_ = level;
    return 0;
  }
  follow_ += (1.0 - std::exp(-1.0 / (kFollowS * rateHz_))) * (level - follow_);
  const double x = sample();
  if (change == SoundChange::kDims) {
    low_ = x;
    return gain * std::pow(kDimmest, 1.0 - follow_) * std::tanh(x);
  }
  const double cutoffHz = kMuffledHz * std::pow(kOpenHz / kMuffledHz, follow_);
  const double share = 1.0 - std::exp(-2.0 * std::numbers::pi * cutoffHz / rateHz_);
  low_ += share * (x - low_);
  lower_ += share * (low_ - lower_);
  const double lift = kind == SoundKind::kMusic ? kMusicLift : kNatureLift;
  return gain * std::tanh(lower_ * (lift + (1.0 - lift) * follow_));
}

}  // namespace tonus::feedback
