#include "tonus_link/source.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

#include "tonus_link/device.h"

namespace tonus::drivers::tonus_link {

using namespace std::chrono_literals;
using core::ReadStatus;
using core::SteadyTime;
using transport::UsbBulk;

namespace {
constexpr std::string_view kName = "tonus-link";
constexpr auto kLookEvery = 200ms;

/// A device may take this long between two packets (255 frames each) and is still alive.
std::chrono::nanoseconds silenceLimit(double sampleRateHz) {
  const std::chrono::duration<double> twoPackets(2.0 * kMaxFrames / sampleRateHz);
  return std::max<std::chrono::nanoseconds>(1s, std::chrono::duration_cast<std::chrono::nanoseconds>(twoPackets));
}

/// Labels may differ, what the numbers mean may not.
bool meansTheSame(const core::StreamFormat& a, const core::StreamFormat& b) {
  const auto same = [](const core::ChannelFormat& x, const core::ChannelFormat& y) {
    return x.scaleUvPerCount == y.scaleUvPerCount && x.offsetCounts == y.offsetCounts && x.minCount == y.minCount &&
           x.maxCount == y.maxCount && x.calibrated == y.calibrated;
  };
  return a.sampleRateHz == b.sampleRateHz &&
         std::equal(a.channels.begin(), a.channels.end(), b.channels.begin(), b.channels.end(), same);
}

core::Fault formatChanged() {
  return {core::FaultCode::kBadFormat,
          "The amplifier changed its sample rate, channels or scale in the middle of the session.",
          "What came before is kept. Start a new session to go on with the new settings."};
}

/// A device that is gone or deaf is stopped as well as it can be; one that is quiet may refuse to be stopped.
void bestEffort(const core::Status& /*outcome*/) {}

std::string seconds(std::chrono::nanoseconds time) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.1f s", std::chrono::duration<double>(time).count());
  return text.data();
}
}  // namespace

Source::Source(std::string path, core::Clock& clock) : clock_(clock), wantedPath_(std::move(path)) {
  info_.id = std::string(kName) + (wantedPath_.empty() ? "" : "@usb:" + wantedPath_);
  info_.driver = kName;
  info_.model = "Tonus Link amplifier";
}

Source::~Source() { stop(); }

core::DeviceInfo Source::describe() const {
  const std::lock_guard lock(infoMutex_);
  return info_;
}

bool Source::isMine(const transport::UsbPresence& presence) const {
  // info_ is written by this thread only. Without a serial number, which the protocol demands, the socket must do.
  if (!info_.serial.empty()) return presence.serial == info_.serial;
  return info_.id.ends_with(":" + presence.path);
}

core::Result<core::StreamFormat> Source::open(const core::SourceConfig& config) {
  stop();
  usb_.reset();
  state_ = State::kClosed;
  config_ = config;
  core::Fault fault{
      core::FaultCode::kNotFound,
      "No Tonus Link amplifier is connected" + (wantedPath_.empty() ? "." : " at USB " + wantedPath_ + "."),
      "Plug it in, wait two seconds, and try again."};
  for (const auto& presence : listPresent(context_, findDriver(kName)->usbIds)) {
    if (!wantedPath_.empty() && presence.path != wantedPath_) continue;
    if (presence.fault) {
      fault = *presence.fault;
      continue;
    }
    if (!std::string_view(presence.product).starts_with(kProductPrefix)) continue;
    auto format = connect(presence);
    if (!format) return format;
    format_ = *format;
    const std::lock_guard lock(infoMutex_);
    info_.id = std::string(kName) + "@usb:" + presence.path;
    info_.model = presence.product;
    info_.serial = presence.serial;
    info_.channelsN = static_cast<std::uint32_t>(format_.channelsN());
    info_.sampleRateHz = format_.sampleRateHz;
    state_ = State::kOpen;
    return format_;
  }
  return fault;
}

core::Result<core::StreamFormat> Source::connect(const transport::UsbPresence& presence) {
  auto usb = UsbBulk::open(context_, presence, kInterface, clock_);
  if (!usb) return usb.fault();
  bestEffort(endSession(**usb));  // a program that crashed may have left it streaming
  auto format = configure(**usb, config_);
  if (format) usb_ = std::move(*usb);
  return format;
}

core::Status Source::start() {
  if (state_ != State::kOpen)
    return core::Fault{core::FaultCode::kInvalid, "The amplifier is not open.", "Open it before starting it."};
  nextReady_ = readyN_ = 0;
  remarks_.clear();
  restarted_ = false;
  decoder_.reset();
  timeline_.begin(format_.sampleRateHz);
  if (auto status = startDevice(); !status) return fail(status.fault());
  state_ = State::kFlowing;
  return {};
}

/// Transfers fly before the device is told to send, so that nothing is lost at the start.
core::Status Source::startDevice() {
  if (auto status = usb_->selectAlternate(kStreamAlternate); !status) return status;
  const auto onBytes = [this](std::span<const std::uint8_t> bytes, SteadyTime arrival) {
    decoder_.push(bytes, [this, arrival](core::RawBlock& block) { onBlock(block, arrival); });
  };
  if (auto status = usb_->startStream(kStreamEndpoint, wireBytesPerSecond(format_), onBytes); !status) return status;
  std::uint32_t session = 0;
  while (session == 0) session = static_cast<std::uint32_t>(random_());
  decoder_.assumeFormat(format_);
  decoder_.expectSession(session);
  lastSignal_ = clock_.now();
  return beginSession(*usb_, session);
}

