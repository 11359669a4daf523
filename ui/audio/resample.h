#pragma once
// Another sample rate for a whole piece of sound.

#include <vector>

namespace tonus::audio {

/// Mono. Empty if it cannot be done (a ratio beyond 1:256).
std::vector<float> resampled(std::vector<float> sound, int fromHz, int toHz);

}  // namespace tonus::audio
