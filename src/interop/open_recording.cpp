#include <algorithm>

#include "csv_recording.h"
#include "edf_file.h"
#include "tonus/interop/recording_files.h"

namespace tonus::interop {

using core::Fault;
using core::FaultCode;

namespace {

constexpr std::int64_t kProbeBytes = 1 << 16;

// Text with an end of line; a header without one, or with control characters, is something else.
bool looksLikeTable(std::string_view text) {
  const auto strange = [](char c) { return (c >= 0 && c < ' ' && c != '\t' && c != '\r' && c != '\n') || c == 127; };
  return text.find_first_of("\r\n") != std::string_view::npos && std::none_of(text.begin(), text.end(), strange);
}

}  // namespace

core::Result<std::unique_ptr<core::Recording>> openRecording(const std::filesystem::path& path,
                                                             const OpenOptions& options) {
  core::Result<FileBytes> bytes = FileBytes::open(path);
  if (!bytes) return bytes.fault();
  std::string probe(static_cast<std::size_t>(std::min(bytes->size(), kProbeBytes)), '\0');
  if (core::Status read = bytes->readAt(0, probe); !read) return read.fault();
  if (looksLikeEdf(probe)) {
    core::Result<EdfFile> file = openEdf(std::move(*bytes));
    if (!file) return file.fault();
    return makeEdfRecording(std::move(*file), options.onlyChannels);
  }
  if (!looksLikeTable(probe)) {
    return Fault{FaultCode::kBadFormat, "\"" + bytes->name() + "\" is neither an EDF or BDF file nor a CSV table.",
                 bytes->size() == 0 ? "The file is empty." : "Export the recording again as EDF+, BDF+ or CSV."};
  }
  core::Result<CsvTable> table = readCsv(path);
  if (!table) return table.fault();
  return makeCsvRecording(std::move(*table), bytes->name(), options);
}

}  // namespace tonus::interop
