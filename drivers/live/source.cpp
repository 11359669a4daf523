#include "live/source.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

namespace tonus::drivers::live {

using namespace std::chrono_literals;
using core::ReadStatus;
using core::SteadyTime;

namespace {
constexpr auto kLookEvery = 200ms;
constexpr auto kPatienceForElectrodes = 180s;  // 16 channels, two pins, 3 s each
constexpr auto kPatience = 20s;  // for a device that is set up or started; each protocol gives up much earlier

core::Fault formatChanged() {
  return {core::FaultCode::kBadFormat,
          "The amplifier changed its sample rate, channels or scale in the middle of the session.",
          "What came before is kept. Start a new session to go on with the new settings."};
}

core::Fault cancelled() { return {core::FaultCode::kCancelled, "It was cancelled.", "The amplifier was left as it was."}; }

/// Unplugged while it was asked, it says nothing itself.
core::Fault whyNot(const Connection& device) {
  if (device.state() != Connection::State::kGone) return device.fault();
  return {core::FaultCode::kDeviceGone, "The amplifier was unplugged while it was being set up.",
          "Plug it in again, wait two seconds, and try again."};
}

core::Fault notStarted(const std::string& what) {
  return {core::FaultCode::kInvalid, what, "Open it, then start it."};
}

/// Some makers give every device the serial number "0".
std::string serialOf(const transport::UsbPresence& presence) { return presence.serial == "0" ? "" : presence.serial; }

std::string seconds(std::chrono::nanoseconds time) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.1f s", std::chrono::duration<double>(time).count());
  return text.data();
}
}  // namespace

bool meansTheSame(const core::StreamFormat& a, const core::StreamFormat& b) {
  const auto same = [](const core::ChannelFormat& x, const core::ChannelFormat& y) {
    return x.scaleUvPerCount == y.scaleUvPerCount && x.offsetCounts == y.offsetCounts && x.minCount == y.minCount &&
           x.maxCount == y.maxCount && x.calibrated == y.calibrated;
  };
  return a.sampleRateHz == b.sampleRateHz &&
         std::equal(a.channels.begin(), a.channels.end(), b.channels.begin(), b.channels.end(), same);
}

Source::Source(Kind kind, std::string path, core::Clock& clock, Waiting waiting)
    : clock_(clock), kind_(std::move(kind)), wantedPath_(std::move(path)), waiting_(std::move(waiting)) {
  info_.id = kind_.driver + (wantedPath_.empty() ? "" : "@usb:" + wantedPath_) + kind_.options;
  info_.driver = kind_.driver;
  info_.model = kind_.model;
}

Source::~Source() { stop(); }

core::DeviceInfo Source::describe() const {
  const std::lock_guard lock(infoMutex_);
  return info_;
}

std::vector<transport::UsbPresence> Source::candidates() const {
  auto found = wantedPath_.empty() ? listPresent(context_, kind_.ids) : listAt(context_, wantedPath_);
  std::erase_if(found, [&](const auto& p) { return !p.fault && kind_.accepts && !kind_.accepts(p); });
  return found;
}

bool Source::isMine(const transport::UsbPresence& presence) const {
  if (presence.id != presence_.id) return false;
  if (serialOf(presence) != serialOf(presence_)) return false;
  return !serialOf(presence).empty() || presence.path == presence_.path;
}

core::Result<core::StreamFormat> Source::open(const core::SourceConfig& config) {
  stop();
  device_.reset();
  state_ = State::kClosed;
  config_ = config;
  core::Fault fault{core::FaultCode::kNotFound,
                    "No " + kind_.model + " is connected" + (wantedPath_.empty() ? "." : " at USB " + wantedPath_ + "."),
                    "Plug it in, wait two seconds, and try again."};
  for (const auto& presence : candidates()) {
    if (!presence.fault) {
      auto format = openAt(presence);
      if (format) return format;
      fault = format.fault();
      if (gaveUp_) return fault;
    } else {
      fault = *presence.fault;
    }
  }
  return fault;
}

