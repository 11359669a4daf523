#pragma once
// The rows of one commit of a recording, and the prepared statements that add them.

#include <span>

#include "chunk_builder.h"
#include "connection.h"
#include "tonus/store/store.h"

namespace tonus::store {

struct Gap {
  std::int64_t first = 0;
  std::int64_t framesN = 0;
  bool estimated = false;
};

struct CommitRows {
  std::int64_t session = 0;
  std::int64_t number = 0;
  std::int64_t endFrame = 0;
  std::int64_t framesN = 0;  ///< running totals, this commit included
  std::int64_t lostN = 0;
  std::int64_t atUs = 0;
  std::size_t channelsN = 0;
  std::span<const Chunk> chunks;
  std::span<const Gap> gaps;
  std::span<const core::SessionEvent> events;
  std::span<const StoredHop> hops;
  std::span<const core::QualityFrame> quality;
  std::span<const core::MetricValue> metrics;
};

/// Throws SQLite::Exception; can be used again after that.
class CommitStatements {
 public:
  CommitStatements(SQLite::Database& db, std::string who);
  /// Inside a transaction.
  void add(const CommitRows& rows);

 private:
  std::int64_t addCommit(const CommitRows& rows);
  void addChunk(const CommitRows& rows, const Chunk& chunk, std::int64_t commit);
  void addGap(const CommitRows& rows, const Gap& gap, std::int64_t commit);
  void addEvent(const CommitRows& rows, const core::SessionEvent& event, std::int64_t commit);

  SQLite::Database& db_;
  std::string who_;
  SQLite::Statement commit_;
  SQLite::Statement piece_;
  SQLite::Statement chunk_;
  SQLite::Statement gap_;
  SQLite::Statement event_;
};

}  // namespace tonus::store
