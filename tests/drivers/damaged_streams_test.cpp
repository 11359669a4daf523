// Damaged streams of every amplifier against what tests/vectors/damaged/make_streams.py says must come of them.

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "drivers/amplifier_streams.h"
#include "tonus/drivers/registry.h"

namespace tonus::tests {
namespace {

using nlohmann::json;

json streams() {
  std::ifstream file(TONUS_SOURCE_DIR "/tests/vectors/damaged/streams.json");
  return json::parse(file);
}

Stream bytesOf(const std::string& hex) {
  Stream bytes;
  for (std::size_t at = 0; at + 1 < hex.size(); at += 2)
    bytes.push_back(static_cast<std::uint8_t>(std::stoul(hex.substr(at, 2), nullptr, 16)));
  return bytes;
}

std::unique_ptr<core::Decoder> decoderFor(const json& device) {
  return drivers::findDriver(device.at("driver").get<std::string>())->makeDecoder(device.at("channels_n"));
}

/// `expected` null: the script does not say.
void expectCount(const json& expected, std::uint64_t counted, const char* what) {
  if (!expected.is_null()) {
    EXPECT_EQ(expected.get<std::uint64_t>(), counted) << what;
  }
}

void expectAsSaid(const json& device, const json& one, const core::Decoder& decoder, const Heard& heard) {
  const json& frames = one.at("frames");
  ASSERT_EQ(heard.frames.size(), frames.size());
  for (std::size_t f = 0; f < frames.size(); ++f) {
    const json& samples = device.at("samples").at(std::to_string(frames[f].get<int>()));
    ASSERT_EQ(heard.frames[f], samples.get<std::vector<std::int32_t>>()) << "frame " << f;
    ASSERT_EQ(heard.indices[f] - heard.indices[0], one.at("place")[f].get<int>() - one.at("place")[0].get<int>());
  }
  EXPECT_EQ(heard.lost, one.at("lost_n").get<std::uint64_t>());
  const core::DecoderCounts& counts = decoder.counts();
  EXPECT_EQ(counts.framesN, frames.size());
  expectCount(one.at("lost_n"), counts.lostN, "lost");
  expectCount(one.at("resyncs_n"), counts.resyncsN, "resyncs");
  expectCount(one.at("crc_errors_n"), counts.crcErrorsN, "checksum errors");
  expectCount(one.at("duplicates_n"), counts.duplicatesN, "duplicates");
  const json events = one.value("events", json::array());
  ASSERT_EQ(heard.events.size(), events.size());
  for (std::size_t e = 0; e < events.size(); ++e) {
    EXPECT_EQ(heard.events[e].at.value, events[e].at("at_frame_n").get<std::int64_t>());
    EXPECT_EQ(heard.events[e].text, events[e].at("text").get<std::string>());
  }
}

TEST(DamagedStreams, EveryDecoderSaysWhatTheScriptSaysWhereverTheStreamIsCut) {
  std::size_t casesN = 0;
  for (const json& device : streams()) {
    for (const json& one : device.at("cases")) {
      SCOPED_TRACE(device.at("driver").get<std::string>() + ", " + one.at("name").get<std::string>());
      const Stream stream = bytesOf(one.at("hex"));
      const auto whole = decoderFor(device);
      const Heard heard = hear(*whole, stream);
      expectAsSaid(device, one, *whole, heard);
      for (std::size_t pushBytes = 1; pushBytes < 100; pushBytes += pushBytes < 8 ? 1 : 13) {
        const auto pieces = decoderFor(device);
        ASSERT_EQ(hear(*pieces, stream, pushBytes), heard) << "in pieces of " << pushBytes;
        ASSERT_EQ(pieces->counts().resyncsN, whole->counts().resyncsN) << "in pieces of " << pushBytes;
      }
      ++casesN;
    }
  }
  EXPECT_GE(casesN, 80U);
}

TEST(DamagedStreams, NoAmplifierIsLeftOut) {
  std::set<std::string> covered{"simulator", "tonus-link"};  // no byte stream; tonus_link_test.cpp with an encoder of its own
  for (const json& device : streams()) covered.insert(device.at("driver"));
  for (const drivers::DriverRow& row : drivers::driverRegistry()) EXPECT_TRUE(covered.contains(std::string(row.name))) << row.name;
}

}  // namespace
}  // namespace tonus::tests
