#include "tonus_link/decoder.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <iterator>
#include <utility>

namespace tonus::drivers::tonus_link {

namespace {
constexpr std::size_t kPieceBytes = 64 * 1024;
constexpr std::size_t kMaxHeldBytes = 4 * 1024 * 1024;
constexpr std::uint64_t kMaxHeldNs = 2'000'000'000;
constexpr std::size_t kMaxPending = 32;
constexpr std::size_t kMaxMessages = 64;
// A damaged packet is searched for the next one from its second byte on. A stream made to cost work (false packets
// inside false packets) spends this credit, which refills with every byte that goes by; without credit the whole packet
// is skipped.
constexpr std::size_t kWasteLimitBytes = 4 * 1024 * 1024;
constexpr std::size_t kRefillPerByte = 8;

/// How far the magic, or as much of it as fits, is away.
std::size_t distanceToMagic(std::span<const std::uint8_t> bytes) {
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    const void* found = std::memchr(bytes.data() + at, kMagic[0], bytes.size() - at);
    if (found == nullptr) return bytes.size();
    at = static_cast<std::size_t>(static_cast<const std::uint8_t*>(found) - bytes.data());
    const std::size_t n = std::min(bytes.size() - at, sizeof kMagic);
    if (std::memcmp(bytes.data() + at, kMagic, n) == 0) return at;
  }
  return bytes.size();
}
}  // namespace

Decoder::Decoder(Counters counters) : keepCounters_(counters) { buffer_.reserve(kMaxPacketBytes + kPieceBytes); }

void Decoder::reset() {
  buffer_.clear();
  searching_ = false;
  wastedBytes_ = 0;
  session_.reset();
  counts_ = {};
  counters_.clear();
  messages_.clear();
  startSession(0);
  session_.reset();
}

void Decoder::assumeFormat(core::StreamFormat format) {
  assumed_ = std::move(format);
  format_ = assumed_;
}

std::vector<std::uint64_t> Decoder::takeCounters() { return std::exchange(counters_, {}); }

std::vector<std::string> Decoder::takeMessages() {
  if (heldFramesN_ > 0 && !refused_)
    say("no format seen yet: " + std::to_string(heldFramesN_) +
        " frames are held back until the device says what they mean");
  return std::exchange(messages_, {});
}

void Decoder::say(std::string message) {
  if (messages_.size() < kMaxMessages) messages_.push_back(std::move(message));
}

void Decoder::push(std::span<const std::uint8_t> bytes, const OnBlock& onBlock) {
  while (!bytes.empty()) {
    const auto piece = bytes.first(std::min(bytes.size(), kPieceBytes));
    bytes = bytes.subspan(piece.size());
    buffer_.insert(buffer_.end(), piece.begin(), piece.end());
    std::size_t at = 0;
    while (const std::size_t n = step(std::span(buffer_).subspan(at), onBlock)) {
      at += n;
      wastedBytes_ -= std::min(wastedBytes_, n * kRefillPerByte);
    }
    buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(at));
  }
}

/// Consumes a packet or bytes that are none; 0 = more bytes are needed to tell.
std::size_t Decoder::step(std::span<const std::uint8_t> rest, const OnBlock& onBlock) {
  if (const std::size_t garbage = distanceToMagic(rest); garbage > 0) return discard(garbage);
  if (rest.size() < kHeaderBytes) return 0;
  const auto header = parseHeader(rest);
  if (!header) return discard(1);
  if (rest.size() < header->bytes) return 0;
  const auto packet = rest.first(header->bytes);
  if (!crcMatches(packet)) {
    ++counts_.crcErrorsN;
    wastedBytes_ += packet.size();
    return discard(wastedBytes_ > kWasteLimitBytes ? packet.size() : 1);
  }
  searching_ = false;
  accept(*header, packet, onBlock);
  return packet.size();
}

std::size_t Decoder::discard(std::size_t bytesN) {
  if (!std::exchange(searching_, true)) ++counts_.resyncsN;
  return bytesN;
}

void Decoder::accept(const PacketHeader& header, std::span<const std::uint8_t> packet, const OnBlock& onBlock) {
  if (wantedSession_ && header.session != *wantedSession_) {
    ++counts_.duplicatesN;
    return;
  }
  if (session_ != header.session) {
    if (session_ && !wantedSession_) say("the device started a new session; the frame index begins anew");
    startSession(header.session);
  }
  const bool old = lastSequence_ && static_cast<std::int32_t>(header.sequence - *lastSequence_) <= 0;
  if (!old) lastSequence_ = header.sequence;
  // A data packet is judged by its frame index, which is exact; the others have only their sequence.
  if (old && header.type != PacketType::kData) {
    ++counts_.duplicatesN;
  } else if (header.type == PacketType::kFormat) {
    onFormat(header, packet, onBlock);
  } else if (!format_) {
    hold(header, packet);
  } else {
    deliver(header, packet, onBlock);
  }
}

void Decoder::startSession(std::uint32_t session) {
  session_ = session;
  format_ = assumed_;
  next_.reset();
  lastSequence_.reset();
  droppedInside_.reset();
  lastFlags_ = 0;
  saidChannels_ = refused_ = false;
  held_.clear();
  heldSinceNs_.reset();
  heldFramesN_ = 0;
  pending_.clear();
}

void Decoder::onFormat(const PacketHeader& header, std::span<const std::uint8_t> packet, const OnBlock& onBlock) {
  auto format = parseFormat(header, packet);
  if (!format) return say("a format packet that makes no sense was refused");
  if (format == format_) return;
  if (format_) say("the device changed its format");
  format_ = std::move(format);
  saidChannels_ = refused_ = false;
  heldFramesN_ = 0;
  heldSinceNs_.reset();
  const std::vector<std::uint8_t> held = std::exchange(held_, {});
  for (std::size_t at = 0; at < held.size();) {
    const auto rest = std::span(held).subspan(at);
    const auto heldHeader = parseHeader(rest);
    deliver(*heldHeader, rest.first(heldHeader->bytes), onBlock);
    at += heldHeader->bytes;
  }
}

