#pragma once
// A source for tests: repeatable noise whose amplitude, gaps and end the test dictates.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "tonus/core/clock.h"
#include "tonus/core/source.h"

namespace tonus::support {

/// Count of channel `c` at frame `n`: white noise, repeatable, independent of how frames are cut into blocks.
inline std::int32_t noiseCount(std::int64_t n, std::size_t c, double amplitude) {
  std::uint64_t x = static_cast<std::uint64_t>(n) * 0x9E3779B97F4A7C15ULL + (c + 1) * 0xD1B54A32D192ED03ULL;
  double sum = 0;
  for (int i = 0; i < 4; ++i) {
    x ^= x >> 30;
    x *= 0xBF58476D1CE4E5B9ULL;
    x ^= x >> 27;
    sum += static_cast<double>(x >> 11) / 9007199254740992.0 - 0.5;
  }
  return static_cast<std::int32_t>(sum * 1.7 * amplitude);
}

inline core::StreamFormat noiseFormat(std::size_t channels, double rateHz) {
  core::StreamFormat f;
  f.sampleRateHz = rateHz;
  for (std::size_t c = 0; c < channels; ++c)
    f.channels.push_back({"ch" + std::to_string(c + 1), 0.01, 0, -8388608, 8388607, true});
  return f;
}

class NoiseSource : public core::SignalSource {
 public:
  struct Script {
    std::size_t channels = 2;
    double rateHz = 1000;
    std::uint32_t blockFrames = 20;
    std::int64_t framesN = 10000;  ///< then kEnded, or endsWith
    bool live = false;             ///< paced by the clock
    std::function<double(std::int64_t)> amplitudeCounts = [](std::int64_t) { return 500.0; };
    std::function<std::uint64_t(std::int64_t)> lostBefore = [](std::int64_t) { return 0U; };
    std::optional<core::Fault> endsWith;
  };

  NoiseSource(Script script, core::Clock& clock) : script_(std::move(script)), clock_(clock) {}

  core::DeviceInfo describe() const override {
    return {"noise", "test", "Noise", "N1", static_cast<std::uint32_t>(script_.channels), script_.rateHz, script_.live};
  }
  core::Result<core::StreamFormat> open(const core::SourceConfig&) override {
    return noiseFormat(script_.channels, script_.rateHz);
  }
  core::Status start() override {
    began_ = clock_.now();
    beganAt_ = next_;
    return {};
  }
  core::Result<core::ReadStatus> read(core::SteadyTime deadline, core::RawBlock& out) override {
    out.clear();
    if (next_ >= script_.framesN) {
      if (script_.endsWith) return *script_.endsWith;
      return core::ReadStatus::kEnded;
    }
    if (script_.live) {
      const auto due = began_ + std::chrono::nanoseconds(static_cast<std::int64_t>(
                                    static_cast<double>(next_ - beganAt_ + script_.blockFrames) / script_.rateHz * 1e9));
      clock_.sleepUntil(std::min(due, deadline));
      if (due > deadline) return core::ReadStatus::kTimeout;
    }
    out.lostBefore = script_.lostBefore(next_);
    next_ += static_cast<std::int64_t>(out.lostBefore);
    out.first = {next_};
    out.framesN = static_cast<std::uint32_t>(std::min<std::int64_t>(script_.blockFrames, script_.framesN - next_));
    out.channelsN = static_cast<std::uint32_t>(script_.channels);
    out.arrival = clock_.now();
    for (std::uint32_t i = 0; i < out.framesN; ++i)
      for (std::size_t c = 0; c < script_.channels; ++c)
        out.counts.push_back(noiseCount(next_ + i, c, script_.amplitudeCounts(next_ + i)));
    next_ += out.framesN;
    return core::ReadStatus::kBlock;
  }
  void stop() override {}

 private:
  Script script_;
  core::Clock& clock_;
  core::SteadyTime began_{};
  std::int64_t next_ = 0, beganAt_ = 0;
};

}  // namespace tonus::support
