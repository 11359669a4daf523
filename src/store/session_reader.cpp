#include "session_reader.h"

#include <algorithm>
#include <limits>

#include "chunk_cache.h"
#include "pyramid.h"
#include "session_writer.h"
#include "shown_codec.h"
#include "tonus/core/crc32c.h"

namespace tonus::store {

using core::Fault;
using core::FaultCode;
using core::Result;
using core::SampleIndex;
using core::Status;

namespace {

class Reader final : public SessionReader {
 public:
  Reader(Connection db, NumberedSession session)
      : db_(std::move(db)),
        seq_(session.seq),
        row_(std::move(session.row)),
        channelsN_(row_.format.channelsN()),
        pyramid_(channelsN_),
        cache_(*db_, channelsN_) {
    loadPieces();
    loadEvents();
    if (row_.state == SessionState::kInterrupted)
      warnings_.push_back("This session was cut short; it holds what was committed until then.");
  }

  std::string title() const override { return nameOf(row_).substr(4); }  // without "the "
  const core::StreamFormat& format() const override { return row_.format; }
  const std::vector<core::Segment>& segments() const override { return segments_; }
  const std::vector<core::DeviceEvent>& events() const override { return annotations_; }
  std::optional<core::WallTime> startTime() const override { return row_.started; }
  const std::vector<std::string>& warnings() const override { return warnings_; }
  const SessionRow& row() const override { return row_; }

  Status read(SampleIndex first, std::span<std::int32_t> counts) override;
  Result<std::vector<core::SessionEvent>> sessionEvents() override { return events_; }
  Result<std::vector<StoredHop>> hops(SampleIndex from, SampleIndex to) override;
  Result<std::vector<core::MetricValue>> metrics() override;
  Result<std::vector<core::QualityFrame>> quality() override;
  Result<std::vector<MinMax>> overview(std::size_t channel, SampleIndex from, SampleIndex to,
                                       std::size_t columns) override;

 private:
  void loadPieces();
  void loadEvents();
  void addCells(const Piece& piece, const std::vector<std::uint8_t>& cells, bool good);
  std::vector<Piece>::const_iterator firstEndingAfter(std::int64_t frame) const;
  void includeRaw(std::size_t channel, std::int64_t from, std::int64_t to, MinMax& range);
  MinMax column(std::size_t channel, std::int64_t from, std::int64_t to);
  void warnDamaged(const Piece& piece);
  Fault damaged(std::int64_t frame, const std::string& whatIs) const;
  template <class T, class Decode>
  Result<std::vector<T>> readAll(const char* column, const std::string& whatIs, Decode decode);

