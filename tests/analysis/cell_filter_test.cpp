// Cells against every filtered sample: any order of slabs, gaps, held or read, any number of channels.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "tonus/analysis/cell_filter.h"
#include "tonus/dsp/signal_chain.h"

namespace tonus::analysis {
namespace {

constexpr std::int64_t kSlab = SignalCells::kSlabFrames;
constexpr std::int64_t kCell = CellFilter::kCellFrames;

/// Noise on an offset, made from the frame's number.
class Invented : public core::Recording {
 public:
  Invented(std::size_t channelsN, std::vector<core::Segment> segments) : segments_(std::move(segments)) {
    format_.sampleRateHz = 2000;
    for (std::size_t c = 0; c < channelsN; ++c) {
      core::ChannelFormat channel;
      channel.scaleUvPerCount = 0.05 * static_cast<double>(c + 1);
      channel.offsetCounts = static_cast<std::int32_t>(1000 * c);
      format_.channels.push_back(channel);
    }
  }
  std::string title() const override { return "invented"; }
  const core::StreamFormat& format() const override { return format_; }
  const std::vector<core::Segment>& segments() const override { return segments_; }
  const std::vector<core::DeviceEvent>& events() const override { return events_; }
  std::optional<core::WallTime> startTime() const override { return std::nullopt; }
  const std::vector<std::string>& warnings() const override { return warnings_; }
  core::Status read(core::SampleIndex first, std::span<std::int32_t> counts) override {
    for (std::size_t i = 0; i < counts.size(); ++i) counts[i] = value(first.value * static_cast<std::int64_t>(format_.channelsN()) + static_cast<std::int64_t>(i));
    return {};
  }
  double microvolts(std::int64_t frame, std::size_t c) const {
    const double count = value(frame * static_cast<std::int64_t>(format_.channelsN()) + static_cast<std::int64_t>(c));
    return (count - format_.channels[c].offsetCounts) * format_.channels[c].scaleUvPerCount;
  }

