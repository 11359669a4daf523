#include "transport/usb_port.h"

#include <algorithm>
#include <array>
#include <utility>

#include "transport/cdc_acm.h"
#include "transport/ch34x.h"
#include "transport/cp210x.h"
#include "transport/ftdi.h"

namespace tonus::drivers::transport {

namespace {
constexpr std::uint16_t kFtdiVendor = 0x0403;
constexpr std::uint16_t kSiliconLabsVendor = 0x10C4;
constexpr std::array<UsbId, 4> kCh34xIds{{{0x1A86, 0x7523}, {0x1A86, 0x5523}, {0x1A86, 0x7522}, {0x4348, 0x5523}}};

std::optional<UsbLayout> layoutOf(PortKind kind, libusb_device* device) {
  if (kind == PortKind::kHid) return findHid(device);
  return kind == PortKind::kCdcAcm ? findCdcAcm(device) : findVendorBulk(device);
}

std::uint8_t interfacesN(libusb_device* device) {
  libusb_config_descriptor* config = nullptr;
  if (libusb_get_active_config_descriptor(device, &config) != 0) return 1;
  const std::uint8_t n = config->bNumInterfaces;
  libusb_free_config_descriptor(config);
  return n;
}

std::unique_ptr<Bridge> makeBridge(PortKind kind, libusb_device* device, const UsbLayout& layout) {
  const int interface = layout.interfaces.front();
  switch (kind) {
    case PortKind::kCdcAcm:
      return std::make_unique<CdcAcm>(interface);
    case PortKind::kFtdi:
      return std::make_unique<Ftdi>(static_cast<std::uint8_t>(interfacesN(device) > 1 ? interface + 1 : 0),
                                    layout.inPacketBytes);
    case PortKind::kCp210x:
      return std::make_unique<Cp210x>(interface);
    case PortKind::kCh34x:
      return std::make_unique<Ch34x>();
    case PortKind::kVendorBulk:
    case PortKind::kHid:
      return nullptr;
  }
  return nullptr;
}
}  // namespace

std::optional<PortKind> portKindOf(libusb_device* device) {
  libusb_device_descriptor descriptor{};
  if (libusb_get_device_descriptor(device, &descriptor) != 0) return std::nullopt;
  const auto same = [&](UsbId id) { return id.vendor == descriptor.idVendor && id.product == descriptor.idProduct; };
  if (findVendorBulk(device)) {
    if (descriptor.idVendor == kFtdiVendor) return PortKind::kFtdi;
    if (descriptor.idVendor == kSiliconLabsVendor) return PortKind::kCp210x;
    if (std::any_of(kCh34xIds.begin(), kCh34xIds.end(), same)) return PortKind::kCh34x;
  }
  for (const PortKind kind : {PortKind::kCdcAcm, PortKind::kHid, PortKind::kVendorBulk})
    if (layoutOf(kind, device)) return kind;
  return std::nullopt;
}

core::Result<std::unique_ptr<BytePort>> openPort(const UsbContext& context, const UsbPresence& presence,
                                                 const core::Clock& clock, std::optional<std::uint8_t> latencyMs) {
  const auto kind = portKindOf(presence.device.get());
  const auto layout = kind ? layoutOf(*kind, presence.device.get()) : std::nullopt;
  if (!layout)
    return core::Fault{core::FaultCode::kUnsupported,
                       "The device at USB " + presence.path + " has no data channel that Tonus can read.",
                       "Choose another device."};
  auto device = UsbDevice::open(context, presence);
  if (!device) return device.fault();
  auto port = std::make_unique<UsbPort>(std::move(*device), *layout,
                                        makeBridge(*kind, presence.device.get(), *layout), latencyMs, clock);
  if (auto status = port->open(); !status) return status.fault();
  return std::unique_ptr<BytePort>(std::move(port));
}

UsbPort::UsbPort(std::unique_ptr<UsbDevice> device, UsbLayout layout, std::unique_ptr<Bridge> bridge,
                 std::optional<std::uint8_t> latencyMs, const core::Clock& clock)
    : device_(std::move(device)),
      layout_(std::move(layout)),
      bridge_(std::move(bridge)),
      latencyMs_(latencyMs),
      stream_(*device_, clock) {}

UsbPort::~UsbPort() {
  stream_.stop();
  if (opened_ && bridge_ && stream_.state() != State::kGone) bridge_->close(*device_);
}

core::Status UsbPort::open() {
  for (const int number : layout_.interfaces)
    if (auto status = device_->claim(number); !status) return status;
  opened_ = true;
  if (bridge_) return bridge_->open(*device_);
  return {};
}

core::Status UsbPort::setLine(const LineSettings& line) {
  if (!bridge_) return {};
  LineSettings wanted = line;
  wanted.latencyMs = latencyMs_.value_or(line.latencyMs);
  return bridge_->setLine(*device_, wanted);
}

core::Status UsbPort::startReading(double bytesPerSecond, OnBytes onBytes) {
  onBytes_ = std::move(onBytes);
  return stream_.start({layout_.in, layout_.isInterrupt}, bytesPerSecond,
                       [this](std::span<std::uint8_t> transfer, core::SteadyTime arrival) {
                         return onTransfer(transfer, arrival);
                       });
}

std::size_t UsbPort::onTransfer(std::span<std::uint8_t> transfer, core::SteadyTime arrival) {
  Bridge::Payload payload{transfer.size(), 0};
  if (bridge_) payload = bridge_->unwrap(transfer);
  lineErrorsN_ += payload.lineErrorsN;
  if (payload.bytesN > 0) onBytes_(transfer.first(payload.bytesN), arrival);
  return payload.bytesN;
}

core::Status UsbPort::write(std::span<const std::uint8_t> bytes) {
  if (layout_.out == 0)
    return core::Fault{core::FaultCode::kUnsupported, "The device takes no commands.", "Choose another device."};
  return device_->send(layout_.out, layout_.isInterrupt, bytes);
}

BytePort::Counts UsbPort::counts() const {
  Counts counts = stream_.counts();
  counts.lineErrorsN = lineErrorsN_;
  return counts;
}

}  // namespace tonus::drivers::transport
