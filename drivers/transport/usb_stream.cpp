#include "transport/usb_stream.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

namespace tonus::drivers::transport {

using namespace std::chrono_literals;

namespace {
constexpr std::size_t kTransfersN = 16;
constexpr double kTransferS = 0.005;
constexpr int kMaxRetriesInRow = 8;
constexpr auto kFirstBackOff = 2ms;  // doubles with each retry in a row: 0.5 s in all
constexpr auto kCancelLimit = 1s;

constexpr const char* kHint = "What came before is kept. Try another cable, and a USB port on the computer itself.";
}  // namespace

/// What could not be cancelled is still the kernel's: its buffer is left to it, and its owner must not be called.
UsbStream::~UsbStream() {
  stop();
  for (auto& slot : slots_) {
    if (slot->flying) {
      slot->owner = nullptr;
      (void)slot.release();
    } else {
      libusb_free_transfer(slot->transfer);
    }
  }
}

core::Status UsbStream::start(Endpoint endpoint, double bytesPerSecond, OnTransfer onTransfer) {
  stop();
  if (flyingN() > 0) return usbFault(LIBUSB_ERROR_TIMEOUT, "Starting the stream again");
  const int packet = libusb_get_max_packet_size(libusb_get_device(device_.handle()), endpoint.address);
  if (packet <= 0)
    return core::Fault{core::FaultCode::kUnsupported, "The device has no data channel where one is expected.",
                       "It may be another kind of device than was chosen, or need newer firmware."};
  const double wanted = endpoint.isInterrupt ? 1 : bytesPerSecond * kTransferS;
  const auto packetsN = static_cast<std::size_t>(std::ceil(wanted / packet));
  endpoint_ = endpoint;
  onTransfer_ = std::move(onTransfer);
  state_ = State::kFlowing;
  fault_ = {};
  halted_ = retryDue_ = false;
  retriesInRow_ = 0;
  if (auto status = fillSlots(std::max<std::size_t>(packetsN, 1) * static_cast<std::size_t>(packet)); !status)
    return status;
  streaming_ = true;
  for (const auto& slot : slots_) submit(*slot);
  if (state_ == State::kGone) return usbFault(LIBUSB_ERROR_NO_DEVICE, "Starting the stream");
  return {};
}

core::Status UsbStream::fillSlots(std::size_t bytes) {
  while (slots_.size() < kTransfersN) {
    auto slot = std::make_unique<Slot>();
    slot->owner = this;
    slot->transfer = libusb_alloc_transfer(0);
    if (slot->transfer == nullptr) return usbFault(LIBUSB_ERROR_NO_MEM, "Starting the stream");
    slots_.push_back(std::move(slot));
  }
  for (const auto& slot : slots_) {
    slot->buffer.resize(bytes);
    const auto fill = endpoint_.isInterrupt ? libusb_fill_interrupt_transfer : libusb_fill_bulk_transfer;
    fill(slot->transfer, device_.handle(), endpoint_.address, slot->buffer.data(), static_cast<int>(bytes), &completed,
         slot.get(), 0);
  }
  return {};
}

void UsbStream::submit(Slot& slot) {
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

void LIBUSB_CALL UsbStream::completed(libusb_transfer* transfer) {
  auto* slot = static_cast<Slot*>(transfer->user_data);
  if (slot->owner != nullptr) slot->owner->onCompleted(*slot);
}

/// Runs inside handleEvents().
void UsbStream::onCompleted(Slot& slot) {
  slot.flying = false;
  ++counts_.transfersN;
  if (const auto n = static_cast<std::size_t>(slot.transfer->actual_length); n > 0) {  // even a failed one may hold some
    retriesInRow_ = 0;
    const std::size_t payloadN = !streaming_ ? 0 : onTransfer_(std::span(slot.buffer).first(n), clock_.now());
    counts_.bytesN += payloadN;
    gotPayload_ = gotPayload_ || payloadN > 0;
  }
  const libusb_transfer_status status = slot.transfer->status;
  if (status == LIBUSB_TRANSFER_NO_DEVICE) {
    state_ = State::kGone;
  } else if (status == LIBUSB_TRANSFER_COMPLETED || status == LIBUSB_TRANSFER_TIMED_OUT) {
    if (streaming_ && !halted_ && state_ == State::kFlowing) submit(slot);
  } else {
    onFailed(status);
  }
}

void UsbStream::onFailed(libusb_transfer_status status) {
  switch (status) {
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
void UsbStream::retry(core::SteadyTime now) {
  if (halted_ && flyingN() > 0) return cancelAll();
  if (now < retryAt_) return;
  retryDue_ = false;
  if (++retriesInRow_ > kMaxRetriesInRow) {
    state_ = State::kFailed;
    return;
  }
  if (std::exchange(halted_, false)) {
    if (const int error = libusb_clear_halt(device_.handle(), endpoint_.address); error == LIBUSB_ERROR_NO_DEVICE) {
      state_ = State::kGone;
      return;
    }
  }
  retryAt_ = now + kFirstBackOff * (1 << retriesInRow_);
  for (const auto& slot : slots_)
    if (!slot->flying && state_ == State::kFlowing) submit(*slot);
}

UsbStream::State UsbStream::pump(core::SteadyTime deadline) {
  gotPayload_ = false;
  handleEvents(0ns);
  while (state_ == State::kFlowing && streaming_) {
    const auto now = clock_.now();
    if (retryDue_) retry(now);
    if (state_ != State::kFlowing || gotPayload_ || now >= deadline) break;
    const auto until = retryDue_ ? std::min(deadline, std::max(retryAt_, now + 1ms)) : deadline;
    handleEvents(until - now);
  }
  return state_;
}

void UsbStream::handleEvents(std::chrono::nanoseconds wait) {
  const auto us = std::chrono::duration_cast<std::chrono::microseconds>(std::max(wait, 0ns)).count();
  timeval time{static_cast<time_t>(us / 1'000'000), static_cast<suseconds_t>(us % 1'000'000)};
  libusb_handle_events_timeout_completed(device_.context().get(), &time, nullptr);
}

void UsbStream::cancelAll() {
  for (const auto& slot : slots_)
    if (slot->flying) libusb_cancel_transfer(slot->transfer);  // ends as CANCELLED, or as what it was about to be
}

void UsbStream::stop() {
  streaming_ = false;
  cancelAll();
  // By the machine's clock: a test's own clock may stand still.
  const auto limit = std::chrono::steady_clock::now() + kCancelLimit;
  while (flyingN() > 0 && std::chrono::steady_clock::now() < limit) handleEvents(20ms);
}

std::size_t UsbStream::flyingN() const {
  return static_cast<std::size_t>(
      std::count_if(slots_.begin(), slots_.end(), [](const auto& slot) { return slot->flying; }));
}

}  // namespace tonus::drivers::transport
