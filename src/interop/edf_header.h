#pragma once
// The header of an EDF, EDF+, BDF or BDF+ file, checked against the size of the file before anything is believed.
// Source: Kemp et al. 1992 (EDF), Kemp and Olivan 2003 (EDF+), www.edfplus.info; BioSemi's BDF page.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tonus/core/result.h"
#include "tonus/core/time.h"
#include "tonus/interop/recording_files.h"

namespace tonus::interop {

inline constexpr std::int64_t kEdfFixedHeaderBytes = 256;
inline constexpr std::int64_t kEdfSignalHeaderBytes = 256;

struct EdfHeader {
  std::string format;              ///< "EDF", "EDF+C", … as in EdfInfo
  bool isPlus = false;
  bool saysDiscontinuous = false;
  std::int64_t bytesPerSample = 2;
  std::string patient;
  std::string recording;
  std::optional<core::WallTime> startTime;  ///< the file's local time, taken as this machine's
  double recordDurationS = 0;
  std::int64_t headerBytes = 0;
  std::int64_t recordBytes = 0;
  std::int64_t recordsN = 0;       ///< complete records present in the file
  std::vector<EdfSignal> signals;
  std::vector<std::int64_t> signalOffsets;  ///< bytes from the start of a record
  std::vector<std::string> warnings;
};

/// True if the first bytes are those of EDF or BDF.
bool looksLikeEdf(std::string_view firstBytes);
/// `fixed` = the first 256 bytes; gives the number of signals, or why there is no header.
core::Result<std::int64_t> edfSignalsN(std::string_view fixed, std::int64_t fileBytes);
/// `header` = all of it: (1 + signals) × 256 bytes.
core::Result<EdfHeader> parseEdfHeader(std::string_view header, std::int64_t fileBytes);

/// The count that is zero, as a whole number. The usual "-1000 1000 -32768 32767" puts it half a count below 0: that is 0.
std::int32_t wholeOffset(double exactOffsetCounts);

/// µV per unit, 0 if it is not a voltage. Knows V, mV, uV and µV in UTF-8 and Latin-1.
double microvoltsPerUnit(std::string_view unit);

}  // namespace tonus::interop
