#pragma once
// An EDF/BDF file opened and checked: header, annotations, and its samples at any place.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "edf_annotations.h"
#include "edf_header.h"
#include "file_bytes.h"
#include "tonus/core/recording.h"

namespace tonus::interop {

struct EdfFile {
  FileBytes bytes;
  EdfHeader header;
  EdfAnnotations annotations;
};
core::Result<EdfFile> openEdf(FileBytes bytes);

/// Little-endian two's complement of 2 or 3 bytes; `out` is filled every `stride` values.
void decodeSamples(const char* bytes, std::int64_t bytesPerSample, std::size_t samplesN, std::int32_t* out,
                   std::size_t stride);

/// Distinct names of the signals, see distinctNames.
std::vector<std::string> distinctLabels(const std::vector<EdfSignal>& signals);
/// The signals that become channels, or a Fault that says which could.
core::Result<std::vector<std::size_t>> chooseSignals(const EdfHeader& header, const std::string& fileName,
                                                     const std::vector<std::string>& onlyChannels);
/// Usable signals of the rate most of them have (the highest of equals); empty if none is usable.
std::vector<std::size_t> mainGroup(const std::vector<EdfSignal>& signals);

core::Result<std::unique_ptr<core::Recording>> makeEdfRecording(EdfFile file,
                                                                const std::vector<std::string>& onlyChannels);

}  // namespace tonus::interop
