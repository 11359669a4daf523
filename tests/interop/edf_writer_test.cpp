#include <algorithm>
#include <chrono>
#include <cmath>

#include <gmock/gmock.h>

#include "files.h"
#include "invented_recording.h"
#include "tonus/interop/recording_files.h"

namespace tonus::interop {
namespace {

using core::Segment;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

core::ChannelFormat channel24(const std::string& label, double scaleUv = 4.5e6 / 12 / 8388608) {
  return {.label = label, .scaleUvPerCount = scaleUv, .offsetCounts = 0, .minCount = -8388608, .maxCount = 8388607};
}
core::ChannelFormat channel16(const std::string& label) {
  return {.label = label, .scaleUvPerCount = 0.25, .offsetCounts = 512, .minCount = 0, .maxCount = 1023};
}

void expectSameSignal(const InventedRecording& written, core::Recording& read) {
  const std::int64_t zero = written.segments()[0].first.value;  // a file begins with its first frame
  ASSERT_EQ(read.segments().size(), written.segments().size());
  ASSERT_EQ(read.format().channelsN(), written.format().channelsN());
  const std::size_t channelsN = read.format().channelsN();
  for (std::size_t s = 0; s < read.segments().size(); ++s) {
    const Segment& segment = read.segments()[s];
    ASSERT_EQ(segment, (Segment{written.segments()[s].first - zero, written.segments()[s].framesN}));
    std::vector<std::int32_t> counts(static_cast<std::size_t>(segment.framesN) * channelsN);
    ASSERT_TRUE(read.read(segment.first, counts).ok());
    for (std::size_t i = 0; i < counts.size(); ++i) {
      const std::int64_t frame = zero + segment.first.value + static_cast<std::int64_t>(i / channelsN);
      ASSERT_EQ(counts[i], written.valueAt(frame, i % channelsN)) << "frame " << frame;
    }
  }
}

void expectSameFormat(const InventedRecording& written, const core::Recording& read) {
  EXPECT_NEAR(read.format().sampleRateHz, written.format().sampleRateHz, 1e-9 * written.format().sampleRateHz);
  for (std::size_t c = 0; c < read.format().channelsN(); ++c) {
    const core::ChannelFormat& w = written.format().channels[c];
    const core::ChannelFormat& r = read.format().channels[c];
    EXPECT_EQ(r.label, w.label);
    EXPECT_NEAR(r.scaleUvPerCount, w.scaleUvPerCount, 1e-6 * w.scaleUvPerCount) << w.label;
    EXPECT_EQ(r.offsetCounts, w.offsetCounts) << w.label;
  }
}

class EdfWriter : public ::testing::Test {
 protected:
  std::unique_ptr<core::Recording> written(InventedRecording& recording, EdfKind kind) {
    path_ = scratch_.path("written.edf");
    const core::Status status = writeEdf(recording, path_, kind, {"P-7", "", "free text"});
    EXPECT_TRUE(status.ok()) << (status ? "" : status.fault().what);
    auto read = openRecording(path_);
    EXPECT_TRUE(read.ok()) << (read ? "" : read.fault().what);
    return read ? std::move(*read) : nullptr;
  }
  std::string formatWritten() const { return readEdfInfo(path_)->format; }

