#pragma once
// Words to samples, by eSpeak NG: works without a network and without a speech server.

#include <string>

#include "tonus/core/result.h"
#include "tonus/feedback/sound_mix.h"

namespace tonus::audio {

/// Takes some ten milliseconds a sentence. Any thread; several at once wait for each other (the library has one state a
/// process). `language`: "en", "de"; one it does not know is read as English.
core::Result<feedback::Pcm> spoken(const std::string& words, const std::string& language, int rateHz);

}  // namespace tonus::audio
