#pragma once
// A Tonus Link device behind live/connection.h: control requests, and one bulk endpoint that streams.

#include <memory>
#include <optional>
#include <random>

#include "live/source.h"
#include "tonus_link/decoder.h"
#include "transport/usb_stream.h"

namespace tonus::drivers::tonus_link {

live::Kind linkKind();

/// What it says of itself, without claiming it; nothing = another project's device with the same test id.
core::Result<std::optional<core::DeviceInfo>> describe(const transport::UsbContext& context,
                                                       const transport::UsbPresence& presence);

class Connection final : public live::Connection {
 public:
  Connection(std::unique_ptr<transport::UsbDevice> usb, std::string product, const core::Clock& clock);
  ~Connection() override;

  void configure(const core::SourceConfig& config) override;
  void start(OnBlock onBlock) override;
  State pump(core::SteadyTime deadline) override;
  void stop() override;

  State state() const override { return state_; }
  const core::StreamFormat& format() const override { return format_; }
  const core::Fault& fault() const override { return fault_; }
  std::string model() const override { return product_; }
  std::chrono::nanoseconds silenceLimit() const override;
  bool formatChanged() const override;
  std::vector<std::string> takeMessages() override { return decoder_.takeMessages(); }
  core::DecoderCounts counts() const override { return decoder_.counts(); }
  transport::BytePort::Counts usbCounts() const override { return stream_.counts(); }

 private:
  core::Status startDevice();

  std::unique_ptr<transport::UsbDevice> usb_;
  const std::string product_;
  transport::UsbStream stream_;
  Decoder decoder_{Decoder::Counters::kOff};
  OnBlock onBlock_;
  core::StreamFormat format_;
  State state_ = State::kFailed;
  core::Fault fault_;
  std::random_device random_;
};

}  // namespace tonus::drivers::tonus_link