core::Result<core::StreamFormat> Source::openAt(const transport::UsbPresence& presence) {
  auto device = kind_.connect(context_, presence, clock_);
  if (!device) return device.fault();
  device_ = *std::move(device);
  device_->configure(config_);
  if (wait(kPatience, waiting_) != Connection::State::kReady) {
    const core::Fault fault = gaveUp_ ? cancelled() : whyNot(*device_);
    device_.reset();
    return fault;
  }
  presence_ = presence;
  knownRateHz_.reset();
  if (kind_.rates && !rateKey().empty())
    if (const auto known = kind_.rates->of(rateKey())) knownRateHz_ = known->hz;
  assumeRate();
  format_ = device_->format();
  const std::lock_guard lock(infoMutex_);
  info_.id = kind_.driver + "@usb:" + presence.path + kind_.options;
  info_.model = device_->model();
  info_.serial = presence.serial;
  info_.channelsN = static_cast<std::uint32_t>(format_.channelsN());
  info_.sampleRateHz = format_.sampleRateHz;
  state_ = State::kOpen;
  return format_;
}

Connection::State Source::wait(std::chrono::nanoseconds patience, const Waiting& waiting) {
  const SteadyTime until = clock_.now() + patience;
  gaveUp_ = false;
  while (device_->state() == Connection::State::kBusy && clock_.now() < until && !gaveUp_) {
    gaveUp_ = waiting && !waiting(device_->progress(), device_->waitingFor());
    if (!gaveUp_) device_->pump(clock_.now() + 100ms);
  }
  return device_->state();
}

core::Result<std::vector<Impedance>> Source::measureImpedance() {
  if (state_ != State::kOpen) return notStarted("The amplifier is not open.");
  if (!device_->measureImpedance())
    return core::Fault{core::FaultCode::kUnavailable, "This amplifier cannot measure its electrodes.", ""};
  const Connection::State ended = wait(kPatienceForElectrodes, waiting_);
  const bool measured = ended == Connection::State::kReady;
  const core::Fault fault = gaveUp_ ? cancelled() : whyNot(*device_);
  std::vector<Impedance> out = measured ? device_->impedances() : std::vector<Impedance>();
  if (ended != Connection::State::kGone) {
    device_->configure(config_);  // takes the current off again, wherever the measurement was
    (void)wait(kPatience);
  }
  if (device_->state() != Connection::State::kReady) {
    device_.reset();
    state_ = State::kClosed;
  }
  if (!measured) return fault;
  return out;
}

core::Status Source::start() {
  if (state_ != State::kOpen) return notStarted("The amplifier is not open.");
  nextReady_ = readyN_ = 0;
  remarks_.clear();
  restarted_ = false;
  if (knownRateHz_ && format_.sampleRateHz == *knownRateHz_)
    remarks_.push_back("sample rate as measured in an earlier session of this amplifier");
  timeline_.begin(format_.sampleRateHz);
  startDevice();
  state_ = State::kFlowing;
  if (wait(kPatience) != Connection::State::kFlowing) return fail(device_->fault());
  return {};
}

void Source::startDevice() {
  device_->start([this](core::RawBlock& block) { onBlock(block); });
  lastSignal_ = clock_.now();
}

void Source::stop() {
  if (state_ == State::kFlowing) {
    learnRate();
    device_->stop();
  }
  if (state_ == State::kAway) device_.reset();
  nextReady_ = readyN_ = 0;
  state_ = device_ ? State::kOpen : State::kClosed;
}

/// Everything about a block is settled when its transfer completes.
void Source::onBlock(core::RawBlock& block) {
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
    lastSignal_ = block.arrival;
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
      return readAway(deadline, out);
    default:
      return notStarted("The amplifier is not started.");
  }
}