  Connection db_;
  std::int64_t seq_;
  SessionRow row_;
  std::size_t channelsN_;
  std::vector<Piece> pieces_;  // ascending, disjoint
  std::vector<core::Segment> segments_;
  std::vector<core::SessionEvent> events_;
  std::vector<core::DeviceEvent> annotations_;
  std::vector<std::string> warnings_;
  std::vector<std::int64_t> warned_;  // pieces
  Pyramid pyramid_;
  ChunkCache cache_;
};

Fault Reader::damaged(std::int64_t frame, const std::string& whatIs) const {
  return {FaultCode::kBadFormat,
          whatIs + " of " + nameOf(row_) + " at " + placeText(frame, row_.format.sampleRateHz) +
              " cannot be read: the file is damaged there.",
          "The rest of the session and all other sessions can still be read. Keep a copy of the store and check it."};
}

void Reader::warnDamaged(const Piece& piece) {
  if (std::find(warned_.begin(), warned_.end(), piece.seq) != warned_.end()) return;
  warned_.push_back(piece.seq);
  warnings_.push_back(damaged(piece.first, "The signal").what);
}

void Reader::loadPieces() {
  SQLite::Statement query(*db_,
                          "SELECT seq, first, frames_n, cells_crc, cells FROM pieces WHERE session=? ORDER BY first");
  query.bind(1, seq_);
  while (query.executeStep()) {
    const Piece piece{query.getColumn(0).getInt64(), query.getColumn(1).getInt64(), query.getColumn(2).getInt64()};
    const bool sane = piece.framesN > 0 && piece.framesN <= static_cast<std::int64_t>(kMaxChunkFrames) &&
                      piece.first >= 0 && piece.first < std::numeric_limits<std::int64_t>::max() / 2 &&
                      (pieces_.empty() || piece.first >= pieces_.back().end());
    if (!sane) {
      warnDamaged(piece);
      continue;
    }
    pieces_.push_back(piece);
    const auto blob = query.getColumn(4);
    const auto* at = static_cast<const std::uint8_t*>(blob.getBlob());
    const std::vector<std::uint8_t> cells(at, at + blob.getBytes());
    addCells(piece, cells, core::crc32c(cells) == query.getColumn(3).getUInt());
    if (!segments_.empty() && segments_.back().first.value + segments_.back().framesN == piece.first) {
      segments_.back().framesN += piece.framesN;
    } else {
      segments_.push_back({{piece.first}, piece.framesN});
    }
  }
}

/// Damaged cells are made again from the signal; if that is damaged as well the place stays empty, with a warning.
void Reader::addCells(const Piece& piece, const std::vector<std::uint8_t>& cells, bool good) {
  const auto framesN = static_cast<std::size_t>(piece.framesN);
  if (good && pyramid_.add(piece.first, framesN, cells)) return;
  std::vector<std::int32_t> planar;
  if (const auto chunk = cache_.get(piece)) {
    for (std::size_t c = 0; c < channelsN_; ++c) {
      const auto plane = chunk->channel(c);
      planar.insert(planar.end(), plane.begin(), plane.end());
    }
  }
  if (planar.size() == framesN * channelsN_) {
    pyramid_.add(piece.first, framesN, makeCells(piece.first, planar, framesN, channelsN_));
  } else {
    warnDamaged(piece);
  }
}

void Reader::loadEvents() {
  SQLite::Statement query(*db_,
                          "SELECT frame, kind, channel, value, text FROM events WHERE session=? ORDER BY frame, seq");
  query.bind(1, seq_);
  while (query.executeStep()) {
    core::SessionEvent event{
        {query.getColumn(0).getInt64()},
        static_cast<core::EventKind>(query.getColumn(1).getInt()),
        query.getColumn(2).getInt(),
        query.getColumn(3).isNull() ? std::numeric_limits<double>::quiet_NaN() : query.getColumn(3).getDouble(),
        query.getColumn(4).getString()};
    if (event.kind == core::EventKind::kMarker || event.kind == core::EventKind::kNote ||
        event.kind == core::EventKind::kDevice)
      annotations_.push_back({event.at, event.text});
    events_.push_back(std::move(event));
  }
}

std::vector<Piece>::const_iterator Reader::firstEndingAfter(std::int64_t frame) const {
  return std::partition_point(pieces_.begin(), pieces_.end(), [&](const Piece& p) { return p.end() <= frame; });
}

Status Reader::read(SampleIndex first, std::span<std::int32_t> counts) {
  return guarded("The signal could not be read", [&]() -> Status {
    std::int64_t at = first.value;
    const std::int64_t end = at + static_cast<std::int64_t>(counts.size() / std::max<std::size_t>(1, channelsN_));
    for (auto piece = firstEndingAfter(at); at < end; ++piece) {
      if (piece == pieces_.end() || piece->first > at)
        return Fault{FaultCode::kInvalid,
                     "Nothing was recorded there (" + placeText(at, row_.format.sampleRateHz) + ").", ""};
      const auto chunk = cache_.get(*piece);
      const auto from = static_cast<std::size_t>(at - piece->first);
      const auto n = static_cast<std::size_t>(std::min(end, piece->end()) - at);
      for (std::size_t c = 0; c < channelsN_; ++c) {
        const auto plane = chunk ? chunk->channel(c) : std::span<const std::int32_t>();
        if (plane.empty()) return damaged(piece->first, "The signal");
        for (std::size_t i = 0; i < n; ++i) counts[i * channelsN_ + c] = plane[from + i];
      }
      counts = counts.subspan(n * channelsN_);
      at += static_cast<std::int64_t>(n);
    }
    return {};
  });
}

template <class T, class Decode>
Result<std::vector<T>> Reader::readAll(const char* column, const std::string& whatIs, Decode decode) {
  return guarded(whatIs + " could not be read", [&]() -> Result<std::vector<T>> {
    const std::string name(column);
    SQLite::Statement query(
        *db_, "SELECT end_frame, " + name + "_crc, " + name + " FROM commits WHERE session=? ORDER BY number");
    query.bind(1, seq_);
    std::vector<T> out;
    while (query.executeStep()) {
      const auto blob = query.getColumn(2);
      const std::span bytes(static_cast<const std::uint8_t*>(blob.getBlob()),
                            static_cast<std::size_t>(blob.getBytes()));
      if (core::crc32c(bytes) != query.getColumn(1).getUInt() || !decode(bytes, out))
        return damaged(query.getColumn(0).getInt64(), whatIs);
    }
    return out;
  });
}

Result<std::vector<StoredHop>> Reader::hops(SampleIndex from, SampleIndex to) {
  return guarded("The feedback could not be read", [&]() -> Result<std::vector<StoredHop>> {
    SQLite::Statement query(*db_,
                            "SELECT hops_last, hops_crc, hops FROM commits WHERE session=? AND hops_last > ? "
                            "ORDER BY hops_last, number");
    query.bind(1, seq_);
    query.bind(2, from.value);
    std::vector<StoredHop> out;
    while (query.executeStep()) {
      const auto blob = query.getColumn(2);
      const std::span bytes(static_cast<const std::uint8_t*>(blob.getBlob()),
                            static_cast<std::size_t>(blob.getBytes()));
      std::vector<StoredHop> part;
      if (core::crc32c(bytes) != query.getColumn(1).getUInt() || !decodeHops(bytes, channelsN_, part))
        return damaged(query.getColumn(0).getInt64(), "The feedback");
      for (StoredHop& hop : part)
        if (hop.at > from && hop.at <= to) out.push_back(std::move(hop));
      if (!part.empty() && query.getColumn(0).getInt64() > to.value) break;
    }
    return out;
  });
}

Result<std::vector<core::MetricValue>> Reader::metrics() {
  return readAll<core::MetricValue>("metrics", "The measured values",
                                    [](auto bytes, auto& out) { return decodeMetrics(bytes, out); });
}

Result<std::vector<core::QualityFrame>> Reader::quality() {
  const std::size_t n = channelsN_;
  return readAll<core::QualityFrame>("quality", "The verdicts on the signal",
                                     [n](auto bytes, auto& out) { return decodeQuality(bytes, n, out); });
}

void Reader::includeRaw(std::size_t channel, std::int64_t from, std::int64_t to, MinMax& range) {
  for (auto piece = firstEndingAfter(from); piece != pieces_.end() && piece->first < to; ++piece) {
    const std::int64_t a = std::max(from, piece->first);
    const std::int64_t b = std::min(to, piece->end());
    const auto chunk = cache_.get(*piece);
    const auto plane = chunk ? chunk->channel(channel) : std::span<const std::int32_t>();
    if (plane.empty()) {
      warnDamaged(*piece);
      pyramid_.includeCells(channel, cellOf(a), cellOf(b - 1) + 1, range);
      continue;
    }
    const auto part = plane.subspan(static_cast<std::size_t>(a - piece->first), static_cast<std::size_t>(b - a));
    const auto [low, high] = std::minmax_element(part.begin(), part.end());
    include(range, *low, *high);
  }
}

MinMax Reader::column(std::size_t channel, std::int64_t from, std::int64_t to) {
  MinMax range{.min = 0, .max = 0, .gap = true};
  if (pieces_.empty()) return range;
  // Nothing lies before the first frame or after the last, so cells cut there may count as whole.
  const std::int64_t begin = from <= pieces_.front().first ? cellOf(from) : cellOf(from + kOverviewCell - 1);
  const std::int64_t end = to >= pieces_.back().end() ? cellOf(to + kOverviewCell - 1) : cellOf(to);
  if (begin >= end) {
    includeRaw(channel, from, to, range);
    return range;
  }
  pyramid_.includeCells(channel, begin, end, range);
  if (from < begin * kOverviewCell) includeRaw(channel, from, begin * kOverviewCell, range);
  if (to > end * kOverviewCell) includeRaw(channel, end * kOverviewCell, to, range);
  return range;
}

Result<std::vector<MinMax>> Reader::overview(std::size_t channel, SampleIndex from, SampleIndex to,
                                             std::size_t columns) {
  if (channel >= channelsN_ || to <= from || columns == 0)
    return Fault{FaultCode::kInvalid, "There is no such part of this session.", ""};
  return guarded("The signal could not be read", [&]() -> Result<std::vector<MinMax>> {
    const std::int64_t framesN = to - from;
    const auto n = static_cast<std::int64_t>(columns);
    const auto edge = [&](std::int64_t i) { return from.value + framesN / n * i + framesN % n * i / n; };
    std::vector<MinMax> out(columns);
    for (std::int64_t i = 0; i < n; ++i)
      out[static_cast<std::size_t>(i)] = column(channel, edge(i), std::max(edge(i) + 1, edge(i + 1)));
    return out;
  });
}

}  // namespace

std::unique_ptr<SessionReader> makeSessionReader(Connection db, NumberedSession session) {
  return std::make_unique<Reader>(std::move(db), std::move(session));
}

}  // namespace tonus::store
