// Damage of every kind to the streams of packet amplifiers. What must come out is worked out from what was done to the
// stream, never from what a decoder counted.

#include <gtest/gtest.h>

#include <random>

#include "drivers/amplifier_streams.h"

namespace tonus::tests {
namespace {

class AmplifierStream : public testing::TestWithParam<StreamDevice> {
 protected:
  const StreamDevice& device() const { return GetParam(); }

  /// Each frame that came out is one that went in, at its place counted from packet `from`; in order.
  void expectPackets(const Heard& heard, const std::vector<std::size_t>& packets, std::size_t from) {
    ASSERT_EQ(heard.frames.size(), packets.size());
    for (std::size_t f = 0; f < packets.size(); ++f) {
      ASSERT_EQ(heard.indices[f], static_cast<std::int64_t>(packets[f] - from)) << "frame " << f;
      ASSERT_EQ(heard.frames[f], device().counts(packets[f])) << "frame " << f;
    }
  }
  static std::vector<std::size_t> range(std::size_t from, std::size_t to) {
    std::vector<std::size_t> all;
    for (std::size_t i = from; i < to; ++i) all.push_back(i);
    return all;
  }
  Heard decode(const Stream& stream) {
    decoder_ = device().makeDecoder();
    return hear(*decoder_, stream);
  }
  void append(Stream& stream, std::size_t from, std::size_t to) const {
    const Stream more = device().packets(from, to - from);
    stream.insert(stream.end(), more.begin(), more.end());
  }
  const core::DecoderCounts& counts() const { return decoder_->counts(); }

