#include "edf_annotations.h"

#include <algorithm>

#include "text_number.h"
#include "utf8.h"

namespace tonus::interop {

namespace {

constexpr char kTextEnd = '\x14', kDurationStart = '\x15';
constexpr std::size_t kMaxNotes = 1'000'000;
constexpr std::int64_t kBatchBytes = 1 << 16, kSmallRecordBytes = 4096;

struct Onset {
  double atS = 0;
  int decimals = 0;
  std::optional<double> durationS;
};

std::optional<Onset> parseOnset(std::string_view stamp) {
  if (stamp.empty() || (stamp[0] != '+' && stamp[0] != '-')) return std::nullopt;
  const std::size_t split = stamp.find(kDurationStart);
  const std::string_view at = stamp.substr(0, split);
  const auto atS = parseReal(at);
  if (!atS) return std::nullopt;
  Onset onset{*atS, 0, std::nullopt};
  if (const std::size_t point = at.find('.'); point != std::string_view::npos) {
    onset.decimals = static_cast<int>(at.size() - point - 1);
  }
  if (split != std::string_view::npos) {
    onset.durationS = parseReal(stamp.substr(split + 1));
    if (!onset.durationS || *onset.durationS < 0) return std::nullopt;
  }
  return onset;
}

// One list without its closing NUL.
void parseList(std::string_view list, bool first, RecordNotes& out) {
  const std::size_t stampEnd = list.find(kTextEnd);
  const auto onset = parseOnset(list.substr(0, stampEnd));
  if (!onset || stampEnd == std::string_view::npos || list.back() != kTextEnd) {
    out.damaged = true;
    return;
  }
  std::size_t at = stampEnd + 1;
  for (bool firstText = true; at < list.size(); firstText = false) {
    const std::size_t end = list.find(kTextEnd, at);
    const std::string_view text = list.substr(at, end - at);
    if (text.empty() && first && firstText) {
      out.startS = onset->atS;
      out.startDecimals = onset->decimals;
    }
    if (!text.empty()) out.notes.push_back({onset->atS, onset->durationS, asUtf8(text)});
    at = end + 1;
  }
}

}  // namespace

RecordNotes parseRecordNotes(std::string_view bytes) {
  RecordNotes out;
  bool first = true;
  std::size_t at = 0;
  while (at < bytes.size() && bytes[at] != '\0') {
    const std::size_t end = bytes.find('\0', at);
    if (end == std::string_view::npos) {
      out.damaged = true;
      break;
    }
    parseList(bytes.substr(at, end - at), first, out);
    first = false;
    at = end + 1;
  }
  return out;
}

std::string formatTal(std::string_view onset, std::string_view duration, std::string_view text) {
  std::string tal(onset);
  if (!duration.empty()) tal.append(1, kDurationStart).append(duration);
  tal.append(1, kTextEnd).append(text).append(1, kTextEnd).append(1, '\0');
  return tal;
}

namespace {

class Reader {
 public:
  Reader(const FileBytes& file, const EdfHeader& header) : file_(file), header_(header) {
    for (std::size_t s = 0; s < header.signals.size(); ++s) {
      if (header.signals[s].isAnnotation && header.signals[s].samplesPerRecord > 0) signals_.push_back(s);
    }
    batch_ = header.recordBytes < kSmallRecordBytes ? kBatchBytes / header.recordBytes : 1;
  }

  core::Result<EdfAnnotations> run(std::vector<std::string>& warnings) {
    if (signals_.empty()) return EdfAnnotations{};
    for (std::int64_t r = 0; r < header_.recordsN; ++r) {
      if (core::Status read = readRecord(r); !read) return read.fault();
    }
    if (damagedN_ > 0) {
      warnings.push_back("In " + std::to_string(damagedN_) + " records some annotations are damaged and were left out.");
    }
    if (cutOff_) warnings.push_back("Only the first " + std::to_string(kMaxNotes) + " annotations were read.");
    return std::move(out_);
  }

 private:
  core::Status readRecord(std::int64_t r) {
    std::optional<double> start;
    bool damaged = false;
    for (std::size_t k = 0; k < signals_.size(); ++k) {
      core::Result<std::string_view> bytes = signalBytes(r, signals_[k]);
      if (!bytes) return bytes.fault();
      RecordNotes notes = parseRecordNotes(*bytes);
      if (k == 0) start = notes.startS;
      if (k == 0) out_.startDecimals = std::max(out_.startDecimals, notes.startDecimals);
      damaged = damaged || notes.damaged;
      for (EdfNote& note : notes.notes) {
        cutOff_ = out_.notes.size() >= kMaxNotes;
        if (!cutOff_) out_.notes.push_back(std::move(note));
      }
    }
    damagedN_ += damaged ? 1 : 0;
    out_.recordStartsS.push_back(start);
    return {};
  }

  // Small records come many at a time; of large ones only the annotations are touched.
  core::Result<std::string_view> signalBytes(std::int64_t r, std::size_t s) {
    const std::int64_t length = header_.signals[s].samplesPerRecord * header_.bytesPerSample;
    if (batch_ == 1) {
      buffer_.resize(static_cast<std::size_t>(length));
      const std::int64_t at = header_.headerBytes + r * header_.recordBytes + header_.signalOffsets[s];
      if (core::Status read = file_.readAt(at, buffer_); !read) return read.fault();
      return std::string_view(buffer_);
    }
    if (buffer_.empty() || r < batchFirst_ || r >= batchFirst_ + batch_) {
      batchFirst_ = r;
      const std::int64_t records = std::min(batch_, header_.recordsN - r);
      buffer_.resize(static_cast<std::size_t>(records * header_.recordBytes));
      if (core::Status read = file_.readAt(header_.headerBytes + r * header_.recordBytes, buffer_); !read) {
        return read.fault();
      }
    }
    const std::int64_t at = (r - batchFirst_) * header_.recordBytes + header_.signalOffsets[s];
    return std::string_view(buffer_).substr(static_cast<std::size_t>(at), static_cast<std::size_t>(length));
  }

  const FileBytes& file_;
  const EdfHeader& header_;
  std::vector<std::size_t> signals_;
  std::int64_t batch_ = 1, batchFirst_ = 0, damagedN_ = 0;
  bool cutOff_ = false;
  std::string buffer_;
  EdfAnnotations out_;
};

}  // namespace

core::Result<EdfAnnotations> readEdfAnnotations(const FileBytes& file, const EdfHeader& header,
                                                std::vector<std::string>& warnings) {
  return Reader(file, header).run(warnings);
}

}  // namespace tonus::interop
