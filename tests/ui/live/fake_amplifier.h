#pragma once
// An amplifier as a driver would deliver it, without one: noise, with a driver's name and somebody's calibration or none.

#include <memory>
#include <string>
#include <utility>

#include "support/noise_source.h"

namespace tonus::test {

class FakeAmplifier final : public support::NoiseSource {
 public:
  struct Traits {
    std::string driver = "chords";  ///< of the registry: its capabilities hold
    std::string model = "Chords UNO-R3";
    std::string serial = "A1";
    double rateHz = 250;
    bool calibrated = false;
  };

  FakeAmplifier(Traits traits, core::Clock& clock)
      : NoiseSource(scriptFor(traits.rateHz), clock), traits_(std::move(traits)) {}

  core::DeviceInfo describe() const override {
    core::DeviceInfo info = NoiseSource::describe();
    info.id = traits_.driver + "@usb:1-2";
    info.driver = traits_.driver;
    info.model = traits_.model;
    info.serial = traits_.serial;
    return info;
  }
  core::Result<core::StreamFormat> open(const core::SourceConfig& config) override {
    auto format = NoiseSource::open(config);
    for (core::ChannelFormat& channel : format->channels) {
      if (traits_.calibrated) continue;
      channel.calibrated = false;
      channel.scaleUvPerCount = 1;
    }
    return format;
  }

 private:
  static Script scriptFor(double rateHz) {
    Script script;
    script.rateHz = rateHz;
    script.blockFrames = static_cast<std::uint32_t>(rateHz / 50);
    script.framesN = INT64_MAX;
    script.live = true;
    script.amplitudeCounts = [](std::int64_t) { return 40.0; };
    return script;
  }
  Traits traits_;
};

}  // namespace tonus::test
