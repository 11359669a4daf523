// The published byte vectors, exactly, and however the bytes are cut.

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "drivers/tonus_link_capture.h"
#include "drivers/tonus_link_encoder.h"

namespace tonus::tests {
namespace {

struct Vector {
  std::string name;
  Bytes bytes;
  nlohmann::json expected;
};

std::vector<Vector> loadVectors() {
  std::ifstream file(TONUS_SOURCE_DIR "/tests/vectors/devices/tonus_link.json");
  const auto document = nlohmann::json::parse(file);
  std::vector<Vector> vectors;
  for (const auto& entry : document.at("vectors")) {
    Vector v{entry.at("name"), {}, entry.at("expected")};
    const std::string hex = entry.at("hex");
    for (std::size_t i = 0; i < hex.size(); i += 2)
      v.bytes.push_back(static_cast<std::uint8_t>(std::stoi(hex.substr(i, 2), nullptr, 16)));
    vectors.push_back(std::move(v));
  }
  return vectors;
}

TEST(TonusLinkVectors, DecodeToTheExpectedFields) {
  const auto vectors = loadVectors();
  ASSERT_EQ(vectors.size(), 2U);
  for (const Vector& v : vectors) {
    SCOPED_TRACE(v.name);
    LinkDecoder decoder = makeLinkDecoder();
    const Capture got = decodeWith(decoder, v.bytes);
    ASSERT_TRUE(decoder.format());
    EXPECT_EQ(decoder.format()->sampleRateHz, v.expected.at("sample_rate_hz"));
    EXPECT_EQ(decoder.format()->channelsN(), v.expected.at("channels_n"));
    EXPECT_EQ(decoder.counts().framesN, v.expected.at("frames_n"));
    EXPECT_EQ(decoder.counts().lostN, v.expected.at("lost_n"));
    EXPECT_EQ(got.lost, v.expected.at("lost_n"));
    EXPECT_EQ(got.indices.front(), v.expected.at("first_index"));
    std::vector<std::int32_t> counts;
    for (const auto& frame : v.expected.at("samples_counts"))
      for (const auto& count : frame) counts.push_back(count);
    EXPECT_EQ(got.counts, counts);
    const auto& uV = v.expected.at("uV_of_first_frame");
    for (std::size_t c = 0; c < uV.size(); ++c) {
      const core::ChannelFormat& channel = decoder.format()->channels[c];
      EXPECT_TRUE(channel.calibrated);
      EXPECT_NEAR((got.counts[c] - channel.offsetCounts) * channel.scaleUvPerCount, uV[c].get<double>(), 1e-9);
    }
    ASSERT_EQ(got.events.size(), v.expected.at("events").size());
    EXPECT_EQ(got.events[0].at.value, v.expected["events"][0]["index"]);
    EXPECT_EQ(got.events[0].text, v.expected["events"][0]["text"]);
    // By the vectors' provenance: one flipped bit, one packet twice, garbage with a false magic after a good packet.
    EXPECT_EQ(decoder.counts().crcErrorsN, 1U);
    EXPECT_EQ(decoder.counts().duplicatesN, 1U);
    EXPECT_EQ(decoder.counts().resyncsN, 2U);
    EXPECT_EQ(decoder.takeMessages(), std::vector<std::string>{});
  }
}

TEST(TonusLinkVectors, CountersAreThePacketSequenceOfEachDataPacketDelivered) {
  const Vector v = loadVectors().front();
  LinkDecoder decoder = makeLinkDecoder();
  decodeWith(decoder, v.bytes);
  const auto counters = decoder.takeCounters();
  EXPECT_EQ(counters.size(), decoder.counts().framesN / 16);
  EXPECT_EQ(counters.front(), 1U);
  EXPECT_EQ(counters.back(), 25U);
  EXPECT_TRUE(std::is_sorted(counters.begin(), counters.end()));
  EXPECT_TRUE(decoder.takeCounters().empty());
}

TEST(TonusLinkVectors, EverySplitInTwoGivesTheSame) {
  for (const Vector& v : loadVectors()) {
    SCOPED_TRACE(v.name);
    LinkDecoder whole = makeLinkDecoder();
    const Capture expected = decodeWith(whole, v.bytes);
    for (std::size_t cut = 1; cut < v.bytes.size(); ++cut) {
      LinkDecoder decoder = makeLinkDecoder();
      Capture got;
      const auto take = [&](core::RawBlock& block) { got.take(block); };
      decoder.push(std::span(v.bytes).first(cut), take);
      decoder.push(std::span(v.bytes).subspan(cut), take);
      ASSERT_EQ(got, expected) << "cut at " << cut;
      ASSERT_EQ(decoder.counts().resyncsN, whole.counts().resyncsN) << "cut at " << cut;
    }
  }
}

TEST(TonusLinkVectors, ByteByByteGivesTheSame) {
  for (const Vector& v : loadVectors()) {
    for (const std::size_t pushBytes : {1U, 3U, 64U, 511U}) {
      LinkDecoder whole = makeLinkDecoder();
      LinkDecoder pieces = makeLinkDecoder();
      EXPECT_EQ(decodeWith(pieces, v.bytes, pushBytes), decodeWith(whole, v.bytes)) << v.name << ", " << pushBytes;
      EXPECT_EQ(pieces.counts().lostN, whole.counts().lostN);
      EXPECT_EQ(pieces.counts().crcErrorsN, whole.counts().crcErrorsN);
      EXPECT_EQ(pieces.counts().resyncsN, whole.counts().resyncsN);
    }
  }
}

}  // namespace
}  // namespace tonus::tests
