// Damage done on purpose, each with the outcome it must have.
#include <gmock/gmock.h>

#include "files.h"
#include "tonus/interop/recording_files.h"

namespace tonus::interop {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

struct Change {
  std::size_t offset;
  std::string text;
};

class DamagedEdf : public ::testing::Test {
 protected:
  void SetUp() override {
    TONUS_NEEDS_SHARED_EDF();
    bytes_ = bytesOf(sharedEdf() / "edfReader_edfPlusC.edf");
    ASSERT_EQ(bytes_.size(), 93368U);
  }
  std::filesystem::path cutTo(std::size_t size) const { return scratch_.write("cut.edf", bytes_.substr(0, size)); }
  std::filesystem::path with(const std::vector<Change>& changes) const {
    std::string changed = bytes_;
    for (const Change& c : changes) changed.replace(c.offset, c.text.size(), c.text);
    return scratch_.write("changed.edf", changed);
  }
  static void expectRefused(const std::filesystem::path& path, const std::string& says) {
    const auto info = readEdfInfo(path);
    ASSERT_FALSE(info.ok());
    EXPECT_EQ(info.fault().code, core::FaultCode::kBadFormat);
    EXPECT_THAT(info.fault().what, HasSubstr(says));
    EXPECT_FALSE(openRecording(path).ok());
  }
  static void expectRecords(const std::filesystem::path& path, std::int64_t recordsN, const std::string& warning) {
    const auto recording = openRecording(path);
    ASSERT_TRUE(recording.ok()) << recording.fault().what;
    EXPECT_EQ((*recording)->segments(), (std::vector<core::Segment>{{{0}, 200 * recordsN}}));
    EXPECT_THAT((*recording)->warnings(), Contains(HasSubstr(warning)));
    std::vector<std::int32_t> last(11);
    EXPECT_TRUE((*recording)->read({200 * recordsN - 1}, last).ok());
    EXPECT_FALSE((*recording)->read({200 * recordsN}, last).ok());
  }
  /// The one signal cannot be scaled: the file as a whole is refused by that name, and opens without it.
  static void expectFlagged(const std::filesystem::path& path, std::size_t signal, const std::string& trouble) {
    const auto info = readEdfInfo(path);
    ASSERT_TRUE(info.ok()) << info.fault().what;
    EXPECT_THAT(info->signals[signal].trouble, HasSubstr(trouble));
    const auto whole = openRecording(path);
    ASSERT_FALSE(whole.ok());
    EXPECT_THAT(whole.fault().what, HasSubstr("\"" + info->signals[signal].label + "\": "));
    std::vector<std::string> others;
    for (std::size_t s = 0; s < 11; ++s) {
      if (s != signal) others.push_back(info->signals[s].label);
    }
    EXPECT_TRUE(openRecording(path, {.onlyChannels = others}).ok());
  }

