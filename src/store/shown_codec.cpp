#include "shown_codec.h"

#include <bit>

#include "little_endian.h"

namespace tonus::store {

namespace {

constexpr std::size_t kHopWords = 10;  // before the channels
constexpr std::size_t kChannelWords = 4;
constexpr std::size_t kQualityWords = 2;  // the time, before the channels
constexpr std::size_t kMetricWords = 5;
constexpr std::size_t kHeaderBytes = 8;

std::uint32_t low(std::int64_t v) { return static_cast<std::uint32_t>(static_cast<std::uint64_t>(v)); }
std::uint32_t high(std::int64_t v) { return static_cast<std::uint32_t>(static_cast<std::uint64_t>(v) >> 32); }
std::int64_t join(std::uint32_t lowWord, std::uint32_t highWord) {
  return static_cast<std::int64_t>((std::uint64_t{highWord} << 32) | lowWord);
}
std::uint32_t bitsOf(float v) { return std::bit_cast<std::uint32_t>(v); }
float floatOf(std::uint32_t v) { return std::bit_cast<float>(v); }
core::ChannelQuality qualityOf(std::uint32_t v) { return {static_cast<std::uint16_t>(v)}; }

}  // namespace

std::vector<std::uint8_t> encodeRows(std::span<const std::uint32_t> words, std::size_t width) {
  if (words.empty()) return {};
  const std::size_t rowsN = words.size() / width;
  const std::size_t mapBytes = (width + 7) / 8;
  std::vector<std::uint8_t> bytes;
  putLe(bytes, static_cast<std::uint32_t>(rowsN));
  putLe(bytes, static_cast<std::uint32_t>(width));
  for (std::size_t r = 0; r < rowsN; ++r) {
    const std::size_t map = bytes.size();
    bytes.resize(map + mapBytes);
    for (std::size_t w = 0; w < width; ++w) {
      const std::uint32_t now = words[r * width + w];
      const std::uint32_t before = r == 0 ? 0 : words[(r - 1) * width + w];
      if (now == before) continue;
      bytes[map + w / 8] = static_cast<std::uint8_t>(bytes[map + w / 8] | (1U << (w % 8)));
      putLe(bytes, now);
    }
  }
  return bytes;
}

bool decodeRows(std::span<const std::uint8_t> bytes, std::size_t width, std::vector<std::uint32_t>& words) {
  words.clear();
  if (bytes.empty()) return true;
  if (bytes.size() < kHeaderBytes || loadLe<std::uint32_t>(bytes.data() + 4) != width || width == 0) return false;
  const std::size_t rowsN = loadLe<std::uint32_t>(bytes.data());
  const std::size_t mapBytes = (width + 7) / 8;
  if (rowsN > (bytes.size() - kHeaderBytes) / mapBytes) return false;
  std::vector<std::uint32_t> row(width, 0);
  std::size_t at = kHeaderBytes;
  for (std::size_t r = 0; r < rowsN; ++r) {
    if (bytes.size() - at < mapBytes) return false;
    const std::size_t map = at;
    at += mapBytes;
    for (std::size_t w = 0; w < width; ++w) {
      if ((bytes[map + w / 8] >> (w % 8) & 1U) == 0) continue;
      if (bytes.size() - at < 4) return false;
      row[w] = loadLe<std::uint32_t>(bytes.data() + at);
      at += 4;
    }
    words.insert(words.end(), row.begin(), row.end());
  }
  return at == bytes.size();
}

std::vector<std::uint8_t> encodeHops(std::span<const StoredHop> hops, std::size_t channelsN) {
  std::vector<std::uint32_t> words;
  words.reserve(hops.size() * (kHopWords + channelsN * kChannelWords));
  for (const StoredHop& hop : hops) {
    const core::FeedbackFrame& f = hop.frame;
    const std::uint32_t flags = (f.inTarget ? 1U : 0U) | (f.usable ? 2U : 0U) | (f.paused ? 4U : 0U);
    words.insert(words.end(), {low(hop.at.value), high(hop.at.value), bitsOf(f.level), flags,
                               f.quality.reasons | std::uint32_t{f.worstChannel} << 16, bitsOf(f.rewardS),
                               bitsOf(f.scoredS), f.reps, bitsOf(f.timeLeftS), hop.phaseIndex});
    for (std::size_t c = 0; c < channelsN; ++c) {
      const core::ChannelFeedback channel = c < hop.channels.size() ? hop.channels[c] : core::ChannelFeedback{};
      words.insert(words.end(), {bitsOf(channel.envelopeUv), bitsOf(channel.thresholdUv), bitsOf(channel.level),
                                 channel.quality.reasons | (channel.inTarget ? 1U << 16 : 0U)});
    }
  }
  return encodeRows(words, kHopWords + channelsN * kChannelWords);
}

bool decodeHops(std::span<const std::uint8_t> bytes, std::size_t channelsN, std::vector<StoredHop>& out) {
  const std::size_t width = kHopWords + channelsN * kChannelWords;
  std::vector<std::uint32_t> words;
  if (!decodeRows(bytes, width, words)) return false;
  for (const std::uint32_t* w = words.data(); w != words.data() + words.size(); w += width) {
    StoredHop hop;
    hop.at = {join(w[0], w[1])};
    hop.phaseIndex = w[9];
    core::FeedbackFrame& f = hop.frame;
    f.at = hop.at;
    f.level = floatOf(w[2]);
    f.inTarget = (w[3] & 1U) != 0;
    f.usable = (w[3] & 2U) != 0;
    f.paused = (w[3] & 4U) != 0;
    f.quality = qualityOf(w[4] & 0xFFFFU);
    f.worstChannel = static_cast<std::uint16_t>(w[4] >> 16);
    f.rewardS = floatOf(w[5]);
    f.scoredS = floatOf(w[6]);
    f.reps = w[7];
    f.timeLeftS = floatOf(w[8]);
    for (std::size_t c = 0; c < channelsN; ++c) {
      const std::uint32_t* p = w + kHopWords + c * kChannelWords;
      hop.channels.push_back({.envelopeUv = floatOf(p[0]),
                              .thresholdUv = floatOf(p[1]),
                              .level = floatOf(p[2]),
                              .inTarget = (p[3] >> 16) != 0,
                              .quality = qualityOf(p[3] & 0xFFFFU)});
    }
    out.push_back(std::move(hop));
  }
  return true;
}

std::vector<std::uint8_t> encodeQuality(std::span<const core::QualityFrame> frames, std::size_t channelsN) {
  std::vector<std::uint32_t> words;
  for (const core::QualityFrame& frame : frames) {
    words.push_back(low(frame.at.value));
    words.push_back(high(frame.at.value));
    for (std::size_t c = 0; c < channelsN; ++c)
      words.push_back(c < frame.channels.size() ? frame.channels[c].reasons : 0U);
  }
  return encodeRows(words, kQualityWords + channelsN);
}

bool decodeQuality(std::span<const std::uint8_t> bytes, std::size_t channelsN, std::vector<core::QualityFrame>& out) {
  const std::size_t width = kQualityWords + channelsN;
  std::vector<std::uint32_t> words;
  if (!decodeRows(bytes, width, words)) return false;
  for (const std::uint32_t* w = words.data(); w != words.data() + words.size(); w += width) {
    core::QualityFrame frame;
    frame.at = {join(w[0], w[1])};
    for (std::size_t c = 0; c < channelsN; ++c) frame.channels.push_back(qualityOf(w[kQualityWords + c]));
    out.push_back(std::move(frame));
  }
  return true;
}

std::vector<std::uint8_t> encodeMetrics(std::span<const core::MetricValue> values) {
  std::vector<std::uint32_t> words;
  words.reserve(values.size() * kMetricWords);
  for (const core::MetricValue& v : values) {
    const auto bits = std::bit_cast<std::int64_t>(v.value);
    words.insert(words.end(),
                 {v.metric | std::uint32_t{v.channel} << 16, low(v.at.value), high(v.at.value), low(bits), high(bits)});
  }
  return encodeRows(words, kMetricWords);
}

bool decodeMetrics(std::span<const std::uint8_t> bytes, std::vector<core::MetricValue>& out) {
  std::vector<std::uint32_t> words;
  if (!decodeRows(bytes, kMetricWords, words)) return false;
  for (const std::uint32_t* w = words.data(); w != words.data() + words.size(); w += kMetricWords)
    out.push_back({.metric = static_cast<std::uint16_t>(w[0]),
                   .channel = static_cast<std::uint16_t>(w[0] >> 16),
                   .at = {join(w[1], w[2])},
                   .value = std::bit_cast<double>(join(w[3], w[4]))});
  return true;
}

}  // namespace tonus::store
