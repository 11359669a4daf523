#include <gtest/gtest.h>

#include <string_view>
#include <vector>

#include "tonus/core/clock.h"
#include "tonus/core/crc32c.h"
#include "tonus/core/quality.h"
#include "tonus/core/rests.h"
#include "tonus/core/result.h"
#include "tonus/core/uuid.h"

namespace tonus::core {
namespace {

std::span<const std::uint8_t> bytes(std::string_view s) {
  return {reinterpret_cast<const std::uint8_t*>(s.data()), s.size()};
}

TEST(Rests, CountOnceLongEnoughAndThenWhole) {
  Rests r(20);
  const auto hops = [&r](int n, bool below) {
    for (int i = 0; i < n; ++i) r.hop(below);
  };
  hops(100, false);
  hops(19, true);
  EXPECT_EQ(r.restHops(), 0);
  EXPECT_EQ(r.activeHops(), 119) << "too short is activity";
  hops(1, true);
  EXPECT_EQ(r.restHops(), 20);
  EXPECT_EQ(r.activeHops(), 0);
  hops(30, true);
  hops(10, false);
  hops(19, true);
  hops(10, false);
  EXPECT_EQ(r.restHops(), 50);
  EXPECT_EQ(r.rests(), 1);
  EXPECT_EQ(r.activeHops(), 39);
  EXPECT_EQ(r.longestActiveHops(), 100) << "what became a rest was none of it";
  r.unknown();
  EXPECT_EQ(r.activeHops(), 0);
  hops(5, true);
  EXPECT_EQ(r.hops(), 194);
  r.restart();
  EXPECT_EQ(r.hops() + r.restHops() + r.longestActiveHops(), 0);
}

TEST(Crc32c, GivesThePublishedCheckValueAndContinues) {
  EXPECT_EQ(crc32c(bytes("123456789")), 0xE3069283U);
  const std::string_view text = "The quick brown fox jumps over the lazy dog";
  for (std::size_t cut = 0; cut <= text.size(); ++cut)
    EXPECT_EQ(crc32c(bytes(text.substr(cut)), crc32c(bytes(text.substr(0, cut)))), crc32c(bytes(text)));
}

TEST(Uuid, IsVersion7AndSortsByTime) {
  std::mt19937_64 random(1);
  const WallTime t{std::chrono::milliseconds(0x017F22E279B0)};
  const std::string a = makeUuidV7(t, random);
  EXPECT_EQ(a.size(), 36U);
  EXPECT_EQ(a.substr(0, 13), "017f22e2-79b0");  // RFC 9562 example A.6
  EXPECT_EQ(a[14], '7');
  EXPECT_NE(std::string_view("89ab").find(a[19]), std::string_view::npos);
  EXPECT_LT(a, makeUuidV7(t + std::chrono::milliseconds(1), random));
}

TEST(Clock, ManualSleepMovesTimeAndNeverBack) {
  ManualClock clock;
  const SteadyTime start = clock.now();
  clock.sleepUntil(start + std::chrono::seconds(2));
  EXPECT_EQ(clock.now() - start, std::chrono::seconds(2));
  clock.sleepUntil(start + std::chrono::seconds(1));
  EXPECT_EQ(clock.now() - start, std::chrono::seconds(2));
  clock.advance(std::chrono::seconds(3));
  EXPECT_EQ(clock.wallNow() - WallTime{}, std::chrono::seconds(5));
}

TEST(Clock, ScaledRunsFaster) {
  ScaledClock clock(1000);
  const SteadyTime start = clock.now();
  clock.sleepUntil(start + std::chrono::seconds(10));
  EXPECT_GE(clock.now() - start, std::chrono::seconds(10));
}

TEST(Quality, NamesTheWorstReasonFirst) {
  ChannelQuality q;
  EXPECT_EQ(describe(q), "good");
  EXPECT_EQ(advice(q), "");
  q.add(QualityReason::kSettling);
  q.add(QualityReason::kElectrodeOff);
  EXPECT_EQ(describe(q), "electrode off");
  EXPECT_FALSE(q.usable());
}

TEST(Result, CarriesAValueOrAFault) {
  Result<int> good = 3;
  Result<int> bad = Fault{FaultCode::kIo, "disk", "try again"};
  EXPECT_EQ(*good, 3);
  EXPECT_EQ(bad.fault().what, "disk");
  EXPECT_TRUE(Status{}.ok());
}

}  // namespace
}  // namespace tonus::core
