// The Backyard Brains stream damaged in every way; frames made here from the published layout.

#include <gtest/gtest.h>

#include <random>

#include "byb_spikerbox/box.h"
#include "byb_spikerbox/decoder.h"
#include "byb_spikerbox/hid_decoder.h"
#include "drivers/amplifier_streams.h"

namespace tonus::tests {
namespace {

using drivers::byb_spikerbox::findBox;
using drivers::byb_spikerbox::HidDecoder;
using drivers::byb_spikerbox::StreamDecoder;
using drivers::byb_spikerbox::withChannels;

std::int32_t sample(std::size_t frame, std::size_t channel, unsigned bits) {
  const std::uint64_t x = (frame * 8 + channel + 1) * 0x9E3779B97F4A7C15ULL;
  return static_cast<std::int32_t>((x >> 40) & ((1U << bits) - 1));
}

struct Script {
  std::size_t channelsN = 2;
  unsigned bits = 10;
  Stream bytes{};

  Stream frame(std::size_t i) const {
    Stream out;
    for (std::size_t c = 0; c < channelsN; ++c) {
      const std::int32_t v = sample(i, c, bits);
      out.push_back(static_cast<std::uint8_t>((v >> 7) | (c == 0 ? 0x80 : 0)));
      out.push_back(static_cast<std::uint8_t>(v & 0x7F));
    }
    return out;
  }
  Script& frames(std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to; ++i) add(frame(i));
    return *this;
  }
  Script& message(const std::string& body) {
    add({0xFF, 0xFF, 0x01, 0x01, 0x80, 0xFF});
    add(Stream(body.begin(), body.end()));
    return add({0xFF, 0xFF, 0x01, 0x01, 0x81, 0xFF});
  }
  Script& add(const Stream& more) {
    bytes.insert(bytes.end(), more.begin(), more.end());
    return *this;
  }
  /// In HID reports; the last is filled up with zeros.
  Stream reports() const {
    Stream out;
    for (std::size_t at = 0; at < bytes.size(); at += 62) {
      Stream report{0x3F, 0x3E};
      for (std::size_t i = at; i < at + 62; ++i) report.push_back(i < bytes.size() ? bytes[i] : 0);
      out.insert(out.end(), report.begin(), report.end());
    }
    return out;
  }
};

StreamDecoder shield(std::uint32_t channelsN) { return StreamDecoder(withChannels(*findBox(""), channelsN)); }

std::vector<std::int32_t> expectedFrame(const Script& s, std::size_t i) {
  std::vector<std::int32_t> all;
  for (std::size_t c = 0; c < s.channelsN; ++c) all.push_back(sample(i, c, s.bits));
  return all;
}

TEST(BybStream, EveryFrameComesThroughForEveryNumberOfChannels) {
  for (const std::uint32_t n : {1U, 2U, 3U, 4U, 6U})
    for (const unsigned bits : {10U, 14U}) {
      Script s{.channelsN = n, .bits = bits};
      auto decoder = shield(n);
      const Heard heard = hear(decoder, s.frames(0, 500).bytes);
      ASSERT_EQ(heard.frames.size(), 500U);
      for (std::size_t i = 0; i < 500; ++i) ASSERT_EQ(heard.frames[i], expectedFrame(s, i));
      EXPECT_EQ(decoder.counts().lostN, 0U);
      EXPECT_EQ(decoder.counts().resyncsN, 0U);
    }
}

TEST(BybStream, GivesTheSameHoweverItIsCut) {
  Script s{.bits = 14};
  s.frames(0, 9).message("EVNT:2;").frames(9, 12).add({0x12}).frames(12, 14).message("EVNT:1;").frames(14, 20);
  s.bytes.erase(s.bytes.begin() + 30);
  auto whole = shield(2);
  const Heard expected = hear(whole, s.bytes);
  for (std::size_t cut = 1; cut < s.bytes.size(); ++cut) {
    auto decoder = shield(2);
    Heard heard;
    const auto take = [&](core::RawBlock& block) { heard.take(block); };
    decoder.push(std::span(s.bytes).first(cut), take);
    decoder.push(std::span(s.bytes).subspan(cut), take);
    decoder.finish(take);
    ASSERT_EQ(heard, expected) << cut;
    ASSERT_EQ(decoder.counts().lostN, whole.counts().lostN) << cut;
    ASSERT_EQ(decoder.counts().resyncsN, whole.counts().resyncsN) << cut;
  }
}

TEST(BybStream, AMissingByteCostsItsFrameAndIsCounted) {
  for (const std::uint32_t n : {1U, 2U, 4U}) {
    for (std::size_t missing = 0; missing < 2 * n; ++missing) {
      Script s{.channelsN = n};
      s.frames(0, 20);
      s.bytes.erase(s.bytes.begin() + static_cast<std::ptrdiff_t>(10 * 2 * n + missing));
      auto decoder = shield(n);
      const Heard heard = hear(decoder, s.bytes);
      SCOPED_TRACE(std::to_string(n) + " channels, byte " + std::to_string(missing));
      EXPECT_EQ(decoder.counts().lostN, 1U);
      EXPECT_EQ(decoder.counts().resyncsN, 1U);
      ASSERT_EQ(heard.frames.size(), 19U);
      for (std::size_t f = 0; f < 19; ++f) {
        const std::size_t i = f < 10 ? f : f + 1;
        EXPECT_EQ(heard.indices[f], static_cast<std::int64_t>(i));
        EXPECT_EQ(heard.frames[f], expectedFrame(s, i));
      }
    }
  }
}

TEST(BybStream, AFlippedMarkBitCostsItsFrameAlone) {
  for (std::size_t byte = 0; byte < 4; ++byte) {
    Script s;
    s.frames(0, 20);
    s.bytes[40 + byte] ^= 0x80;
    auto decoder = shield(2);
    const Heard heard = hear(decoder, s.bytes);
    SCOPED_TRACE(byte);
    EXPECT_EQ(decoder.counts().lostN, 1U);
    ASSERT_EQ(heard.frames.size(), 19U);
    EXPECT_EQ(heard.frames[10], expectedFrame(s, 11));
    EXPECT_EQ(heard.indices[10], 11);
  }
}

TEST(BybStream, WhatComesBeforeTheFirstFrameIsNobodysLoss) {
  for (std::size_t cut = 1; cut < 4; ++cut) {
    Script s;
    s.frames(0, 10);
    auto decoder = shield(2);
    const Heard heard = hear(decoder, Stream(s.bytes.begin() + static_cast<std::ptrdiff_t>(cut), s.bytes.end()));
    EXPECT_EQ(heard.frames.size(), 9U);
    EXPECT_EQ(heard.indices[0], 0);
    EXPECT_EQ(decoder.counts().lostN, 0U);
  }
}

TEST(BybStream, AnEventIsAtTheFrameThatFollowsIt) {
  Script s{.bits = 14};
  s.frames(0, 7).message("EVNT:4;").frames(7, 9).message("JOY:\xF3\xFA;").frames(9, 10);
  auto decoder = shield(2);
  const Heard heard = hear(decoder, s.bytes);
  EXPECT_EQ(heard.events, (std::vector<core::DeviceEvent>{{{7}, "EVNT:4;"}, {{9}, "JOY:\xF3\xFA;"}}));
  EXPECT_EQ(heard.frames.size(), 10U);
  EXPECT_EQ(decoder.counts().lostN, 0U);
}

TEST(BybStream, AnEventWhoseEndIsDamagedDoesNotSwallowTheSignal) {
  Script s;
  s.frames(0, 5).message("EVNT:4;");
  s.bytes.back() ^= 0x10;
  s.frames(5, 40);
  auto decoder = shield(2);
  const Heard heard = hear(decoder, s.bytes);
  EXPECT_GE(heard.frames.size(), 39U);
  EXPECT_EQ(heard.frames.back(), expectedFrame(s, 39));
  EXPECT_EQ(decoder.counts().resyncsN, 1U);
  EXPECT_TRUE(heard.events.empty());
}

TEST(BybHid, ReportsCarryTheSameStream) {
  Script s;
  s.frames(0, 100).message("EVNT:1;").frames(100, 217);
  HidDecoder decoder(*findBox("MUSCLESB"));
  const Heard heard = hear(decoder, s.reports(), 64);
  ASSERT_EQ(heard.frames.size(), 217U);
  for (std::size_t i = 0; i < heard.frames.size(); ++i) ASSERT_EQ(heard.frames[i], expectedFrame(s, i));
  EXPECT_EQ(heard.events, (std::vector<core::DeviceEvent>{{{100}, "EVNT:1;"}}));
  HidDecoder bytewise(*findBox("MUSCLESB"));
  EXPECT_EQ(hear(bytewise, s.reports(), 1), heard);
}

TEST(BybHid, AMissingReportShowsAsABrokenFrame) {
  Script s;
  Stream reports = s.frames(0, 310).reports();
  reports.erase(reports.begin() + 64, reports.begin() + 128);
  HidDecoder decoder(*findBox("MUSCLESB"));
  const Heard heard = hear(decoder, reports, 64);
  // 15½ frames are missing. The stream shows the half; the rest only a clock can see.
  EXPECT_EQ(heard.frames.size(), 294U);
  EXPECT_EQ(decoder.counts().lostN, 1U);
}

TEST(BybHid, GarbageBetweenReportsIsLeftOut) {
  std::mt19937 random(5);
  Script s;
  const Stream clean = s.frames(0, 310).reports();
  for (const std::size_t n : {1U, 7U, 63U, 64U, 65U, 200U}) {
    Stream stream = clean;
    Stream garbage;
    for (std::size_t i = 0; i < n; ++i) garbage.push_back(static_cast<std::uint8_t>(random() % 0x3F));
    stream.insert(stream.begin() + 10 * 64, garbage.begin(), garbage.end());
    HidDecoder decoder(*findBox("MUSCLESB"));
    const Heard heard = hear(decoder, stream);
    EXPECT_EQ(heard.frames.size(), 310U) << n;
    EXPECT_EQ(decoder.counts().lostN, 0U) << n;
    EXPECT_EQ(decoder.counts().resyncsN, 1U) << n;
  }
}

}  // namespace
}  // namespace tonus::tests
