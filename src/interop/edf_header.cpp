#include "edf_header.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "edf_date.h"
#include "text_number.h"
#include "utf8.h"

namespace tonus::interop {

using core::Fault;
using core::FaultCode;

namespace {

constexpr std::string_view kEdfVersion("0       ", 8);
constexpr std::string_view kBdfVersion("\xFF" "BIOSEMI", 8);
constexpr std::int64_t kMaxBdfCount = 8388607;
constexpr std::string_view kUnknownDate = "01.01.85";  // EDF+ writes this where the day is not known
constexpr double kMaxOffset = 2147483647.0;  // an offset is a 32-bit count

Fault damaged(std::string what) {
  return Fault{FaultCode::kBadFormat, std::move(what), "Nothing was read from it. Export the recording again."};
}

std::string field(std::string_view header, std::size_t offset, std::size_t length) {
  return asUtf8(trimmed(header.substr(offset, length)));
}

// A file from a program in a decimal-comma country; there is no thousands separator in EDF, so this is not a guess.
std::optional<double> parseEdfReal(std::string text, bool& hadComma) {
  const std::size_t comma = text.find(',');
  if (comma != std::string::npos) {
    text[comma] = '.';
    hadComma = true;
  }
  return parseReal(text);
}

/// Reads the columns of the signal headers, which come field by field, not signal by signal.
class SignalColumns {
 public:
  SignalColumns(std::string_view header, std::size_t signalsN) : header_(header), signalsN_(signalsN) {}
  std::vector<std::string> next(std::size_t width) {
    std::vector<std::string> column;
    for (std::size_t s = 0; s < signalsN_; ++s) column.push_back(field(header_, offset_ + s * width, width));
    offset_ += signalsN_ * width;
    return column;
  }

