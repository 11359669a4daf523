#include "tonus/store/codec.h"

#include <gtest/gtest.h>

#include <limits>
#include <random>

#include "shown_codec.h"

namespace tonus::store {
namespace {

using Samples = std::vector<std::int32_t>;
constexpr std::int32_t kMin = std::numeric_limits<std::int32_t>::min();
constexpr std::int32_t kMax = std::numeric_limits<std::int32_t>::max();

void expectRoundTrip(const Samples& samples) {
  const auto bytes = encodeCounts(samples);
  Samples back(samples.size(), 123);
  ASSERT_TRUE(decodeCounts(bytes, back));
  ASSERT_EQ(back, samples);
}

TEST(Codec, NothingAndOneSampleComeBack) {
  expectRoundTrip({});
  for (const std::int32_t v : {0, 1, -1, kMin, kMax}) expectRoundTrip({v});
}

TEST(Codec, ExtremesAndJumpsBetweenThemComeBack) {
  Samples samples;
  for (int i = 0; i < 1000; ++i) samples.push_back(i % 3 == 0 ? kMin : (i % 3 == 1 ? kMax : i));
  expectRoundTrip(samples);
}

TEST(Codec, AnyBitWidthAtAnyLengthComesBack) {
  std::mt19937_64 random(1);
  for (unsigned bitsN = 0; bitsN <= 32; ++bitsN) {
    for (const std::size_t n : {1U, 2U, 127U, 128U, 129U, 1000U, 2001U}) {
      Samples samples(n);
      for (auto& s : samples)
        s = static_cast<std::int32_t>(static_cast<std::uint32_t>(bitsN == 0 ? 0 : random() >> (64 - bitsN)) -
                                      (bitsN == 0 ? 0U : 1U << (bitsN - 1)));
      expectRoundTrip(samples);
    }
  }
}

TEST(Codec, RareSpikesInQuietSignalComeBackByEscape) {
  std::mt19937_64 random(2);
  Samples samples(4000);
  for (auto& s : samples)
    s = random() % 200 == 0 ? static_cast<std::int32_t>(random()) : static_cast<int>(random() % 7);
  expectRoundTrip(samples);
}

TEST(Codec, ARampAndAStuckInputCostAlmostNothing) {
  Samples ramp(2000);
  for (std::size_t i = 0; i < ramp.size(); ++i) ramp[i] = 1000000 + 57 * static_cast<std::int32_t>(i);
  EXPECT_LT(encodeCounts(ramp).size(), 2000U / 8 + 64);
  EXPECT_LT(encodeCounts(Samples(2000, -8388608)).size(), 2000U / 8 + 64);
}

TEST(Codec, GarbageIsRefusedOrDecodedButNeverReadsOutside) {
  std::mt19937_64 random(3);
  int refused = 0;
  for (int round = 0; round < 3000; ++round) {
    std::vector<std::uint8_t> bytes(random() % 400);
    for (auto& b : bytes) b = static_cast<std::uint8_t>(random());
    Samples out(random() % 600);
    if (!decodeCounts(bytes, out)) ++refused;
    ChunkView view;
    if (view.open(bytes, random() % 3000, random() % 9)) view.decode(0, out);
    std::vector<StoredHop> hops;
    decodeHops(bytes, random() % 4, hops);
  }
  EXPECT_GT(refused, 2800);
}

TEST(Codec, ATruncatedCodeIsRefused) {
  std::mt19937_64 random(4);
  Samples samples(2000);
  for (auto& s : samples) s = static_cast<std::int32_t>(random() % 5000);
  const auto bytes = encodeCounts(samples);
  Samples out(samples.size());
  for (std::size_t n = 0; n < bytes.size(); n += 7) EXPECT_FALSE(decodeCounts(std::span(bytes).first(n), out));
}

TEST(Codec, AChunkKeepsItsChannelsApartAndKnowsItsShape) {
  std::mt19937_64 random(5);
  Samples planar(3 * 500);
  for (auto& s : planar) s = static_cast<std::int32_t>(random() % 100000);
  auto bytes = encodeChunk(planar, 500, 3);
  ChunkView view;
  ASSERT_TRUE(view.open(bytes, 500, 3));
  for (std::size_t c = 0; c < 3; ++c) {
    Samples out(500);
    ASSERT_TRUE(view.decode(c, out));
    EXPECT_TRUE(std::equal(out.begin(), out.end(), planar.begin() + static_cast<std::ptrdiff_t>(c * 500)));
  }
  EXPECT_FALSE(view.decode(3, std::span<std::int32_t>()));
  EXPECT_FALSE(view.open(bytes, 499, 3));
  EXPECT_FALSE(view.open(bytes, 500, 2));
  bytes.push_back(0);
  EXPECT_FALSE(view.open(bytes, 500, 3));
}

TEST(ShownCodec, RowsComeBackAndRepeatsAreCheap) {
  std::mt19937_64 random(6);
  std::vector<std::uint32_t> words(9 * 50);
  for (auto& w : words) w = random() % 3 == 0 ? static_cast<std::uint32_t>(random()) : 7U;
  std::vector<std::uint32_t> back;
  ASSERT_TRUE(decodeRows(encodeRows(words, 9), 9, back));
  EXPECT_EQ(back, words);
  const std::vector<std::uint32_t> same(9 * 50, 42);
  EXPECT_LT(encodeRows(same, 9).size(), 8U + 9 * 4 + 50 * 2 + 1);
  EXPECT_FALSE(decodeRows(encodeRows(words, 9), 8, back));
}

}  // namespace
}  // namespace tonus::store
