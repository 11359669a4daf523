#include "audio/resample.h"

#include <samplerate.h>

#include <cmath>

namespace tonus::audio {

std::vector<float> resampled(std::vector<float> sound, int fromHz, int toHz) {
  if (fromHz == toHz || sound.empty()) return sound;
  SRC_DATA job{};
  job.src_ratio = static_cast<double>(toHz) / fromHz;
  std::vector<float> out(static_cast<std::size_t>(std::ceil(static_cast<double>(sound.size()) * job.src_ratio)) + 1);
  job.data_in = sound.data();
  job.input_frames = static_cast<long>(sound.size());
  job.data_out = out.data();
  job.output_frames = static_cast<long>(out.size());
  if (src_simple(&job, SRC_SINC_FASTEST, 1) != 0) return {};
  out.resize(static_cast<std::size_t>(job.output_frames_gen));
  return out;
}

}  // namespace tonus::audio
