#include "edf_file.h"

#include <algorithm>
#include <cmath>

#include "edf_timeline.h"
#include "tonus/interop/recording_files.h"

namespace tonus::interop {

using core::Fault;
using core::FaultCode;

core::Result<EdfFile> openEdf(FileBytes bytes) {
  std::string header(static_cast<std::size_t>(std::min(bytes.size(), kEdfFixedHeaderBytes)), '\0');
  if (core::Status read = bytes.readAt(0, header); !read) return read.fault();
  const auto named = [&bytes](Fault fault) {
    fault.what = "\"" + bytes.name() + "\": " + fault.what;
    return fault;
  };
  core::Result<std::int64_t> signalsN = edfSignalsN(header, bytes.size());
  if (!signalsN) return named(signalsN.fault());
  header.resize(static_cast<std::size_t>(kEdfFixedHeaderBytes + *signalsN * kEdfSignalHeaderBytes));
  if (core::Status read = bytes.readAt(0, header); !read) return read.fault();
  core::Result<EdfHeader> parsed = parseEdfHeader(header, bytes.size());
  if (!parsed) return named(parsed.fault());
  core::Result<EdfAnnotations> annotations = readEdfAnnotations(bytes, *parsed, parsed->warnings);
  if (!annotations) return annotations.fault();
  return EdfFile{std::move(bytes), std::move(*parsed), std::move(*annotations)};
}

void decodeSamples(const char* bytes, std::int64_t bytesPerSample, std::size_t samplesN, std::int32_t* out,
                   std::size_t stride) {
  const auto* in = reinterpret_cast<const unsigned char*>(bytes);
  for (std::size_t i = 0; i < samplesN; ++i, out += stride) {
    if (bytesPerSample == 2) {
      *out = static_cast<std::int16_t>(static_cast<std::uint16_t>(in[0] | (in[1] << 8)));
      in += 2;
    } else {
      // Into the upper bytes and back, so that the sign comes along.
      const std::uint32_t high = (std::uint32_t{in[0]} << 8) | (std::uint32_t{in[1]} << 16) | (std::uint32_t{in[2]} << 24);
      *out = static_cast<std::int32_t>(high) >> 8;
      in += 3;
    }
  }
}

core::Result<EdfInfo> readEdfInfo(const std::filesystem::path& path) {
  core::Result<FileBytes> bytes = FileBytes::open(path);
  if (!bytes) return bytes.fault();
  core::Result<EdfFile> opened = openEdf(std::move(*bytes));
  if (!opened) return opened.fault();
  EdfHeader& header = opened->header;
  EdfInfo info;
  info.format = header.format;
  info.recordsN = header.recordsN;
  info.recordDurationS = header.recordDurationS;
  const std::vector<std::size_t> channels = mainGroup(header.signals);
  const double rateHz = channels.empty() ? 0.0 : header.signals[channels[0]].sampleRateHz;
  info.annotations = eventsOf(opened->annotations, rateHz);
  for (std::int64_t r = 0; r < header.recordsN; ++r) {
    const auto& starts = opened->annotations.recordStartsS;
    const double counted = static_cast<double>(r) * header.recordDurationS;
    const bool stated = header.isPlus && !starts.empty();
    info.recordStartsS.push_back(stated ? starts[static_cast<std::size_t>(r)].value_or(counted) : counted);
  }
  info.signals = std::move(header.signals);
  info.warnings = std::move(header.warnings);
  return info;
}

core::Result<std::vector<std::int32_t>> readEdfSignal(const std::filesystem::path& path, std::size_t signal) {
  core::Result<FileBytes> bytes = FileBytes::open(path);
  if (!bytes) return bytes.fault();
  core::Result<EdfFile> opened = openEdf(std::move(*bytes));
  if (!opened) return opened.fault();
  const EdfHeader& header = opened->header;
  if (signal >= header.signals.size()) {
    return Fault{FaultCode::kNotFound, "The file has " + std::to_string(header.signals.size()) + " signals, not " +
                     std::to_string(signal + 1) + ".", "Choose one that is there."};
  }
  const auto perRecord = static_cast<std::size_t>(header.signals[signal].samplesPerRecord);
  std::vector<std::int32_t> values(perRecord * static_cast<std::size_t>(header.recordsN));
  std::string record(perRecord * static_cast<std::size_t>(header.bytesPerSample), '\0');
  for (std::int64_t r = 0; r < header.recordsN && perRecord > 0; ++r) {
    const std::int64_t at = header.headerBytes + r * header.recordBytes + header.signalOffsets[signal];
    if (core::Status read = opened->bytes.readAt(at, record); !read) return read.fault();
    decodeSamples(record.data(), header.bytesPerSample, perRecord, &values[static_cast<std::size_t>(r) * perRecord], 1);
  }
  return values;
}

}  // namespace tonus::interop