void Decoder::hold(const PacketHeader& header, std::span<const std::uint8_t> packet) {
  heldFramesN_ += header.framesN;
  if (refused_) return;
  if (header.type == PacketType::kData && !heldSinceNs_) heldSinceNs_ = header.deviceTimeNs;
  const std::uint64_t now = header.type == PacketType::kData ? header.deviceTimeNs : 0;
  const bool tooOld = heldSinceNs_ && now > *heldSinceNs_ && now - *heldSinceNs_ > kMaxHeldNs;
  if (!tooOld && held_.size() + packet.size() <= kMaxHeldBytes) {
    held_.insert(held_.end(), packet.begin(), packet.end());
    return;
  }
  refused_ = true;
  held_ = {};
  say("no format seen for 2 s: the device has not said what its numbers mean, so " + std::to_string(heldFramesN_) +
      " frames and all up to the next format packet are refused");
}

void Decoder::deliver(const PacketHeader& header, std::span<const std::uint8_t> packet, const OnBlock& onBlock) {
  if (header.type == PacketType::kData) return deliverData(header, packet, onBlock);
  auto event = parseEvent(header, packet);
  if (!event) return say("an event packet that makes no sense was refused");
  deliverEvent(std::move(*event), onBlock);
}

/// At once where its frame has gone by (as a block without frames), else together with its frame.
void Decoder::deliverEvent(core::DeviceEvent event, const OnBlock& onBlock) {
  const auto next = core::SampleIndex{static_cast<std::int64_t>(next_.value_or(0))};
  if (event.at >= next && pending_.size() < kMaxPending) {
    const auto later = [](const core::DeviceEvent& a, const core::DeviceEvent& b) { return a.at < b.at; };
    pending_.insert(std::upper_bound(pending_.begin(), pending_.end(), event, later), std::move(event));
    return;
  }
  block_.clear();
  block_.first = next_ ? next : event.at;
  block_.channelsN = static_cast<std::uint32_t>(format_->channelsN());
  block_.events.push_back(std::move(event));
  onBlock(block_);
}

void Decoder::deliverData(const PacketHeader& header, std::span<const std::uint8_t> packet, const OnBlock& onBlock) {
  if (header.channelsN != format_->channelsN()) {
    if (!std::exchange(saidChannels_, true))
      say("signal of " + std::to_string(header.channelsN) + " channels where the device announced " +
          std::to_string(format_->channelsN()) + ": left out, it counts as lost");
    return;
  }
  if (header.framesN == 0) return;
  const std::uint64_t expected = next_.value_or(header.first);
  const std::uint64_t end = header.first + header.framesN;
  if (end <= expected) {
    ++counts_.duplicatesN;
    return;
  }
  const std::uint64_t skip = expected > header.first ? expected - header.first : 0;
  block_.clear();
  block_.first = {static_cast<std::int64_t>(header.first + skip)};
  block_.framesN = header.framesN - static_cast<std::uint32_t>(skip);
  block_.channelsN = header.channelsN;
  block_.deviceTimeNs = static_cast<std::int64_t>(
      header.deviceTimeNs +
      static_cast<std::uint64_t>(std::llround(static_cast<double>(skip) * 1e9 / format_->sampleRateHz)));
  block_.lostBefore = header.first + skip - expected;
  block_.leadOffMask = parseLeadOff(header, packet);
  block_.counts.resize(std::size_t{block_.framesN} * block_.channelsN);
  unpackSamples(header, packet, skip, block_.counts);
  noteFlags(header, block_.first);
  takePending({static_cast<std::int64_t>(end)});
  counts_.framesN += block_.framesN;
  counts_.lostN += block_.lostBefore;
  if (keepCounters_ == Counters::kKeep) counters_.push_back(header.sequence);
  next_ = end;
  onBlock(block_);
}

void Decoder::noteFlags(const PacketHeader& header, core::SampleIndex at) {
  const auto rose = static_cast<unsigned>(header.flags & ~lastFlags_);
  const auto fell = static_cast<unsigned>(lastFlags_ & ~header.flags);
  lastFlags_ = header.flags;
  const std::uint32_t dropped = header.droppedFrames - droppedInside_.value_or(header.droppedFrames);
  droppedInside_ = header.droppedFrames;
  if (dropped != 0)
    block_.events.push_back({at, "the amplifier dropped " + std::to_string(dropped) + " frames inside"});
  else if ((rose & kOverflow) != 0)
    block_.events.push_back({at, "the amplifier's memory overflowed"});
  if ((rose & kTestSignal) != 0) block_.events.push_back({at, "test signal on"});
  if ((fell & kTestSignal) != 0) block_.events.push_back({at, "test signal off"});
  if ((rose & kTrigger) != 0) block_.events.push_back({at, "external trigger"});
}

void Decoder::takePending(core::SampleIndex end) {
  const auto ready = std::find_if(pending_.begin(), pending_.end(), [&](const auto& event) { return event.at >= end; });
  if (ready == pending_.begin()) return;
  std::move(pending_.begin(), ready, std::back_inserter(block_.events));
  pending_.erase(pending_.begin(), ready);
  std::stable_sort(block_.events.begin(), block_.events.end(),
                   [](const auto& a, const auto& b) { return a.at < b.at; });
}

}  // namespace tonus::drivers::tonus_link
