#pragma once
// A plugged-in amplifier as a signal source: whatever carries its bytes and whatever it speaks (live/connection.h). It
// survives an unplug: the same device (by serial number, else by its socket) is looked for, started again, and its
// signal continues on the same timeline after a gap estimated by the host's clock.
//
// describe() from any thread, everything else from one at a time. No thread of its own: USB events are handled inside
// read().

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "live/connection.h"
#include "live/timeline.h"
#include "tonus/core/clock.h"
#include "tonus/core/source.h"
#include "transport/usb_context.h"

namespace tonus::drivers::live {

/// What one driver needs to be found and connected.
struct Kind {
  std::string driver;  ///< "tonus-link"
  std::string model;   ///< "Tonus Link amplifier", until the device says more
  std::string options{};  ///< "+test", as they end the device's name
  std::vector<UsbId> ids;
  /// Beyond the ids: whether this can be one. Null = the ids are enough.
  std::function<bool(const transport::UsbPresence&)> accepts;
  std::shared_ptr<RateMemory> rates{};  ///< null = every session begins with the promised rate
  /// Opens; nothing has been asked of the device yet.
  std::function<core::Result<std::unique_ptr<Connection>>(const transport::UsbContext&, const transport::UsbPresence&,
                                                          const core::Clock&)>
      connect;
};

class Source final : public core::SignalSource {
 public:
  /// `path` as listed ("1-2.4"): the device there, whatever its ids, because somebody chose it by hand. Empty = the
  /// first there is with the driver's ids.
  /// `waiting`: told inside open() and measureImpedance(), by the thread that called them; false = give up.
  Source(Kind kind, std::string path, core::Clock& clock, Waiting waiting = {});
  ~Source() override;

  core::DeviceInfo describe() const override;
  core::Result<core::StreamFormat> open(const core::SourceConfig& config) override;
  core::Status start() override;
  core::Result<core::ReadStatus> read(core::SteadyTime deadline, core::RawBlock& out) override;
  void stop() override;

  /// When open. Stays open; of a measurement that ends early nothing is left flowing through the electrodes.
  core::Result<std::vector<Impedance>> measureImpedance();

  /// Of the connection as it is now.
  core::DecoderCounts counts() const { return device_ ? device_->counts() : core::DecoderCounts{}; }
  transport::BytePort::Counts usbCounts() const {
    return device_ ? device_->usbCounts() : transport::BytePort::Counts{};
  }

 private:
  enum class State { kClosed, kOpen, kFlowing, kAway };

  std::vector<transport::UsbPresence> candidates() const;
  core::Result<core::StreamFormat> openAt(const transport::UsbPresence& presence);
  Connection::State wait(std::chrono::nanoseconds patience, const Waiting& waiting = {});
  void startDevice();
  void onBlock(core::RawBlock& block);
  bool takeReady(core::RawBlock& out);
  core::Result<core::ReadStatus> readFlowing(core::SteadyTime deadline, core::RawBlock& out);
  core::Result<core::ReadStatus> readAway(core::SteadyTime deadline, core::RawBlock& out);
  void look();
  core::Status comeBack(core::SteadyTime deadline);
  void startAnew();
  core::Fault silent() const;
  void goAway();
  std::string rateKey() const;
  void assumeRate();
  void learnRate();
  core::Fault fail(core::Fault fault);
  bool isMine(const transport::UsbPresence& presence) const;

  core::Clock& clock_;
  const Kind kind_;
  const std::string wantedPath_;
  const Waiting waiting_;
  bool gaveUp_ = false;  // because waiting_ said so
  transport::UsbContext context_;
  std::unique_ptr<Connection> device_;
  transport::UsbPresence presence_;  // the device of the session, as it was when it was opened
  Timeline timeline_;
  core::SourceConfig config_;
  core::StreamFormat format_;
  std::optional<double> knownRateHz_;  // of this device, by an earlier session
  State state_ = State::kClosed;

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

}  // namespace tonus::drivers::live
