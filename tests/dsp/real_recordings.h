#pragma once
// Third-party recordings beside the repository; not part of it.

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>

#include "quality_run.h"
#include "tonus/interop/recording_files.h"

namespace tonus::dsp::test {

inline std::string recordingsFolder() { return std::string(TONUS_SOURCE_DIR) + "/../shared/data/"; }
inline bool haveRecordings() { return std::filesystem::exists(recordingsFolder()); }

/// How to read one column of numbers of a text file as counts.
struct TextRecording {
  std::string name;
  std::string file;
  int headerLines;
  int column;
  double rateHz;
  double numberPerCount;  ///< 1 where the file holds counts; else the converter's step in the file's unit
  core::ChannelFormat format;
};

inline Signal load(const TextRecording& r) {
  Signal s{r.rateHz, r.format, {}};
  std::ifstream file(recordingsFolder() + r.file);
  std::string line;
  for (int n = 0; std::getline(file, line); ++n) {
    if (n < r.headerLines) continue;
    for (char& c : line)
      if (c == ',' || c == '\t') c = ' ';
    std::istringstream cells(line);
    std::string cell;
    for (int k = 0; k <= r.column && cells >> cell; ++k) {
    }
    if (!cell.empty())
      s.counts.push_back(static_cast<std::int32_t>(std::lround(std::strtod(cell.c_str(), nullptr) / r.numberPerCount)));
  }
  EXPECT_GT(s.counts.size(), 1000u) << r.file;
  return s;
}

inline core::ChannelFormat plux(int bits) {
  return {"EMG", 3000.0 / (1 << bits), 1 << (bits - 1), 0, (1 << bits) - 1, true};
}
inline core::ChannelFormat wide(double uvPerCount, bool calibrated = true) {
  return {"EMG", uvPerCount, 0, -(1 << 23), (1 << 23) - 1, calibrated};
}

inline TextRecording bursts() {
  return {"biceps bursts, 16 bit", "derived/o01_emg_bursts_channel_3_16bit_1000Hz.csv", 1, 1, 1000, 1, plux(16)};
}
inline TextRecording thumb8() {
  return {"thumb, 8 bit", "derived/o02_dual_resolution_channel_5_8bit_1000Hz.csv", 1, 1, 1000, 1, plux(8)};
}
inline TextRecording thumb16() {
  return {"thumb, 16 bit", "derived/o02_dual_resolution_channel_6_16bit_1000Hz.csv", 1, 1, 1000, 1, plux(16)};
}
inline TextRecording fatigue() {
  return {"biceps fatigue, 12 bit", "derived/o03_emg_fatigue_channel_2_12bit_1000Hz.csv", 1, 1, 1000, 1, plux(12)};
}
inline TextRecording ecg() { return {"chest ECG", "derived/o13_ecg_20s_1000Hz.csv", 1, 0, 1000, 1, plux(16)}; }
inline TextRecording biosppy() {
  return {"bursts, 12 bit counts", "signals/biosppy_emg_1.txt", 4, 0, 1000, 1, {"EMG", 1, 2048, 0, 4095, false}};
}
inline TextRecording bmc() { return {"short bursts", "signals/bmc_emg.csv", 1, 1, 1000, 0.00244, wide(2.44)}; }
inline TextRecording knee(const std::string& file, int column) {
  return {"knee " + file, "signals/uci_lower_limb_" + file + ".txt", 8, column, 1000, 0.00075, wide(0.75)};
}
inline TextRecording biopac(int k, int column) {
  return {"forearm, Biopac",
          "signals/muscletracker/Biopac_1_1_" + std::to_string(k) + ".txt",
          0,
          column,
          1000,
          0.00030517578125,
          wide(0.30517578125)};
}
inline TextRecording miotracker(int k, int column) {
  return {
      "forearm, Miotracker", "signals/muscletracker/Miotracker_1_1_" + std::to_string(k) + ".txt", 0, column, 505, 1,
      wide(1, false)};
}
inline TextRecording gesture(const std::string& file, int column) {
  return {"gesture " + file, "signals/opensignals_rps_" + file + ".txt", 3, column, 1000, 1, plux(16)};
}
inline TextRecording ghostly(const std::string& stamp, int column) {
  return {"thigh " + stamp, "derived/Ghostly_Emg_" + stamp + ".csv", 1, column, 990,
          0.1678,           {"EMG", 0.1678, 0, -32768, 32767, true}};
}
/// Its front end saturates at ±5.48 mV, a little inside the file's 16 bits: these rails are the front end's.
inline TextRecording saturatedThigh(int column) {
  TextRecording r = ghostly("20231004_13-18-43-0464", column);
  r.format.maxCount = 32612;
  r.format.minCount = -32736;
  return r;
}
inline TextRecording armband(int column) {
  return {"armband, 8 bit",
          "signals/uci_gestures_1_raw_data_11-08_21.03.16.txt",
          1,
          column,
          1000,
          1e-5,
          {"EMG", 1, 0, -128, 127, false}};
}
inline TextRecording openBci(int column) {
  return {"head, 250 Hz", "signals/OpenBCI_GUI-v6-blinks-jawClench-alpha.txt", 5, column, 250, 0.02235, wide(0.02235)};
}

/// One signal of an EDF file, in µV.
inline Signal loadEdf(const std::string& file, std::size_t signal) {
  const std::string path = recordingsFolder() + "edf/" + file;
  const auto info = interop::readEdfInfo(path);
  const auto counts = interop::readEdfSignal(path, signal);
  EXPECT_TRUE(info && counts) << file;
  if (!info || !counts) return {};
  const interop::EdfSignal& e = info->signals[signal];
  const double uv = e.unit == "mV" ? 1000 : 1;
  const double scale = (e.physMax - e.physMin) * uv / static_cast<double>(e.digMax - e.digMin);
  const double offset = static_cast<double>(e.digMin) - e.physMin * uv / scale;
  return {e.sampleRateHz,
          {e.label, scale, static_cast<std::int32_t>(std::lround(offset)), static_cast<std::int32_t>(e.digMin),
           static_cast<std::int32_t>(e.digMax), true},
          *counts};
}

}  // namespace tonus::dsp::test

#define TONUS_NEEDS_RECORDINGS()           \
  if (!tonus::dsp::test::haveRecordings()) \
  GTEST_SKIP() << "The folder of third-party recordings is not beside this clone."
