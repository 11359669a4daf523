#include "tonus/store/codec.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "little_endian.h"

namespace tonus::store {

namespace {

constexpr std::size_t kBlock = 128;
constexpr unsigned kEscapeZeros = 24;  // 24 zeros + 32 raw bits = 56: one word holds any value's code
constexpr unsigned kPredictorBits = 2;
constexpr unsigned kParameterBits = 5;
constexpr std::uint32_t kPredictorsN = 4;
constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kChunkHeaderBytes = 8;

using Block = std::array<std::uint32_t, kBlock>;

std::uint32_t zigzag(std::uint32_t d) { return (d << 1) ^ (0U - (d >> 31)); }
std::uint32_t unzigzag(std::uint32_t z) { return (z >> 1) ^ (0U - (z & 1U)); }

std::uint64_t loadBigEndian(const std::uint8_t* p) {
  std::uint64_t word = 0;
  std::memcpy(&word, p, 8);
  return std::endian::native == std::endian::little ? __builtin_bswap64(word) : word;
}

/// Most significant bit first. The caller makes room for 8 bytes past the last one.
class BitWriter {
 public:
  explicit BitWriter(std::uint8_t* at) : at_(at) {}
  void put(std::uint64_t value, unsigned bitsN) {  // bitsN ≤ 56: fewer than 8 bits wait in the word
    word_ |= value << (64 - filled_ - bitsN);
    filled_ += bitsN;
    const std::uint64_t big = std::endian::native == std::endian::little ? __builtin_bswap64(word_) : word_;
    std::memcpy(at_, &big, 8);
    at_ += filled_ >> 3;
    word_ <<= filled_ & ~7U;
    filled_ &= 7U;
  }
  const std::uint8_t* end() const { return at_ + (filled_ > 0 ? 1 : 0); }

 private:
  std::uint8_t* at_;
  std::uint64_t word_ = 0;
  unsigned filled_ = 0;
};

class BitReader {
 public:
  explicit BitReader(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}
  /// The next bits from the top of a word: at least 57 of them true, zeros past the end.
  std::uint64_t peek() const {
    const std::size_t byte = position_ >> 3;
    if (byte + 8 <= bytes_.size()) return loadBigEndian(bytes_.data() + byte) << (position_ & 7U);
    std::array<std::uint8_t, 8> tail{};
    if (byte < bytes_.size()) std::memcpy(tail.data(), bytes_.data() + byte, bytes_.size() - byte);
    return loadBigEndian(tail.data()) << (position_ & 7U);
  }
  void skip(unsigned bitsN) { position_ += bitsN; }
  bool overrun() const { return position_ > bytes_.size() * 8; }
  bool atEnd() const { return (position_ + 7) / 8 == bytes_.size(); }

 private:
  std::span<const std::uint8_t> bytes_;
  std::size_t position_ = 0;
};

/// What each predictor adds to nothing, given the last sample and the last slope: 0, last, last + slope,
/// last + slope / 2 (rounded down). All arithmetic modulo 2^32: nothing overflows, every difference is undone exactly.
std::uint32_t half(std::uint32_t slope) { return static_cast<std::uint32_t>(static_cast<std::int32_t>(slope) >> 1); }

struct Residuals {
  std::array<Block, kPredictorsN> zigzagged;
  std::array<std::uint64_t, kPredictorsN> sums{};
};

void predict(const std::uint32_t* samples, std::size_t n, Residuals& out) {  // samples[-1], samples[-2] exist
  std::array<std::uint64_t, kPredictorsN> sums{};
  for (std::size_t i = 0; i < n; ++i) {
    const std::uint32_t x = samples[i];
    const std::uint32_t before = samples[static_cast<std::ptrdiff_t>(i) - 1];
    const std::uint32_t d1 = x - before;
    const std::uint32_t slope = before - samples[static_cast<std::ptrdiff_t>(i) - 2];
    out.zigzagged[0][i] = zigzag(x);
    out.zigzagged[1][i] = zigzag(d1);
    out.zigzagged[2][i] = zigzag(d1 - slope);
    out.zigzagged[3][i] = zigzag(d1 - half(slope));
    sums[0] += out.zigzagged[0][i];
    sums[1] += out.zigzagged[1][i];
    sums[2] += out.zigzagged[2][i];
    sums[3] += out.zigzagged[3][i];
  }
  out.sums = sums;
}

std::uint64_t quotients(const Block& block, std::size_t n, unsigned k) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < n; ++i) sum += block[i] >> k;
  return sum;
}

/// The k with fewest bits of the two around log2 of the mean.
unsigned riceParameter(const Block& block, std::size_t n, std::uint64_t sum) {
  const std::uint64_t mean = sum / n;
  const unsigned k = mean == 0 ? 0U : static_cast<unsigned>(std::bit_width(mean)) - 1U;
  if (k >= 31) return 31;
  const std::uint64_t cost = n * k + quotients(block, n, k);
  const std::uint64_t costUp = n * (k + 1) + quotients(block, n, k + 1);
  const std::uint64_t costDown = k == 0 ? cost : n * (k - 1) + quotients(block, n, k - 1);
  if (costUp < cost) return k + 1;
  return costDown < cost ? k - 1 : k;
}

