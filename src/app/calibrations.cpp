#include "tonus/app/calibrations.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace tonus::app {

namespace {
using nlohmann::json;
const std::string kSetting = "calibrations";

json toObject(const KeptCalibration& c) {
  return {{"device", c.device},       {"channel", c.channel},           {"min_count", c.minCount},
          {"max_count", c.maxCount},  {"uV_per_count", c.uvPerCount},   {"on", c.on},
          {"signal", c.signal},       {"counts_rms", c.countsRms},      {"spread", c.spread}};
}

KeptCalibration fromObject(const json& j) {
  KeptCalibration c;
  j.at("device").get_to(c.device);
  j.at("channel").get_to(c.channel);
  j.at("min_count").get_to(c.minCount);
  j.at("max_count").get_to(c.maxCount);
  j.at("uV_per_count").get_to(c.uvPerCount);
  j.at("on").get_to(c.on);
  j.at("signal").get_to(c.signal);
  j.at("counts_rms").get_to(c.countsRms);
  j.at("spread").get_to(c.spread);
  return c;
}
}  // namespace

std::string calibratedDevice(const core::DeviceInfo& device) {
  // Some makers give every device the serial number "0".
  if (!device.serial.empty() && device.serial != "0") return device.driver + " " + device.serial;
  return device.id;
}

core::Result<CalibrationBook> CalibrationBook::read(store::Store& store) {
  const auto text = store.setting(kSetting);
  if (!text) return text.fault();
  CalibrationBook book;
  if (!*text) return book;
  try {
    for (const json& one : json::parse(**text)) book.kept_.push_back(fromObject(one));
  } catch (const json::exception&) {
    return core::Fault{core::FaultCode::kBadFormat, "The calibrations kept in this store cannot be read.",
                       "Signals are shown in a.u. until their amplifiers are calibrated again."};
  }
  return book;
}

core::Status CalibrationBook::write(store::Store& store) const {
  json all = json::array();
  for (const KeptCalibration& c : kept_) all.push_back(toObject(c));
  return store.setSetting(kSetting, all.dump());
}

void CalibrationBook::keep(KeptCalibration calibration) {
  forget(calibration.device, calibration.channel);
  kept_.push_back(std::move(calibration));
}

void CalibrationBook::forget(const std::string& device, std::uint32_t channel) {
  std::erase_if(kept_, [&](const KeptCalibration& c) { return c.device == device && c.channel == channel; });
}

std::vector<std::string> CalibrationBook::apply(const core::DeviceInfo& device, core::StreamFormat& format) const {
  std::vector<std::string> days(format.channelsN());
  const std::string key = calibratedDevice(device);
  for (const KeptCalibration& c : kept_) {
    if (c.device != key || c.channel >= format.channelsN()) continue;
    core::ChannelFormat& channel = format.channels[c.channel];
    if (channel.calibrated || channel.minCount != c.minCount || channel.maxCount != c.maxCount) continue;
    channel.scaleUvPerCount = c.uvPerCount;
    channel.calibrated = true;
    days[c.channel] = c.on;
  }
  return days;
}

}  // namespace tonus::app
