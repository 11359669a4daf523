#pragma once
// The patient's own music, read whole: WAV, FLAC, Ogg, MP3, as libsndfile reads them.

#include <string>

#include "tonus/core/result.h"
#include "tonus/feedback/sound_mix.h"

namespace tonus::audio {

/// Longer pieces are cut: 20 min are 230 MB of samples.
inline constexpr double kMostMusicS = 20 * 60;

/// Both sides of a stereo piece become one. As loud as it is, but for pieces that would clip.
core::Result<feedback::Pcm> readMusic(const std::string& path, int rateHz);

}  // namespace tonus::audio
