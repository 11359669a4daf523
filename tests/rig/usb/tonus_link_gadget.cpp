#include "tonus_link_gadget.h"

#include <algorithm>
#include <bit>
#include <cerrno>
#include <utility>

namespace tonus::rig {

using tests::append;
using tests::Bytes;
using tests::put;

namespace {
constexpr std::size_t kMaxPacketSize = 512;

std::uint64_t readLe(std::span<const std::uint8_t> bytes, std::size_t at, int bytesN) {
  std::uint64_t value = 0;
  for (int i = bytesN; i-- > 0;) value = value << 8 | bytes[at + static_cast<std::size_t>(i)];
  return value;
}
}  // namespace

UsbDescription TonusLinkGadget::description() const {
  UsbDescription d;
  d.deviceDescriptor = {18, 1, 0, 2, 0xFF, 0, 0, 64, 0x09, 0x12, 0x01, 0x00, 0, 1, 1, 2, 3, 1};
  d.configDescriptor = {9, 2, 34,   0, 1,    1,    0, 0x80, 50,  // one interface …
                        9, 4, 0,    0, 0,    0xFF, 0, 0,    0,   // … quiet,
                        9, 4, 0,    1, 1,    0xFF, 0, 0,    0,
                        7, 5, 0x81, 2, 0x00, 0x02, 0};  // … or with the bulk endpoint
  d.strings = {"Tonus", config_.product, config_.serial};
  return d;
}

MockUsbDevice::Behaviour TonusLinkGadget::behaviour() {
  MockUsbDevice::Behaviour b;
  b.onIn = [this](std::size_t maxBytes) { return onIn(maxBytes); };
  b.onControl = [this](const usb_ctrlrequest& request, std::span<std::uint8_t> data) {
    return onControl(request, data);
  };
  b.onAlternate = [this](unsigned alternate) {
    const std::lock_guard lock(mutex_);
    alternate_ = alternate;
  };
  return b;
}

int TonusLinkGadget::onControl(const usb_ctrlrequest& request, std::span<std::uint8_t> data) {
  const std::lock_guard lock(mutex_);
  if (request.bRequest == refused_) return -EPIPE;
  Bytes answer;
  switch (request.bRequest) {
    case 1:
      put(answer, 0x0100, 2);
      put(answer, config_.channelsN, 2);
      put(answer, config_.rateMilliHz, 4);
      put(answer, config_.maxRateMilliHz, 4);
      put(answer, 1, 4);
      append(answer, {'m', 'o', 'c', 'k', ' ', '1'});
      answer.resize(32);
      break;
    case 2:
      if (request.wIndex >= config_.channelsN) return -EPIPE;
      answer = tests::channelRecord({.label = "EMG " + std::to_string(request.wIndex + 1)});
      break;
    default:
      return onSetting(request, data);
  }
  std::copy_n(answer.begin(), std::min(answer.size(), data.size()), data.begin());
  return static_cast<int>(std::min(answer.size(), data.size()));
}

int TonusLinkGadget::onSetting(const usb_ctrlrequest& request, std::span<std::uint8_t> data) {
  switch (request.bRequest) {
    case 3:
      if (encoder_ || data.size() != 12 || readLe(data, 0, 4) > config_.maxRateMilliHz) return -EPIPE;
      config_.rateMilliHz = static_cast<std::uint32_t>(readLe(data, 0, 4));
      mask_ = readLe(data, 4, 8);
      return 12;
    case 4:
      if (alternate_ != 1 || data.size() != 4) return -EPIPE;
      start(static_cast<std::uint32_t>(readLe(data, 0, 4)));
      return 4;
    case 5:
      encoder_.reset();
      return 0;
    case 7:
      leadOff_ = request.wValue == 1;
      return 0;
    default:
      return -EPIPE;
  }
}

/// What an earlier session left in the device's memory is sent first, as a real one might.
void TonusLinkGadget::start(std::uint32_t session) {
  const std::size_t channelsN =
      mask_ == ~0ULL ? config_.channelsN
                     : static_cast<std::size_t>(std::popcount(mask_ & ((1ULL << config_.channelsN) - 1)));
  encoder_.emplace(channelsN, config_.rateMilliHz, session);
  startedAt_ = std::chrono::steady_clock::now();
  formatsN_ = packetsN_ = framesMade_ = 0;
  measuring_ = true;
  ++startsN_;
}

void TonusLinkGadget::makeDuePackets() {
  if (!encoder_ || !measuring_) return;
  const double elapsedS = std::chrono::duration<double>(std::chrono::steady_clock::now() - startedAt_).count();
  while (static_cast<double>(formatsN_) <= elapsedS) {
    queue_.push_back(encoder_->format());
    ++formatsN_;
  }
  const auto due = static_cast<std::uint64_t>(elapsedS * config_.rateMilliHz / 1000);
  while (framesMade_ + config_.packetFrames <= due) {
    Bytes packet = encoder_->data(config_.packetFrames);
    framesMade_ += config_.packetFrames;
    if (!tamper_) {
      queue_.push_back(std::move(packet));
    } else {
      for (Bytes& sent : tamper_(std::move(packet), packetsN_)) queue_.push_back(std::move(sent));
    }
    ++packetsN_;
  }
}

std::optional<MockUsbDevice::InResult> TonusLinkGadget::onIn(std::size_t maxBytes) {
  const std::lock_guard lock(mutex_);
  if (failStatus_ != 0) return MockUsbDevice::InResult{failStatus_, {}};
  if (!injected_.empty()) {
    auto result = std::move(injected_.front());
    injected_.pop_front();
    return result;
  }
  if (silent_) return std::nullopt;
  if (std::exchange(zeroLengthDue_, false)) return MockUsbDevice::InResult{};
  makeDuePackets();
  if (queue_.empty()) return std::nullopt;
  Bytes& packet = queue_.front();
  const std::size_t n = std::min(maxBytes, packet.size());
  MockUsbDevice::InResult result{0, Bytes(packet.begin(), packet.begin() + static_cast<std::ptrdiff_t>(n))};
  packet.erase(packet.begin(), packet.begin() + static_cast<std::ptrdiff_t>(n));
  if (packet.empty()) {
    queue_.pop_front();
    zeroLengthDue_ = n == maxBytes && n % kMaxPacketSize == 0;
  }
  return result;
}

void TonusLinkGadget::tamper(Tamper tamper) {
  const std::lock_guard lock(mutex_);
  tamper_ = std::move(tamper);
}

void TonusLinkGadget::inject(std::deque<MockUsbDevice::InResult> results) {
  const std::lock_guard lock(mutex_);
  for (auto& result : results) injected_.push_back(std::move(result));
}

void TonusLinkGadget::failForEver(int status) {
  const std::lock_guard lock(mutex_);
  failStatus_ = status;
}

void TonusLinkGadget::setSilent(bool silent) {
  const std::lock_guard lock(mutex_);
  silent_ = silent;
}

void TonusLinkGadget::stopMeasuring() {
  const std::lock_guard lock(mutex_);
  measuring_ = false;
}

bool TonusLinkGadget::allSent() const {
  const std::lock_guard lock(mutex_);
  return queue_.empty();
}

void TonusLinkGadget::setRate(std::uint32_t rateMilliHz) {
  const std::lock_guard lock(mutex_);
  config_.rateMilliHz = config_.maxRateMilliHz = rateMilliHz;
}

void TonusLinkGadget::refuse(std::uint8_t request) {
  const std::lock_guard lock(mutex_);
  refused_ = request;
}

std::uint64_t TonusLinkGadget::framesMade() const {
  const std::lock_guard lock(mutex_);
  return framesMade_;
}

int TonusLinkGadget::startsN() const {
  const std::lock_guard lock(mutex_);
  return startsN_;
}

bool TonusLinkGadget::streaming() const {
  const std::lock_guard lock(mutex_);
  return encoder_.has_value();
}

std::uint64_t TonusLinkGadget::channelMask() const {
  const std::lock_guard lock(mutex_);
  return mask_;
}

unsigned TonusLinkGadget::alternate() const {
  const std::lock_guard lock(mutex_);
  return alternate_;
}

bool TonusLinkGadget::leadOffOn() const {
  const std::lock_guard lock(mutex_);
  return leadOff_;
}

}  // namespace tonus::rig