  Scratch scratch_;
  std::filesystem::path path_;
};

TEST_F(EdfWriter, ReturnsEveryCountLabelScaleAndTime) {
  InventedRecording recording({.sampleRateHz = 2000, .channels = {channel24("biceps L"), channel24("biceps R", 0.022351744455307063)}},
                              {{{0}, 10000}});
  recording.start = std::chrono::system_clock::time_point(std::chrono::milliseconds(1750000000250));
  recording.marks = {{{0}, "start"}, {{4999}, "M\xC3\xBCller says \"go\""}, {{10000}, "end"}};
  const auto read = written(recording, EdfKind::kBdfPlus);
  ASSERT_TRUE(read);
  EXPECT_EQ(formatWritten(), "BDF+C");
  EXPECT_EQ(read->segments(), recording.segments());
  EXPECT_EQ(read->events(), recording.marks);
  EXPECT_EQ(read->format().channels[0].minCount, -8388608);
  EXPECT_EQ(read->format().channels[0].maxCount, 8388607);
  ASSERT_TRUE(read->startTime().has_value());
  EXPECT_EQ(std::chrono::duration_cast<std::chrono::microseconds>(*read->startTime() - *recording.start).count(), 0);
  expectSameFormat(recording, *read);
  expectSameSignal(recording, *read);
}

TEST_F(EdfWriter, PutsGapsOnRecordBordersWhereTheyFit) {
  InventedRecording recording({.sampleRateHz = 1000, .channels = {channel24("a")}}, {{{0}, 1500}, {{1700}, 300}, {{2050}, 600}});
  const auto read = written(recording, EdfKind::kBdfPlus);
  ASSERT_TRUE(read);
  EXPECT_EQ(formatWritten(), "BDF+D");
  EXPECT_EQ(bytesOf(path_).find("BAD_"), std::string::npos) << "nothing had to be filled";
  expectSameSignal(recording, *read);
}

TEST_F(EdfWriter, MarksWhatARecordHoldsBeyondTheSignal) {
  InventedRecording recording({.sampleRateHz = 1000, .channels = {channel24("a"), channel16("b")}},
                              {{{0}, 1237}, {{1250}, 811}, {{5000}, 3001}, {{9000}, 1}});
  recording.marks = {{{1240}, "in the gap"}};
  const auto read = written(recording, EdfKind::kBdfPlus);
  ASSERT_TRUE(read);
  EXPECT_EQ(formatWritten(), "BDF+D");
  expectSameSignal(recording, *read);
  EXPECT_EQ(read->events(), recording.marks) << "the marks of the filling are not events";
  const auto info = readEdfInfo(path_);
  EXPECT_EQ(info->recordDurationS, 1.0);
  EXPECT_NE(bytesOf(path_).find("BAD_not_recorded"), std::string::npos) << "other programs are told";
}

TEST_F(EdfWriter, KeepsRatesThatAreNoWholeNumber) {
  for (const double rateHz : {12.8, 1999.99872, 1000.0 / 3.0, 4321.5, 0.5, 16000.0}) {
    InventedRecording recording({.sampleRateHz = rateHz, .channels = {channel24("a")}}, {{{0}, 50001}, {{70000}, 777}});
    const auto read = written(recording, EdfKind::kBdfPlus);
    ASSERT_TRUE(read) << rateHz;
    expectSameFormat(recording, *read);
    expectSameSignal(recording, *read);
  }
}

TEST_F(EdfWriter, WritesSixteenBitsOnlyIfTheyHoldTheCounts) {
  InventedRecording small({.sampleRateHz = 1000, .channels = {channel16("adc")}}, {{{0}, 2500}});
  const auto read = written(small, EdfKind::kEdfPlus);
  ASSERT_TRUE(read);
  EXPECT_EQ(formatWritten(), "EDF+C");
  expectSameFormat(small, *read);
  expectSameSignal(small, *read);
  InventedRecording large({.sampleRateHz = 1000, .channels = {channel24("a")}}, {{{0}, 2500}});
  const core::Status refused = writeEdf(large, scratch_.path("large.edf"), EdfKind::kEdfPlus, {});
  ASSERT_FALSE(refused.ok());
  EXPECT_THAT(refused.fault().what, HasSubstr("do not fit the 16 bits"));
  EXPECT_THAT(refused.fault().hint, HasSubstr("BDF+"));
  EXPECT_FALSE(std::filesystem::exists(scratch_.path("large.edf")));
}

TEST_F(EdfWriter, FindsFieldsOfEightCharactersForAwkwardScales) {
  std::mt19937 random(5);
  std::uniform_real_distribution<double> exponent(-4, 3);
  std::uniform_int_distribution<int> rail(3000, 8000000);
  for (int i = 0; i < 200; ++i) {
    core::ChannelFormat c = channel24("a", std::pow(10.0, exponent(random)));
    c.maxCount = rail(random);
    c.minCount = -rail(random);
    c.offsetCounts = rail(random) / 100;
    InventedRecording recording({.sampleRateHz = 100, .channels = {c}}, {{{0}, 100}});
    const auto read = written(recording, EdfKind::kBdfPlus);
    ASSERT_TRUE(read);
    // The data reach the rails, so the limits may only move outwards.
    EXPECT_NEAR(read->format().channels[0].scaleUvPerCount, c.scaleUvPerCount, 1e-6 * c.scaleUvPerCount) << i;
    EXPECT_NEAR(read->format().channels[0].offsetCounts, c.offsetCounts, 1) << i;
    expectSameSignal(recording, *read);
  }
}

TEST_F(EdfWriter, SaysNothingAboutAStartThatIsUnknown) {
  InventedRecording recording({.sampleRateHz = 1000, .channels = {channel24("a")}}, {{{0}, 1000}});
  const auto read = written(recording, EdfKind::kBdfPlus);
  ASSERT_TRUE(read);
  EXPECT_FALSE(read->startTime().has_value());
  EXPECT_THAT(read->warnings(), IsEmpty());
}

TEST_F(EdfWriter, KeepsHeadersInAsciiAndAnnotationsInOnePiece) {
  InventedRecording recording({.sampleRateHz = 1000, .channels = {channel24("m. vastus lateralis, gauche"), channel24("\xC3\xA9paule")}},
                              {{{0}, 1000}});
  recording.marks = {{{1}, std::string("two\x14parts\0here", 14)}, {{2}, std::string(10000, 'x')}, {{3}, ""}};
  path_ = scratch_.path("written.bdf");
  ASSERT_TRUE(writeEdf(recording, path_, EdfKind::kBdfPlus, {"Z\xC3\xBCrich 7", "J\xC3\xBCrg M", "line\nbreak"}).ok());
  const std::string head = bytesOf(path_).substr(8, 160);
  EXPECT_THAT(head, HasSubstr("Z_rich_7 X X J_rg_M "));
  EXPECT_THAT(head, HasSubstr("Startdate X X X Tonus line_break "));
  const auto read = openRecording(path_);
  ASSERT_TRUE(read.ok());
  EXPECT_EQ((*read)->format().channels[0].label, "m. vastus latera");
  EXPECT_EQ((*read)->format().channels[1].label, "_paule");
  ASSERT_EQ((*read)->events().size(), 3U);
  EXPECT_EQ((*read)->events()[0].text, "two parts here");
  EXPECT_EQ((*read)->events()[1].text, std::string(4000, 'x') + "...");
}

TEST_F(EdfWriter, LeavesNothingBehindAfterAFault) {
  InventedRecording recording({.sampleRateHz = 1000, .channels = {channel24("a")}}, {{{0}, 100000}});
  recording.brokenFrom = 50000;
  const auto path = scratch_.write("kept.bdf", "an older file");
  EXPECT_EQ(writeEdf(recording, path, EdfKind::kBdfPlus, {}).fault().what, "The disk broke.");
  EXPECT_EQ(bytesOf(path), "an older file");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(path.parent_path()), {}), 1);
  recording.brokenFrom = INT64_MAX;
  EXPECT_EQ(writeEdf(recording, scratch_.path("no/such/folder.bdf"), EdfKind::kBdfPlus, {}).fault().code,
            core::FaultCode::kNotFound);
  if (std::filesystem::exists("/dev/full")) {
    std::filesystem::create_symlink("/dev/full", scratch_.path("full.bdf.part" + std::to_string(::getpid())));
    EXPECT_EQ(writeEdf(recording, scratch_.path("full.bdf"), EdfKind::kBdfPlus, {}).fault().code, core::FaultCode::kDiskFull);
    EXPECT_FALSE(std::filesystem::exists(scratch_.path("full.bdf")));
  }
  InventedRecording nothing({.sampleRateHz = 1000, .channels = {channel24("a")}}, {});
  EXPECT_FALSE(writeEdf(nothing, scratch_.path("nothing.bdf"), EdfKind::kBdfPlus, {}).ok());
}

