// Every published file, with the outcome it must have. The numbers in edf_reference.txt come from another reader.
#include <array>
#include <numeric>
#include <set>
#include <sstream>

#include <gmock/gmock.h>

#include "files.h"
#include "tonus/interop/recording_files.h"

namespace tonus::interop {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::uint32_t crc32(const std::vector<std::int32_t>& values) {
  std::uint32_t crc = 0xFFFFFFFFU;
  for (const std::int32_t value : values) {
    for (int byte = 0; byte < 4; ++byte) {
      crc ^= (static_cast<std::uint32_t>(value) >> (8 * byte)) & 0xFFU;
      for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ (0xEDB88320U & (0U - (crc & 1U)));
    }
  }
  return ~crc;
}

struct Row {
  std::string file, label, unit;
  std::size_t signal = 0, samplesN = 0;
  double rateHz = 0, physMin = 0, physMax = 0, digMin = 0, digMax = 0;
  std::int64_t sum = 0;
  std::uint32_t crc = 0;
};

std::vector<Row> referenceRows() {
  std::ifstream in(TONUS_SOURCE_DIR "/tests/interop/edf_reference.txt");
  std::vector<Row> rows;
  std::string line;
  while (std::getline(in, line)) {
    if (line.empty() || line[0] == '#') continue;
    std::istringstream cells(line);
    std::array<std::string, 12> c;
    for (std::string& cell : c) std::getline(cells, cell, '|');
    rows.push_back({c[0], c[2], c[3], std::stoul(c[1]), std::stoul(c[4]), std::stod(c[5]), std::stod(c[6]),
                    std::stod(c[7]), std::stod(c[8]), std::stod(c[9]), std::stoll(c[10]),
                    static_cast<std::uint32_t>(std::stoul(c[11], nullptr, 16))});
  }
  return rows;
}

std::unique_ptr<core::Recording> opened(const std::string& name, std::vector<std::string> only = {}) {
  auto recording = openRecording(sharedEdf() / name, {.onlyChannels = std::move(only)});
  EXPECT_TRUE(recording.ok()) << name << ": " << (recording ? "" : recording.fault().what);
  return recording ? std::move(*recording) : nullptr;
}

core::Fault refused(const std::string& name) {
  auto recording = openRecording(sharedEdf() / name);
  EXPECT_FALSE(recording.ok()) << name;
  return recording ? core::Fault{} : recording.fault();
}

// All frames of a recording, channel by channel, must be the signals of the file.
void expectSameCounts(core::Recording& recording, const std::string& file, const std::vector<std::size_t>& signals) {
  std::vector<std::int32_t> frames;
  for (const core::Segment& segment : recording.segments()) {
    std::vector<std::int32_t> part(static_cast<std::size_t>(segment.framesN) * recording.format().channelsN());
    ASSERT_TRUE(recording.read(segment.first, part).ok());
    frames.insert(frames.end(), part.begin(), part.end());
  }
  ASSERT_EQ(recording.format().channelsN(), signals.size());
  for (std::size_t c = 0; c < signals.size(); ++c) {
    std::vector<std::int32_t> channel;
    for (std::size_t i = c; i < frames.size(); i += signals.size()) channel.push_back(frames[i]);
    const auto whole = readEdfSignal(sharedEdf() / file, signals[c]);
    ASSERT_TRUE(whole.ok());
    EXPECT_EQ(channel, *whole) << file << " signal " << signals[c];
  }
}

std::vector<std::size_t> upTo(std::size_t n) {
  std::vector<std::size_t> all(n);
  std::iota(all.begin(), all.end(), 0U);
  return all;
}

TEST(RealEdfFiles, HoldTheValuesAnotherReaderFound) {
  TONUS_NEEDS_SHARED_EDF();
  const std::vector<Row> rows = referenceRows();
  ASSERT_GT(rows.size(), 100U);
  for (const Row& row : rows) {
    SCOPED_TRACE(row.file + " signal " + std::to_string(row.signal));
    const auto info = readEdfInfo(sharedEdf() / row.file);
    ASSERT_TRUE(info.ok());
    const EdfSignal& s = info->signals.at(row.signal);
    EXPECT_EQ(s.label, row.label);
    EXPECT_EQ(s.unit, row.unit);
    EXPECT_EQ(s.sampleRateHz, row.rateHz);
    EXPECT_EQ(s.physMin, row.physMin);
    EXPECT_EQ(s.physMax, row.physMax);
    EXPECT_EQ(static_cast<double>(s.digMin), row.digMin);
    EXPECT_EQ(static_cast<double>(s.digMax), row.digMax);
    const auto values = readEdfSignal(sharedEdf() / row.file, row.signal);
    ASSERT_TRUE(values.ok());
    EXPECT_EQ(values->size(), row.samplesN);
    EXPECT_EQ(std::accumulate(values->begin(), values->end(), std::int64_t{0}), row.sum);
    EXPECT_EQ(crc32(*values), row.crc);
  }
}

TEST(RealEdfFiles, AnnotatedContinuousFilesOpenWhole) {
  TONUS_NEEDS_SHARED_EDF();
  for (const std::string name : {"edfReader_edfPlusC.edf", "edfReader_bdfPlusC.bdf"}) {
    const auto recording = opened(name);
    ASSERT_TRUE(recording);
    EXPECT_EQ(recording->format().sampleRateHz, 200.0);
    EXPECT_EQ(recording->segments(), (std::vector<core::Segment>{{{0}, 4000}}));
    const std::vector<core::DeviceEvent> events = {{{0}, "RECORD START"}, {{600 * 200}, "REC STOP"}};
    EXPECT_EQ(recording->events(), events);
    EXPECT_THAT(recording->warnings(), Contains(HasSubstr("lie before or after")));
    expectSameCounts(*recording, name, upTo(11));
  }
}

TEST(RealEdfFiles, DiscontinuousRecordsLieAtTheirStartTimes) {
  TONUS_NEEDS_SHARED_EDF();
  const auto recording = opened("edfReader_edfPlusD.edf");
  ASSERT_TRUE(recording);
  const std::vector<core::Segment> expected = {{{0}, 200},     {{400}, 200},   {{800}, 1200},
                                               {{2400}, 200}, {{3000}, 200}, {{3800}, 200}};
  EXPECT_EQ(recording->segments(), expected);
  expectSameCounts(*recording, "edfReader_edfPlusD.edf", upTo(11));
  std::vector<std::int32_t> across(11 * 300);
  EXPECT_FALSE(recording->read({0}, across).ok()) << "a read across a gap must not be served";
}

TEST(RealEdfFiles, SignalsOfOneNameStayApart) {
  TONUS_NEEDS_SHARED_EDF();
  const auto recording = opened("mne_duplicate_channel_labels.edf");
  ASSERT_TRUE(recording);
  ASSERT_EQ(recording->format().channelsN(), 3U);
  EXPECT_EQ(recording->format().channels[0].label, "EEG F1-Ref");
  EXPECT_EQ(recording->format().channels[2].label, "EEG F1-Ref (2)");
  expectSameCounts(*recording, "mne_duplicate_channel_labels.edf", upTo(3));
  const auto second = opened("mne_duplicate_channel_labels.edf", {"EEG F1-Ref (2)"});
  ASSERT_TRUE(second);
  expectSameCounts(*second, "mne_duplicate_channel_labels.edf", {2});
}

TEST(RealEdfFiles, MixedRatesAreRefusedByNameAndEachRateOpensAlone) {
  TONUS_NEEDS_SHARED_EDF();
  for (const std::string name : {"mne_test_uneven_samp.edf", "EDFjl_test_uneven_samp_MALFORMED.edf"}) {
    const core::Fault fault = refused(name);
    EXPECT_THAT(fault.what, HasSubstr("0.2Hz Blk 1/0uV"));
    EXPECT_THAT(fault.what, HasSubstr("12.8 Hz"));
    EXPECT_THAT(fault.hint, HasSubstr("--channels \"3Hz +5/-5 V\" (100 Hz)"));
    EXPECT_THAT(fault.hint, HasSubstr("--channels \"0.2Hz Blk 1/0uV\" (12.8 Hz)"));
    const auto slow = opened(name, {"0.2Hz Blk 1/0uV"});
    ASSERT_TRUE(slow);
    EXPECT_EQ(slow->format().sampleRateHz, 12.8);
    expectSameCounts(*slow, name, {1});
    const auto fast = opened(name, {"3Hz +5/-5 V"});
    ASSERT_TRUE(fast);
    EXPECT_NEAR(fast->format().channels[0].scaleUvPerCount, 20e6 / 4096, 1e-9);
    expectSameCounts(*fast, name, {0});
  }
}

TEST(RealEdfFiles, AnImpossibleDateIsUnknownAndATrailingByteIsTold) {
  TONUS_NEEDS_SHARED_EDF();
  const auto bad = opened("EDFjl_test_uneven_samp_MALFORMED.edf", {"3Hz +5/-5 V"});
  ASSERT_TRUE(bad);
  EXPECT_FALSE(bad->startTime().has_value());
  EXPECT_THAT(bad->warnings(), Contains(HasSubstr("42.00.00")));
  EXPECT_THAT(bad->warnings(), Contains(HasSubstr("1 bytes follow the last record")));
  const auto good = opened("mne_test_uneven_samp.edf", {"3Hz +5/-5 V"});
  ASSERT_TRUE(good);
  EXPECT_TRUE(good->startTime().has_value());
  EXPECT_THAT(good->warnings(), IsEmpty());
  for (std::size_t signal : {0U, 1U}) {
    EXPECT_EQ(*readEdfSignal(sharedEdf() / "EDFjl_test_uneven_samp_MALFORMED.edf", signal),
              *readEdfSignal(sharedEdf() / "mne_test_uneven_samp.edf", signal));
  }
}

TEST(RealEdfFiles, AHeaderWithAMissingByteIsRefused) {
  TONUS_NEEDS_SHARED_EDF();
  const core::Fault fault = refused("bids_Multimodal_pullstand_emg_MALFORMED.edf");
  EXPECT_EQ(fault.code, core::FaultCode::kBadFormat);
  EXPECT_THAT(fault.what, HasSubstr("header is damaged"));
  EXPECT_FALSE(readEdfInfo(sharedEdf() / "bids_Multimodal_pullstand_emg_MALFORMED.edf").ok());
}

TEST(RealEdfFiles, ATriggerChannelIsNotAVoltage) {
  TONUS_NEEDS_SHARED_EDF();
  const auto recording = opened("mne_test_bdf_stim_channel.bdf");
  ASSERT_TRUE(recording);
  EXPECT_EQ(recording->format().sampleRateHz, 500.0);
  EXPECT_THAT(recording->warnings(), Contains(HasSubstr("trigger channel")));
  expectSameCounts(*recording, "mne_test_bdf_stim_channel.bdf", upTo(3));
  EXPECT_FALSE(openRecording(sharedEdf() / "mne_test_bdf_stim_channel.bdf", {.onlyChannels = {"Status"}}).ok());
  EXPECT_TRUE(readEdfInfo(sharedEdf() / "mne_test_bdf_stim_channel.bdf")->signals[3].isStatus);
}

TEST(RealEdfFiles, AnnotationsKeepTheirUtf8) {
  TONUS_NEEDS_SHARED_EDF();
  const auto recording = opened("mnetd_test_utf8_annotations.edf");
  ASSERT_TRUE(recording);
  const std::vector<core::DeviceEvent> events = {{{0}, "RECORD START"}, {{400}, "\xE4\xBB\xB0\xE5\x8D\xA7"}};
  EXPECT_EQ(recording->events(), events);
  expectSameCounts(*recording, "mnetd_test_utf8_annotations.edf", upTo(11));
}

TEST(RealEdfFiles, FiveRatesAreRefusedTogetherAndOpenOneByOne) {
  TONUS_NEEDS_SHARED_EDF();
  const std::string name = "pyedflib_test_generator.bdf";
  const auto info = readEdfInfo(sharedEdf() / name);
  ASSERT_TRUE(info.ok());
  EXPECT_THAT(refused(name).hint, HasSubstr("--channels"));
  std::set<double> rates;
  for (std::size_t s = 0; s < info->signals.size(); ++s) {
    if (info->signals[s].isAnnotation) continue;
    const auto recording = opened(name, {info->signals[s].label});
    ASSERT_TRUE(recording);
    rates.insert(recording->format().sampleRateHz);
    expectSameCounts(*recording, name, {s});
  }
  EXPECT_EQ(rates.size(), 5U);
}

TEST(RealEdfFiles, TheRateIsSamplesOverRecordDuration) {
  TONUS_NEEDS_SHARED_EDF();
  const auto info = readEdfInfo(sharedEdf() / "pyedflib_datarec_0_5.bdf");
  ASSERT_TRUE(info.ok());
  EXPECT_EQ(info->recordDurationS, 0.5);
  EXPECT_EQ(info->recordStartsS.at(3), 1.5);
  for (const EdfSignal& s : info->signals) {
    EXPECT_EQ(s.sampleRateHz, 2.0 * static_cast<double>(s.samplesPerRecord));
  }
}

TEST(RealEdfFiles, ARectifiedSlowEmgIsNotRawEmg) {
  TONUS_NEEDS_SHARED_EDF();
  const std::string name = "edfio_short_psg.edf";
  const core::Fault fault = refused(name);
  EXPECT_THAT(fault.what, HasSubstr("\"EMG submental\": it is already rectified"));
  EXPECT_THAT(fault.what, HasSubstr("\"Temp rectal\": its unit is DegC"));
  EXPECT_THAT(fault.hint, HasSubstr("--channels \"EEG Fpz-Cz,EEG Pz-Oz,EOG horizontal\" (100 Hz)"));
  EXPECT_FALSE(openRecording(sharedEdf() / name, {.onlyChannels = {"EMG submental"}}).ok());
  const auto recording = opened(name, {"EEG Fpz-Cz", "EEG Pz-Oz", "EOG horizontal"});
  ASSERT_TRUE(recording);
  expectSameCounts(*recording, name, upTo(3));
}

TEST(RealEdfFiles, ManyMuscleChannelsOpenAtTheirExactRate) {
  TONUS_NEEDS_SHARED_EDF();
  const auto recording = opened("bids_TwoWristbands_emg.edf");
  ASSERT_TRUE(recording);
  EXPECT_EQ(recording->format().sampleRateHz, 1000.0 / 0.5);
  expectSameCounts(*recording, "bids_TwoWristbands_emg.edf", upTo(32));
}

TEST(RealEdfFiles, AFileThatSaysGapsButHasNoneIsOnePiece) {
  TONUS_NEEDS_SHARED_EDF();
  const auto recording = opened("MB0400FU.EDF");
  ASSERT_TRUE(recording);
  EXPECT_EQ(recording->segments(), (std::vector<core::Segment>{{{0}, 5800}}));
  EXPECT_EQ(recording->events().size(), 4U);
  EXPECT_NEAR(recording->format().channels[23].scaleUvPerCount, 1000.0 * 500.0 / 1365.0, 1e-3) << "mV become µV";
  expectSameCounts(*recording, "MB0400FU.EDF", upTo(25));
}

TEST(RealEdfFiles, ASleepRecordingOpensItsMusclesWhenTheyAreNamed) {
  TONUS_NEEDS_SHARED_EDF();
  const core::Fault fault = refused("Osas2002.edf");
  EXPECT_THAT(fault.what, HasSubstr("\"SaO2\": its unit is %"));
  EXPECT_THAT(fault.what, HasSubstr("\"Resp chest\": it has no unit"));
  EXPECT_THAT(fault.what, Not(HasSubstr("EMG submental")));
  const auto recording = opened("Osas2002.edf", {"EMG submental", "EMG linked legs"});
  ASSERT_TRUE(recording);
  EXPECT_EQ(recording->segments().at(0).framesN, 120000);
  expectSameCounts(*recording, "Osas2002.edf", {9, 10});
}

}  // namespace
}  // namespace tonus::interop
