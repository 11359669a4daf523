#include "serial_gadget.h"

#include <algorithm>
#include <utility>

namespace tonus::rig {

using namespace std::chrono_literals;

namespace {
using Bytes = SerialGadget::Bytes;

constexpr std::size_t kStatusBytes = 2;
constexpr auto kStatusEvery = 1ms;

std::size_t packetBytesOf(Chip chip) {
  return chip == Chip::kCh34x ? 32 : chip == Chip::kFtdiDual || chip == Chip::kBulk ? 512 : 64;
}

bool isFtdi(Chip chip) { return chip == Chip::kFtdi || chip == Chip::kFtdiDual; }

Bytes interface(std::uint8_t number, std::uint8_t endpoints, std::uint8_t cls, std::uint8_t sub, std::uint8_t protocol) {
  return {9, 4, number, 0, endpoints, cls, sub, protocol, 0};
}

Bytes endpoint(std::uint8_t address, std::uint8_t type, std::size_t packet, std::uint8_t interval = 0) {
  return {7, 5, address, type, static_cast<std::uint8_t>(packet & 0xFF), static_cast<std::uint8_t>(packet >> 8), interval};
}

/// Numbers that nobody would guess, so that a driver that does not read descriptors fails.
std::vector<Bytes> partsOf(Chip chip) {
  const std::size_t packet = packetBytesOf(chip);
  const Bytes comm = interface(0, 1, 2, 2, 1), data = interface(1, 2, 0x0A, 0, 0);
  const std::vector<Bytes> cdc{comm,
                               {5, 0x24, 0x00, 0x10, 0x01},  // header
                               {5, 0x24, 0x01, 0x00, 1},     // call management
                               {4, 0x24, 0x02, 0x02},        // abilities
                               {5, 0x24, 0x06, 0, 1},        // union of 0 and 1
                               endpoint(0x82, 3, 16, 10),
                               data,
                               endpoint(0x04, 2, packet),
                               endpoint(0x83, 2, packet)};
  switch (chip) {
    case Chip::kFtdi:
      return {interface(0, 2, 0xFF, 0xFF, 0xFF), endpoint(0x81, 2, packet), endpoint(0x02, 2, packet)};
    case Chip::kFtdiDual:
      return {interface(0, 2, 0xFF, 0xFF, 0xFF), endpoint(0x81, 2, packet), endpoint(0x02, 2, packet),
              interface(1, 2, 0xFF, 0xFF, 0xFF), endpoint(0x83, 2, packet), endpoint(0x04, 2, packet)};
    case Chip::kCdcAcm:
      return cdc;
    case Chip::kCdcComposite: {
      auto parts = cdc;
      parts.insert(parts.begin(), endpoint(0x05, 2, packet));
      parts.insert(parts.begin(), endpoint(0x85, 2, packet));
      parts.insert(parts.begin(), interface(2, 2, 0xFF, 0, 0));
      return parts;
    }
    case Chip::kCp210x:
      return {interface(0, 2, 0xFF, 0, 0), endpoint(0x82, 2, packet), endpoint(0x01, 2, packet)};
    case Chip::kCh34x:
      return {interface(0, 3, 0xFF, 1, 2), endpoint(0x82, 2, packet), endpoint(0x02, 2, packet), endpoint(0x81, 3, 8, 1)};
    case Chip::kHid:
      return {interface(0, 2, 3, 0, 0), {9, 0x21, 0x01, 0x01, 0, 1, 0x22, 36, 0}, endpoint(0x84, 3, 64, 1),
              endpoint(0x03, 3, 64, 1)};
    case Chip::kBulk:
      return {interface(0, 2, 0xFF, 0, 0), endpoint(0x01, 2, packet), endpoint(0x82, 2, packet)};
  }
  return {};
}
}  // namespace

SerialGadgetConfig configOf(Chip chip) {
  SerialGadgetConfig c;
  c.chip = chip;
  const auto set = [&](std::uint16_t vendor, std::uint16_t product, const char* name, const char* serial) {
    c.vendor = vendor;
    c.product = product;
    c.productName = name;
    c.serial = serial;
  };
  switch (chip) {
    case Chip::kFtdi:
      break;
    case Chip::kFtdiDual:
      set(0x0403, 0x6010, "Dual RS232", "FT0002");
      break;
    case Chip::kCdcAcm:
      set(0x2341, 0x0043, "", "55639303235351F0A1B2");
      break;
    case Chip::kCdcComposite:
      set(0x2E73, 0x0004, "Human SpikerBox", "0");
      break;
    case Chip::kCp210x:
      set(0x10C4, 0xEA60, "CP2102 USB to UART Bridge Controller", "0001");
      break;
    case Chip::kCh34x:
      set(0x1A86, 0x7523, "USB Serial", "");
      break;
    case Chip::kHid:
      set(0x2E73, 0x0001, "SpikeRecorder", "0");
      break;
    case Chip::kBulk:
      set(0x0547, 0x1005, "", "");
      break;
  }
  return c;
}

UsbDescription SerialGadget::description() const {
  const auto low = [](std::uint16_t v) { return static_cast<std::uint8_t>(v & 0xFF); };
  const auto high = [](std::uint16_t v) { return static_cast<std::uint8_t>(v >> 8); };
  const std::uint8_t serialIndex = config_.serial.empty() ? 0 : 3, productIndex = config_.productName.empty() ? 0 : 2;
  UsbDescription d;
  d.deviceDescriptor = {18, 1, 0, 2, 0, 0, 0, 64, low(config_.vendor), high(config_.vendor), low(config_.product),
                        high(config_.product), 0, 16, 1, productIndex, serialIndex, 1};
  Bytes body;
  std::uint8_t interfaces = 0;
  for (const Bytes& part : partsOf(config_.chip)) {
    if (part[1] == 4) ++interfaces;
    body.insert(body.end(), part.begin(), part.end());
  }
  const auto total = static_cast<std::uint16_t>(body.size() + 9);
  d.configDescriptor = {9, 2, low(total), high(total), interfaces, 1, 0, 0x80, 50};
  d.configDescriptor.insert(d.configDescriptor.end(), body.begin(), body.end());
  d.strings = {"Maker", config_.productName, config_.serial};
  d.port = config_.port;
  d.address = 20 * (config_.port.back() - '0');
  d.speedMbps = packetBytesOf(config_.chip) == 512 ? 480 : 12;
  return d;
}

MockUsbDevice::Behaviour SerialGadget::behaviour() {
  MockUsbDevice::Behaviour b;
  b.onIn = [this](std::size_t maxBytes) { return onIn(maxBytes); };
  b.onOut = [this](std::span<const std::uint8_t> bytes) {
    const std::lock_guard lock(mutex_);
    written_.insert(written_.end(), bytes.begin(), bytes.end());
    if (!react_) return 0;
    const Reaction reaction = react_(bytes);
    if (reaction.bytesPerSecond) setRate(*reaction.bytesPerSecond);
    queue_.insert(queue_.end(), reaction.said.begin(), reaction.said.end());
    return 0;
  };
  b.onControl = [](const usb_ctrlrequest&, std::span<std::uint8_t> data) { return static_cast<int>(data.size()); };
  b.onAlternate = [](unsigned) {};
  return b;
}

void SerialGadget::say(std::span<const std::uint8_t> payload) {
  const std::lock_guard lock(mutex_);
  queue_.insert(queue_.end(), payload.begin(), payload.end());
}

void SerialGadget::stream(double bytesPerSecond, std::function<std::uint8_t(std::uint64_t)> byteAt) {
  const std::lock_guard lock(mutex_);
  if (byteAt) byteAt_ = std::move(byteAt);
  setRate(bytesPerSecond);
}

void SerialGadget::setRate(double bytesPerSecond) {
  if (bytesPerSecond == 0) {
    makeDueBytes();
  } else {
    madeN_ = 0;
    ++startsN_;
  }
  bytesPerSecond_ = bytesPerSecond;
  streamBegan_ = std::chrono::steady_clock::now();
}

void SerialGadget::onWritten(std::function<Reaction(std::span<const std::uint8_t>)> react) {
  const std::lock_guard lock(mutex_);
  react_ = std::move(react);
}

bool SerialGadget::allSaid() const {
  const std::lock_guard lock(mutex_);
  return queue_.size() < (config_.chip == Chip::kHid ? packetBytesOf(Chip::kHid) : 1);
}

int SerialGadget::startsN() const {
  const std::lock_guard lock(mutex_);
  return startsN_;
}

void SerialGadget::inject(std::deque<MockUsbDevice::InResult> results) {
  const std::lock_guard lock(mutex_);
  injected_ = std::move(results);
}

void SerialGadget::failForEver(int status) {
  const std::lock_guard lock(mutex_);
  failStatus_ = status;
}

void SerialGadget::reportOverrun() {
  const std::lock_guard lock(mutex_);
  overrun_ = true;
}

void SerialGadget::setSilent(bool silent) {
  const std::lock_guard lock(mutex_);
  silent_ = silent;
}

Bytes SerialGadget::written() const {
  const std::lock_guard lock(mutex_);
  return written_;
}

std::uint64_t SerialGadget::saidN() const {
  const std::lock_guard lock(mutex_);
  return saidN_;
}

void SerialGadget::makeDueBytes() {
  if (bytesPerSecond_ == 0) return;
  const double elapsedS = std::chrono::duration<double>(std::chrono::steady_clock::now() - streamBegan_).count();
  for (const auto due = static_cast<std::uint64_t>(elapsedS * bytesPerSecond_); madeN_ < due; ++madeN_)
    if (!silent_) queue_.push_back(byteAt_(madeN_));
}

/// As the chip cuts it: FTDI puts its status in front of every packet, and sends it alone when there is nothing to say.
std::optional<MockUsbDevice::InResult> SerialGadget::onIn(std::size_t maxBytes) {
  const std::lock_guard lock(mutex_);
  if (failStatus_ != 0) return MockUsbDevice::InResult{failStatus_, {}};
  if (!injected_.empty()) {
    auto result = std::move(injected_.front());
    injected_.pop_front();
    return result;
  }
  makeDueBytes();
  const auto now = std::chrono::steady_clock::now();
  const bool idleDue = isFtdi(config_.chip) && now >= lastStatus_ + kStatusEvery;
  const bool reportDue = config_.chip != Chip::kHid || queue_.size() >= packetBytesOf(Chip::kHid);
  if (!idleDue && (queue_.empty() || !reportDue)) return std::nullopt;
  lastStatus_ = now;
  return MockUsbDevice::InResult{0, takePacketwise(maxBytes)};
}

Bytes SerialGadget::takePacketwise(std::size_t maxBytes) {
  const std::size_t packetBytes = packetBytesOf(config_.chip), head = isFtdi(config_.chip) ? kStatusBytes : 0;
  Bytes out;
  do {
    if (head > 0) {
      out.push_back(0x01);
      out.push_back(std::exchange(overrun_, false) ? 0x62 : 0x60);
    }
    const std::size_t n = std::min({packetBytes - head, maxBytes - out.size(), queue_.size()});
    out.insert(out.end(), queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(n));
    queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(n));
    saidN_ += n;
  } while (out.size() % packetBytes == 0 && out.size() + head < maxBytes && !queue_.empty());
  return out;
}

}  // namespace tonus::rig
