// The contract every row of the driver registry keeps.
#include "tonus/drivers/registry.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

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