 private:
  static std::int32_t value(std::int64_t i) {
    auto x = static_cast<std::uint64_t>(i) * 0x9E3779B97F4A7C15ULL;
    x ^= x >> 31;
    x *= 0xBF58476D1CE4E5B9ULL;
    return static_cast<std::int32_t>(x >> 48) - 30000;
  }
  core::StreamFormat format_;
  std::vector<core::Segment> segments_;
  std::vector<core::DeviceEvent> events_;
  std::vector<std::string> warnings_;
};

/// What the live chain makes of it, segment by segment; NaN where nothing is.
std::vector<double> live(Invented& recording, const dsp::ChainSettings& settings) {
  const std::size_t n = recording.format().channelsN();
  const core::Segment& last = recording.segments().back();
  std::vector<double> out(static_cast<std::size_t>(last.first.value + last.framesN) * n, std::nan(""));
  dsp::SignalChain chain(settings, recording.format().sampleRateHz, n);
  std::vector<core::MetricValue> metrics;
  for (const core::Segment& segment : recording.segments()) {
    std::vector<double> in(static_cast<std::size_t>(segment.framesN) * n), envelope(in.size());
    for (std::size_t i = 0; i < in.size(); ++i) in[i] = recording.microvolts(segment.first.value + static_cast<std::int64_t>(i / n), i % n);
    chain.restart();
    chain.process(segment.first, in, std::span(out).subspan(static_cast<std::size_t>(segment.first.value) * n, in.size()), envelope, metrics);
  }
  return out;
}

Extremes bruteForce(const std::vector<double>& uv, std::size_t channelsN, std::size_t c, std::int64_t first, std::int64_t last) {
  Extremes e;
  for (std::int64_t f = first; f < std::min<std::int64_t>(last, static_cast<std::int64_t>(uv.size() / channelsN)); ++f) {
    const double v = uv[static_cast<std::size_t>(f) * channelsN + c];
    if (std::isnan(v)) continue;
    e.minUv = std::min(e.minUv, static_cast<float>(v));
    e.maxUv = std::max(e.maxUv, static_cast<float>(v));
  }
  return e;
}

void expectCells(const SignalCells& cells, const std::vector<double>& uv, float tolerance) {
  std::vector<Extremes> out(cells.channelsN());
  std::mt19937 random(5);
  const std::int64_t all = (cells.framesN() + kCell - 1) / kCell;
  for (int i = 0; i < 400; ++i) {
    const auto first = static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(all));
    const std::int64_t last = first + 1 + static_cast<std::int64_t>(random() % 100);
    cells.over(first, last, out);
    for (std::size_t c = 0; c < cells.channelsN(); ++c) {
      const Extremes want = bruteForce(uv, cells.channelsN(), c, first * kCell, last * kCell);
      ASSERT_EQ(out[c].any(), want.any()) << first << " " << last;
      if (!want.any()) continue;
      ASSERT_NEAR(out[c].minUv, want.minUv, tolerance) << first << " " << last;
      ASSERT_NEAR(out[c].maxUv, want.maxUv, tolerance) << first << " " << last;
    }
  }
}

class CellFilterTest : public testing::TestWithParam<std::size_t> {
 protected:
  Invented recording_{GetParam(), {{{0}, 70001}, {{71003}, 64}, {{80000}, 3 * kSlab - 80000 + 77}}};
  dsp::ChainSettings settings_ = [] {
    dsp::ChainSettings s;
    s.mainsHz = 50;
    return s;
  }();
  std::vector<double> live_ = live(recording_, settings_);
  std::shared_ptr<SignalCells> cells_ = cellsFor(recording_.segments(), GetParam());
};

TEST_P(CellFilterTest, CellsHoldTheExtremesOfWhatTheLiveChainMakes) {
  const auto status = fillCells(countsOf(recording_), settings_, recording_.format(), recording_.segments(), 0, *cells_);
  ASSERT_TRUE(status.ok());
  EXPECT_TRUE(cells_->complete());
  expectCells(*cells_, live_, 0);
}

TEST_P(CellFilterTest, FromTheMiddleOnItDiffersByLessThanCanBeSeen) {
  const auto status = fillCells(countsOf(recording_), settings_, recording_.format(), recording_.segments(), kSlab + 5, *cells_);
  ASSERT_TRUE(status.ok());
  EXPECT_TRUE(cells_->complete());
  expectCells(*cells_, live_, 0.3F);   // of some thousands of µV
}

TEST_P(CellFilterTest, HeldCountsGiveTheSameBits) {
  HeldSignal held(recording_.format(), recording_.segments());
  EXPECT_FALSE(held.holds(0, 1));
  for (const core::Segment& s : held.segments())
    ASSERT_TRUE(recording_.read(s.first, held.room(s.first, static_cast<std::size_t>(s.framesN))).ok());
  held.publish(cells_->framesN());
  const CountsSource source = [&](core::SampleIndex first, std::size_t n) -> core::Result<std::span<const std::int32_t>> {
    return held.frames(first, n);
  };
  ASSERT_TRUE(fillCells(source, settings_, recording_.format(), recording_.segments(), 0, *cells_).ok());
  expectCells(*cells_, live_, 0);
}

TEST_P(CellFilterTest, AStretchIsTheLiveSignalAndEmptyInGaps) {
  const std::int64_t first = 69990, n = 12000;
  const auto stretch = filterStretch(countsOf(recording_), settings_, recording_.format(), recording_.segments(), first, n);
  ASSERT_TRUE(stretch.ok());
  for (std::int64_t f = 0; f < n; ++f) {
    for (std::size_t c = 0; c < GetParam(); ++c) {
      const double got = stretch.value()[static_cast<std::size_t>(f) * GetParam() + c];
      const double want = live_[static_cast<std::size_t>(first + f) * GetParam() + c];
      ASSERT_EQ(std::isnan(got), std::isnan(want)) << f;
      if (std::isnan(want)) continue;
      ASSERT_NEAR(got, want, 0.3) << f;
    }
  }
}

TEST_P(CellFilterTest, ASessionWhoseFiltersWereChangedIsShownAsItRan) {
  constexpr std::int64_t kChange = 40'123;
  dsp::ChainSettings next = settings_;
  next.bandLowHz = 120;
  dsp::ChainCourse course(settings_);
  course.parts.push_back({{kChange}, next});
  const auto after = live(recording_, next);
  std::copy(after.begin() + kChange * static_cast<std::int64_t>(GetParam()), after.end(),
            live_.begin() + kChange * static_cast<std::int64_t>(GetParam()));
  ASSERT_TRUE(fillCells(countsOf(recording_), course, recording_.format(), recording_.segments(), 0, *cells_).ok());
  expectCells(*cells_, live_, 0.3F);
  const auto stretch =
      filterStretch(countsOf(recording_), course, recording_.format(), recording_.segments(), kChange - 500, 1000);
  ASSERT_TRUE(stretch.ok());
  for (std::size_t i = 0; i < stretch->size(); ++i)
    ASSERT_NEAR((*stretch)[i], live_[static_cast<std::size_t>(kChange - 500) * GetParam() + i], 0.3) << i;
}

INSTANTIATE_TEST_SUITE_P(Channels, CellFilterTest, testing::Values(1, 3, 8, 11));

TEST(SignalCells, SlabsBecomeReadyOneByOne) {
  SignalCells cells(2, 2 * kSlab + 1, kCell);
  EXPECT_EQ(cells.slabsN(), 3);
  EXPECT_EQ(slabsFrom(cells, kSlab + 9), (std::vector<std::int64_t>{1, 2, 0}));
  cells.publish(1);
  EXPECT_TRUE(cells.ready(kSlab, 2 * kSlab));
  EXPECT_FALSE(cells.ready(kSlab - 1, 2 * kSlab));
  EXPECT_FALSE(cells.ready(kSlab, 2 * kSlab + 1));
  cells.publish(1);
  EXPECT_EQ(cells.readyN(), 1);
  EXPECT_FALSE(cells.complete());
}

TEST(CellFilter, AReaderThatFailsIsSaidAndTheRestGoesOnElsewhere) {
  Invented recording(2, {{{0}, 2 * kSlab}});
  const auto cells = cellsFor(recording.segments(), 2);
  CellFilter filter({}, recording.format(), recording.segments());
  const CountsSource broken = [](core::SampleIndex, std::size_t) -> core::Result<std::span<const std::int32_t>> {
    return core::Fault{core::FaultCode::kBadFormat, "broken", ""};
  };
  EXPECT_FALSE(filter.fill(broken, 0, *cells).ok());
  EXPECT_FALSE(cells->ready(0, 1));
  EXPECT_TRUE(filter.fill(countsOf(recording), 1, *cells).ok());
  EXPECT_TRUE(cells->ready(kSlab, 2 * kSlab));
}

}  // namespace
}  // namespace tonus::analysis
