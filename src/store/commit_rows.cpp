#include "commit_rows.h"

#include "shown_codec.h"
#include "tonus/core/crc32c.h"

namespace tonus::store {

namespace {

using Bytes = std::vector<std::uint8_t>;

void bindBlob(SQLite::Statement& s, int index, const Bytes& bytes) {
  // A null pointer would bind NULL instead of an empty blob.
  s.bindNoCopy(index, bytes.empty() ? "" : static_cast<const void*>(bytes.data()), static_cast<int>(bytes.size()));
}

void bindCrc(SQLite::Statement& s, int index, const Bytes& bytes) {
  s.bind(index, static_cast<std::int64_t>(core::crc32c(bytes)));
}

/// Ready for new values whatever happened to the run before (reset() would throw that run's error once more).
void renew(SQLite::Statement& s) {
  s.tryReset();
  s.clearBindings();
}

}  // namespace

CommitStatements::CommitStatements(SQLite::Database& db, std::string who)
    : db_(db),
      who_(std::move(who)),
      commit_(db,
              "INSERT INTO commits (session, number, end_frame, frames_n, lost_n, who, at, hops_last, hops_crc, "
              "quality_crc, metrics_crc, hops, quality, metrics) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)"),
      piece_(db, "INSERT INTO pieces (session, first, frames_n, commit_id, cells_crc, cells) VALUES (?,?,?,?,?,?)"),
      chunk_(db, "INSERT INTO chunks (seq, counts_crc, counts) VALUES (?,?,?)"),
      gap_(db, "INSERT INTO gaps (session, commit_id, first, frames_n, estimated) VALUES (?,?,?,?,?)"),
      event_(db, "INSERT INTO events (session, commit_id, frame, kind, channel, value, text) VALUES (?,?,?,?,?,?,?)") {}

void CommitStatements::add(const CommitRows& rows) {
  const std::int64_t commit = addCommit(rows);
  for (const Chunk& chunk : rows.chunks) addChunk(rows, chunk, commit);
  for (const Gap& gap : rows.gaps) addGap(rows, gap, commit);
  for (const core::SessionEvent& event : rows.events) addEvent(rows, event, commit);
}

std::int64_t CommitStatements::addCommit(const CommitRows& rows) {
  const Bytes hops = encodeHops(rows.hops, rows.channelsN);
  const Bytes quality = encodeQuality(rows.quality, rows.channelsN);
  const Bytes metrics = encodeMetrics(rows.metrics);
  renew(commit_);
  commit_.bind(1, rows.session);
  commit_.bind(2, rows.number);
  commit_.bind(3, rows.endFrame);
  commit_.bind(4, rows.framesN);
  commit_.bind(5, rows.lostN);
  commit_.bind(6, who_);
  commit_.bind(7, rows.atUs);
  if (!rows.hops.empty()) commit_.bind(8, rows.hops.back().at.value);
  bindCrc(commit_, 9, hops);
  bindCrc(commit_, 10, quality);
  bindCrc(commit_, 11, metrics);
  bindBlob(commit_, 12, hops);
  bindBlob(commit_, 13, quality);
  bindBlob(commit_, 14, metrics);
  commit_.exec();
  return db_.getLastInsertRowid();
}

void CommitStatements::addChunk(const CommitRows& rows, const Chunk& chunk, std::int64_t commit) {
  renew(piece_);
  piece_.bind(1, rows.session);
  piece_.bind(2, chunk.first);
  piece_.bind(3, static_cast<std::int64_t>(chunk.framesN));
  piece_.bind(4, commit);
  bindCrc(piece_, 5, chunk.cells);
  bindBlob(piece_, 6, chunk.cells);
  piece_.exec();
  renew(chunk_);
  chunk_.bind(1, db_.getLastInsertRowid());
  bindCrc(chunk_, 2, chunk.counts);
  bindBlob(chunk_, 3, chunk.counts);
  chunk_.exec();
}

void CommitStatements::addGap(const CommitRows& rows, const Gap& gap, std::int64_t commit) {
  renew(gap_);
  gap_.bind(1, rows.session);
  gap_.bind(2, commit);
  gap_.bind(3, gap.first);
  gap_.bind(4, gap.framesN);
  gap_.bind(5, gap.estimated ? 1 : 0);
  gap_.exec();
}

void CommitStatements::addEvent(const CommitRows& rows, const core::SessionEvent& event, std::int64_t commit) {
  renew(event_);
  event_.bind(1, rows.session);
  event_.bind(2, commit);
  event_.bind(3, event.at.value);
  event_.bind(4, static_cast<int>(event.kind));
  event_.bind(5, event.channel);
  event_.bind(6, event.value);  // NaN becomes NULL
  event_.bind(7, event.text);
  event_.exec();
}

}  // namespace tonus::store
