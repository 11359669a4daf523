#include <chrono>

#include <gmock/gmock.h>

#include "tonus/core/recording.h"
#include "tonus/drivers/registry.h"

namespace tonus::drivers {
namespace {

using namespace std::chrono_literals;
using core::ReadStatus;
using ::testing::ElementsAre;

/// Frame f of channel c holds 10 f + c.
class CountingRecording final : public core::Recording {
 public:
  CountingRecording(std::vector<core::Segment> segments, std::vector<core::DeviceEvent> events)
      : segments_(std::move(segments)), events_(std::move(events)) {
    format_.sampleRateHz = 1000;
    format_.channels = {{.label = "a"}, {.label = "b"}, {.label = "c"}};
  }
  std::string title() const override { return "walk.bdf"; }
  const core::StreamFormat& format() const override { return format_; }
  const std::vector<core::Segment>& segments() const override { return segments_; }
  const std::vector<core::DeviceEvent>& events() const override { return events_; }
  std::optional<core::WallTime> startTime() const override { return std::nullopt; }
  const std::vector<std::string>& warnings() const override { return warnings_; }
  core::Status read(core::SampleIndex first, std::span<std::int32_t> counts) override {
    if (first.value >= brokenFrom) return core::Fault{core::FaultCode::kIo, "The disk broke.", "Mend it."};
    for (std::size_t i = 0; i < counts.size(); ++i) {
      counts[i] = static_cast<std::int32_t>(10 * (first.value + static_cast<std::int64_t>(i / 3)) +
                                            static_cast<std::int64_t>(i % 3));
    }
    return {};
  }
  std::int64_t brokenFrom = INT64_MAX;

