#pragma once
// Time-stamped annotation lists (TALs) of EDF+/BDF+: when each record starts, and what people and devices noted.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "edf_header.h"
#include "file_bytes.h"

namespace tonus::interop {

/// Frames under an annotation of this text were lost or never recorded: our writer fills records with it, our reader
/// takes them out again; MNE and others treat a text that begins with BAD as "do not use".
inline constexpr std::string_view kNotRecordedText = "BAD_not_recorded";

struct EdfNote {
  double onsetS = 0;   ///< from the file's start time
  std::optional<double> durationS;
  std::string text;    ///< UTF-8
};

/// What the annotation part of one record says.
struct RecordNotes {
  std::optional<double> startS;  ///< of the time-keeping list, the first one
  int startDecimals = 0;
  std::vector<EdfNote> notes;
  bool damaged = false;          ///< something in it is no list
};
RecordNotes parseRecordNotes(std::string_view bytes);

struct EdfAnnotations {
  std::vector<std::optional<double>> recordStartsS;  ///< one a record; empty if the file has no annotation signal
  int startDecimals = 0;                             ///< at most, over all records: how fine its clock is written
  std::vector<EdfNote> notes;
};
/// Reads only the annotation signals. Appends to `warnings`.
core::Result<EdfAnnotations> readEdfAnnotations(const FileBytes& file, const EdfHeader& header,
                                                std::vector<std::string>& warnings);

/// One list, ready to be put into a record.
std::string formatTal(std::string_view onset, std::string_view duration, std::string_view text);

}  // namespace tonus::interop
