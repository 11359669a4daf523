#pragma once
// What one kind of chip between USB and a serial line wants to be told, and what it adds to the bytes.

#include <cstdint>
#include <memory>
#include <span>

#include "transport/byte_port.h"
#include "transport/usb_device.h"

namespace tonus::drivers::transport {

class Bridge {
 public:
  virtual ~Bridge() = default;
  /// Once, on claimed interfaces, before anything is read.
  virtual core::Status open(UsbDevice& device) = 0;
  virtual core::Status setLine(UsbDevice& device, const LineSettings& line) = 0;
  /// As well as it can be done; the device may be gone. DTR stays as it is: lowering it would reset some boards.
  virtual void close(UsbDevice& /*device*/) {}

  struct Payload {
    std::size_t bytesN = 0;  ///< moved to the front of the transfer
    std::uint64_t lineErrorsN = 0;
  };
  /// Takes the chip's own bytes out of one transfer, in place.
  virtual Payload unwrap(std::span<std::uint8_t> transfer) { return {transfer.size(), 0}; }
};

}  // namespace tonus::drivers::transport