  Scratch scratch_;
  std::string bytes_;
};

TEST_F(DamagedEdf, M01AShortHeaderIsRefused) { expectRefused(cutTo(200), "header is incomplete"); }

TEST_F(DamagedEdf, M02AHeaderWithoutDataHasNothingToOpen) {
  const auto path = cutTo(3328);
  const auto info = readEdfInfo(path);
  ASSERT_TRUE(info.ok());
  EXPECT_EQ(info->recordsN, 0);
  EXPECT_THAT(info->warnings, Contains(HasSubstr("a header but no data")));
  const auto recording = openRecording(path);
  ASSERT_FALSE(recording.ok());
  EXPECT_THAT(recording.fault().what, HasSubstr("a header but no data"));
}

TEST_F(DamagedEdf, M03AnIncompleteLastRecordIsLeftOutAndTold) { expectRecords(cutTo(92368), 19, "incomplete"); }

TEST_F(DamagedEdf, M04AnUnfinishedCountIsTakenFromTheSize) {
  expectRecords(with({{236, "-1      "}}), 20, "counted from its size");
}

TEST_F(DamagedEdf, M05TooManyPromisedRecordsAreNotInvented) {
  expectRecords(with({{236, "999999  "}}), 20, "promises 999999 records; 20 are there");
}

TEST_F(DamagedEdf, M06AnImpossibleSignalCountIsRefused) {
  expectRefused(with({{252, "9999"}}), "9999 signals need 2560000 bytes");
}

TEST_F(DamagedEdf, M07EqualDigitalLimitsAreFlagged) {
  expectFlagged(with({{1696, "0       "}, {1792, "0       "}}), 0, "digital minimum and maximum are equal");
}

TEST_F(DamagedEdf, M08EqualPhysicalLimitsAreFlagged) {
  expectFlagged(with({{1512, "5       "}, {1608, "5       "}}), 1, "physical minimum and maximum are equal");
}

TEST_F(DamagedEdf, M09ASignalWithoutSamplesThatContradictsTheSizeIsRefused) {
  expectRefused(with({{2864, "0       "}}), "not of the size");
}

TEST_F(DamagedEdf, M10ANegativeSampleCountIsRefused) { expectRefused(with({{2864, "-5      "}}), "\"-5\" samples"); }

TEST_F(DamagedEdf, M11AnImpossibleDateLeavesTheStartUnknown) {
  const auto path = with({{168, "31.02.85"}});
  expectRecords(path, 20, "31.02.85");
  EXPECT_FALSE((*openRecording(path))->startTime().has_value());
}

TEST_F(DamagedEdf, M12AnotherVersionIsNotEdf) {
  const auto path = with({{0, "9       "}});
  expectRefused(path, "not an EDF or BDF file");
}

TEST_F(DamagedEdf, M13ADecimalCommaIsAPoint) {
  const auto path = with({{1600, "100,0   "}});
  const auto info = readEdfInfo(path);
  ASSERT_TRUE(info.ok());
  EXPECT_EQ(info->signals[0].physMax, 100.0);
  EXPECT_THAT(info->warnings, Contains(HasSubstr("comma")));
}

TEST_F(DamagedEdf, M14SwappedDigitalLimitsAreFlagged) {
  expectFlagged(with({{1720, "32767   "}, {1816, "-32768  "}}), 3, "digital minimum is above its maximum");
}

TEST_F(DamagedEdf, M15SamplesInRecordsOfNoLengthAreRefused) {
  expectRefused(with({{244, "0       "}}), "records last 0 seconds");
}

TEST_F(DamagedEdf, M16BytesAfterTheLastRecordAreTold) {
  const std::string rest("\x00\x11\x22\x33\x44\x55\x66\x77\x88\x99", 10);
  expectRecords(scratch_.write("longer.edf", bytes_ + rest), 20, "10 bytes follow the last record");
}

TEST_F(DamagedEdf, ThatShrinksWhileOpenFaultsInsteadOfCrashing) {
  const auto path = scratch_.write("shrinks.edf", bytes_);
  const auto recording = openRecording(path);
  ASSERT_TRUE(recording.ok());
  std::filesystem::resize_file(path, 10000);
  std::vector<std::int32_t> frames(11 * 10);
  EXPECT_TRUE((*recording)->read({0}, frames).ok());
  EXPECT_EQ((*recording)->read({3900}, frames).fault().code, core::FaultCode::kIo);
  EXPECT_TRUE((*recording)->read({0}, frames).ok());
}

TEST(OpenRecording, TellsWhatIsWrongWithAFileOfAnotherKind) {
  const Scratch scratch;
  EXPECT_EQ(openRecording(scratch.path("absent.edf")).fault().code, core::FaultCode::kNotFound);
  EXPECT_EQ(openRecording(scratch.path("")).fault().code, core::FaultCode::kInvalid);
  EXPECT_EQ(openRecording(scratch.write("empty.edf", "")).fault().code, core::FaultCode::kBadFormat);
  const auto other = openRecording(scratch.write("picture.edf", std::string("\x89PNG\r\n\x1A\n\0\0\0", 11)));
  EXPECT_THAT(other.fault().what, HasSubstr("neither an EDF or BDF file nor a CSV table"));
}

}  // namespace
}  // namespace tonus::interop