void Source::stopDevice() {
  if (!usb_) return;
  bestEffort(endSession(*usb_));
  usb_->stopStream();
  bestEffort(usb_->selectAlternate(0));
}

void Source::stop() {
  if (state_ == State::kFlowing) stopDevice();
  if (state_ == State::kAway) usb_.reset();
  nextReady_ = readyN_ = 0;
  state_ = usb_ ? State::kOpen : State::kClosed;
}

/// Everything about a block is settled when its transfer completes.
void Source::onBlock(core::RawBlock& block, SteadyTime arrival) {
  block.arrival = arrival;
  timeline_.place(block);
  if (!remarks_.empty()) {
    std::vector<core::DeviceEvent> events;
    for (std::string& remark : remarks_) events.push_back({block.first, std::move(remark)});
    std::move(block.events.begin(), block.events.end(), std::back_inserter(events));
    std::stable_sort(events.begin(), events.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
    block.events = std::move(events);
    remarks_.clear();
  }
  if (block.framesN > 0) {
    lastSignal_ = arrival;
    restarted_ = false;
  }
  if (readyN_ == ready_.size()) ready_.emplace_back();
  std::swap(ready_[readyN_++], block);
}

bool Source::takeReady(core::RawBlock& out) {
  if (nextReady_ == readyN_) return false;
  std::swap(out, ready_[nextReady_++]);
  if (nextReady_ == readyN_) nextReady_ = readyN_ = 0;
  return true;
}

core::Result<ReadStatus> Source::read(SteadyTime deadline, core::RawBlock& out) {
  if (takeReady(out)) return ReadStatus::kBlock;
  switch (state_) {
    case State::kFlowing:
      return readFlowing(deadline, out);
    case State::kAway:
      return waitForReturn(deadline, out);
    default:
      return core::Fault{core::FaultCode::kInvalid, "The amplifier is not started.", "Start it before reading."};
  }
}

core::Result<ReadStatus> Source::readFlowing(SteadyTime deadline, core::RawBlock& out) {
  while (true) {
    const SteadyTime silentAt = lastSignal_ + silenceLimit(format_.sampleRateHz);
    const UsbBulk::State flow = usb_->pump(std::min(deadline, silentAt));
    for (std::string& message : decoder_.takeMessages()) remarks_.push_back(std::move(message));
    if (decoder_.format() && !meansTheSame(*decoder_.format(), format_)) return fail(formatChanged());
    if (takeReady(out)) return ReadStatus::kBlock;
    if (flow == UsbBulk::State::kGone) {
      goAway();
      return ReadStatus::kGone;
    }
    const SteadyTime now = clock_.now();
    if (flow == UsbBulk::State::kFailed || now >= lastSignal_ + silenceLimit(format_.sampleRateHz)) {
      if (std::exchange(restarted_, true)) return fail(silent());
      if (!restartDevice()) {
        goAway();  // it cannot even be told to start; being unplugged looks like this on some controllers
        return ReadStatus::kGone;
      }
    }
    if (now >= deadline) return ReadStatus::kTimeout;
  }
}

core::Fault Source::silent() const {
  if (!usb_->fault().what.empty()) return usb_->fault();
  return {core::FaultCode::kTimeout, "The amplifier is connected but sends no signal, even after a restart.",
          "What came before is kept. Switch the amplifier off and on, or plug it in again."};
}

bool Source::restartDevice() {
  remarks_.push_back("no signal for " + seconds(clock_.now() - lastSignal_) + ": the amplifier was started anew");
  stopDevice();
  timeline_.interrupt();
  return startDevice().ok();
}

void Source::goAway() {
  usb_.reset();
  timeline_.interrupt();
  state_ = State::kAway;
  awaySince_ = nextLook_ = clock_.now();
}

core::Result<ReadStatus> Source::waitForReturn(SteadyTime deadline, core::RawBlock& out) {
  while (true) {
    if (clock_.now() >= nextLook_) {
      const auto back = comeBack();
      if (!back) return fail(back.fault());
      if (*back) return readFlowing(deadline, out);
      nextLook_ = clock_.now() + kLookEvery;
    }
    if (clock_.now() >= deadline) return ReadStatus::kGone;
    clock_.sleepUntil(std::min(deadline, nextLook_));
  }
}

/// False: not yet, whatever the reason (rights to a node that just appeared take a moment).
core::Result<bool> Source::comeBack() {
  for (const auto& presence : listPresent(context_, findDriver(kName)->usbIds)) {
    if (presence.fault || !isMine(presence)) continue;
    const auto format = connect(presence);
    if (!format) continue;
    if (!meansTheSame(*format, format_)) return formatChanged();
    if (!startDevice()) {
      usb_.reset();
      continue;
    }
    remarks_.push_back("the amplifier is back after " + seconds(clock_.now() - awaySince_));
    state_ = State::kFlowing;
    return true;
  }
  return false;
}

core::Fault Source::fail(core::Fault fault) {
  stop();
  return fault;
}

}  // namespace tonus::drivers::tonus_link
