#include <array>
#include <cstdio>

#include <gmock/gmock.h>

#include "files.h"
#include "tonus/interop/recording_files.h"

namespace tonus::interop {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class Csv : public ::testing::Test {
 protected:
  core::Result<CsvTable> read(const std::string& text) const { return readCsv(scratch_.write("table.csv", text)); }
  std::string complaint(const std::string& text) const {
    const auto table = read(text);
    return table ? "accepted" : table.fault().what;
  }
  Scratch scratch_;
};

TEST_F(Csv, IsReadExactly) {
  const auto table = read("biceps,triceps\n0.1,-2\n1e-3,43.861125199999996\n");
  ASSERT_TRUE(table.ok());
  EXPECT_THAT(table->channels, ElementsAre("biceps", "triceps"));
  EXPECT_THAT(table->valuesUv, ElementsAre(0.1, -2.0, 1e-3, 43.861125199999996));
  EXPECT_EQ(table->rowsN, 2U);
  EXPECT_EQ(table->sampleRateHz, 0.0);
}

TEST_F(Csv, ForgivesWhatSpreadsheetsDo) {
  const auto table = read("\xEF\xBB\xBF\"t_s\" , \"left, upper\",b\r\n0.000, +1.5 ,\"2\"\r\n0.001,3,4\r\n\r\n\n");
  ASSERT_TRUE(table.ok()) << table.fault().what;
  EXPECT_THAT(table->channels, ElementsAre("left, upper", "b"));
  EXPECT_THAT(table->valuesUv, ElementsAre(1.5, 2.0, 3.0, 4.0));
  EXPECT_EQ(table->sampleRateHz, 1000.0);
  EXPECT_TRUE(read("a\r1\r2\r").ok()) << "old Macintosh line ends";
}

TEST_F(Csv, ConvertsUnitsNamedInTheHeader) {
  const auto table = read("a_mV,b_V,c_uV,_V\n2,3e-6,4,5\n");
  ASSERT_TRUE(table.ok());
  EXPECT_THAT(table->channels, ElementsAre("a", "b", "c_uV", "_V"));
  EXPECT_THAT(table->valuesUv, ElementsAre(2000.0, 3e-6 * 1e6, 4.0, 5.0));
}

TEST_F(Csv, NamesThePlaceOfABadCell) {
  EXPECT_THAT(complaint("a,b\n1,2\n3,x\n"), HasSubstr("Line 3, column \"b\": \"x\" is not a number"));
  EXPECT_THAT(complaint("a,b\n1,2\n3,\n"), HasSubstr("Line 3, column \"b\": the cell is empty"));
  EXPECT_THAT(complaint("a\n1\nnan\n"), HasSubstr("Line 3, column \"a\": \"nan\""));
  EXPECT_THAT(complaint("a\n1\ninf\n"), HasSubstr("\"inf\" is not a number"));
  EXPECT_THAT(complaint("a,b\n\"1,5\",2\n"), HasSubstr("Line 2, column \"a\": \"1,5\""));
  EXPECT_THAT(complaint("a\n0x10\n"), HasSubstr("\"0x10\" is not a number"));
}

TEST_F(Csv, RefusesRaggedRows) {
  EXPECT_THAT(complaint("a,b\n1,2\n3\n"), HasSubstr("Line 3 has fewer cells than the 2 columns"));
  EXPECT_THAT(complaint("a,b\n1,2\n3,4,5\n"), HasSubstr("Line 3 has more cells"));
  EXPECT_THAT(complaint("a,b\n1,2\n\n3,4\n"), HasSubstr("Line 3"));
}

TEST_F(Csv, RefusesWhatIsNoTable) {
  EXPECT_THAT(complaint(""), HasSubstr("empty"));
  EXPECT_THAT(complaint("a,b\n"), HasSubstr("no rows"));
  EXPECT_THAT(complaint("1,2\n3,4\n"), HasSubstr("names of the channels"));
  EXPECT_THAT(complaint("a;b\n1;2\n"), HasSubstr("semicolons"));
  EXPECT_THAT(complaint("t_s\n1\n2\n"), HasSubstr("no channel"));
}

TEST_F(Csv, TakesTheRateFromTimesOfFewDigits) {
  std::string text = "t_s,a\n";
  std::array<char, 32> cell{};
  for (int i = 0; i < 4096; ++i) {
    std::snprintf(cell.data(), cell.size(), "%.6f,%d\n", i / 1024.0, i);
    text += cell.data();
  }
  EXPECT_EQ(read(text)->sampleRateHz, 1024.0);
  EXPECT_NEAR(read("t_s,a\n0,1\n0.078125,1\n0.15625,1\n")->sampleRateHz, 12.8, 1e-12);
}

TEST_F(Csv, RefusesTimesWithAHoleAndSaysWhere) {
  EXPECT_THAT(complaint("t_s,a\n0,1\n0.1,1\n0.2,1\n0.4,1\n0.5,1\n"), HasSubstr("row 4"));
  EXPECT_THAT(complaint("t_s,a\n0,1\n0,1\n0,1\n"), HasSubstr("not regular"));
  EXPECT_THAT(complaint("t_s,a\n0,1\n"), HasSubstr("fewer than two rows"));
}

TEST_F(Csv, BecomesARecordingOfNanovolts) {
  const auto path = scratch_.write("emg.csv", "t_s,a,b_mV\n0,1.234,-1\n0.5,-1,2.5\n");
  const auto recording = openRecording(path);
  ASSERT_TRUE(recording.ok());
  EXPECT_EQ((*recording)->title(), "emg.csv");
  EXPECT_EQ((*recording)->format().sampleRateHz, 2.0);
  EXPECT_EQ((*recording)->format().channels[0].scaleUvPerCount, 0.001);
  EXPECT_THAT((*recording)->warnings(), IsEmpty());
  std::vector<std::int32_t> counts(4);
  ASSERT_TRUE((*recording)->read({0}, counts).ok());
  EXPECT_THAT(counts, ElementsAre(1234, -1000000, -1000, 2500000));
  EXPECT_FALSE((*recording)->read({1}, counts).ok());
}

TEST_F(Csv, NeedsARateAndKnownColumns) {
  const auto path = scratch_.write("emg.csv", "a,b\n1,2\n3,4\n");
  EXPECT_THAT(openRecording(path).fault().what, HasSubstr("sampling rate"));
  EXPECT_THAT(openRecording(path, {.onlyChannels = {"c"}, .csvRateHz = 100}).fault().hint, HasSubstr("a,b"));
  const auto only = openRecording(path, {.onlyChannels = {"b"}, .csvRateHz = 100});
  ASSERT_TRUE(only.ok());
  std::vector<std::int32_t> counts(2);
  ASSERT_TRUE((*only)->read({0}, counts).ok());
  EXPECT_THAT(counts, ElementsAre(2000, 4000));
}

TEST_F(Csv, TellsWhenCountsAreCoarserThanTheTable) {
  const auto fine = openRecording(scratch_.write("f.csv", "a\n0.00012\n"), {.onlyChannels = {}, .csvRateHz = 1});
  EXPECT_THAT((*fine)->warnings(), Contains(HasSubstr("0.001 µV")));
  const auto large = openRecording(scratch_.write("l.csv", "a_V\n5\n"), {.onlyChannels = {}, .csvRateHz = 1});
  ASSERT_TRUE(large.ok());
  std::vector<std::int32_t> counts(1);
  ASSERT_TRUE((*large)->read({0}, counts).ok());
  EXPECT_NEAR(counts[0] * (*large)->format().channels[0].scaleUvPerCount, 5e6, 1e-6);
}

}  // namespace
}  // namespace tonus::interop
