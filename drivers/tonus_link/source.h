#pragma once
// A Tonus Link amplifier as a signal source. It survives an unplug: the same device (by serial number) is looked for,
// started again, and its signal continues on the same timeline after a gap estimated by the host's clock.
//
// describe() from any thread, everything else from one at a time. No thread of its own: USB events are handled inside
// read().

#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <vector>

#include "tonus/core/clock.h"
#include "tonus/core/source.h"
#include "tonus_link/decoder.h"
#include "tonus_link/timeline.h"
#include "transport/usb_bulk.h"

namespace tonus::drivers::tonus_link {

class Source final : public core::SignalSource {
 public:
  /// `path` as listed ("1-2.4"); empty = the first Tonus Link device there is.
  Source(std::string path, core::Clock& clock);
  ~Source() override;

  core::DeviceInfo describe() const override;
  core::Result<core::StreamFormat> open(const core::SourceConfig& config) override;
  core::Status start() override;
  core::Result<core::ReadStatus> read(core::SteadyTime deadline, core::RawBlock& out) override;
  void stop() override;

  const core::DecoderCounts& counts() const { return decoder_.counts(); }
  /// Of the connection as it is now.
  transport::UsbBulk::Counts usbCounts() const { return usb_ ? usb_->counts() : transport::UsbBulk::Counts{}; }

 private:
  enum class State { kClosed, kOpen, kFlowing, kAway };

  core::Result<core::StreamFormat> connect(const transport::UsbPresence& presence);
  core::Status startDevice();
  void stopDevice();
  void onBlock(core::RawBlock& block, core::SteadyTime arrival);
  bool takeReady(core::RawBlock& out);
  core::Result<core::ReadStatus> readFlowing(core::SteadyTime deadline, core::RawBlock& out);
  core::Result<core::ReadStatus> waitForReturn(core::SteadyTime deadline, core::RawBlock& out);
  core::Result<bool> comeBack();
  bool restartDevice();
  core::Fault silent() const;
  void goAway();
  core::Fault fail(core::Fault fault);
  bool isMine(const transport::UsbPresence& presence) const;

  core::Clock& clock_;
  const std::string wantedPath_;
  transport::UsbContext context_;
  std::unique_ptr<transport::UsbBulk> usb_;
  Decoder decoder_{Decoder::Counters::kOff};
  Timeline timeline_;
  core::SourceConfig config_;
  core::StreamFormat format_;
  State state_ = State::kClosed;
  std::random_device random_;

  mutable std::mutex infoMutex_;  // guards info_
  core::DeviceInfo info_;

  std::vector<core::RawBlock> ready_;  // decoded, not yet read: [nextReady_, readyN_); the rest keeps its memory
  std::size_t nextReady_ = 0;
  std::size_t readyN_ = 0;
  std::vector<std::string> remarks_;  // become events of the next block

  core::SteadyTime lastSignal_{};
  core::SteadyTime awaySince_{};
  core::SteadyTime nextLook_{};
  bool restarted_ = false;  // once since the last signal; silent again is a fault
};

}  // namespace tonus::drivers::tonus_link
