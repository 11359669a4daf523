// The published byte vectors of each device, through the decoder that `tonusctl decode` takes.

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "drivers/amplifier_streams.h"
#include "tonus/drivers/registry.h"

namespace tonus::tests {
namespace {

using Json = nlohmann::json;
using Frames = std::vector<std::vector<std::int32_t>>;

Json vectorsOf(const std::string& file) {
  std::ifstream in(TONUS_SOURCE_DIR "/tests/vectors/devices/" + file + ".json");
  return Json::parse(in).at("vectors");
}

Json named(const std::string& file, const std::string& name) {
  for (const Json& vector : vectorsOf(file))
    if (vector.at("name") == name) return vector;
  ADD_FAILURE() << "no vector " << name;
  return {};
}

Stream bytesOf(const Json& vector) {
  const std::string hex = vector.contains("hex") ? vector.at("hex") : vector.at("report_hex");
  Stream bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2)
    bytes.push_back(static_cast<std::uint8_t>(std::stoi(hex.substr(i, 2), nullptr, 16)));
  return bytes;
}

struct Decoded {
  std::unique_ptr<core::Decoder> decoder;
  Heard heard;
  std::vector<std::uint64_t> counters;
  std::vector<std::string> messages;
};

Decoded decode(const std::string& driver, const Json& vector) {
  Decoded d;
  const auto channelsN = vector.value("channels", 0U);
  d.decoder = drivers::findDriver(driver)->makeDecoder(channelsN);
  d.heard = hear(*d.decoder, bytesOf(vector));
  d.counters = d.decoder->takeCounters();
  d.messages = d.decoder->takeMessages();
  return d;
}

void expectPackets(const std::string& driver, const Json& vector) {
  SCOPED_TRACE(vector.at("name").get<std::string>());
  const Decoded d = decode(driver, vector);
  const Json& packets = vector.at("expected");
  ASSERT_EQ(d.heard.frames.size(), packets.size());
  for (std::size_t i = 0; i < packets.size(); ++i) {
    EXPECT_EQ(d.counters.at(i), packets[i].at("counter"));
    EXPECT_EQ(Json(d.heard.frames[i]), packets[i].at("counts"));
  }
  EXPECT_EQ(d.decoder->counts().lostN, 0U);
}

TEST(CytonVectors, EveryPacketHasItsCounterItsCountsAndItsMicrovolts) {
  for (const Json& vector : vectorsOf("cyton")) {
    if (!vector.contains("expected") || !vector["expected"].is_array()) continue;
    expectPackets("openbci-cyton", vector);
    const Decoded d = decode("openbci-cyton", vector);
    for (std::size_t i = 0; i < d.heard.frames.size(); ++i)
      for (std::size_t c = 0; c < 8; ++c) {
        const core::ChannelFormat& channel = d.decoder->format()->channels[c];
        EXPECT_NEAR(d.heard.frames[i][c] * channel.scaleUvPerCount,
                    vector["expected"][i]["microvolts_gain24"][c].get<double>(), 1e-6);
      }
  }
}

TEST(CytonVectors, AMarkerIsAnEventAtItsPacket) {
  const Decoded d = decode("openbci-cyton", named("cyton", "raw_aux_marker5_then_none"));
  EXPECT_EQ(d.heard.events, (std::vector<core::DeviceEvent>{{{0}, "marker 5"}}));
}

TEST(CytonVectors, AStreamThatBeginsInAPacketGivesTheWholeOnesOnly) {
  const Json vector = named("cyton", "start_mid_packet");
  const Decoded d = decode("openbci-cyton", vector);
  EXPECT_EQ(Json(d.counters), vector.at("expected").at("counters"));
  EXPECT_EQ(d.decoder->counts().lostN, 0U);
}

TEST(CytonVectors, TheDaisysFrameIsAnOddPacketAndTheEvenOneAfterIt) {
  const Json vector = named("cyton", "daisy_0_1_2_3");
  const Decoded d = decode("openbci-cyton-daisy", vector);
  ASSERT_EQ(d.heard.frames.size(), 1U) << "packet 0 holds half of a sample, packet 3 waits for its other half";
  auto expected = vector.at("expected")[1].at("counts").get<std::vector<std::int32_t>>();
  for (const Json& count : vector.at("expected")[2].at("counts")) expected.push_back(count);
  EXPECT_EQ(d.heard.frames[0], expected);
  EXPECT_EQ(d.counters, (std::vector<std::uint64_t>{0, 1, 2, 3}));
  EXPECT_EQ(d.decoder->format()->sampleRateHz, 125);
}

TEST(ChordsVectors, EveryPacketHasItsCounterAndItsCounts) {
  for (const Json& vector : vectorsOf("chords"))
    if (vector.contains("expected")) expectPackets("chords", vector);
}

TEST(ChordsVectors, AnswersAreMessages) {
  EXPECT_EQ(decode("chords", named("chords", "whoru")).messages, std::vector<std::string>{"UNO-R3"});
  EXPECT_EQ(decode("chords", named("chords", "status_after_stop")).messages, std::vector<std::string>{"STOP"});
}

TEST(OpenEegVectors, EveryPacketHasItsCounterAndItsCounts) {
  for (const Json& vector : vectorsOf("modulareeg_p2")) expectPackets("openeeg-p2", vector);
}

TEST(BitalinoVectors, EveryFrameHasItsSequenceAndItsCounts) {
  for (const Json& vector : vectorsOf("bitalino")) {
    SCOPED_TRACE(vector.at("name").get<std::string>());
    const Decoded d = decode("bitalino", vector);
    ASSERT_EQ(d.heard.frames.size(), 1U);
    EXPECT_EQ(Json(d.heard.frames[0]), vector.at("expected").at("analog"));
    EXPECT_EQ(d.counters, std::vector<std::uint64_t>{vector.at("expected").at("seq")});
    EXPECT_EQ(d.decoder->counts().crcErrorsN, 0U);
  }
}

TEST(BitalinoVectors, MicrovoltsAreTheEmgSensors) {
  const Decoded d = decode("bitalino", named("bitalino", "n1_seq3"));
  const core::ChannelFormat& channel = d.decoder->format()->channels[0];
  EXPECT_NEAR((d.heard.frames[0][0] - channel.offsetCounts) * channel.scaleUvPerCount,
              (700.0 / 1024 - 0.5) * 3.3 / 1009 * 1e6, 1e-9);
}

TEST(BybHidVectors, AnswersAreMessagesAndTheirPaddingIsNothing) {
  for (const std::string name : {"reply_?", "reply_V"}) {
    const Json vector = named("byb_hid", name);
    const Decoded d = decode("byb-hid", vector);
    EXPECT_EQ(d.messages, std::vector<std::string>{vector.at("expected_messages")});
    EXPECT_TRUE(d.heard.frames.empty());
    EXPECT_EQ(d.decoder->counts().resyncsN, 0U);
  }
}

TEST(BybHidVectors, AReportIsFifteenAndAHalfFrames) {
  // The provenance's inputs: both counts go up by 16 and 33 a frame.
  const Decoded d = decode("byb-hid", named("byb_hid", "data1"));
  Frames expected;
  for (int i = 0; i < 15; ++i) expected.push_back({272 + 16 * i, 33 * i});
  EXPECT_EQ(d.heard.frames.size(), 15U);
  EXPECT_EQ(d.heard.frames.front(), expected.front());
  EXPECT_EQ(d.heard.frames[1], (std::vector<std::int32_t>{288, 33}));
  EXPECT_EQ(d.decoder->counts().lostN, 0U);
}

TEST(BybHidVectors, AnEventStandsBetweenItsFrames) {
  const Decoded d = decode("byb-hid", named("byb_hid", "data3_with_event"));
  EXPECT_EQ(d.heard.frames, Frames(10, {0, 1023}));
  EXPECT_EQ(d.heard.events, (std::vector<core::DeviceEvent>{{{10}, "EVNT:3;"}}));
}

TEST(BybHidVectors, ACutAnswerAfterAStopHarmsNothing) {
  const Decoded d = decode("byb-hid", named("byb_hid", "reply_?_after_stop_BROKEN"));
  EXPECT_TRUE(d.messages.empty());
  ASSERT_EQ(d.heard.frames.size(), 13U);
  for (std::size_t i = 0; i < 13; ++i)
    EXPECT_EQ(d.heard.frames[i], (std::vector<std::int32_t>{1023, static_cast<std::int32_t>(117 + i)}));
  EXPECT_EQ(d.decoder->counts().lostN, 0U);
}

TEST(BybSerialVectors, EveryFrameHasItsCountsAndEveryMessageItsPlace) {
  for (const Json& vector : vectorsOf("byb_serial")) {
    if (!vector.contains("expected_counts")) continue;
    SCOPED_TRACE(vector.at("name").get<std::string>());
    const Decoded d = decode("byb-serial", vector);
    EXPECT_EQ(Json(d.heard.frames), vector.at("expected_counts"));
    EXPECT_EQ(Json(d.messages), vector.value("messages", Json::array()));
    EXPECT_EQ(d.decoder->counts().resyncsN, 0U);
    if (vector.contains("event_after_frame_index")) {
      ASSERT_EQ(d.heard.events.size(), 1U);
      EXPECT_EQ(d.heard.events[0].at.value, vector["event_after_frame_index"].get<std::int64_t>() + 1);
    }
  }
}

TEST(BybSerialVectors, TheShieldsRateIsTheOneItsTimerGives) {
  for (const std::uint32_t n : {1U, 2U, 6U})
    EXPECT_NEAR(drivers::findDriver("byb-serial")->makeDecoder(n)->format()->sampleRateHz, 10050.25 / n, 0.01);
}

}  // namespace
}  // namespace tonus::tests
