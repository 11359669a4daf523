// The contract every row of the driver registry keeps.
#include "tonus/drivers/registry.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <random>
#include <set>

#include "transport/device_protocol.h"

namespace tonus::drivers {
namespace {

TEST(Registry, NamesAreUniqueAndFitForADeviceId) {
  std::set<std::string_view> names;
  for (const DriverRow& row : driverRegistry()) {
    EXPECT_TRUE(names.insert(row.name).second) << row.name;
    EXPECT_FALSE(row.name.empty());
    EXPECT_TRUE(std::ranges::all_of(row.name, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; }))
        << row.name;
    EXPECT_EQ(findDriver(row.name), &row);
  }
  EXPECT_NE(findDriver("simulator"), nullptr);
  EXPECT_EQ(findDriver("no-such-driver"), nullptr);
  EXPECT_EQ(findDriver(""), nullptr);
}

TEST(Registry, EveryRowSaysWhatItIsAndOffersRealRates) {
  for (const DriverRow& row : driverRegistry()) {
    EXPECT_FALSE(row.model.empty()) << row.name;
    EXPECT_FALSE(row.transport.empty()) << row.name;
    EXPECT_TRUE(std::ranges::all_of(row.sampleRatesHz, [](double hz) { return hz >= 1 && hz <= 1e6; })) << row.name;
    EXPECT_TRUE(std::ranges::is_sorted(row.sampleRatesHz)) << row.name;
  }
}

TEST(Registry, EveryRowWithAByteStreamMakesADecoderAndNoOther) {
  for (const DriverRow& row : driverRegistry()) {
    const bool byteStream = row.transport != "none";
    ASSERT_EQ(row.makeDecoder != nullptr, byteStream) << row.name;
    if (!byteStream) {
      EXPECT_TRUE(row.usbIds.empty()) << row.name;
      continue;
    }
    const auto first = row.makeDecoder(0);
    const auto second = row.makeDecoder(0);
    ASSERT_NE(first, nullptr) << row.name;
    EXPECT_NE(first, second) << row.name << " must give each caller a decoder of its own";
    EXPECT_EQ(first->counts().framesN, 0U) << row.name;
  }
}

std::vector<const DriverRow*> rowsWithDecoder() {
  std::vector<const DriverRow*> rows;
  for (const DriverRow& row : driverRegistry())
    if (row.makeDecoder != nullptr) rows.push_back(&row);
  return rows;
}

TEST(Registry, EveryDecoderKeepsWithinWhatItsRowPromises) {
  for (const DriverRow* row : rowsWithDecoder()) {
    const auto decoder = row->makeDecoder(0);
    if (!decoder->format()) continue;  // the stream tells
    const core::StreamFormat& format = *decoder->format();
    SCOPED_TRACE(row->name);
    EXPECT_GE(format.channelsN(), 1U);
    EXPECT_LE(format.channelsN(), row->channelsN);
    EXPECT_TRUE(std::ranges::any_of(row->sampleRatesHz, [&](double hz) { return hz == format.sampleRateHz; }));
    std::set<std::string> labels;
    for (const core::ChannelFormat& channel : format.channels) {
      EXPECT_TRUE(labels.insert(channel.label).second) << channel.label;
      EXPECT_EQ(channel.calibrated, row->capabilities.calibrated);
      EXPECT_GT(channel.scaleUvPerCount, 0);
      EXPECT_LT(channel.minCount, channel.maxCount);
      EXPECT_GE(channel.offsetCounts, channel.minCount);
      EXPECT_LE(channel.offsetCounts, channel.maxCount);
    }
  }
}

TEST(Registry, EveryRowSaysHonestlyHowWideItsBandIs) {
  for (const DriverRow& row : driverRegistry()) {
    if (row.sampleRatesHz.empty()) continue;
    const double fastest = *std::ranges::max_element(row.sampleRatesHz);
    EXPECT_LE(row.capabilities.bandwidthHz, fastest / 2) << row.name;
    if (fastest < 800) {
      EXPECT_TRUE(row.capabilities.bandwidthLimited()) << row.name;
    }
  }
}

/// What a decoder made of a stream, in pushes of at most `pushBytes`.
struct Outcome {
  std::vector<std::int64_t> indices{};
  std::vector<std::int32_t> counts{};
  std::vector<core::DeviceEvent> events{};
  std::uint64_t lost = 0;

