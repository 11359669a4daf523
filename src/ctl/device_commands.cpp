// drivers, devices, decode
#include <array>
#include <fstream>
#include <iterator>

#include "commands.h"
#include "tonus/drivers/registry.h"
#include "tonus/drivers/simulator.h"

namespace tonus::ctl {

namespace {

std::string hex4(std::uint16_t v) {
  char text[5];
  std::snprintf(text, sizeof text, "%04x", v);
  return text;
}

Json capabilities(const drivers::Capabilities& can, bool json) {
  Json all{{"calibrated", can.calibrated},      {"impedance", can.impedance},  {"lead_off", can.leadOff},
           {"channel_switch", can.channelSwitch}, {"self_test", can.selfTest}, {"events", can.events},
           {"bandwidth_limited", can.bandwidthLimited()}, {"by_hand_only", can.byHandOnly}};
  if (!json) {
    std::string words;
    for (const auto& [name, yes] : all.items())
      if (yes) words += (words.empty() ? "" : " ") + name;
    return words;
  }
  all["bandwidth_hz"] = can.bandwidthHz > 0 ? Json(can.bandwidthHz) : Json(nullptr);
  all["counter_frames_n"] = can.counterFrames > 0 ? Json(can.counterFrames) : Json(nullptr);
  return all;
}

int printDrivers(bool json) {
  Json out = Json::array();
  for (const drivers::DriverRow& row : drivers::driverRegistry()) {
    Json ids = Json::array(), rates = Json::array();
    for (const drivers::UsbId& id : row.usbIds) ids.push_back(hex4(id.vendor) + ":" + hex4(id.product));
    for (double rate : row.sampleRatesHz) rates.push_back(rate);
    out.push_back({{"driver", row.name},
                   {"model", row.model},
                   {"transport", row.transport},
                   {"usb_ids", ids},
                   {"channels_n", row.channelsN},
                   {"sample_rates_hz", rates},
                   {"capabilities", capabilities(row.capabilities, json)}});
  }
  print(out, json);
  return kDone;
}

int printDevices(bool json) {
  const drivers::DeviceList list = drivers::listDevices();
  for (const core::Fault& f : list.faults) (void)explain(f);
  for (const drivers::UnknownDevice& d : list.unknown) {
    std::string choices;
    for (const auto& choice : d.choices) choices += (choices.empty() ? "" : ", ") + choice.id;
    (void)explain({core::FaultCode::kNotFound, d.name + " at USB " + d.path + " did not say what it is.",
                   "If you know, choose it by hand: --device with one of " + choices + "."});
  }
  Json out = Json::array();
  for (const core::DeviceInfo& d : list.devices)
    out.push_back({{"id", d.id},
                   {"driver", d.driver},
                   {"model", d.model},
                   {"serial", d.serial},
                   {"channels_n", d.channelsN},
                   {"sample_rate_hz", d.sampleRateHz}});
  // The words of the simulator would make a column of one cell.
  if (json) out.front()["variants"] = drivers::simulatorVariants();
  print(out, json);
  if (!json) std::printf("The simulator also as %s.\n", drivers::simulatorVariants().c_str());
  return kDone;
}

core::Result<std::vector<std::uint8_t>> readCapture(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return core::Fault{core::FaultCode::kNotFound, path + " cannot be read", "Check the name."};
  std::vector<std::uint8_t> bytes{std::istreambuf_iterator<char>(in), {}};
  if (!path.ends_with(".hex")) return bytes;
  std::vector<std::uint8_t> out;
  int high = -1;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const char c = static_cast<char>(bytes[i]);
    if (c == ' ' || c == '\n' || c == '\r' || c == '\t') continue;
    const int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
    if (digit < 0)
      return core::Fault{core::FaultCode::kBadFormat, path + " has something other than hexadecimal digits at byte " + std::to_string(i),
                         "Raw captures are named .bin."};
    if (high < 0) {
      high = digit;
    } else {
      out.push_back(static_cast<std::uint8_t>(high << 4 | digit));
      high = -1;
    }
  }
  if (high >= 0) return core::Fault{core::FaultCode::kBadFormat, path + " ends in half a byte", "Check that it is whole."};
  return out;
}

// FTDI chips put two status bytes in front of every USB packet.
std::vector<std::uint8_t> withoutFtdiStatus(const std::vector<std::uint8_t>& in, std::size_t packet) {
  std::vector<std::uint8_t> out;
  for (std::size_t at = 0; at < in.size(); at += packet)
    for (std::size_t i = at + 2; i < std::min(in.size(), at + packet); ++i) out.push_back(in[i]);
  return out;
}

/// Collects what a decoder says in the shape of the contract.
struct Decoded {
  Json counts = Json::array(), values = Json::array(), events = Json::array(), messages = Json::array(), counters = Json::array();
  std::int64_t base = -1;

