// The session's frame index over several starts of a device.

#include <gtest/gtest.h>

#include "live/timeline.h"

namespace tonus::tests {
namespace {

using namespace std::chrono_literals;
using drivers::live::Timeline;

core::RawBlock blockAt(std::int64_t deviceIndex, std::uint32_t framesN, std::chrono::milliseconds arrival,
                       std::uint64_t lostBefore = 0) {
  core::RawBlock block;
  block.first = {deviceIndex};
  block.framesN = framesN;
  block.lostBefore = lostBefore;
  block.arrival = core::SteadyTime(arrival);
  return block;
}

TEST(TonusLinkTimeline, BeginsAtZeroWhereverTheDeviceIs) {
  Timeline timeline;
  timeline.begin(1000);
  auto block = blockAt(5'000'000'000, 10, 100ms);
  block.events.push_back({{5'000'000'003}, "marker"});
  timeline.place(block);
  EXPECT_EQ(block.first.value, 0);
  EXPECT_EQ(block.events[0].at.value, 3);
  EXPECT_EQ(block.lostBefore, 0U);
  auto next = blockAt(5'000'000'030, 10, 130ms, 20);
  timeline.place(next);
  EXPECT_EQ(next.first.value, 30);
  EXPECT_EQ(next.lostBefore, 20U);
  EXPECT_FALSE(next.lossEstimated);
}

TEST(TonusLinkTimeline, AnInterruptionIsAGapAsLongAsTheHostsClockSays) {
  Timeline timeline;
  timeline.begin(1000);
  auto before = blockAt(0, 10, 10ms);
  timeline.place(before);
  timeline.interrupt();
  auto after = blockAt(0, 20, 3030ms);  // its first frame was taken 3 s after the last one before
  timeline.place(after);
  EXPECT_EQ(after.lostBefore, 3000U);
  EXPECT_EQ(after.first.value, 3010);
  EXPECT_TRUE(after.lossEstimated);
  auto later = blockAt(20, 10, 3040ms);
  timeline.place(later);
  EXPECT_EQ(later.first.value, 3030);
  EXPECT_FALSE(later.lossEstimated);
}

TEST(TonusLinkTimeline, IndexNeverGoesBack) {
  Timeline timeline;
  timeline.begin(1000);
  auto before = blockAt(0, 10, 10ms);
  timeline.place(before);
  timeline.interrupt();
  auto after = blockAt(0, 200, 20ms);  // more frames than time has passed
  timeline.place(after);
  EXPECT_EQ(after.first.value, 10);
  EXPECT_EQ(after.lostBefore, 0U);
}

TEST(TonusLinkTimeline, EventWithoutFramesKeepsItsPlace) {
  Timeline timeline;
  timeline.begin(1000);
  auto signal = blockAt(100, 10, 10ms);
  timeline.place(signal);
  auto event = blockAt(110, 0, 12ms);
  event.events.push_back({{104}, "button"});
  timeline.place(event);
  EXPECT_EQ(event.first.value, 10);
  EXPECT_EQ(event.events[0].at.value, 4);
}

}  // namespace
}  // namespace tonus::tests
