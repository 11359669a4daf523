#include "tonus_link/connection.h"

#include <utility>

#include "tonus_link/device.h"

namespace tonus::drivers::tonus_link {

using namespace std::chrono_literals;

namespace {
/// A device that is gone or deaf is stopped as well as it can be; one that is quiet may refuse to be stopped.
void bestEffort(const core::Status& /*outcome*/) {}

/// 1209:0001 is a test id that other projects use too.
bool isLink(const transport::UsbPresence& presence) {
  return std::string_view(presence.product).starts_with(kProductPrefix);
}
}  // namespace

live::Kind linkKind() {
  const DriverRow& row = *findDriver("tonus-link");
  live::Kind kind;
  kind.driver = row.name;
  kind.model = row.model;
  kind.ids.assign(row.usbIds.begin(), row.usbIds.end());
  kind.accepts = isLink;
  kind.connect = [](const transport::UsbContext& context, const transport::UsbPresence& presence,
                    const core::Clock& clock) -> core::Result<std::unique_ptr<live::Connection>> {
    auto usb = transport::UsbDevice::open(context, presence);
    if (!usb) return usb.fault();
    if (auto status = (*usb)->claim(kInterface); !status) return status.fault();
    return std::unique_ptr<live::Connection>(
        std::make_unique<Connection>(*std::move(usb), presence.product, clock));
  };
  return kind;
}

core::Result<std::optional<core::DeviceInfo>> describe(const transport::UsbContext& context,
                                                       const transport::UsbPresence& presence) {
  if (!isLink(presence)) return std::optional<core::DeviceInfo>();
  const auto usb = transport::UsbDevice::open(context, presence);
  if (!usb) return usb.fault();
  const auto facts = readFacts(**usb);
  if (!facts) return facts.fault();
  core::DeviceInfo info;
  info.driver = findDriver("tonus-link")->name;
  info.id = info.driver + "@usb:" + presence.path;
  info.model = presence.product;
  info.serial = presence.serial;
  info.channelsN = facts->channelsN;
  info.sampleRateHz = facts->rateMilliHz / 1000.0;
  return std::optional(std::move(info));
}

Connection::Connection(std::unique_ptr<transport::UsbDevice> usb, std::string product, const core::Clock& clock)
    : usb_(std::move(usb)), product_(std::move(product)), stream_(*usb_, clock) {}

Connection::~Connection() { stop(); }

void Connection::configure(const core::SourceConfig& config) {
  bestEffort(endSession(*usb_));  // a program that crashed may have left it streaming
  auto format = tonus_link::configure(*usb_, config);
  state_ = format ? State::kReady : State::kFailed;
  if (format) {
    format_ = *std::move(format);
  } else {
    fault_ = format.fault();
  }
}

void Connection::start(OnBlock onBlock) {
  onBlock_ = std::move(onBlock);
  decoder_.reset();
  const auto status = startDevice();
  state_ = status ? State::kFlowing : State::kFailed;
  fault_ = status ? core::Fault{} : status.fault();
}

/// Transfers fly before the device is told to send, so that nothing is lost at the start.
core::Status Connection::startDevice() {
  if (auto status = usb_->selectAlternate(kInterface, kStreamAlternate); !status) return status;
  const auto onTransfer = [this](std::span<const std::uint8_t> bytes, core::SteadyTime arrival) {
    decoder_.push(bytes, [this, arrival](core::RawBlock& block) {
      block.arrival = arrival;
      if (onBlock_) onBlock_(block);
    });
    return bytes.size();
  };
  if (auto status = stream_.start({kStreamEndpoint}, wireBytesPerSecond(format_), onTransfer); !status) return status;
  std::uint32_t session = 0;
  while (session == 0) session = static_cast<std::uint32_t>(random_());
  decoder_.assumeFormat(format_);
  decoder_.expectSession(session);
  return beginSession(*usb_, session);
}

Connection::State Connection::pump(core::SteadyTime deadline) {
  if (state_ != State::kFlowing) return state_;
  switch (stream_.pump(deadline)) {
    case transport::UsbStream::State::kFlowing:
      break;
    case transport::UsbStream::State::kGone:
      state_ = State::kGone;
      break;
    case transport::UsbStream::State::kFailed:
      state_ = State::kFailed;
      break;
  }
  // What failed on the way explains a silence later, even if the stream goes on.
  if (!stream_.fault().what.empty()) fault_ = stream_.fault();
  return state_;
}

void Connection::stop() {
  if (state_ == State::kReady || !onBlock_) return;
  const bool gone = state_ == State::kGone;
  if (!gone) bestEffort(endSession(*usb_));
  stream_.stop();
  onBlock_ = nullptr;  // nothing is in flight that could still call it
  if (gone) return;
  if (stream_.state() != transport::UsbStream::State::kGone) bestEffort(usb_->selectAlternate(kInterface, 0));
  state_ = State::kReady;
}

/// A device may take this long between two packets (255 frames each) and is still alive.
std::chrono::nanoseconds Connection::silenceLimit() const {
  const std::chrono::duration<double> twoPackets(2.0 * kMaxFrames / format_.sampleRateHz);
  return std::max<std::chrono::nanoseconds>(1s, std::chrono::duration_cast<std::chrono::nanoseconds>(twoPackets));
}

bool Connection::formatChanged() const {
  return decoder_.format() && !live::meansTheSame(*decoder_.format(), format_);
}

}  // namespace tonus::drivers::tonus_link
