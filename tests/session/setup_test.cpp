// What is stored of how a session was set up, and what follows from it for people.
#include "tonus/session/setup.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace tonus::session {
namespace {

SessionSetup at(double rateHz, double bandwidthHz) {
  core::StreamFormat format;
  format.sampleRateHz = rateHz;
  format.channels.push_back({"a", 0.1, 0, -100000, 100000, true});
  SessionSetup setup = defaultSetup(format);
  setup.bandwidthHz = bandwidthHz;
  return setup;
}

TEST(Setup, BandOfTheDeviceDayOfCalibrationAndVersionOfTheProtocolSurviveARoundTrip) {
  SessionSetup setup = at(250, 65);
  setup.channels[0].calibratedOn = "2026-11-23";
  setup.protocolVersionId = "01a0c450";
  setup.protocolVersion = 3;
  const auto again = parseSetup(toJson(setup));
  ASSERT_TRUE(again.ok()) << again.fault().what;
  EXPECT_EQ(again->bandwidthHz, 65);
  EXPECT_EQ(again->channels[0].calibratedOn, "2026-11-23");
  EXPECT_EQ(again->protocolVersionId, "01a0c450");
  EXPECT_EQ(again->protocolVersion, 3);
}

TEST(Setup, OneFromBeforeTheyWereStoredIsStillRead) {
  auto json = nlohmann::json::parse(toJson(at(250, 65)));
  json.erase("bandwidth_hz");
  json.erase("protocol_version_id");
  json.erase("protocol_version");
  json["channels"][0].erase("calibrated_on");
  const auto old = parseSetup(json.dump());
  ASSERT_TRUE(old.ok()) << old.fault().what;
  EXPECT_EQ(old->channels[0].calibratedOn, "");
  EXPECT_EQ(old->protocolVersionId, "");
  EXPECT_EQ(bandHz(*old), 125) << "half its rate is all that is known";
  EXPECT_TRUE(isBandwidthLimited(*old));
}

TEST(Setup, ASignalIsBandwidthLimitedByItsDeviceOrByItsRate) {
  EXPECT_TRUE(isBandwidthLimited(at(250, 65)));
  EXPECT_TRUE(isBandwidthLimited(at(500, 0)));
  EXPECT_TRUE(isBandwidthLimited(at(100, 500))) << "a wide sensor sampled slowly";
  EXPECT_FALSE(isBandwidthLimited(at(1000, 500)));
  EXPECT_FALSE(isBandwidthLimited(at(10000, 0)));
}

}  // namespace
}  // namespace tonus::session