 private:
  core::StreamFormat format_;
  std::vector<core::Segment> segments_;
  std::vector<core::DeviceEvent> events_;
  std::vector<std::string> warnings_;
};

struct Played {
  std::vector<std::int32_t> counts;
  std::vector<core::DeviceEvent> events;
  std::vector<std::pair<std::int64_t, std::uint64_t>> losses;  // where, how many
  bool ended = false;
};

Played playAll(core::SignalSource& source, std::uint32_t atMost) {
  Played played;
  core::RawBlock block;
  std::int64_t expected = -1;
  for (int reads = 0; reads < 10000; ++reads) {
    const auto got = source.read(core::SteadyTime::max(), block);
    if (!got.ok() || *got == ReadStatus::kEnded) {
      played.ended = got.ok();
      break;
    }
    EXPECT_LE(block.framesN, atMost);
    EXPECT_EQ(block.counts.size(), block.framesN * block.channelsN);
    if (block.lostBefore > 0) played.losses.emplace_back(block.first.value, block.lostBefore);
    if (expected >= 0) {
      EXPECT_EQ(block.first.value, expected + static_cast<std::int64_t>(block.lostBefore));
    }
    expected = block.first.value + block.framesN;
    played.counts.insert(played.counts.end(), block.counts.begin(), block.counts.end());
    played.events.insert(played.events.end(), block.events.begin(), block.events.end());
  }
  return played;
}

class ReplayTest : public ::testing::Test {
 protected:
  std::unique_ptr<core::SignalSource> make(bool live, std::vector<core::Segment> segments = {{{0}, 100}, {{150}, 30}},
                                           std::vector<core::DeviceEvent> events = {}, std::int64_t brokenFrom = INT64_MAX) {
    auto recording = std::make_unique<CountingRecording>(std::move(segments), std::move(events));
    recording->brokenFrom = brokenFrom;
    return makeReplaySource(std::move(recording), clock_, live);
  }
  core::ManualClock clock_;
};

TEST_F(ReplayTest, DeliversEveryFrameOnceWithGapsCounted) {
  for (const bool live : {false, true}) {
    auto source = make(live);
    const auto format = source->open({});
    ASSERT_TRUE(format.ok());
    ASSERT_TRUE(source->start().ok());
    const Played played = playAll(*source, format->maxBlockFrames);
    EXPECT_TRUE(played.ended);
    ASSERT_EQ(played.counts.size(), 130U * 3);
    for (std::size_t i = 0; i < played.counts.size(); ++i) {
      const std::size_t frame = i / 3 < 100 ? i / 3 : i / 3 + 50;
      ASSERT_EQ(played.counts[i], static_cast<std::int32_t>(10 * frame + i % 3));
    }
    EXPECT_THAT(played.losses, ElementsAre(std::pair<std::int64_t, std::uint64_t>(150, 50)));
  }
}

TEST_F(ReplayTest, DescribesTheRecordingByItsTitle) {
  const auto source = make(true);
  EXPECT_EQ(source->describe().model, "walk.bdf");
  EXPECT_EQ(source->describe().driver, "replay");
  EXPECT_EQ(source->describe().sampleRateHz, 1000.0);
  EXPECT_TRUE(source->describe().live);
  EXPECT_FALSE(make(false)->describe().live);
}

TEST_F(ReplayTest, PacesLiveBlocksByTheClock) {
  auto source = make(true);
  ASSERT_EQ(source->open({})->maxBlockFrames, 8U) << "8 ms at 1 kHz";
  ASSERT_TRUE(source->start().ok());
  const auto started = clock_.now();
  core::RawBlock block;
  EXPECT_EQ(*source->read(started + 3ms, block), ReadStatus::kTimeout);
  EXPECT_EQ(clock_.now(), started + 3ms) << "it waits for the deadline, no longer";
  EXPECT_EQ(*source->read(started + 20ms, block), ReadStatus::kBlock);
  EXPECT_EQ(clock_.now(), started + 8ms) << "the block is there once its last frame is";
  EXPECT_EQ(block.arrival, started + 8ms);
  playAll(*source, 8);
  EXPECT_EQ(clock_.now(), started + 180ms) << "the gap takes its time too";
}

TEST_F(ReplayTest, WaitsNoLongerThanTwoSecondsInAGap) {
  auto source = make(true, {{{0}, 100}, {{3600 * 1000}, 100}});
  ASSERT_TRUE(source->open({}).ok());
  ASSERT_TRUE(source->start().ok());
  const auto started = clock_.now();
  const Played played = playAll(*source, 8);
  EXPECT_EQ(clock_.now(), started + 2200ms);
  EXPECT_THAT(played.losses, ElementsAre(std::pair<std::int64_t, std::uint64_t>(3600000, 3599900)));
}

TEST_F(ReplayTest, IsNotSlowedByTheClockWhenNotLive) {
  auto source = make(false);
  ASSERT_TRUE(source->open({}).ok());
  ASSERT_TRUE(source->start().ok());
  const auto started = clock_.now();
  core::RawBlock block;
  EXPECT_EQ(*source->read(started, block), ReadStatus::kBlock);
  EXPECT_EQ(block.arrival, started + 50ms);
  EXPECT_EQ(clock_.now(), started);
}

TEST_F(ReplayTest, HandsAnnotationsOverInTheirBlocks) {
  auto source = make(false, {{{0}, 100}, {{150}, 30}},
                     {{{-5}, "before"}, {{0}, "start"}, {{99}, "late"}, {{120}, "in the gap"}, {{180}, "end"}, {{181}, "after"}});
  ASSERT_TRUE(source->open({}).ok());
  ASSERT_TRUE(source->start().ok());
  const std::vector<core::DeviceEvent> expected = {{{0}, "start"}, {{99}, "late"}, {{120}, "in the gap"}, {{180}, "end"}};
  EXPECT_EQ(playAll(*source, 50).events, expected);
}

TEST_F(ReplayTest, DeliversOnlyTheChannelsAskedFor) {
  auto source = make(false, {{{0}, 2}});
  const auto format = source->open({.sampleRateHz = 1000.0, .channelMask = 0b101});
  ASSERT_TRUE(format.ok());
  ASSERT_EQ(format->channelsN(), 2U);
  EXPECT_EQ(format->channels[1].label, "c");
  ASSERT_TRUE(source->start().ok());
  EXPECT_THAT(playAll(*source, 50).counts, ElementsAre(0, 2, 10, 12));
  EXPECT_FALSE(source->open({.sampleRateHz = {}, .channelMask = 0}).ok());
  EXPECT_FALSE(source->open({.sampleRateHz = 500.0}).ok());
}

TEST_F(ReplayTest, StartsOverAfterAStop) {
  auto source = make(false);
  EXPECT_FALSE(source->start().ok()) << "not open yet";
  ASSERT_TRUE(source->open({}).ok());
  core::RawBlock block;
  EXPECT_FALSE(source->read(clock_.now(), block).ok()) << "not started yet";
  ASSERT_TRUE(source->start().ok());
  const Played first = playAll(*source, 50);
  source->stop();
  source->stop();
  ASSERT_TRUE(source->start().ok());
  EXPECT_EQ(playAll(*source, 50).counts, first.counts);
}

TEST_F(ReplayTest, PassesAReadFaultOnAndCanBeOpenedAgain) {
  auto source = make(false, {{{0}, 100}}, {}, 50);
  ASSERT_TRUE(source->open({}).ok());
  ASSERT_TRUE(source->start().ok());
  core::RawBlock block;
  EXPECT_TRUE(source->read(clock_.now(), block).ok());
  const auto broken = source->read(clock_.now(), block);
  ASSERT_FALSE(broken.ok());
  EXPECT_EQ(broken.fault().what, "The disk broke.");
  EXPECT_FALSE(source->read(clock_.now(), block).ok());
  ASSERT_TRUE(source->open({}).ok());
  ASSERT_TRUE(source->start().ok());
  EXPECT_EQ(*source->read(clock_.now(), block), ReadStatus::kBlock);
}

}  // namespace
}  // namespace tonus::drivers