  std::unique_ptr<core::Decoder> decoder_;
};

/// Those whose packets are counted.
class CountedStream : public AmplifierStream {};

/// Those with a mark at their start, and those known by their checksum alone.
class SyncedStream : public AmplifierStream {};
class ChecksummedStream : public AmplifierStream {};

std::vector<StreamDevice> devicesThat(bool (*doThis)(const StreamDevice&)) {
  auto devices = streamDevices();
  std::erase_if(devices, [&](const StreamDevice& device) { return !doThis(device); });
  return devices;
}
bool count(const StreamDevice& device) { return device.counterModulus > 0; }
bool haveSync(const StreamDevice& device) { return !device.syncBytes.empty(); }
bool haveChecksum(const StreamDevice& device) { return device.checksum; }

std::string nameOf(const testing::TestParamInfo<StreamDevice>& device) { return device.param.name; }

INSTANTIATE_TEST_SUITE_P(Each, AmplifierStream, testing::ValuesIn(streamDevices()), nameOf);
INSTANTIATE_TEST_SUITE_P(Each, CountedStream, testing::ValuesIn(devicesThat(count)), nameOf);
INSTANTIATE_TEST_SUITE_P(Each, SyncedStream, testing::ValuesIn(devicesThat(haveSync)), nameOf);
INSTANTIATE_TEST_SUITE_P(Each, ChecksummedStream, testing::ValuesIn(devicesThat(haveChecksum)), nameOf);

TEST_P(AmplifierStream, IsDecodedExactlyOverManyTurnsOfItsCounter) {
  const Heard heard = decode(device().packets(0, 1000));
  expectPackets(heard, range(0, 1000), 0);
  EXPECT_EQ(counts().framesN, 1000U);
  EXPECT_EQ(counts().lostN, 0U);
  EXPECT_EQ(counts().resyncsN, 0U);
  EXPECT_EQ(counts().crcErrorsN, 0U);
}

TEST_P(AmplifierStream, GivesTheSameHoweverItIsCut) {
  Stream stream{0x11, 0x22, 0xA0};  // garbage, loss, damage and a duplicate, so that every state is cut through
  append(stream, 0, 6);
  append(stream, 8, 11);
  append(stream, 10, 13);
  stream[stream.size() / 2] ^= 0x40;
  stream.insert(stream.end(), {0xC7, 0xA5});
  append(stream, 13, 18);
  const Heard whole = decode(stream);
  const core::DecoderCounts wholeCounts = counts();
  const auto messages = decoder_->takeMessages();
  for (std::size_t cut = 1; cut < stream.size(); ++cut) {
    const auto pieces = device().makeDecoder();
    Heard heard;
    const auto take = [&](core::RawBlock& block) { heard.take(block); };
    pieces->push(std::span(stream).first(cut), take);
    pieces->push(std::span(stream).subspan(cut), take);
    pieces->finish(take);
    ASSERT_EQ(heard, whole) << "cut at " << cut;
    ASSERT_EQ(pieces->counts().lostN, wholeCounts.lostN) << "cut at " << cut;
    ASSERT_EQ(pieces->counts().resyncsN, wholeCounts.resyncsN) << "cut at " << cut;
    ASSERT_EQ(pieces->counts().crcErrorsN, wholeCounts.crcErrorsN) << "cut at " << cut;
    ASSERT_EQ(pieces->counts().duplicatesN, wholeCounts.duplicatesN) << "cut at " << cut;
  }
  for (const std::size_t pushBytes : {1U, 2U, 3U, 5U, 31U, 62U}) {
    const auto pieces = device().makeDecoder();
    EXPECT_EQ(hear(*pieces, stream, pushBytes), whole) << pushBytes;
    EXPECT_EQ(pieces->takeMessages(), messages);
  }
}

TEST_P(CountedStream, CountsLostPacketsByItsCounter) {
  for (std::size_t lost = 1; lost < device().counterModulus - 1; lost += 1 + lost / 5) {
    Stream stream = device().packets(0, 20);
    append(stream, 20 + lost, 40 + lost);
    const Heard heard = decode(stream);
    auto expected = range(0, 20);
    for (const std::size_t i : range(20 + lost, 40 + lost)) expected.push_back(i);
    expectPackets(heard, expected, 0);
    EXPECT_EQ(counts().lostN, lost);
    EXPECT_EQ(heard.lost, lost);
    EXPECT_EQ(counts().resyncsN, 0U);
  }
}

TEST_P(CountedStream, DropsAPacketThatComesTwice) {
  Stream stream = device().packets(0, 10);
  append(stream, 9, 20);
  expectPackets(decode(stream), range(0, 20), 0);
  EXPECT_EQ(counts().duplicatesN, 1U);
  EXPECT_EQ(counts().lostN, 0U);
}

TEST_P(AmplifierStream, LosesOnlyThePacketThatMissesAByte) {
  const std::size_t packetBytes = device().packet(0).size();
  for (std::size_t missing = 0; missing < packetBytes; ++missing) {
    Stream stream = device().packets(0, 20);
    stream.erase(stream.begin() + static_cast<std::ptrdiff_t>(10 * packetBytes + missing));
    const Heard heard = decode(stream);
    auto expected = range(0, 10);
    for (const std::size_t i : range(11, 20)) expected.push_back(i);
    SCOPED_TRACE(missing);
    expectPackets(heard, expected, 0);
    EXPECT_EQ(counts().lostN, 1U);
    EXPECT_EQ(counts().resyncsN, 1U);
  }
}

TEST_P(AmplifierStream, AFlippedBitHarmsItsOwnPacketAlone) {
  const std::size_t packetBytes = device().packet(0).size();
  for (std::size_t bit = 0; bit < 8 * packetBytes; ++bit) {
    Stream stream = device().packets(0, 20);
    stream[10 * packetBytes + bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
    Heard heard = decode(stream);
    SCOPED_TRACE(bit);
    ASSERT_EQ(heard.frames.size() + heard.lost, 20U);
    ASSERT_LE(heard.lost, 1U);
    EXPECT_EQ(counts().lostN, heard.lost);
    auto expected = range(0, 20);
    expected.erase(expected.begin() + 10);
    if (heard.lost == 0) {  // unnoticed where there is no checksum
      heard.indices.erase(heard.indices.begin() + 10);
      heard.frames.erase(heard.frames.begin() + 10);
    }
    expectPackets(heard, expected, 0);
    EXPECT_EQ(counts().crcErrorsN, device().checksum ? 1U : 0U);
    const auto in = [&](const std::vector<std::size_t>& bytes) {
      return std::find(bytes.begin(), bytes.end(), bit / 8) != bytes.end();
    };
    if (device().checksum || in(device().syncBytes)) {
      EXPECT_EQ(heard.lost, 1U);
    }
    if (in(device().counterBytes)) {
      EXPECT_EQ(heard.lost, 0U);
    }
  }
}

TEST_P(AmplifierStream, BeginsAnywhereInAPacket) {
  const std::size_t packetBytes = device().packet(0).size();
  const Stream whole = device().packets(250, 12);
  for (std::size_t cut = 1; cut < packetBytes; ++cut) {
    SCOPED_TRACE(cut);
    expectPackets(decode(Stream(whole.begin() + static_cast<std::ptrdiff_t>(cut), whole.end())), range(251, 262), 251);
    EXPECT_EQ(counts().lostN, 0U) << "what was before the first packet is nobody's loss";
    EXPECT_EQ(counts().resyncsN, 1U);
  }
}

/// Ten packets, `n` bytes of garbage before them and as many behind, ten more.
Stream withGarbage(const StreamDevice& device, std::size_t n, std::mt19937& random) {
  Stream stream;
  for (const std::size_t first : {0U, 10U}) {
    for (std::size_t i = 0; i < n; ++i) stream.push_back(static_cast<std::uint8_t>(random() % 0x70));
    const Stream packets = device.packets(first, 10);
    stream.insert(stream.end(), packets.begin(), packets.end());
  }
  return stream;
}

TEST_P(SyncedStream, FindsItsWayThroughGarbageBeforeAndBetween) {
  std::mt19937 random(11);
  for (std::size_t n = 1; n < 120; ++n) {
    SCOPED_TRACE(n);
    const Heard heard = decode(withGarbage(device(), n, random));
    EXPECT_EQ(counts().resyncsN, 2U);
    ASSERT_EQ(heard.frames.size(), 20U);
    for (std::size_t i = 0; i < 20; ++i) ASSERT_EQ(heard.frames[i], device().counts(i));
    if (device().counterModulus > 0) {
      expectPackets(heard, range(0, 20), 0);
      EXPECT_EQ(counts().lostN, 0U);
    }
  }
}

TEST_P(ChecksummedStream, LetsGarbageThroughAboutOnceInItsChecksumTimesItsCounter) {
  // Four bits of each: one in 256. A right decoder may be wrong that often and not more.
  std::mt19937 random(11);
  int wrong = 0;
  for (std::size_t n = 1; n < 120; ++n) {
    const Heard heard = decode(withGarbage(device(), n, random));
    if (heard.frames.size() != 20 || counts().lostN != 0 || heard.frames[15] != device().counts(15)) ++wrong;
  }
  EXPECT_LE(wrong, 4);
}

TEST_P(CountedStream, SurvivesARandomHistoryWithEveryPacketInItsPlace) {
  for (unsigned seed = 1; seed <= 30; ++seed) {
    std::mt19937 random(seed);
    Stream stream = device().packets(0, 5);
    auto expected = range(0, 5);
    std::size_t next = 5;
    std::uint64_t lost = 0;
    std::uint64_t duplicates = 0;
    for (int step = 0; step < 40; ++step) {
      switch (random() % 3) {
        case 0: {  // packets that never come
          const std::size_t n = 1 + random() % (device().counterModulus - 2);
          next += n;
          lost += n;
          break;
        }
        case 1:  // one that comes twice
          append(stream, next - 1, next);
          ++duplicates;
          break;
        default: {  // one that misses a byte
          Stream damaged = device().packet(next);
          damaged.erase(damaged.begin() + static_cast<std::ptrdiff_t>(random() % damaged.size()));
          if (device().checksum) break;  // 4 bits of checksum miss one in sixteen
          stream.insert(stream.end(), damaged.begin(), damaged.end());
          ++next;
          ++lost;
        }
      }
      const std::size_t n = 5 + random() % 20;
      append(stream, next, next + n);
      for (const std::size_t i : range(next, next + n)) expected.push_back(i);
      next += n;
    }
    SCOPED_TRACE(seed);
    const Heard heard = decode(stream);
    // A duplicate right after a loss is of the packet before the loss: nothing was sent of the lost ones.
    EXPECT_EQ(counts().framesN + counts().lostN, expected.size() + lost);
    EXPECT_LE(counts().duplicatesN, duplicates);
    expectPackets(heard, expected, 0);
  }
}

TEST_P(AmplifierStream, StartsAnewAfterReset) {
  const auto decoder = device().makeDecoder();
  hear(*decoder, device().packets(0, 7));
  decoder->reset();
  EXPECT_EQ(decoder->counts().framesN, 0U);
  const Heard heard = hear(*decoder, device().packets(100, 7));
  expectPackets(heard, range(100, 107), 100);
  EXPECT_EQ(decoder->counts().lostN, 0U);
}

}  // namespace
}  // namespace tonus::tests