  void add(const core::RawBlock& b, const core::StreamFormat* format) {
    if (base < 0) base = b.first.value;
    for (std::uint32_t f = 0; f < b.framesN; ++f) {
      Json row = Json::array(), uv = Json::array();
      for (std::uint32_t c = 0; c < b.channelsN; ++c) {
        const std::int32_t count = b.counts[f * b.channelsN + c];
        row.push_back(count);
        if (format != nullptr && format->channels[c].calibrated)
          uv.push_back((static_cast<double>(count) - format->channels[c].offsetCounts) * format->channels[c].scaleUvPerCount);
        else
          uv.push_back(nullptr);
      }
      counts.push_back(std::move(row));
      values.push_back(std::move(uv));
    }
    for (const core::DeviceEvent& e : b.events) events.push_back({{"at_frame_n", e.at.value - base}, {"text", e.text}});
  }
};

int decode(const std::string& driver, const std::string& file, std::uint32_t channels, std::size_t ftdiPacket, bool json) {
  const drivers::DriverRow* row = drivers::findDriver(driver);
  if (row == nullptr || row->makeDecoder == nullptr) {
    std::string known;
    for (const drivers::DriverRow& r : drivers::driverRegistry())
      if (r.makeDecoder != nullptr) known += (known.empty() ? "" : ", ") + std::string(r.name);
    std::fprintf(stderr, "tonusctl: there is no decoder \"%s\" in this version. Known: %s.\n", driver.c_str(), known.c_str());
    return kUsage;
  }
  auto bytes = readCapture(file);
  if (!bytes) return explain(bytes.fault());
  if (ftdiPacket > 2) *bytes = withoutFtdiStatus(*bytes, ftdiPacket);
  const auto decoder = row->makeDecoder(channels);
  Decoded out;
  const auto take = [&](core::RawBlock& b) { out.add(b, decoder->format() ? &*decoder->format() : nullptr); };
  decoder->push(*bytes, take);
  decoder->finish(take);
  for (std::uint64_t c : decoder->takeCounters()) out.counters.push_back(c);
  for (std::string& m : decoder->takeMessages()) out.messages.push_back(std::move(m));
  const core::DecoderCounts& n = decoder->counts();
  const auto& format = decoder->format();
  const bool onlyDamage = n.framesN == 0 && n.resyncsN > 0 && out.messages.empty();
  if ((n.framesN == 0 && !format) || onlyDamage)
    return explain({core::FaultCode::kBadFormat, "There is no " + driver + " packet in " + file, "Check the driver's name and the capture."});
  bool calibrated = format.has_value();
  for (std::size_t c = 0; calibrated && c < format->channels.size(); ++c) calibrated = format->channels[c].calibrated;
  print(Json{{"driver", driver},
             {"channels_n", format ? format->channels.size() : 0},
             {"sample_rate_hz", format ? Json(format->sampleRateHz) : Json(nullptr)},
             {"first_index", std::max<std::int64_t>(0, out.base)},
             {"frames_n", n.framesN},
             {"lost_n", n.lostN},
             {"resyncs_n", n.resyncsN},
             {"crc_errors_n", n.crcErrorsN},
             {"duplicates_n", n.duplicatesN},
             {"counters", out.counters},
             {"samples_counts", out.counts},
             {"samples_uV", calibrated ? out.values : Json(nullptr)},
             {"messages", out.messages},
             {"events", out.events}},
        json);
  return kDone;
}

}  // namespace

void addDrivers(CLI::App& app, Chosen& chosen) {
  auto* c = app.add_subcommand("drivers", "every compiled-in driver");
  auto json = std::make_shared<bool>(false);
  c->add_flag("--json", *json, "print one JSON document");
  c->callback([&chosen, json] { chosen = [json] { return printDrivers(*json); }; });
}

void addDevices(CLI::App& app, Chosen& chosen) {
  auto* c = app.add_subcommand("devices", "what is connected now, the simulator included");
  auto json = std::make_shared<bool>(false);
  c->add_flag("--json", *json, "print one JSON document");
  c->callback([&chosen, json] { chosen = [json] { return printDevices(*json); }; });
}

void addDecode(CLI::App& app, Chosen& chosen) {
  struct Arguments {
    std::string driver, file;
    std::uint32_t channels = 0;
    std::size_t ftdiPacket = 0;
    bool json = false;
  };
  auto a = std::make_shared<Arguments>();
  auto* c = app.add_subcommand("decode", "decode a captured byte stream (.bin raw, .hex text)");
  c->add_option("--driver", a->driver, "driver name, see tonusctl drivers")->required();
  c->add_option("--channels", a->channels, "channels, where the stream does not say")->check(CLI::Range(1, 256));
  c->add_option("--ftdi-packet", a->ftdiPacket, "the stream still carries two status bytes per packet of this size")
      ->check(CLI::Range(3, 4096));
  c->add_option("file", a->file, "capture")->required();
  c->add_flag("--json", a->json, "print one JSON document");
  c->callback([&chosen, a] { chosen = [a] { return decode(a->driver, a->file, a->channels, a->ftdiPacket, a->json); }; });
}

}  // namespace tonus::ctl