void putBlock(BitWriter& bits, const Block& block, std::size_t n, std::uint32_t predictor, unsigned k) {
  bits.put((predictor << kParameterBits) | k, kPredictorBits + kParameterBits);
  const std::uint64_t low = (1ULL << k) - 1;
  const std::uint64_t stop = 1ULL << k;
  for (std::size_t i = 0; i < n; ++i) {
    const std::uint32_t z = block[i];
    const std::uint32_t q = z >> k;
    if (q < kEscapeZeros) {
      bits.put(stop | (z & low), q + 1 + k);
    } else {
      bits.put(z, kEscapeZeros + 32);
    }
  }
}

}  // namespace

std::vector<std::uint8_t> encodeCounts(std::span<const std::int32_t> samples) {
  // Worst case is an escape for each sample, 7 bytes, with a header for each block.
  std::vector<std::uint8_t> bytes(samples.size() * 7 + (samples.size() / kBlock + 1) * 2 + 16);
  std::vector<std::uint32_t> padded(samples.size() + 2);
  for (std::size_t i = 0; i < samples.size(); ++i) padded[i + 2] = static_cast<std::uint32_t>(samples[i]);
  BitWriter bits(bytes.data());
  if (!samples.empty()) {
    bits.put(padded[2], 32);
    padded[0] = padded[1] = padded[2];
  }
  Residuals residuals;
  for (std::size_t at = 0; at < samples.size(); at += kBlock) {
    const std::size_t n = std::min(kBlock, samples.size() - at);
    predict(padded.data() + 2 + at, n, residuals);
    const auto best = std::min_element(residuals.sums.begin(), residuals.sums.end()) - residuals.sums.begin();
    const auto predictor = static_cast<std::uint32_t>(best);
    const Block& block = residuals.zigzagged[predictor];
    putBlock(bits, block, n, predictor, riceParameter(block, n, residuals.sums[predictor]));
  }
  bytes.resize(static_cast<std::size_t>(bits.end() - bytes.data()));
  return bytes;
}

bool decodeCounts(std::span<const std::uint8_t> bytes, std::span<std::int32_t> out) {
  BitReader bits(bytes);
  if (out.empty()) return bytes.empty();
  auto last = static_cast<std::uint32_t>(bits.peek() >> 32);
  bits.skip(32);
  std::uint32_t slope = 0;
  for (std::size_t at = 0; at < out.size(); at += kBlock) {
    const auto header = static_cast<std::uint32_t>(bits.peek() >> (64 - kPredictorBits - kParameterBits));
    bits.skip(kPredictorBits + kParameterBits);
    const std::uint32_t predictor = header >> kParameterBits;
    const unsigned k = header & 31U;
    const std::uint32_t useLast = predictor == 0 ? 0U : ~0U;
    const std::uint32_t useSlope = predictor == 2 ? ~0U : 0U;
    const std::uint32_t useHalf = predictor == 3 ? ~0U : 0U;
    for (std::size_t i = at; i < std::min(at + kBlock, out.size()); ++i) {
      const std::uint64_t word = bits.peek();
      const auto q = static_cast<unsigned>(std::countl_zero(word));
      std::uint32_t z = 0;
      if (q < kEscapeZeros) {
        z = (q << k) | static_cast<std::uint32_t>(((word << (q + 1)) >> 1) >> (63 - k));
        bits.skip(q + 1 + k);
      } else {
        z = static_cast<std::uint32_t>((word << kEscapeZeros) >> 32);
        bits.skip(kEscapeZeros + 32);
      }
      const std::uint32_t x = unzigzag(z) + (last & useLast) + (slope & useSlope) + (half(slope) & useHalf);
      slope = x - last;
      last = x;
      out[i] = static_cast<std::int32_t>(x);
    }
    if (bits.overrun()) return false;
  }
  return bits.atEnd();
}

std::vector<std::uint8_t> encodeChunk(std::span<const std::int32_t> planar, std::size_t framesN,
                                      std::size_t channelsN) {
  std::vector<std::uint8_t> bytes;
  bytes.push_back(kVersion);
  bytes.push_back(0);
  putLe(bytes, static_cast<std::uint16_t>(channelsN));
  putLe(bytes, static_cast<std::uint32_t>(framesN));
  bytes.resize(kChunkHeaderBytes + channelsN * 4);
  for (std::size_t c = 0; c < channelsN; ++c) {
    const auto code = encodeCounts(planar.subspan(c * framesN, framesN));
    storeLe(bytes.data() + kChunkHeaderBytes + c * 4, static_cast<std::uint32_t>(code.size()));
    bytes.insert(bytes.end(), code.begin(), code.end());
  }
  return bytes;
}

bool ChunkView::open(std::span<const std::uint8_t> bytes, std::size_t framesN, std::size_t channelsN) {
  channels_.clear();
  if (framesN > kMaxChunkFrames || channelsN > kMaxChunkChannels) return false;
  std::size_t at = kChunkHeaderBytes + channelsN * 4;
  if (bytes.size() < at || bytes[0] != kVersion) return false;
  if (loadLe<std::uint16_t>(bytes.data() + 2) != channelsN || loadLe<std::uint32_t>(bytes.data() + 4) != framesN)
    return false;
  for (std::size_t c = 0; c < channelsN; ++c) {
    const std::size_t n = loadLe<std::uint32_t>(bytes.data() + kChunkHeaderBytes + c * 4);
    if (n > bytes.size() - at) return false;
    channels_.push_back(bytes.subspan(at, n));
    at += n;
  }
  return at == bytes.size();
}

bool ChunkView::decode(std::size_t channel, std::span<std::int32_t> out) const {
  return channel < channels_.size() && decodeCounts(channels_[channel], out);
}

}  // namespace tonus::store
