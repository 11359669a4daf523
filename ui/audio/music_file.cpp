#include "audio/music_file.h"

#include <sndfile.h>

#include <algorithm>
#include <memory>

#include "audio/resample.h"

namespace tonus::audio {

core::Result<feedback::Pcm> readMusic(const std::string& path, int rateHz) {
  SF_INFO info{};
  const std::unique_ptr<SNDFILE, int (*)(SNDFILE*)> file(sf_open(path.c_str(), SFM_READ, &info), &sf_close);
  if (!file || info.channels < 1 || info.samplerate < 1)
    return core::Fault{core::FaultCode::kBadFormat, "\"" + path + "\" cannot be read as music: " + sf_strerror(file.get()),
                       "Choose a WAV, FLAC, Ogg or MP3 file. The sound stays as it was."};
  const auto channelsN = static_cast<std::size_t>(info.channels);
  const auto most = static_cast<std::size_t>(kMostMusicS * info.samplerate);
  std::vector<float> mono, piece(4096 * channelsN);
  while (mono.size() < most) {
    const sf_count_t got = sf_readf_float(file.get(), piece.data(), 4096);
    if (got <= 0) break;
    for (std::size_t i = 0; i < static_cast<std::size_t>(got); ++i) {
      float sum = 0;
      for (std::size_t c = 0; c < channelsN; ++c) sum += piece[i * channelsN + c];
      mono.push_back(sum / static_cast<float>(channelsN));
    }
  }
  if (mono.empty())
    return core::Fault{core::FaultCode::kBadFormat, "\"" + path + "\" holds no sound.", "Choose another file."};
  return feedback::Pcm(std::make_shared<const std::vector<float>>(resampled(std::move(mono), info.samplerate, rateHz)));
}

}  // namespace tonus::audio
