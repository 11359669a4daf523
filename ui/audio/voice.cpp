#include "audio/voice.h"

#include <espeak-ng/speak_lib.h>

#include <mutex>

#include "audio/resample.h"

namespace tonus::audio {
namespace {

constexpr int kWordsAMinute = 145;  // calm; the library's own is 175

int collect(short* samples, int n, espeak_EVENT* events) {
  if (samples == nullptr || n <= 0) return 0;
  auto& out = *static_cast<std::vector<float>*>(events->user_data);
  for (int i = 0; i < n; ++i) out.push_back(static_cast<float>(samples[i]) / 32768.0F);
  return 0;
}

/// Sample rate, or below 0.
int begin() {
  const int rateHz = espeak_Initialize(AUDIO_OUTPUT_RETRIEVAL, 0, nullptr, espeakINITIALIZE_DONT_EXIT);
  if (rateHz > 0) {
    espeak_SetSynthCallback(&collect);
    espeak_SetParameter(espeakRATE, kWordsAMinute, 0);
  }
  return rateHz;
}

}  // namespace

core::Result<feedback::Pcm> spoken(const std::string& words, const std::string& language, int rateHz) {
  static std::mutex one;  // the library keeps its state to itself, one a process
  const std::lock_guard lock(one);
  static const int ownRateHz = begin();
  std::vector<float> sound;
  if (ownRateHz > 0) {
    espeak_VOICE voice{};
    voice.languages = language.c_str();
    if (espeak_SetVoiceByProperties(&voice) != EE_OK) {
      voice.languages = "en";
      espeak_SetVoiceByProperties(&voice);
    }
    espeak_Synth(words.c_str(), words.size() + 1, 0, POS_CHARACTER, 0, espeakCHARS_UTF8, nullptr, &sound);
    espeak_Synchronize();
  }
  if (sound.empty())
    return core::Fault{core::FaultCode::kUnavailable, "The spoken cues cannot be made on this computer.",
                       "Install the package espeak-ng-data. Everything else sounds as before."};
  return feedback::Pcm(std::make_shared<const std::vector<float>>(resampled(std::move(sound), ownRateHz, rateHz)));
}

}  // namespace tonus::audio