 private:
  std::string_view header_;
  std::size_t signalsN_;
  std::size_t offset_ = kEdfFixedHeaderBytes;
};

std::string scalingTrouble(const EdfSignal& s) {
  if (s.digMin == s.digMax) return "its digital minimum and maximum are equal, so it has no scale";
  if (s.digMin > s.digMax) return "its digital minimum is above its maximum, so its scale cannot be trusted";
  if (s.physMin == s.physMax) return "its physical minimum and maximum are equal, so it has no scale";
  const double scale = (s.physMax - s.physMin) / static_cast<double>(s.digMax - s.digMin);
  const double offset = static_cast<double>(s.digMin) - s.physMin / scale;
  if (!std::isfinite(scale) || !(std::abs(offset) < kMaxOffset)) return "its range in the header is beyond measure";
  return {};
}

bool saysRectified(const EdfSignal& s) {
  std::string text = s.prefilter;
  std::transform(text.begin(), text.end(), text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
  return text.find("rectif") != std::string::npos;
}

/// What no well-made file says of a signal.
std::string damageOf(const EdfSignal& s, std::int64_t digitalLimit) {
  if (s.samplesPerRecord == 0) return "it has no samples";
  if (std::string scaling = scalingTrouble(s); !scaling.empty()) return scaling;
  if (s.digMin < -digitalLimit - 1 || s.digMax > digitalLimit) return "its digital range does not fit its sample size";
  return {};
}

std::string troubleOf(const EdfSignal& s, std::int64_t digitalLimit) {
  if (s.isAnnotation) return "it holds annotations, not a signal";
  if (s.isStatus) return "it is the trigger channel, not a voltage";
  if (std::string damage = damageOf(s, digitalLimit); !damage.empty()) return damage;
  if (microvoltsPerUnit(s.unit) == 0) return s.unit.empty() ? "it has no unit" : "its unit is " + s.unit + ", not a voltage";
  if (saysRectified(s)) return "it is already rectified (\"" + s.prefilter + "\"), not raw EMG";
  return {};
}

struct Texts {
  std::vector<std::string> label, transducer, unit, physMin, physMax, digMin, digMax, prefilter, samples;
};

Texts readTexts(std::string_view header, std::size_t signalsN) {
  SignalColumns columns(header, signalsN);
  Texts t;
  t.label = columns.next(16);
  t.transducer = columns.next(80);
  t.unit = columns.next(8);
  t.physMin = columns.next(8);
  t.physMax = columns.next(8);
  t.digMin = columns.next(8);
  t.digMax = columns.next(8);
  t.prefilter = columns.next(80);
  t.samples = columns.next(8);
  return t;
}

core::Result<EdfSignal> readSignal(const Texts& t, std::size_t s, bool isBdf, bool& hadComma) {
  EdfSignal signal;
  signal.label = t.label[s];
  signal.unit = t.unit[s];
  signal.prefilter = t.prefilter[s];
  signal.isAnnotation = signal.label == "EDF Annotations" || signal.label == "BDF Annotations";
  signal.isStatus = isBdf && signal.label == "Status";
  const std::string who = "signal " + std::to_string(s + 1) + " (\"" + signal.label + "\")";
  const auto samples = parseInteger(t.samples[s]);
  if (!samples || *samples < 0) {
    return damaged("The header is damaged: " + who + " says it has \"" + t.samples[s] + "\" samples a record.");
  }
  signal.samplesPerRecord = *samples;
  const auto physMin = parseEdfReal(t.physMin[s], hadComma), physMax = parseEdfReal(t.physMax[s], hadComma);
  const auto digMin = parseInteger(t.digMin[s]), digMax = parseInteger(t.digMax[s]);
  signal.physMin = physMin.value_or(0);
  signal.physMax = physMax.value_or(0);
  signal.digMin = digMin.value_or(0);
  signal.digMax = digMax.value_or(0);
  const std::int64_t digitalLimit = isBdf ? kMaxBdfCount : 32767;
  const bool numbers = physMin && physMax && digMin && digMax;
  const bool isSignal = !signal.isAnnotation && !signal.isStatus;
  signal.trouble = numbers || !isSignal ? troubleOf(signal, digitalLimit) : "its range in the header is not a number";
  signal.damaged = isSignal && (!numbers || !damageOf(signal, digitalLimit).empty());
  return signal;
}

core::Status readFixed(std::string_view h, EdfHeader& out) {
  const bool isBdf = h.substr(0, 8) == kBdfVersion;
  out.bytesPerSample = isBdf ? 3 : 2;
  out.patient = field(h, 8, 80);
  out.recording = field(h, 88, 80);
  out.startTime = parseEdfDate(h.substr(168, 8), h.substr(176, 8));
  if (!out.startTime) {
    out.warnings.push_back("The start date \"" + field(h, 168, 8) + "\" and time \"" + field(h, 176, 8) +
                           "\" do not exist; the start is unknown.");
  }
  if (h.substr(168, 8) == kUnknownDate && out.recording.starts_with("Startdate X")) out.startTime.reset();
  const std::string kind = field(h, 192, 44), base = isBdf ? "BDF" : "EDF";
  out.isPlus = kind.starts_with(base + "+C") || kind.starts_with(base + "+D");
  out.saysDiscontinuous = out.isPlus && kind[4] == 'D';
  out.format = out.isPlus ? kind.substr(0, 5) : base;
  bool hadComma = false;
  const auto duration = parseEdfReal(field(h, 244, 8), hadComma);
  if (!duration || *duration < 0) {
    return damaged("The header is damaged: a record is said to last \"" + field(h, 244, 8) + "\" seconds.");
  }
  if (hadComma) out.warnings.emplace_back("The record duration is written with a comma; it was read as a decimal point.");
  out.recordDurationS = *duration;
  return {};
}

core::Status readSignals(std::string_view header, EdfHeader& out) {
  const std::size_t signalsN = header.size() / kEdfSignalHeaderBytes - 1;
  const Texts texts = readTexts(header, signalsN);
  bool hadComma = false;
  for (std::size_t s = 0; s < signalsN; ++s) {
    core::Result<EdfSignal> signal = readSignal(texts, s, out.bytesPerSample == 3, hadComma);
    if (!signal) return signal.fault();
    if (out.recordDurationS > 0) {
      signal->sampleRateHz = static_cast<double>(signal->samplesPerRecord) / out.recordDurationS;
      if (!std::isfinite(signal->sampleRateHz)) return damaged("The header is damaged: its record duration is beyond measure.");
    } else if (!signal->isAnnotation && signal->samplesPerRecord > 0) {
      return damaged("The header is damaged: records last 0 seconds, yet \"" + signal->label + "\" has samples in them.");
    }
    out.signalOffsets.push_back(out.recordBytes);
    out.recordBytes += signal->samplesPerRecord * out.bytesPerSample;
    out.signals.push_back(std::move(*signal));
  }
  if (hadComma) out.warnings.emplace_back("Ranges are written with a comma; it was read as a decimal point.");
  if (out.recordBytes == 0) return damaged("The header is damaged: no signal has any samples.");
  return {};
}

core::Status countRecords(std::int64_t saidN, std::int64_t fileBytes, EdfHeader& out) {
  const std::int64_t dataBytes = fileBytes - out.headerBytes;
  const std::int64_t presentN = dataBytes / out.recordBytes;
  const std::int64_t restBytes = dataBytes % out.recordBytes;
  out.recordsN = saidN < 0 ? presentN : std::min(saidN, presentN);
  const bool agrees = restBytes == 0 && (saidN < 0 || saidN == presentN);
  const auto empty = [](const EdfSignal& s) { return s.samplesPerRecord == 0; };
  if (!agrees && std::any_of(out.signals.begin(), out.signals.end(), empty)) {
    return damaged("The header is damaged: a signal is said to have no samples, and the file is not of the size the "
                   "header describes, so no sample can be placed.");
  }
  if (saidN < 0) out.warnings.emplace_back("The recording was never closed; its records were counted from its size.");
  if (saidN > presentN) {
    out.warnings.push_back("The header promises " + std::to_string(saidN) + " records; " + std::to_string(presentN) +
                           (restBytes > 0 ? " are complete, the last one is incomplete and was left out."
                                          : " are there."));
  } else if (saidN < 0 && restBytes > 0) {
    out.warnings.push_back("The last record is incomplete; its " + std::to_string(restBytes) + " bytes were left out.");
  } else if (saidN >= 0 && dataBytes > saidN * out.recordBytes) {
    out.warnings.push_back(std::to_string(dataBytes - saidN * out.recordBytes) +
                           " bytes follow the last record; they were left out.");
  }
  if (out.recordsN == 0) out.warnings.emplace_back("The file holds a header but no data.");
  return {};
}

}  // namespace

double microvoltsPerUnit(std::string_view unit) {
  constexpr std::array<std::string_view, 9> kMicro = {"uV", "UV", "uv", "\xC2\xB5V", "\xC2\xB5v", "\xCE\xBCV", "\xCE\xBCv",
                                                      "\xB5V", "\xB5v"};
  if (std::find(kMicro.begin(), kMicro.end(), unit) != kMicro.end()) return 1.0;
  if (unit == "mV" || unit == "mv") return 1e3;
  if (unit == "V" || unit == "v") return 1e6;
  return 0.0;
}

std::int32_t wholeOffset(double exactOffsetCounts) {
  return std::abs(exactOffsetCounts) <= 0.51 ? 0 : static_cast<std::int32_t>(std::llround(exactOffsetCounts));
}

bool looksLikeEdf(std::string_view firstBytes) {
  return firstBytes.starts_with(kEdfVersion) || firstBytes.starts_with(kBdfVersion);
}

core::Result<std::int64_t> edfSignalsN(std::string_view fixed, std::int64_t fileBytes) {
  if (static_cast<std::int64_t>(fixed.size()) < kEdfFixedHeaderBytes) {
    return damaged("The header is incomplete: the file ends after " + std::to_string(fileBytes) + " bytes.");
  }
  if (!looksLikeEdf(fixed)) return damaged("This is not an EDF or BDF file: its first bytes say something else.");
  const auto signalsN = parseInteger(fixed.substr(252, 4)), headerBytes = parseInteger(fixed.substr(184, 8));
  const auto recordsN = parseInteger(fixed.substr(236, 8));
  if (!signalsN || *signalsN < 1 || !headerBytes || !recordsN || *recordsN < -1) {
    return damaged("The header is damaged: the number of signals (\"" + field(fixed, 252, 4) + "\"), of records (\"" +
                   field(fixed, 236, 8) + "\") or its own length (\"" + field(fixed, 184, 8) +
                   "\") is not a number that can be. Bytes may be missing or added before it.");
  }
  const std::int64_t needed = kEdfFixedHeaderBytes + *signalsN * kEdfSignalHeaderBytes;
  if (*headerBytes != needed) {
    return damaged("The header contradicts itself: " + std::to_string(*signalsN) + " signals need " +
                   std::to_string(needed) + " bytes of header, it says " + std::to_string(*headerBytes) + ".");
  }
  if (needed > fileBytes) return damaged("The header is incomplete: the file ends inside it.");
  return *signalsN;
}

core::Result<EdfHeader> parseEdfHeader(std::string_view header, std::int64_t fileBytes) {
  EdfHeader out;
  out.headerBytes = static_cast<std::int64_t>(header.size());
  if (core::Status fixed = readFixed(header, out); !fixed) return fixed.fault();
  if (core::Status signals = readSignals(header, out); !signals) return signals.fault();
  const std::int64_t saidN = parseInteger(header.substr(236, 8)).value_or(-1);
  if (core::Status records = countRecords(saidN, fileBytes, out); !records) return records.fault();
  return out;
}

}  // namespace tonus::interop
