#include "audio/sound_maker.h"

#include "audio/music_file.h"
#include "audio/voice.h"

namespace tonus::audio {
namespace {

constexpr std::size_t kMostKnown = 64;

QString wordsOf(const core::Fault& fault) { return QString::fromStdString(fault.what + ' ' + fault.hint); }

}  // namespace

void SoundMaker::speak(const QString& words, const QString& language, int rateHz) {
  const std::string key = (language + QLatin1Char('|') + words).toStdString() + std::to_string(rateHz);
  if (const auto found = known_.find(key); found != known_.end()) return Q_EMIT spoke(found->second, {});
  const auto speech = spoken(words.toStdString(), language.toStdString(), rateHz);
  if (!speech) return Q_EMIT spoke(nullptr, wordsOf(speech.fault()));
  if (known_.size() >= kMostKnown) known_.clear();
  known_[key] = *speech;
  Q_EMIT spoke(*speech, {});
}

void SoundMaker::load(const QString& path, int rateHz) {
  const auto music = readMusic(path.toStdString(), rateHz);
  Q_EMIT loaded(path, music ? *music : nullptr, music ? QString() : wordsOf(music.fault()));
}

}  // namespace tonus::audio