  void take(const core::Decoder& decoder, const core::RawBlock& block) {
    ASSERT_TRUE(decoder.format());
    ASSERT_LE(block.framesN, decoder.format()->maxBlockFrames);
    ASSERT_EQ(block.channelsN, decoder.format()->channelsN());
    ASSERT_EQ(block.counts.size(), std::size_t{block.framesN} * block.channelsN);
    ASSERT_TRUE(block.framesN > 0 || !block.events.empty());
    if (!indices.empty() && block.framesN > 0) {
      ASSERT_EQ(block.first.value, indices.back() + 1 + static_cast<std::int64_t>(block.lostBefore));
    }
    lost += block.lostBefore;
    for (std::uint32_t f = 0; f < block.framesN; ++f) indices.push_back(block.first.value + f);
    counts.insert(counts.end(), block.counts.begin(), block.counts.end());
    events.insert(events.end(), block.events.begin(), block.events.end());
  }
  friend bool operator==(const Outcome&, const Outcome&) = default;
};

Outcome decode(core::Decoder& decoder, std::span<const std::uint8_t> stream, std::size_t pushBytes) {
  Outcome outcome;
  const auto take = [&](core::RawBlock& block) { outcome.take(decoder, block); };
  for (; !stream.empty(); stream = stream.subspan(std::min(pushBytes, stream.size())))
    decoder.push(stream.first(std::min(pushBytes, stream.size())), take);
  decoder.finish(take);
  return outcome;
}

/// Bytes that many devices' packets are made of, so that noise looks like packets now and then.
std::vector<std::uint8_t> plausibleNoise(unsigned seed) {
  constexpr std::array<std::uint8_t, 16> kLikely{0xA0, 0xC0, 0xC1, 0xC7, 0x7C, 0xA5, 0x5A, 0x02, 0x01, 0x00, 0xFF, 0x80, 0x81, 0x3F, 0x3E, 'T'};
  std::mt19937 random(seed);
  std::vector<std::uint8_t> bytes(4000);
  for (std::uint8_t& byte : bytes) {
    const auto r = static_cast<std::uint32_t>(random());
    byte = (r & 0x100U) != 0 ? kLikely[r % kLikely.size()] : static_cast<std::uint8_t>(r);
  }
  return bytes;
}

TEST(Registry, EveryDecoderSurvivesNoiseAndSaysTheSameHoweverItIsCut) {
  for (const DriverRow* row : rowsWithDecoder())
    for (unsigned seed = 1; seed <= 20; ++seed) {
      SCOPED_TRACE(std::string(row->name) + ", seed " + std::to_string(seed));
      const auto noise = plausibleNoise(seed);
      const auto decoder = row->makeDecoder(0);
      const Outcome whole = decode(*decoder, noise, noise.size());
      EXPECT_EQ(decoder->counts().framesN, whole.indices.size());
      EXPECT_EQ(decoder->counts().lostN, whole.lost);
      const core::DecoderCounts counts = decoder->counts();
      for (const std::size_t pushBytes : {1U, 7U, 62U, 512U}) {
        const auto other = row->makeDecoder(0);
        EXPECT_EQ(decode(*other, noise, pushBytes), whole) << pushBytes;
        EXPECT_EQ(other->counts().resyncsN, counts.resyncsN) << pushBytes;
        EXPECT_EQ(other->counts().crcErrorsN, counts.crcErrorsN) << pushBytes;
      }
      decoder->reset();
      EXPECT_EQ(decode(*decoder, noise, 100), whole) << "after a reset all is as it was at first";
    }
}

TEST(Registry, EveryProtocolComesToAnEndWithADeviceThatSaysNothing) {
  using transport::Task;
  using transport::Turn;
  for (const DriverRow& row : driverRegistry()) {
    if (row.makeProtocol == nullptr) continue;
    const UsbId id = row.usbIds.empty() ? UsbId{} : row.usbIds.front();
    const auto protocol = row.makeProtocol(id);
    for (const Task task : {Task::kIdentify, Task::kConfigure, Task::kStart, Task::kStop, Task::kImpedance}) {
      protocol->begin(task, {});
      std::chrono::nanoseconds now{};
      Turn turn = protocol->advance({}, {});
      for (int turns = 0; turn.outcome == Turn::Outcome::kBusy && turns < 100'000; ++turns) {
        EXPECT_GT(turn.wakeIn.count(), -1) << row.name;
        now += std::max<std::chrono::nanoseconds>(turn.wakeIn, std::chrono::milliseconds(1));
        turn = protocol->advance({}, {.sinceBegin = now, .sinceReset = now});
      }
      EXPECT_NE(turn.outcome, Turn::Outcome::kBusy) << row.name;
      EXPECT_LT(now, std::chrono::seconds(30)) << row.name;
      if (turn.outcome == Turn::Outcome::kFailed) {
        EXPECT_FALSE(turn.fault.what.empty()) << row.name;
        EXPECT_FALSE(turn.fault.hint.empty()) << row.name;
      }
    }
  }
}

TEST(Registry, ADeviceThatManyProductsLookLikeIsNeverOpenedUnasked) {
  for (const DriverRow& row : driverRegistry())
    for (const UsbId id : row.usbIds)
      if (id.vendor == 0x04B4 && id.product == 0x8613) {  // any FX2 chip before it is programmed
        EXPECT_TRUE(row.capabilities.byHandOnly) << row.name;
      }
  EXPECT_TRUE(findDriver("biosemi-activetwo")->capabilities.byHandOnly);
}

TEST(Registry, TheShippedUdevRuleOpensEveryDeviceThatIsFoundByItself) {
  std::ifstream file(TONUS_SOURCE_DIR "/resources/udev/70-tonus.rules");
  std::vector<std::string> rules;
  for (std::string line; std::getline(file, line);)
    if (line.starts_with("ATTR{idVendor}")) rules.push_back(line);
  ASSERT_FALSE(rules.empty());
  for (const DriverRow& row : driverRegistry()) {
    if (row.capabilities.byHandOnly) continue;
    for (const UsbId id : row.usbIds) {
      std::array<char, 64> start{};
      std::snprintf(start.data(), start.size(), "ATTR{idVendor}==\"%04x\", ATTR{idProduct}==\"%04x\"", id.vendor, id.product);
      const auto rule = std::ranges::find_if(rules, [&](const std::string& r) { return r.starts_with(start.data()); });
      ASSERT_NE(rule, rules.end()) << row.name << ": " << start.data();
      EXPECT_NE(rule->find("uaccess"), std::string::npos);
      EXPECT_NE(rule->find("ENV{ID_MM_DEVICE_IGNORE}=\"1\""), std::string::npos);
    }
  }
}

TEST(Registry, BootLoadersAreNobodys) {
  for (const DriverRow& row : driverRegistry())
    for (const UsbId id : row.usbIds) EXPECT_FALSE(id.vendor == 0x2E73 && (id.product == 5 || id.product == 0xA || id.product == 0xB)) << row.name;
}

TEST(Registry, AnUnknownDriverIsAFaultThatNamesTheKnownOnes) {
  core::ManualClock clock;
  for (const std::string id : {"", "toaster", "toaster@usb:1-2"}) {
    const auto source = makeSource(id, clock);
    ASSERT_FALSE(source.ok()) << id;
    EXPECT_EQ(source.fault().code, core::FaultCode::kNotFound) << id;
    for (const DriverRow& row : driverRegistry()) EXPECT_NE(source.fault().hint.find(row.name), std::string::npos) << id;
  }
}

TEST(Registry, EveryDeviceListedBelongsToADriverAndTheSimulatorComesFirst) {
  const DeviceList list = listDevices();
  ASSERT_FALSE(list.devices.empty());
  EXPECT_EQ(list.devices.front().id, "simulator");
  for (const core::DeviceInfo& device : list.devices) {
    EXPECT_NE(findDriver(device.driver), nullptr) << device.id;
    EXPECT_GT(device.channelsN, 0U) << device.id;
  }
}

TEST(Registry, TheSimulatorsSourceIsMadeByItsIdAndByEveryVariant) {
  core::ManualClock clock;
  for (const std::string id : {"simulator", "simulator:7", "simulator:mains+ecg", "simulator:7:64ch+4000hz+learner"}) {
    const auto source = makeSource(id, clock);
    ASSERT_TRUE(source.ok()) << id;
    EXPECT_EQ((*source)->describe().driver, "simulator");
    EXPECT_EQ((*source)->describe().model, findDriver("simulator")->model);
  }
  EXPECT_EQ((*makeSource("simulator:7", clock))->describe().serial, "SIM-7");
  EXPECT_EQ((*makeSource("simulator:7", clock))->describe().id, "simulator:7");
}

TEST(Registry, AWrongVariantOfTheSimulatorIsAFaultWithAHint) {
  core::ManualClock clock;
  for (const std::string id : {"simulator:hum", "simulator@usb:1-2", "simulator:7:", "simulator:mains+"}) {
    const auto source = makeSource(id, clock);
    ASSERT_FALSE(source.ok()) << id;
    EXPECT_FALSE(source.fault().what.empty());
    EXPECT_FALSE(source.fault().hint.empty());
  }
}

}  // namespace
}  // namespace tonus::drivers
