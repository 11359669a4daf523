#include "tonus_link/device.h"

#include <array>
#include <cmath>

#include "tonus_link/bytes.h"
#include "tonus_link/packet.h"

namespace tonus::drivers::tonus_link {

namespace {
constexpr std::uint8_t kIn = 0xC0;  // vendor request, recipient device
constexpr std::uint8_t kOut = 0x40;
enum Request : std::uint8_t { kGetInfo = 1, kGetChannel = 2, kSetConfig = 3, kStart = 4, kStop = 5, kLeadOff = 7 };
constexpr std::uint16_t kMajorVersion = 1;
constexpr std::uint32_t kLeadOffAbility = 1;

bool wanted(std::uint64_t mask, std::size_t channel) {
  return mask == ~0ULL || (channel < 64 && (mask >> channel & 1U) != 0);
}

core::Status setConfig(transport::UsbDevice& usb, std::uint32_t rateMilliHz, std::uint64_t mask) {
  std::array<std::uint8_t, 12> data{};
  writeLe(data.data(), rateMilliHz);
  writeLe(data.data() + 4, mask);
  return usb.controlOut({kOut, kSetConfig, 0, 0}, data);
}

core::Result<core::ChannelFormat> readChannel(transport::UsbDevice& usb, std::size_t channel) {
  std::array<std::uint8_t, kChannelBytes> record{};
  if (auto status = usb.controlIn({kIn, kGetChannel, 0, static_cast<std::uint16_t>(channel)}, record); !status)
    return status.fault();
  auto format = parseChannel(record, channel);
  if (!format)
    return core::Fault{
        core::FaultCode::kBadFormat,
        "The amplifier describes channel " + std::to_string(channel + 1) + " in a way that makes no sense.",
        "It may need newer firmware."};
  return *format;
}
}  // namespace

core::Result<DeviceFacts> readFacts(transport::UsbDevice& usb) {
  std::array<std::uint8_t, 32> data{};
  if (auto status = usb.controlIn({kIn, kGetInfo, 0, 0}, data); !status) return status.fault();
  const std::uint16_t version = readLe<std::uint16_t>(data.data());
  if (version >> 8 != kMajorVersion)
    return core::Fault{
        core::FaultCode::kNewerVersion,
        "The amplifier speaks version " + std::to_string(version >> 8) + " of Tonus Link; this program knows 1.",
        "Install a newer Tonus."};
  DeviceFacts facts;
  facts.channelsN = readLe<std::uint16_t>(data.data() + 2);
  facts.rateMilliHz = readLe<std::uint32_t>(data.data() + 4);
  facts.maxRateMilliHz = readLe<std::uint32_t>(data.data() + 8);
  facts.canLeadOff = (readLe<std::uint32_t>(data.data() + 12) & kLeadOffAbility) != 0;
  facts.firmware = cleanText(std::span<const std::uint8_t>(data).subspan(16));
  if (facts.channelsN == 0 || facts.channelsN > kMaxChannels || facts.rateMilliHz == 0)
    return core::Fault{core::FaultCode::kBadFormat, "The amplifier describes itself in a way that makes no sense.",
                       "It may need newer firmware."};
  return facts;
}

core::Result<core::StreamFormat> configure(transport::UsbDevice& usb, const core::SourceConfig& config) {
  auto facts = readFacts(usb);
  if (!facts) return facts.fault();
  std::uint32_t rateMilliHz = facts->rateMilliHz;
  if (config.sampleRateHz) {
    const double asked = std::round(*config.sampleRateHz * 1000);
    if (!(asked >= 1) || asked > facts->maxRateMilliHz)
      return core::Fault{core::FaultCode::kInvalid, "The amplifier cannot sample at the rate that was asked for.",
                         "It reaches " + std::to_string(facts->maxRateMilliHz / 1000) + " Hz."};
    rateMilliHz = static_cast<std::uint32_t>(asked);
  }
  if (auto status = setConfig(usb, rateMilliHz, config.channelMask); !status) return status.fault();
  const auto actual = readFacts(usb);
  if (!actual) return actual.fault();
  core::StreamFormat format;
  format.sampleRateHz = actual->rateMilliHz / 1000.0;
  for (std::size_t c = 0; c < actual->channelsN; ++c) {
    if (!wanted(config.channelMask, c)) continue;
    auto channel = readChannel(usb, c);
    if (!channel) return channel.fault();
    format.channels.push_back(std::move(*channel));
  }
  if (format.channels.empty())
    return core::Fault{core::FaultCode::kInvalid, "None of the channels that were asked for exist on this amplifier.",
                       "It has " + std::to_string(actual->channelsN) + " channels."};
  if (actual->canLeadOff) {
    // Without it signal still flows; the quality verdict then has to see a loose electrode in the signal alone.
    const auto ignored = usb.controlOut({kOut, kLeadOff, 1, 0});
    (void)ignored;
  }
  return format;
}

core::Status beginSession(transport::UsbDevice& usb, std::uint32_t session) {
  std::array<std::uint8_t, 4> data{};
  writeLe(data.data(), session);
  return usb.controlOut({kOut, kStart, 0, 0}, data);
}

core::Status endSession(transport::UsbDevice& usb) { return usb.controlOut({kOut, kStop, 0, 0}); }

double wireBytesPerSecond(const core::StreamFormat& format) {
  return format.sampleRateHz * static_cast<double>(format.channelsN()) * 4 * 1.05;
}

}  // namespace tonus::drivers::tonus_link
