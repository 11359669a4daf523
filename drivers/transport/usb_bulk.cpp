#include "transport/usb_bulk.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

namespace tonus::drivers::transport {

using namespace std::chrono_literals;

namespace {
constexpr std::uint8_t kVendorIn = 0xC0;  // vendor request, recipient device
constexpr std::uint8_t kVendorOut = 0x40;
constexpr unsigned kControlTimeoutMs = 1000;
constexpr std::size_t kTransfersN = 16;
constexpr double kTransferS = 0.005;
constexpr int kMaxRetriesInRow = 8;
constexpr auto kFirstBackOff = 2ms;  // doubles with each retry in a row: 0.5 s in all
constexpr auto kCancelLimit = 1s;

constexpr const char* kHint = "What came before is kept. Try another cable, and a USB port on the computer itself.";

core::Status statusOf(int result, const std::string& doing) {
  if (result < 0) return usbFault(result, doing);
  return {};
}
}  // namespace

core::Result<std::unique_ptr<UsbBulk>> UsbBulk::open(const UsbContext& context, const UsbPresence& presence,
                                                     std::optional<int> interfaceNumber, const core::Clock& clock) {
  const std::string doing = "Opening the amplifier at USB " + presence.path;
  libusb_device_handle* handle = nullptr;
  if (const int error = libusb_open(presence.device.get(), &handle); error != 0) return usbFault(error, doing);
  std::unique_ptr<UsbBulk> bulk(new UsbBulk(context, handle, clock));
  if (!interfaceNumber) return bulk;
  libusb_set_auto_detach_kernel_driver(handle, 1);  // not everywhere supported; the claim then tells
  if (const int error = libusb_claim_interface(handle, *interfaceNumber); error != 0) return usbFault(error, doing);
  bulk->interface_ = *interfaceNumber;
  return bulk;
}

UsbBulk::UsbBulk(const UsbContext& context, libusb_device_handle* handle, const core::Clock& clock)
    : context_(context), handle_(handle), clock_(clock) {}

UsbBulk::~UsbBulk() {
  stopStream();
  if (interface_ >= 0 && !spoilt_) libusb_release_interface(handle_, interface_);
  // Closing ends in the kernel whatever could not be cancelled; only then may the buffers go.
  if (!spoilt_) libusb_close(handle_);
  for (const auto& slot : slots_) libusb_free_transfer(slot->transfer);
}

core::Status UsbBulk::selectAlternate(int alternate) {
  const std::string doing = "Switching the amplifier's data channel";
  if (state_ == State::kGone) return usbFault(LIBUSB_ERROR_NO_DEVICE, doing);
  const int result = libusb_set_interface_alt_setting(handle_, interface_, alternate);
  spoilt_ = spoilt_ || result == LIBUSB_ERROR_NO_DEVICE;
  return statusOf(result, doing);
}

core::Status UsbBulk::controlIn(std::uint8_t request, std::uint16_t value, std::uint16_t index,
                                std::span<std::uint8_t> data) {
  const int n = libusb_control_transfer(handle_, kVendorIn, request, value, index, data.data(),
                                        static_cast<std::uint16_t>(data.size()), kControlTimeoutMs);
  const std::string doing = "Asking the amplifier (request " + std::to_string(request) + ")";
  if (n >= 0 && static_cast<std::size_t>(n) != data.size())
    return core::Fault{core::FaultCode::kBadFormat, doing + " gave an answer of the wrong length.",
                       "The device may need newer firmware."};
  return statusOf(n, doing);
}

core::Status UsbBulk::controlOut(std::uint8_t request, std::uint16_t value, std::span<const std::uint8_t> data) {
  std::vector<unsigned char> copy(data.begin(), data.end());  // libusb takes it writable
  const int n = libusb_control_transfer(handle_, kVendorOut, request, value, 0, copy.data(),
                                        static_cast<std::uint16_t>(copy.size()), kControlTimeoutMs);
  return statusOf(n, "Setting up the amplifier (request " + std::to_string(request) + ")");
}

core::Status UsbBulk::startStream(std::uint8_t endpoint, double bytesPerSecond, OnBytes onBytes) {
  stopStream();
  if (flyingN() > 0) return usbFault(LIBUSB_ERROR_TIMEOUT, "Starting the stream again");
  const int packet = libusb_get_max_packet_size(libusb_get_device(handle_), endpoint);
  if (packet <= 0)
    return core::Fault{core::FaultCode::kUnsupported, "The device has no data channel where one is expected.",
                       "It may not be a Tonus Link amplifier, or need newer firmware."};
  const auto packetBytes = static_cast<std::size_t>(packet);
  const auto packetsN =
      static_cast<std::size_t>(std::ceil(bytesPerSecond * kTransferS / static_cast<double>(packetBytes)));
  const std::size_t bytes = std::max<std::size_t>(packetsN, 1) * packetBytes;
  endpoint_ = endpoint;
  onBytes_ = std::move(onBytes);
  state_ = State::kFlowing;
  fault_ = {};
  halted_ = retryDue_ = false;
  retriesInRow_ = 0;
  while (slots_.size() < kTransfersN) {
    auto slot = std::make_unique<Slot>();
    slot->owner = this;
    slot->transfer = libusb_alloc_transfer(0);
    if (slot->transfer == nullptr) return usbFault(LIBUSB_ERROR_NO_MEM, "Starting the stream");
    slots_.push_back(std::move(slot));
  }
  streaming_ = true;
  for (const auto& slot : slots_) {
    slot->buffer.resize(bytes);
    libusb_fill_bulk_transfer(slot->transfer, handle_, endpoint, slot->buffer.data(), static_cast<int>(bytes),
                              &completed, slot.get(), 0);
    submit(*slot);
  }
  if (state_ == State::kGone) return usbFault(LIBUSB_ERROR_NO_DEVICE, "Starting the stream");
  return {};
}

void UsbBulk::submit(Slot& slot) {
  const int error = libusb_submit_transfer(slot.transfer);
  slot.flying = error == 0;
  if (error == 0) return;
  if (error == LIBUSB_ERROR_NO_DEVICE) {
    state_ = State::kGone;
    return;
  }
  ++counts_.errorsN;
  fault_ = usbFault(error, "Reading from the amplifier");
  retryDue_ = true;
}

void LIBUSB_CALL UsbBulk::completed(libusb_transfer* transfer) {
  auto* slot = static_cast<Slot*>(transfer->user_data);
  slot->owner->onCompleted(*slot);
}

/// Runs inside handleEvents().
void UsbBulk::onCompleted(Slot& slot) {
  slot.flying = false;
  ++counts_.transfersN;
  if (const auto n = static_cast<std::size_t>(slot.transfer->actual_length);
      n > 0) {  // even a failed one may hold bytes
    counts_.bytesN += n;
    gotBytes_ = true;
    retriesInRow_ = 0;
    onBytes_(std::span(slot.buffer).first(n), clock_.now());
  }
  switch (slot.transfer->status) {
    case LIBUSB_TRANSFER_COMPLETED:
      if (streaming_ && !halted_ && state_ == State::kFlowing) submit(slot);
      return;
    case LIBUSB_TRANSFER_NO_DEVICE:
      state_ = State::kGone;
      return;
    case LIBUSB_TRANSFER_CANCELLED:
      break;  // no failure of its own
    case LIBUSB_TRANSFER_STALL:
      ++counts_.stallsN;
      halted_ = true;
      fault_ = {core::FaultCode::kIo, "The amplifier's data channel keeps stopping.", kHint};
      break;
    case LIBUSB_TRANSFER_OVERFLOW:
      ++counts_.overflowsN;
      fault_ = {core::FaultCode::kIo, "The amplifier keeps sending more than was asked for.", kHint};
      break;
    default:
      ++counts_.errorsN;
      fault_ = {core::FaultCode::kIo, "The USB connection to the amplifier keeps failing.", kHint};
  }
  if (!std::exchange(retryDue_, true)) retryAt_ = clock_.now() + kFirstBackOff * (1 << retriesInRow_);
}

/// Puts the slots that failed back in flight; a halted endpoint is cleared first, when nothing flies any more.
void UsbBulk::retry(core::SteadyTime now) {
  if (halted_ && flyingN() > 0) return cancelAll();
  if (now < retryAt_) return;
  retryDue_ = false;
  if (++retriesInRow_ > kMaxRetriesInRow) {
    state_ = State::kFailed;
    return;
  }
  if (std::exchange(halted_, false)) {
    if (const int error = libusb_clear_halt(handle_, endpoint_); error == LIBUSB_ERROR_NO_DEVICE) {
      state_ = State::kGone;
      return;
    }
  }
  retryAt_ = now + kFirstBackOff * (1 << retriesInRow_);
  for (const auto& slot : slots_)
    if (!slot->flying && state_ == State::kFlowing) submit(*slot);
}

UsbBulk::State UsbBulk::pump(core::SteadyTime deadline) {
  gotBytes_ = false;
  handleEvents(0ns);
  while (state_ == State::kFlowing && streaming_) {
    const auto now = clock_.now();
    if (retryDue_) retry(now);
    if (state_ != State::kFlowing || gotBytes_ || now >= deadline) break;
    const auto until = retryDue_ ? std::min(deadline, std::max(retryAt_, now + 1ms)) : deadline;
    handleEvents(until - now);
  }
  return state_;
}

void UsbBulk::handleEvents(std::chrono::nanoseconds wait) {
  const auto us = std::chrono::duration_cast<std::chrono::microseconds>(std::max(wait, 0ns)).count();
  timeval time{static_cast<time_t>(us / 1'000'000), static_cast<suseconds_t>(us % 1'000'000)};
  libusb_handle_events_timeout_completed(context_.get(), &time, nullptr);
}

void UsbBulk::cancelAll() {
  for (const auto& slot : slots_)
    if (slot->flying) libusb_cancel_transfer(slot->transfer);  // ends as CANCELLED, or as what it was about to be
}

void UsbBulk::stopStream() {
  streaming_ = false;
  cancelAll();
  // By the machine's clock: a test's own clock may stand still.
  const auto limit = std::chrono::steady_clock::now() + kCancelLimit;
  while (flyingN() > 0 && std::chrono::steady_clock::now() < limit) handleEvents(20ms);
}

std::size_t UsbBulk::flyingN() const {
  return static_cast<std::size_t>(
      std::count_if(slots_.begin(), slots_.end(), [](const auto& slot) { return slot->flying; }));
}

}  // namespace tonus::drivers::transport
