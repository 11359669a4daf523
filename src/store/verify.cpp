#include "verify.h"

#include <algorithm>
#include <cctype>

#include "audit.h"
#include "chunk_cache.h"
#include "commit_rows.h"
#include "pyramid.h"
#include "session_rows.h"
#include "session_writer.h"
#include "shown_codec.h"
#include "tonus/core/crc32c.h"

namespace tonus::store {

namespace {

/// Stops the walk: progress said no.
struct Cancelled {};

class Check {
 public:
  Check(SQLite::Database& db, const Progress& progress) : db_(db), progress_(progress), counts_(db, kReadCounts) {
    allN_ = db.execAndGet("SELECT count(*) FROM pieces").getInt64();
  }

  VerifyReport run(const std::filesystem::path& path) {
    checkFile();
    for (const NumberedSession& s : readSessions(db_, path, {.hiddenToo = true})) {
      ++report_.sessionsN;
      try {
        checkSession(s);
      } catch (const SQLite::Exception& e) {
        damage(nameOf(s.row) + " cannot be read to its end (" + e.what() + ")");
      }
    }
    for (std::string& words : checkAudit(db_)) {
      report_.auditOk = false;
      report_.damaged.push_back(std::move(words));
    }
    report_.ok = report_.damaged.empty();
    return std::move(report_);
  }

 private:
  void damage(std::string words) {
    words.front() = static_cast<char>(std::toupper(words.front()));
    report_.damaged.push_back(std::move(words) + ".");
  }
  void damageAt(const SessionRow& row, std::int64_t frame, const std::string& words) {
    damage(nameOf(row) + ", at " + placeText(frame, std::max(1e-9, row.format.sampleRateHz)) + ": " + words);
  }

  void checkFile() {
    SQLite::Statement integrity(db_, "PRAGMA integrity_check(20)");
    while (integrity.executeStep()) {
      const std::string line = integrity.getColumn(0).getString();
      if (line != "ok") damage("the file is damaged (" + line + ")");
    }
    SQLite::Statement foreign(db_, "PRAGMA foreign_key_check");
    while (foreign.executeStep())
      damage("a row of " + foreign.getColumn(0).getString() + " belongs to a row of " +
             foreign.getColumn(2).getString() + " that is gone");
  }

  void checkSession(const NumberedSession& s) {
    if (s.row.format.channels.empty() || !(s.row.format.sampleRateHz > 0)) {
      damage(nameOf(s.row) + ": its channels are not described");
      return;
    }
    gaps_ = gapsOf(s.seq);
    nextGap_ = 0;
    expected_ = -1;
    std::int64_t framesN = 0;
    SQLite::Statement pieces(
        db_, "SELECT seq, first, frames_n, cells_crc, cells FROM pieces WHERE session=? ORDER BY first");
    pieces.bind(1, s.seq);
    while (pieces.executeStep()) {
      const Piece piece{pieces.getColumn(0).getInt64(), pieces.getColumn(1).getInt64(), pieces.getColumn(2).getInt64()};
      const auto blob = pieces.getColumn(4);
      const std::span cells(static_cast<const std::uint8_t*>(blob.getBlob()),
                            static_cast<std::size_t>(blob.getBytes()));
      checkPlace(s.row, piece);
      checkChunk(s.row, piece, cells, pieces.getColumn(3).getUInt());
      framesN += piece.framesN;
      advance();
    }
    checkTotals(s, framesN);
    checkCommits(s);
  }

  std::vector<Gap> gapsOf(std::int64_t session) {
    SQLite::Statement query(db_, "SELECT first, frames_n, estimated FROM gaps WHERE session=? ORDER BY first");
    query.bind(1, session);
    std::vector<Gap> gaps;
    while (query.executeStep())
      gaps.push_back({query.getColumn(0).getInt64(), query.getColumn(1).getInt64(), query.getColumn(2).getInt() != 0});
    return gaps;
  }

  /// Every frame number from the first on is either in a chunk or in a gap.
  void checkPlace(const SessionRow& row, const Piece& piece) {
    if (expected_ < 0) expected_ = gaps_.empty() ? piece.first : std::min(piece.first, gaps_.front().first);
    for (; nextGap_ < gaps_.size() && gaps_[nextGap_].first == expected_; ++nextGap_)
      expected_ += gaps_[nextGap_].framesN;
    if (piece.first > expected_) {
      damageAt(row, expected_,
               std::to_string(piece.first - expected_) + " frames are missing that were not lost in recording");
    } else if (piece.first < expected_) {
      damageAt(row, piece.first, "signal lies where other signal or a gap is");
    }
    expected_ = piece.end();
  }

