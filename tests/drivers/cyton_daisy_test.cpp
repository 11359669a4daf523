// Pairs of packets as frames of 16 channels, by an encoder of its own: which packets arrived is known here, so which
// frames are whole is too.

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "drivers/amplifier_streams.h"
#include "tonus/drivers/registry.h"

namespace tonus::tests {
namespace {

/// Every channel of packet i holds 10 i + channel.
Stream packet(std::size_t i) {
  Stream bytes{0xA0, static_cast<std::uint8_t>(i & 0xFF)};
  for (std::size_t c = 0; c < 8; ++c) {
    const std::size_t v = 10 * i + c;
    bytes.insert(bytes.end(), {static_cast<std::uint8_t>(v >> 16), static_cast<std::uint8_t>(v >> 8 & 0xFF),
                               static_cast<std::uint8_t>(v & 0xFF)});
  }
  bytes.insert(bytes.end(), {0, 0, 0, 0, 0, 0, 0xC0});
  return bytes;
}

Heard decode(const std::set<std::size_t>& packets, core::DecoderCounts* counts = nullptr) {
  Stream stream;
  for (const std::size_t i : packets) {
    const Stream one = packet(i);
    stream.insert(stream.end(), one.begin(), one.end());
  }
  const auto decoder = drivers::findDriver("openbci-cyton-daisy")->makeDecoder(0);
  Heard heard = hear(*decoder, stream);
  if (counts != nullptr) *counts = decoder->counts();
  return heard;
}

std::set<std::size_t> upTo(std::size_t n) {
  std::set<std::size_t> all;
  for (std::size_t i = 0; i < n; ++i) all.insert(i);
  return all;
}

TEST(CytonDaisy, AFrameIsAnOddPacketAndTheNextEvenOne) {
  const Heard heard = decode(upTo(1001));
  ASSERT_EQ(heard.frames.size(), 500U);
  for (std::size_t pair = 0; pair < 500; ++pair) {
    EXPECT_EQ(heard.indices[pair], static_cast<std::int64_t>(pair));
    for (std::size_t c = 0; c < 8; ++c) {
      ASSERT_EQ(heard.frames[pair][c], static_cast<std::int32_t>(10 * (2 * pair + 1) + c));
      ASSERT_EQ(heard.frames[pair][8 + c], static_cast<std::int32_t>(10 * (2 * pair + 2) + c));
    }
  }
}

TEST(CytonDaisy, HalfAFrameIsALostFrameWhicheverHalfIsMissing) {
  for (const std::size_t missing : {21U, 22U}) {
    auto packets = upTo(101);
    packets.erase(missing);
    core::DecoderCounts counts;
    const Heard heard = decode(packets, &counts);
    EXPECT_EQ(heard.frames.size(), 49U);
    EXPECT_EQ(counts.lostN, 1U);
    EXPECT_EQ(heard.indices[10], 11) << "missing packet " << missing;
    EXPECT_EQ(heard.frames[10][0], 230);
  }
}

TEST(CytonDaisy, AnyPacketsLostLeaveExactlyTheWholePairs) {
  for (unsigned seed = 1; seed <= 50; ++seed) {
    std::mt19937 random(seed);
    auto packets = upTo(2001);
    for (std::size_t i = 20; i < 1980; ++i)
      if (random() % 8 == 0) packets.erase(i);
    std::vector<std::int64_t> whole;
    for (std::size_t odd = 1; odd < 2000; odd += 2)
      if (packets.contains(odd) && packets.contains(odd + 1)) whole.push_back(static_cast<std::int64_t>(odd / 2));
    core::DecoderCounts counts;
    const Heard heard = decode(packets, &counts);
    EXPECT_EQ(heard.indices, whole);
    EXPECT_EQ(counts.lostN, 1000 - whole.size());
    for (std::size_t f = 0; f < whole.size(); ++f) {
      ASSERT_EQ(heard.frames[f][0], 10 * (2 * whole[f] + 1));
      ASSERT_EQ(heard.frames[f][8], 10 * (2 * whole[f] + 2));
    }
  }
}

}  // namespace
}  // namespace tonus::tests