TEST_F(EdfWriter, CancelledAnywhereItLeavesNothingBehind) {
  InventedRecording recording({.sampleRateHz = 1000, .channels = {channel24("a")}}, {{{0}, 100000}});
  const auto path = scratch_.write("kept.bdf", "an older file");
  for (const double until : {0.0, 0.2, 0.7, 0.99}) {
    const auto stopped = writeEdf(recording, path, EdfKind::kBdfPlus, {}, [&](double f) { return f < until; });
    ASSERT_FALSE(stopped.ok()) << until;
    EXPECT_EQ(stopped.fault().code, core::FaultCode::kCancelled);
    EXPECT_EQ(bytesOf(path), "an older file");
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(path.parent_path()), {}), 1);
  }
  std::vector<double> told;
  ASSERT_TRUE(writeEdf(recording, path, EdfKind::kBdfPlus, {}, [&](double f) { return told.push_back(f), true; }).ok());
  EXPECT_GT(told.size(), 100U);
  EXPECT_TRUE(std::is_sorted(told.begin(), told.end()));
  EXPECT_EQ(told.back(), 1.0);
}

// Any formats, gaps and marks: what is read is what was written.
TEST_F(EdfWriter, RoundTripsWhateverComes) {
  constexpr std::array<double, 6> kRatesHz = {250, 512, 1000, 1999.99872, 2000, 4000};
  for (unsigned seed = 0; seed < 60; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    const auto upTo = [&random](int most) { return static_cast<int>(random() % static_cast<unsigned>(most)) + 1; };
    core::StreamFormat format{.sampleRateHz = kRatesHz[random() % kRatesHz.size()], .channels = {}};
    for (int c = upTo(9); c > 0; --c) format.channels.push_back(upTo(2) == 1 ? channel24(std::string("c").append(std::to_string(c)))
                                                                         : channel16(std::string("d").append(std::to_string(c))));
    std::vector<Segment> segments;
    std::int64_t at = upTo(3) == 1 ? upTo(5000) : 0;
    const int quantum = upTo(3) == 1 ? 50 : 1;
    for (int s = upTo(12); s > 0; --s) {
      const int n = quantum * upTo(upTo(2) == 1 ? 40 : 3000);
      segments.push_back({{at}, n});
      at += n + quantum * upTo(upTo(2) == 1 ? 30 : 9000);
    }
    InventedRecording recording(format, segments);
    for (int e = upTo(20); e > 1; --e) {
      recording.marks.push_back({segments[0].first + static_cast<std::int64_t>(random() % static_cast<unsigned>(at - segments[0].first.value)),
                                 "mark " + std::to_string(e)});
    }
    std::stable_sort(recording.marks.begin(), recording.marks.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
    const auto read = written(recording, EdfKind::kBdfPlus);
    ASSERT_TRUE(read);
    expectSameFormat(recording, *read);
    expectSameSignal(recording, *read);
    for (core::DeviceEvent& e : recording.marks) e.at = e.at - segments[0].first.value;
    ASSERT_EQ(read->events(), recording.marks);
  }
}

}  // namespace
}  // namespace tonus::interop
