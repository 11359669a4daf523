#pragma once
// A software amplifier that speaks Tonus Link 1.0 behind a MockUsbDevice: control requests, and packets as its own
// clock makes them due. Its memory never overflows. The test may change or withhold what it sends; all methods from any
// thread.

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "drivers/tonus_link_encoder.h"
#include "mock_usb_device.h"

namespace tonus::rig {

struct GadgetConfig {
  std::size_t channelsN = 8;
  std::uint32_t rateMilliHz = 2'000'000;
  std::uint32_t maxRateMilliHz = 4'000'000;
  std::size_t packetFrames = 8;
  std::string product = "Tonus Link test";
  std::string serial = "TL-0001";
};

class TonusLinkGadget {
 public:
  /// What is sent instead of one data packet: nothing, something damaged, several.
  using Tamper = std::function<std::vector<tests::Bytes>(tests::Bytes packet, std::uint64_t packetNumber)>;

  explicit TonusLinkGadget(GadgetConfig config) : config_(std::move(config)) {}

  UsbDescription description() const;
  MockUsbDevice::Behaviour behaviour();

  void tamper(Tamper tamper);
  /// The next transfers end like this, before anything else.
  void inject(std::deque<MockUsbDevice::InResult> results);
  /// Every transfer ends like this from now on.
  void failForEver(int status);
  void setSilent(bool silent);
  /// No new packets; what was made is still sent.
  void stopMeasuring();
  bool allSent() const;
  void setRate(std::uint32_t rateMilliHz);
  void refuse(std::uint8_t request);

  std::uint64_t framesMade() const;  ///< since the last START
  int startsN() const;
  bool streaming() const;
  std::uint64_t channelMask() const;
  unsigned alternate() const;
  bool leadOffOn() const;

 private:
  using SteadyTime = std::chrono::steady_clock::time_point;

  std::optional<MockUsbDevice::InResult> onIn(std::size_t maxBytes);
  int onControl(const usb_ctrlrequest& request, std::span<std::uint8_t> data);
  int onSetting(const usb_ctrlrequest& request, std::span<std::uint8_t> data);
  void start(std::uint32_t session);
  void makeDuePackets();

  mutable std::mutex mutex_;  // guards everything below
  GadgetConfig config_;
  std::uint64_t mask_ = ~0ULL;
  std::optional<tests::TonusLinkEncoder> encoder_;  // while streaming
  SteadyTime startedAt_{};
  std::uint64_t formatsN_ = 0, packetsN_ = 0, framesMade_ = 0;
  int startsN_ = 0;
  unsigned alternate_ = 0;
  bool silent_ = false, measuring_ = true, leadOff_ = false;
  int failStatus_ = 0;
  std::uint8_t refused_ = 0;
  Tamper tamper_;
  std::deque<tests::Bytes> queue_;  // packets, the first partly sent
  bool zeroLengthDue_ = false;
  std::deque<MockUsbDevice::InResult> injected_;
};

}  // namespace tonus::rig