  void checkChunk(const SessionRow& row, const Piece& piece, std::span<const std::uint8_t> cells,
                  std::uint32_t cellsCrc) {
    ++report_.chunksN;
    const std::size_t channelsN = row.format.channelsN();
    auto bytes = readCounts(counts_, piece.seq);
    if (!bytes) {
      damageAt(row, piece.first, "the signal is missing or its checksum is wrong");
      return;
    }
    const auto framesN = static_cast<std::size_t>(piece.framesN);
    LoadedChunk chunk;
    std::vector<std::int32_t> planar;
    bool good = piece.framesN > 0 && chunk.open(std::move(*bytes), framesN, channelsN);
    for (std::size_t c = 0; good && c < channelsN; ++c) {
      const auto plane = chunk.channel(c);
      good = !plane.empty();
      planar.insert(planar.end(), plane.begin(), plane.end());
    }
    if (!good) {
      damageAt(row, piece.first, "the signal cannot be decoded");
      return;
    }
    const auto expected = makeCells(piece.first, planar, framesN, channelsN);
    if (core::crc32c(cells) != cellsCrc || !std::equal(cells.begin(), cells.end(), expected.begin(), expected.end()))
      damageAt(row, piece.first, "the overview does not fit the signal (the signal itself is intact)");
  }

  void checkTotals(const NumberedSession& s, std::int64_t framesN) {
    std::int64_t lostN = 0;
    for (const Gap& gap : gaps_) lostN += gap.framesN;
    if (framesN != s.row.framesN || lostN != s.row.lostN)
      damage(nameOf(s.row) + ": " + std::to_string(framesN) + " frames and " + std::to_string(lostN) +
             " lost are there, " + std::to_string(s.row.framesN) + " and " + std::to_string(s.row.lostN) +
             " were counted");
    SQLite::Statement end(db_, "SELECT frames_n, lost_n FROM session_ends WHERE session=?");
    end.bind(1, s.seq);
    if (end.executeStep() &&
        (end.getColumn(0).getInt64() != s.row.framesN || end.getColumn(1).getInt64() != s.row.lostN))
      damage(nameOf(s.row) + ": its last seconds are missing");
  }

  void checkCommits(const NumberedSession& s) {
    const std::size_t channelsN = s.row.format.channelsN();
    SQLite::Statement query(db_,
                            "SELECT number, end_frame, hops_crc, quality_crc, metrics_crc, hops, quality, metrics "
                            "FROM commits WHERE session=? ORDER BY number");
    query.bind(1, s.seq);
    std::vector<StoredHop> hops;
    std::vector<core::QualityFrame> quality;
    std::vector<core::MetricValue> metrics;
    for (std::int64_t number = 0; query.executeStep(); ++number) {
      const std::int64_t end = query.getColumn(1).getInt64();
      if (query.getColumn(0).getInt64() != number) {
        damageAt(s.row, end, "a part before this was taken out");
        number = query.getColumn(0).getInt64();
      }
      const auto bytes = [&](int column) {
        const auto blob = query.getColumn(column);
        return std::span(static_cast<const std::uint8_t*>(blob.getBlob()), static_cast<std::size_t>(blob.getBytes()));
      };
      const auto intact = [&](int crc, int column) {
        return core::crc32c(bytes(column)) == query.getColumn(crc).getUInt();
      };
      hops.clear();
      quality.clear();
      metrics.clear();
      if (!intact(2, 5) || !decodeHops(bytes(5), channelsN, hops)) damageAt(s.row, end, "the feedback cannot be read");
      if (!intact(3, 6) || !decodeQuality(bytes(6), channelsN, quality))
        damageAt(s.row, end, "the verdicts on the signal cannot be read");
      if (!intact(4, 7) || !decodeMetrics(bytes(7), metrics))
        damageAt(s.row, end, "the measured values cannot be read");
    }
  }

  void advance() {
    if (!progress_ || report_.chunksN % 16 != 0) return;
    if (!progress_(static_cast<double>(report_.chunksN) / static_cast<double>(std::max<std::int64_t>(1, allN_))))
      throw Cancelled{};
  }

  SQLite::Database& db_;
  const Progress& progress_;
  SQLite::Statement counts_;
  std::int64_t allN_ = 0;
  std::vector<Gap> gaps_;
  std::size_t nextGap_ = 0;
  std::int64_t expected_ = -1;
  VerifyReport report_;
};

}  // namespace

core::Result<VerifyReport> verifyStore(SQLite::Database& db, const std::filesystem::path& path,
                                       const Progress& progress) {
  try {
    // One snapshot: what a recording adds meanwhile is not half seen.
    SQLite::Transaction snapshot(db);
    return Check(db, progress).run(path);
  } catch (const Cancelled&) {
    return core::Fault{core::FaultCode::kCancelled, "The check was stopped before its end.", "Nothing was changed."};
  }
}

}  // namespace tonus::store
