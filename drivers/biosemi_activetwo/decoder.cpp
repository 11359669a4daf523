#include "biosemi_activetwo/decoder.h"

#include <array>
#include <utility>

#include "wire/packet_decoder.h"

namespace tonus::drivers::biosemi_activetwo {

namespace {
constexpr std::size_t kHeadWords = 2;
constexpr std::array<std::uint8_t, 4> kSync{0x00, 0xFF, 0xFF, 0xFF};
constexpr double kMicrovoltsPerCount = 0.03125;

std::int32_t top24(const std::uint8_t* word) {
  const std::uint32_t bits = std::uint32_t{word[1]} << 8 | std::uint32_t{word[2]} << 16 | std::uint32_t{word[3]} << 24;
  return static_cast<std::int32_t>(bits) >> 8;
}

std::uint32_t statusAt(const std::uint8_t* word) { return static_cast<std::uint32_t>(top24(word)) & 0xFFFFFFU; }

bool couldBe(wire::Bytes start, std::size_t /*packetBytes*/) {
  for (std::size_t i = 0; i < start.size() && i < kSync.size(); ++i)
    if (start[i] != kSync[i]) return false;
  return start.size() <= kSync.size() || start[kSync.size()] == 0;
}

core::StreamFormat makeFormat(std::uint32_t channelsN, double sampleRateHz) {
  core::ChannelFormat channel;
  channel.scaleUvPerCount = kMicrovoltsPerCount;
  channel.minCount = -(1 << 23);
  channel.maxCount = (1 << 23) - 1;
  core::StreamFormat format = wire::alike(sampleRateHz, channelsN, channel);
  format.maxBlockFrames = 64;
  return format;
}
}  // namespace

std::optional<Layout> layoutOf(std::uint32_t status) {
  constexpr std::array<std::size_t, 9> kWordsMk1{258, 130, 66, 34, 258, 130, 66, 34, 290};
  constexpr std::array<std::size_t, 9> kWordsMk2{610, 610, 610, 610, 282, 154, 90, 58, 314};
  const bool mk2 = (status >> 23 & 1U) != 0;
  const std::size_t mode = (status >> 17 & 7U) | (status >> 21 & 1U) << 3;
  if (mode >= kWordsMk1.size()) return std::nullopt;
  const bool daisyChain = mk2 && mode < 4;
  return Layout{.words = mk2 ? kWordsMk2[mode] : kWordsMk1[mode],
                .sampleRateHz = daisyChain ? 2048.0 : static_cast<double>(2048U << (mode & 3U))};
}

Decoder::Decoder(std::uint32_t channelsN) : wantedChannelsN_(channelsN) {}

Decoder::Decoder(const core::StreamFormat& format)
    : wantedChannelsN_(static_cast<std::uint32_t>(format.channelsN())), knownRateHz_(format.sampleRateHz) {
  reset();
}

/// Drops what begins no frame; true once a frame was found that another one follows.
bool Decoder::learnLayout(bool over) {
  constexpr std::size_t kNeeded = 4 * kHeadWords;
  std::size_t at = 0;
  for (; at + kNeeded <= start_.size(); ++at) {
    const wire::Bytes rest = wire::Bytes(start_).subspan(at);
    const auto layout = couldBe(rest, 0) ? layoutOf(statusAt(rest.data() + 4)) : std::nullopt;
    if (!layout) continue;
    const std::size_t channelsN = wantedChannelsN_ > 0 ? wantedChannelsN_ : layout->words - kHeadWords;
    const std::size_t stride = 4 * (channelsN + kHeadWords);
    if (rest.size() <= stride + kSync.size() && !over) break;
    if (rest.size() > stride && !couldBe(rest.subspan(stride), 0)) continue;
    begin(static_cast<std::uint32_t>(channelsN), layout->sampleRateHz);
    break;
  }
  skippedAtStart_ = skippedAtStart_ || at > 0;
  start_.erase(start_.begin(), start_.begin() + static_cast<std::ptrdiff_t>(at));
  return scanner_.has_value();
}

void Decoder::begin(std::uint32_t channelsN, double sampleRateHz) {
  scanner_.emplace(wire::PacketShape{.bytes = 4 * (channelsN + kHeadWords),
                                     .headBytes = kSync.size() + 1,
                                     .counterModulus = 0,
                                     .confirmations = 1,
                                     .openEnded = true,
                                     .couldBe = couldBe,
                                     .counter = nullptr,
                                     .checksumFits = nullptr});
  format_ = makeFormat(channelsN, sampleRateHz);
  frames_.begin(channelsN, format_->maxBlockFrames);
}

void Decoder::push(std::span<const std::uint8_t> bytes, const OnBlock& onBlock) {
  const auto take = [&](const wire::PacketScanner::Found& found) { onFound(found, onBlock); };
  if (scanner_) {
    scanner_->push(bytes, take);
  } else {
    start_.insert(start_.end(), bytes.begin(), bytes.end());
    if (learnLayout(false)) scanner_->push(std::exchange(start_, {}), take);
  }
  updateCounts();
  frames_.flush(onBlock);
}

void Decoder::finish(const OnBlock& onBlock) {
  const auto take = [&](const wire::PacketScanner::Found& found) { onFound(found, onBlock); };
  if (!scanner_ && learnLayout(true)) scanner_->push(std::exchange(start_, {}), take);
  if (!scanner_) return updateCounts();
  scanner_->finish(take);
  updateCounts();
  frames_.finish(onBlock);
}

void Decoder::onFound(const wire::PacketScanner::Found& found, const OnBlock& onBlock) {
  if (found.packet.empty()) return;
  noteStatus(statusAt(found.packet.data() + 4));
  const auto counts = frames_.addFrame(found.lostPackets, onBlock);
  for (std::size_t c = 0; c < counts.size(); ++c) counts[c] = top24(found.packet.data() + 4 * (kHeadWords + c));
}

void Decoder::noteStatus(std::uint32_t status) {
  constexpr std::uint32_t kTrigger = 0xFFFF, kCmsInRange = 1U << 20, kBatteryLow = 1U << 22;
  const bool first = !status_;
  const std::uint32_t changed = status ^ status_.value_or(status);
  status_ = status;
  if ((changed & kTrigger) != 0 && (status & kTrigger) != 0)
    frames_.addEvent("trigger " + std::to_string(status & kTrigger));
  if ((changed & kCmsInRange) != 0 || (first && (status & kCmsInRange) == 0))
    frames_.addEvent((status & kCmsInRange) != 0 ? "CMS in range" : "CMS out of range");
  if (((changed & kBatteryLow) != 0 || first) && (status & kBatteryLow) != 0) frames_.addEvent("battery low");
}

void Decoder::updateCounts() {
  counts_.framesN = frames_.framesN();
  counts_.lostN = frames_.lostN();
  counts_.resyncsN = (scanner_ ? scanner_->counts().resyncsN : 0) + (skippedAtStart_ ? 1 : 0);
}

void Decoder::reset() {
  start_.clear();
  skippedAtStart_ = false;
  scanner_.reset();
  format_.reset();
  status_.reset();
  counts_ = {};
  if (knownRateHz_ > 0) begin(wantedChannelsN_, knownRateHz_);
}

}  // namespace tonus::drivers::biosemi_activetwo
