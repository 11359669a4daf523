#pragma once
// One spoken cue at a time; a new one, or none, fades in the old one's place.

#include <cstddef>
#include <utility>

#include "sound/ramp.h"
#include "tonus/feedback/sound_mix.h"

namespace tonus::feedback {

class Speech {
 public:
  explicit Speech(double sampleRateHz) : gain_(sampleRateHz, 0.005, 0.020) {}

  void say(Pcm speech) {
    next_ = speech && speech->empty() ? nullptr : std::move(speech);
    exchanging_ = true;
  }
  double next(double volume) {
    if (exchanging_ && gain_.now() == 0) {
      now_ = std::move(next_);
      at_ = 0;
      exchanging_ = false;
    }
    const double gain = gain_.step(now_ && !exchanging_ ? volume : 0);
    if (!now_) return 0;
    const double x = at_ < now_->size() ? (*now_)[at_] : 0.0;
    if (++at_ >= now_->size()) now_ = nullptr;
    return gain * x;
  }
  bool speaking() const { return now_ != nullptr || exchanging_; }

 private:
  Ramp gain_;
  Pcm now_, next_;
  std::size_t at_ = 0;
  bool exchanging_ = false;
};

}  // namespace tonus::feedback