core::Result<ReadStatus> Source::readFlowing(SteadyTime deadline, core::RawBlock& out) {
  while (true) {
    const Connection::State flow = device_->pump(std::min(deadline, lastSignal_ + device_->silenceLimit()));
    for (std::string& message : device_->takeMessages()) remarks_.push_back(std::move(message));
    if (device_->formatChanged()) return fail(formatChanged());
    if (takeReady(out)) return ReadStatus::kBlock;
    const SteadyTime now = clock_.now();
    if (flow == Connection::State::kBusy) {
      lastSignal_ = now;  // being started: it gives up by itself
    } else if (flow == Connection::State::kFailed || now >= lastSignal_ + device_->silenceLimit()) {
      if (std::exchange(restarted_, true)) return fail(silent());
      startAnew();
    }
    // It cannot even be told to start: being unplugged looks like this on some controllers.
    if (device_->state() == Connection::State::kGone || (restarted_ && device_->state() == Connection::State::kFailed)) {
      goAway();
      return ReadStatus::kGone;
    }
    if (now >= deadline) return ReadStatus::kTimeout;
  }
}

void Source::startAnew() {
  remarks_.push_back("no signal for " + seconds(clock_.now() - lastSignal_) + ": the amplifier was started anew");
  device_->stop();
  timeline_.interrupt();
  startDevice();
}

core::Fault Source::silent() const {
  if (!device_->fault().what.empty()) return device_->fault();
  return {core::FaultCode::kTimeout, "The amplifier is connected but sends no signal, even after a restart.",
          "What came before is kept. Switch the amplifier off and on, or plug it in again."};
}

/// Only a serial number names the same device for sure: another board may be in the same socket next time.
std::string Source::rateKey() const {
  const std::string serial = serialOf(presence_);
  return serial.empty() ? "" : kind_.driver + ' ' + serial;
}

void Source::assumeRate() {
  if (knownRateHz_) device_->assumeRate(*knownRateHz_);
}

void Source::learnRate() {
  if (!kind_.rates || rateKey().empty()) return;
  if (const auto rate = device_->measuredRate()) kind_.rates->remember(rateKey(), *rate);
}

void Source::goAway() {
  learnRate();
  device_.reset();
  timeline_.interrupt();
  state_ = State::kAway;
  awaySince_ = nextLook_ = clock_.now();
}

core::Result<ReadStatus> Source::readAway(SteadyTime deadline, core::RawBlock& out) {
  while (true) {
    if (!device_ && clock_.now() >= nextLook_) look();
    if (device_) {
      if (auto status = comeBack(deadline); !status) return fail(status.fault());
      if (state_ == State::kFlowing) return readFlowing(deadline, out);
    }
    if (clock_.now() >= deadline) return ReadStatus::kGone;
    if (!device_) clock_.sleepUntil(std::min(deadline, nextLook_));
  }
}

/// What cannot be opened yet is left for the next look (rights to a node that just appeared take a moment).
void Source::look() {
  nextLook_ = clock_.now() + kLookEvery;
  for (const auto& presence : listPresent(context_, std::array{presence_.id})) {
    if (presence.fault || !isMine(presence)) continue;
    auto device = kind_.connect(context_, presence, clock_);
    if (!device) continue;
    device_ = *std::move(device);
    device_->configure(config_);
    return;
  }
}

/// The session waits for as long as it takes: a device that fails is looked for again.
core::Status Source::comeBack(SteadyTime deadline) {
  const Connection::State state = device_->state() == Connection::State::kBusy ? device_->pump(deadline) : device_->state();
  if (state == Connection::State::kReady) {
    assumeRate();
    if (!meansTheSame(device_->format(), format_)) return formatChanged();
    startDevice();
  } else if (state == Connection::State::kFlowing) {
    remarks_.push_back("the amplifier is back after " + seconds(clock_.now() - awaySince_));
    lastSignal_ = clock_.now();
    restarted_ = false;
    state_ = State::kFlowing;
  } else if (state != Connection::State::kBusy) {
    device_.reset();
  }
  return {};
}

core::Fault Source::fail(core::Fault fault) {
  stop();
  return fault;
}

}  // namespace tonus::drivers::live
