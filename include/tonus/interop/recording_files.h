#pragma once
// Recordings in other people's formats, read with suspicion and written so that their tools open them.

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "tonus/core/progress.h"
#include "tonus/core/recording.h"
#include "tonus/core/result.h"

namespace tonus::interop {

/// EDF, EDF+, BDF, BDF+ or CSV by content, not by name. Signals of one rate and of voltage become the channels.
/// `onlyChannels` (labels) selects; otherwise a file with mixed rates or other units is a Fault that names the
/// signals to leave out. Damaged files are refused or opened with warnings(), never guessed.
struct OpenOptions {
  std::vector<std::string> onlyChannels;
  double csvRateHz = 0;   ///< for CSV without a t_s column; 0 = unknown
};
core::Result<std::unique_ptr<core::Recording>> openRecording(const std::filesystem::path& path,
                                                             const OpenOptions& options = {});

/// A text table of µV exactly as written: header = channel names, optional t_s column; `_mV` and `_V` suffixes are
/// converted and dropped. Values are row-major, rows × channels.
struct CsvTable {
  std::vector<std::string> channels;
  double sampleRateHz = 0;   ///< from t_s; 0 = no such column
  std::vector<double> valuesUv;
  std::size_t rowsN = 0;
};
core::Result<CsvTable> readCsv(const std::filesystem::path& path);

/// What one signal of an EDF/BDF file says of itself, whether or not it can be opened as a channel.
struct EdfSignal {
  std::string label;
  std::string unit;
  double sampleRateHz = 0;
  bool isAnnotation = false;
  bool isStatus = false;      ///< trigger channel of a BDF: not a voltage
  std::string prefilter;
  std::string trouble;        ///< why it cannot be a channel; empty = it can
  bool damaged = false;       ///< the trouble is one that no well-made file has
  double physMin = 0, physMax = 0;
  std::int64_t digMin = 0, digMax = 0;
  std::int64_t samplesPerRecord = 0;
};
/// The whole file as it is, every signal at its own rate: for tests, lists and analysis.
struct EdfInfo {
  std::string format;         ///< "EDF", "EDF+C", "EDF+D", "BDF", "BDF+C", "BDF+D"
  std::vector<EdfSignal> signals;
  std::int64_t recordsN = 0;
  double recordDurationS = 0;
  std::vector<double> recordStartsS;
  std::vector<core::DeviceEvent> annotations;  ///< `at` in units of the recording's channel rate, 0 if none
  std::vector<std::string> warnings;
};
core::Result<EdfInfo> readEdfInfo(const std::filesystem::path& path);
/// All digital values of one signal, record after record.
core::Result<std::vector<std::int32_t>> readEdfSignal(const std::filesystem::path& path, std::size_t signal);

/// Writes a recording as BDF+ (24 bit) or EDF+; a recording with gaps becomes +D with the gaps in their places.
/// Written to a temporary name, synced and renamed; cancelled, nothing is left behind. EDF+ refuses counts that do not fit 16 bit.
enum class EdfKind { kBdfPlus, kEdfPlus };
struct EdfPatient {
  std::string code;       ///< never a name unless the caller means it
  std::string name;       ///< empty = "X"
  std::string recording;  ///< free text
};
core::Status writeEdf(core::Recording& recording, const std::filesystem::path& path, EdfKind kind,
                      const EdfPatient& patient, const core::Progress& progress = {});

}  // namespace tonus::interop
