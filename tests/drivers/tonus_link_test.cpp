// What a Tonus Link decoder makes of a stream that an independent encoder wrote and the test then damaged.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "drivers/tonus_link_capture.h"
#include "drivers/tonus_link_encoder.h"

namespace tonus::tests {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// Each frame that came must hold what the encoder measured at its index.
void expectSamplesMatchTheirIndices(const Capture& capture, std::size_t channelsN) {
  ASSERT_EQ(capture.counts.size(), capture.indices.size() * channelsN);
  for (std::size_t f = 0; f < capture.indices.size(); ++f)
    for (std::size_t c = 0; c < channelsN; ++c)
      ASSERT_EQ(capture.counts[f * channelsN + c],
                TonusLinkEncoder::sample(static_cast<std::uint64_t>(capture.indices[f]), c))
          << "frame " << capture.indices[f] << ", channel " << c;
}

TEST(TonusLink, SaysWhatTheCountsMean) {
  TonusLinkEncoder device(3, 1'999'500);
  device.channels[0] = {476.5, -100, 16, 0, "Biceps é"};
  device.channels[1] = {1.0, 0, 32, 3, ""};
  device.channels[2] = {NAN, 0, 24, 0, std::string("a\x80") + "b"};
  LinkDecoder decoder = makeLinkDecoder();
  decodeWith(decoder, device.format());
  ASSERT_TRUE(decoder.format());
  EXPECT_EQ(decoder.format()->sampleRateHz, 1999.5);
  EXPECT_EQ(decoder.format()->channels[0], (core::ChannelFormat{"Biceps é", 0.4765, -100, -32768, 32767, true}));
  EXPECT_EQ(decoder.format()->channels[1].label, "ch2");
  EXPECT_EQ(decoder.format()->channels[1].minCount, INT32_MIN);
  EXPECT_EQ(decoder.format()->channels[1].maxCount, INT32_MAX);
  EXPECT_FALSE(decoder.format()->channels[1].calibrated);
  EXPECT_FALSE(decoder.format()->channels[2].calibrated);
  EXPECT_EQ(decoder.format()->channels[2].label,
            "a\xEF\xBF\xBD"
            "b");
}

TEST(TonusLink, LongestPacketOfThirtyTwoBitSamplesIsOneBlock) {
  TonusLinkEncoder device(256);
  device.wide = true;
  Bytes stream = device.format();
  append(stream, device.data(255));
  LinkDecoder decoder = makeLinkDecoder();
  const Capture got = decodeWith(decoder, stream, 4096);
  ASSERT_EQ(got.indices.size(), 255U);
  EXPECT_EQ(got.leadOff.size(), 1U);
  expectSamplesMatchTheirIndices(got, 256);
}

TEST(TonusLink, LossIsExactForAnyPacketsDroppedRepeatedOrFlipped) {
  std::mt19937 random(7);
  for (int round = 0; round < 20; ++round) {
    TonusLinkEncoder device(4);
    Bytes stream = device.format();
    std::uint64_t lost = 0, flips = 0, repeats = 0, frames = 0;
    std::uint64_t pendingLost = 0;
    for (int p = 0; p < 100; ++p) {
      Bytes packet = device.data(1 + random() % 20);
      const std::uint64_t framesN = packet[41];
      const bool kept = p == 0 || random() % 4 != 0;
      if (kept) {
        append(stream, packet);
        if (p > 0 && random() % 8 == 0) append(stream, packet), ++repeats;
        lost += std::exchange(pendingLost, 0);
        frames += framesN;
      } else {
        pendingLost += framesN;
        if (random() % 2 == 0) {
          // In the samples, so that it is a CRC error and not a malformed header.
          packet[56 + random() % (packet.size() - 60)] ^= static_cast<std::uint8_t>(1U << random() % 8);
          append(stream, packet), ++flips;
        }
      }
    }
    LinkDecoder decoder = makeLinkDecoder();
    const Capture got = decodeWith(decoder, stream, 64);
    EXPECT_EQ(decoder.counts().framesN, frames);
    EXPECT_EQ(decoder.counts().lostN, lost);
    EXPECT_EQ(decoder.counts().crcErrorsN, flips);
    EXPECT_EQ(decoder.counts().duplicatesN, repeats);
    expectSamplesMatchTheirIndices(got, 4);
  }
}

TEST(TonusLink, AnyFlippedBitOfAPacketLosesThatPacketAlone) {
  TonusLinkEncoder device(2);
  Bytes before = device.format();
  append(before, device.data(4));
  const Bytes victim = device.data(4);
  Bytes after = device.data(4);
  append(after, device.data(4));
  for (std::size_t bit = 0; bit < victim.size() * 8; ++bit) {
    Bytes stream = before, damaged = victim;
    damaged[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
    append(stream, damaged);
    append(stream, after);
    LinkDecoder decoder = makeLinkDecoder();
    const Capture got = decodeWith(decoder, stream);
    ASSERT_EQ(decoder.counts().framesN, 12U) << "bit " << bit;
    ASSERT_EQ(got.lost, 4U) << "bit " << bit;
    ASSERT_EQ(decoder.counts().resyncsN, 1U) << "bit " << bit;
  }
}

TEST(TonusLink, ByteLostAnywhereLosesOnePacket) {
  TonusLinkEncoder device(2);
  Bytes before = device.format();
  append(before, device.data(4));
  const Bytes victim = device.data(4);
  const Bytes after = device.data(4);
  for (std::size_t at = 0; at < victim.size(); ++at) {
    Bytes stream = before, damaged = victim;
    damaged.erase(damaged.begin() + static_cast<std::ptrdiff_t>(at));
    append(stream, damaged);
    append(stream, after);
    LinkDecoder decoder = makeLinkDecoder();
    // A packet that is one byte short swallows the next one's first byte, fails its CRC and is searched from inside.
    ASSERT_EQ(decodeWith(decoder, stream).lost, 4U) << "byte " << at;
    ASSERT_EQ(decoder.counts().framesN, 8U) << "byte " << at;
  }
}

TEST(TonusLink, GarbageBetweenPacketsLosesNothing) {
  std::mt19937 random(3);
  TonusLinkEncoder device(4);
  Bytes stream = device.format();
  for (int p = 0; p < 50; ++p) {
    append(stream, device.data(8));
    for (auto n = random() % 100; n > 0; --n) stream.push_back(static_cast<std::uint8_t>(random()));
    if (p % 3 == 0) append(stream, Bytes{'T', 'O', 'N', '1', 1, 1, 56, 0, 0xFF, 0xFF, 0xFF, 0xFF});
    if (p % 5 == 0) append(stream, Bytes{'T', 'T', 'O', 'N'});
  }
  append(stream, device.data(8));
  LinkDecoder decoder = makeLinkDecoder();
  const Capture got = decodeWith(decoder, stream, 100);
  EXPECT_EQ(decoder.counts().framesN, 51U * 8);
  EXPECT_EQ(decoder.counts().lostN, 0U);
  expectSamplesMatchTheirIndices(got, 4);
}

TEST(TonusLink, StartInMidFrameIsNoLossAndKeepsTheDevicesIndex) {
  TonusLinkEncoder device(4);
  device.nextFrame = 5'000'000'000;
  Bytes stream = device.data(10);
  const std::size_t firstBytes = stream.size();
  append(stream, device.format());
  append(stream, device.data(10));
  for (std::size_t start = 1; start < firstBytes; ++start) {
    LinkDecoder decoder = makeLinkDecoder();
    const Capture got = decodeWith(decoder, std::span(stream).subspan(start));
    ASSERT_EQ(got.indices.size(), 10U) << start;
    ASSERT_EQ(got.indices.front(), 5'000'000'010) << start;
    ASSERT_EQ(decoder.counts().lostN, 0U) << start;
  }
}

TEST(TonusLink, SignalBeforeTheFormatIsHeldAndThenDelivered) {
  TonusLinkEncoder device(2, 1'000'000);
  Bytes stream = device.data(100);
  append(stream, device.event(40, 3, "go"));
  append(stream, device.data(100));
  LinkDecoder decoder = makeLinkDecoder();
  EXPECT_TRUE(decodeWith(decoder, stream).indices.empty());
  EXPECT_THAT(decoder.takeMessages(), ElementsAre(HasSubstr("no format seen yet: 200 frames")));
  const Capture got = decodeWith(decoder, device.format());
  EXPECT_EQ(got.indices.size(), 200U);
  EXPECT_EQ(decoder.counts().lostN, 0U);
  EXPECT_EQ(got.events, (std::vector<core::DeviceEvent>{{{40}, "go"}}));
  expectSamplesMatchTheirIndices(got, 2);
  EXPECT_TRUE(decoder.takeMessages().empty());
}

TEST(TonusLink, SignalWithoutAFormatForTwoSecondsIsRefused) {
  TonusLinkEncoder device(2, 1'000'000);
  LinkDecoder decoder = makeLinkDecoder();
  Bytes stream;
  for (int p = 0; p < 30; ++p) append(stream, device.data(100));
  EXPECT_TRUE(decodeWith(decoder, stream).indices.empty());
  EXPECT_THAT(decoder.takeMessages(), ElementsAre(HasSubstr("no format seen for 2 s")));
  stream = device.format();
  append(stream, device.data(10));
  const Capture got = decodeWith(decoder, stream);
  EXPECT_EQ(got.indices.front(), 3000);
  EXPECT_EQ(got.indices.size(), 10U);
  EXPECT_EQ(decoder.counts().lostN, 0U);
}

TEST(TonusLink, FormatKnownFromTheDeviceItselfNeedsNoFormatPacket) {
  TonusLinkEncoder device(2);
  LinkDecoder teacher = makeLinkDecoder();
  decodeWith(teacher, device.format());
  LinkDecoder decoder = makeLinkDecoder();
  decoder.assumeFormat(*teacher.format());
  decoder.reset();
  EXPECT_EQ(decodeWith(decoder, device.data(10)).indices.size(), 10U);
}

TEST(TonusLink, NewSessionStartsAnew) {
  TonusLinkEncoder first(2, 1'000'000, 1), second(2, 1'000'000, 2);
  first.nextFrame = 1000;
  Bytes stream = first.format();
  append(stream, first.data(10));
  append(stream, second.data(10));  // before its format: held back
  append(stream, second.format());
  append(stream, second.data(10));
  LinkDecoder decoder = makeLinkDecoder();
  const Capture got = decodeWith(decoder, stream);
  EXPECT_EQ(decoder.counts().framesN, 30U);
  EXPECT_EQ(decoder.counts().lostN, 0U);
  EXPECT_EQ(decoder.counts().duplicatesN, 0U);
  EXPECT_EQ(got.indices[10], 0);
  EXPECT_THAT(decoder.takeMessages(), ElementsAre(HasSubstr("new session")));
}

TEST(TonusLink, LeftOversOfAnotherSessionAreDroppedWhenOneIsExpected) {
  TonusLinkEncoder old(2, 1'000'000, 1), fresh(2, 1'000'000, 2);
  Bytes stream = old.format();
  append(stream, old.data(10));
  append(stream, fresh.format());
  append(stream, fresh.data(5));
  LinkDecoder decoder = makeLinkDecoder();
  decoder.expectSession(2);
  EXPECT_EQ(decodeWith(decoder, stream).indices.size(), 5U);
  EXPECT_TRUE(decoder.takeMessages().empty());
}

TEST(TonusLink, OverlappingPacketDeliversOnlyItsNewFrames) {
  TonusLinkEncoder device(2, 1'000'000);
  Bytes stream = device.format();
  append(stream, device.data(10));
  device.nextFrame = 6;
  append(stream, device.data(10));
  LinkDecoder decoder = makeLinkDecoder();
  const Capture got = decodeWith(decoder, stream);
  EXPECT_EQ(got.indices.size(), 16U);
  EXPECT_EQ(got.times, (std::vector<std::int64_t>{0, 10'000'000}));
  expectSamplesMatchTheirIndices(got, 2);
}

TEST(TonusLink, EventsComeWithTheirFrameInOrder) {
  TonusLinkEncoder device(1);
  Bytes stream = device.format();
  append(stream, device.event(15, 2, ""));
  append(stream, device.event(3, 1, "left"));
  const Bytes repeated = device.event(30, 9, "x");
  append(stream, repeated);
  append(stream, repeated);
  append(stream, device.data(10));
  append(stream, device.data(10));
  append(stream, device.event(5, 3, ""));  // its frame has gone by
  LinkDecoder decoder = makeLinkDecoder();
  std::vector<std::vector<core::DeviceEvent>> perBlock;
  decoder.push(stream, [&](core::RawBlock& block) { perBlock.push_back(block.events); });
  using Events = std::vector<core::DeviceEvent>;
  EXPECT_THAT(perBlock, ElementsAre(Events{{{3}, "button: left"}}, Events{{{15}, "trigger"}}, Events{{{5}, "marker"}}));
  EXPECT_EQ(decoder.counts().duplicatesN, 1U);
  EXPECT_EQ(decodeWith(decoder, device.data(20)).events, (Events{{{30}, "event 9: x"}}));
}

TEST(TonusLink, FlagsBecomeEventsWhenTheyChange) {
  TonusLinkEncoder device(1);
  Bytes stream = device.format();
  const auto send = [&](std::uint8_t flags, std::uint32_t dropped) {
    device.flags = flags;
    device.droppedInside = dropped;
    append(stream, device.data(10));
  };
  send(0, 5), send(2, 5), send(2 | 8, 5), send(8, 5), send(1, 5), send(1, 12);
  LinkDecoder decoder = makeLinkDecoder();
  std::vector<std::string> texts;
  for (const auto& event : decodeWith(decoder, stream).events)
    texts.push_back(std::to_string(event.at.value) + " " + event.text);
  EXPECT_THAT(texts, ElementsAre("10 test signal on", "20 external trigger", "30 test signal off",
                                 "40 the amplifier's memory overflowed", "50 the amplifier dropped 7 frames inside"));
}

TEST(TonusLink, LeadOffOfEitherElectrodeMarksTheChannel) {
  TonusLinkEncoder device(6);
  device.leadOff = {0b10'00'01'00, 0b00'00'11'00, 0, 0};
  Bytes stream = device.format();
  append(stream, device.data(3));  // 54 bytes of samples: the bitmap is not aligned
  LinkDecoder decoder = makeLinkDecoder();
  EXPECT_THAT(decodeWith(decoder, stream).leadOff, ElementsAre(0b101010U));
}

TEST(TonusLink, SignalOfAnotherChannelCountIsLostAndSaid) {
  TonusLinkEncoder device(4);
  Bytes stream = device.format();
  append(stream, device.data(10));
  device.channels.resize(3);
  append(stream, device.data(10));
  device.channels.resize(4);
  append(stream, device.data(10));
  LinkDecoder decoder = makeLinkDecoder();
  EXPECT_EQ(decodeWith(decoder, stream).lost, 10U);
  EXPECT_THAT(decoder.takeMessages(), ElementsAre(HasSubstr("3 channels where the device announced 4")));
}

TEST(TonusLink, FormatsThatMakeNoSenseAreRefused) {
  TonusLinkEncoder device(1);
  device.channels[0].bits = 0;
  LinkDecoder decoder = makeLinkDecoder();
  decodeWith(decoder, device.format());
  TonusLinkEncoder still(1, 1'000'000, 0x5E55);
  Bytes noRate;
  put(noRate, 0, 4), put(noRate, 1, 2), put(noRate, 0, 2);
  append(noRate, channelRecord({}));
  still.sequence = 10;
  decodeWith(decoder, still.packet(3, 0, 0, 0, noRate));
  EXPECT_FALSE(decoder.format());
  EXPECT_EQ(decoder.takeMessages().size(), 2U);
}

TEST(TonusLink, FalsePacketsInsideFalsePacketsCostBoundedWork) {
  // Each 56 bytes are a header that claims the longest packet there is; none has a right CRC. Without a bound this
  // costs 4 600 bytes of CRC for each byte: 8 MB would take minutes.
  TonusLinkEncoder device(256);
  device.wide = true;
  Bytes header = device.data(255);
  header.resize(56);
  Bytes stream;
  while (stream.size() < 8'000'000) append(stream, header);
  TonusLinkEncoder honest(2);
  append(stream, Bytes(262'000));
  append(stream, honest.format());
  append(stream, honest.data(10));
  LinkDecoder decoder = makeLinkDecoder();
  EXPECT_EQ(decodeWith(decoder, stream).indices.size(), 10U);
  EXPECT_LT(decoder.counts().crcErrorsN * 261'184, 9 * stream.size() + 8'000'000);
}

}  // namespace
}  // namespace tonus::tests
