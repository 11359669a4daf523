// Records that say when they start, written by hand: 10 samples a record of 1 s or as given.
#include <gmock/gmock.h>

#include "files.h"
#include "tonus/interop/recording_files.h"

namespace tonus::interop {
namespace {

using core::Segment;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string field(std::string text, std::size_t length) {
  text.resize(length, ' ');
  return text;
}

/// An EDF+ file of one signal "a" (µV, one count each) and annotation lists, one a record.
std::string edfPlus(const std::string& kind, const std::vector<std::string>& lists, const std::string& duration = "1",
                    std::size_t samples = 10, const std::string& unit = "uV") {
  constexpr std::size_t kListBytes = 60;
  std::string h = field("0", 8) + field("X X X X", 80) + field("Startdate X X X X", 80) + "01.01.85" + "00.00.00";
  h += field("768", 8) + field(kind, 44) + field(std::to_string(lists.size()), 8) + field(duration, 8) + field("2", 4);
  h += field("a", 16) + field("EDF Annotations", 16) + field("", 160) + field(unit, 8) + field("", 8);
  h += field("-32768", 8) + field("-1", 8) + field("32767", 8) + field("1", 8) + field("-32768", 8) + field("-32768", 8);
  h += field("32767", 8) + field("32767", 8) + field("", 160) + field(std::to_string(samples), 8);
  h += field(std::to_string(kListBytes / 2), 8) + field("", 64);
  int value = 0;
  for (const std::string& list : lists) {
    for (std::size_t i = 0; i < samples; ++i, ++value) {
      h += static_cast<char>(value & 0xFF);
      h += static_cast<char>(value >> 8 & 0xFF);
    }
    std::string padded = list;
    padded.resize(kListBytes, '\0');
    h += padded;
  }
  return h;
}

std::string at(const std::string& onset) { return onset + "\x14\x14" + std::string(1, '\0'); }

class EdfTimeline : public ::testing::Test {
 protected:
  core::Result<std::unique_ptr<core::Recording>> open(const std::string& bytes) const {
    return openRecording(scratch_.write("hand.edf", bytes));
  }
  Scratch scratch_;
};

TEST_F(EdfTimeline, PlacesRecordsFromTheFirstOn) {
  const auto recording = open(edfPlus("EDF+D", {at("+0.25"), at("+1.25"), at("+4.35"), at("+5.35")}));
  ASSERT_TRUE(recording.ok()) << recording.fault().what;
  EXPECT_THAT((*recording)->segments(), ElementsAre(Segment{{0}, 20}, Segment{{41}, 20}));
  std::vector<std::int32_t> counts(3);
  ASSERT_TRUE((*recording)->read({50}, counts).ok());
  EXPECT_THAT(counts, ElementsAre(29, 30, 31)) << "across two records of one segment";
}

TEST_F(EdfTimeline, TakesRoundedStampsForContinuous) {
  // A third of a second, written with two digits, at 30 Hz: off by up to a seventh of a frame, never adding up.
  std::vector<std::string> lists;
  for (const char* onset : {"+0", "+0.33", "+0.67", "+1", "+1.33", "+1.67", "+2", "+2.33"}) lists.push_back(at(onset));
  const auto recording = open(edfPlus("EDF+D", lists, "0.333333"));
  ASSERT_TRUE(recording.ok());
  EXPECT_THAT((*recording)->segments(), ElementsAre(Segment{{0}, 80}));
}

TEST_F(EdfTimeline, KeepsAGapOfOneFrame) {
  const auto recording = open(edfPlus("EDF+D", {at("+0"), at("+1.1"), at("+2.1")}));
  ASSERT_TRUE(recording.ok());
  EXPECT_THAT((*recording)->segments(), ElementsAre(Segment{{0}, 10}, Segment{{11}, 20}));
}

TEST_F(EdfTimeline, RefusesRecordsThatOverlapOrDoNotSayWhen) {
  EXPECT_THAT(open(edfPlus("EDF+D", {at("+0"), at("+0.5")})).fault().what, HasSubstr("Record 2"));
  EXPECT_THAT(open(edfPlus("EDF+D", {at("+0"), at("+1"), "garbage"})).fault().what, HasSubstr("Record 3"));
  EXPECT_THAT(open(edfPlus("EDF+D", {at("+0"), at("+1e300")})).fault().what, HasSubstr("Record 2"));
  EXPECT_THAT(open(edfPlus("EDF+D", {"", at("+1")})).fault().what, HasSubstr("Record 1"));
}

TEST_F(EdfTimeline, BelievesAContinuousFileUnlessAGapIsClear) {
  const auto gap = open(edfPlus("EDF+C", {at("+0"), at("+1"), at("+9")}));
  ASSERT_TRUE(gap.ok());
  EXPECT_THAT((*gap)->segments(), ElementsAre(Segment{{0}, 20}, Segment{{90}, 10}));
  EXPECT_THAT((*gap)->warnings(), Contains(HasSubstr("kept as gaps")));
  const auto careless = open(edfPlus("EDF+C", {at("+0"), at("+0"), at("+0")}));
  ASSERT_TRUE(careless.ok());
  EXPECT_THAT((*careless)->segments(), ElementsAre(Segment{{0}, 30}));
  EXPECT_THAT((*careless)->warnings(), Contains(HasSubstr("contradict each other")));
  const auto jitter = open(edfPlus("EDF+C", {at("+0"), at("+1.2"), at("+2")}));
  ASSERT_TRUE(jitter.ok());
  EXPECT_THAT((*jitter)->segments(), ElementsAre(Segment{{0}, 30}));
  EXPECT_THAT((*jitter)->warnings(), IsEmpty());
}

TEST_F(EdfTimeline, LeavesOutFramesMarkedAsNotRecorded) {
  const std::string blank = std::string("+0.7\x15" "0.8\x14" "BAD_not_recorded\x14") + '\0';
  const auto recording = open(edfPlus("EDF+C", {at("+0") + blank, at("+1")}));
  ASSERT_TRUE(recording.ok());
  EXPECT_THAT((*recording)->segments(), ElementsAre(Segment{{0}, 7}, Segment{{15}, 5}));
  EXPECT_THAT((*recording)->events(), IsEmpty());
  const std::string everything = std::string("+0\x15" "9\x14" "BAD_not_recorded\x14") + '\0';
  EXPECT_FALSE(open(edfPlus("EDF+C", {at("+0") + everything})).ok());
}

TEST_F(EdfTimeline, ReadsSeveralTextsOfOneStampAndForgivesLatin1) {
  const std::string two = std::string("+0.5\x15" "1\x14" "one\x14" "tw\xF6\x14") + '\0';
  const auto recording = open(edfPlus("EDF+C", {at("+0") + two, at("+1") + "broken"}));
  ASSERT_TRUE(recording.ok());
  const std::vector<core::DeviceEvent> events = {{{5}, "one"}, {{5}, "tw\xC3\xB6"}};
  EXPECT_EQ((*recording)->events(), events);
  EXPECT_THAT((*recording)->warnings(), Contains(HasSubstr("annotations are damaged")));
}

TEST_F(EdfTimeline, KnowsTheVoltagesPeopleWrite) {
  for (const auto& [unit, scale] : std::vector<std::pair<std::string, double>>{
           {"uV", 1}, {"\xC2\xB5V", 1}, {"\xB5V", 1}, {"\xCE\xBCV", 1}, {"mV", 1e3}, {"V", 1e6}}) {
    const auto recording = open(edfPlus("EDF+C", {at("+0")}, "1", 10, unit));
    ASSERT_TRUE(recording.ok()) << unit;
    EXPECT_NEAR((*recording)->format().channels[0].scaleUvPerCount, scale, 1e-12 * scale);
  }
  for (const std::string unit : {"", "MV", "nV", "%", "g", "uVV"}) {
    EXPECT_FALSE(open(edfPlus("EDF+C", {at("+0")}, "1", 10, unit)).ok()) << unit;
  }
}

}  // namespace
}  // namespace tonus::interop
