#pragma once
// A BytePort over libusb: one device, its interfaces and endpoints by its descriptors, and its bridge chip if it has one.

#include <memory>
#include <optional>

#include "transport/bridge.h"
#include "transport/byte_port.h"
#include "transport/usb_layout.h"
#include "transport/usb_stream.h"

namespace tonus::drivers::transport {

enum class PortKind { kVendorBulk, kHid, kCdcAcm, kFtdi, kCp210x, kCh34x };

/// By the ids of bridge chips, else by the classes of its interfaces; none = nothing Tonus can carry bytes over.
std::optional<PortKind> portKindOf(libusb_device* device);

/// Opens, claims and sets up; no line is set and nothing is written to what is behind the chip. `context` outlives it.
/// `latencyMs`: instead of what the lines say that will be set.
core::Result<std::unique_ptr<BytePort>> openPort(const UsbContext& context, const UsbPresence& presence,
                                                 const core::Clock& clock,
                                                 std::optional<std::uint8_t> latencyMs = std::nullopt);

class UsbPort final : public BytePort {
 public:
  /// `bridge` may be null: no line.
  UsbPort(std::unique_ptr<UsbDevice> device, UsbLayout layout, std::unique_ptr<Bridge> bridge,
          std::optional<std::uint8_t> latencyMs, const core::Clock& clock);
  ~UsbPort() override;

  core::Status open();
  core::Status setLine(const LineSettings& line) override;
  core::Status startReading(double bytesPerSecond, OnBytes onBytes) override;
  core::Status write(std::span<const std::uint8_t> bytes) override;
  State pump(core::SteadyTime deadline) override { return stream_.pump(deadline); }
  void stopReading() override { stream_.stop(); }

  Counts counts() const override;
  const core::Fault& fault() const override { return stream_.fault(); }

 private:
  std::size_t onTransfer(std::span<std::uint8_t> transfer, core::SteadyTime arrival);

  std::unique_ptr<UsbDevice> device_;
  const UsbLayout layout_;
  std::unique_ptr<Bridge> bridge_;
  const std::optional<std::uint8_t> latencyMs_;
  bool opened_ = false;
  OnBytes onBytes_;
  std::uint64_t lineErrorsN_ = 0;
  UsbStream stream_;
};

}  // namespace tonus::drivers::transport
