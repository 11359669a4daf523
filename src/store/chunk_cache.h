#pragma once
// Chunks of one session, checked against their checksum, decoded channel by channel when asked, the last used kept.

#include <cstdint>
#include <list>
#include <memory>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "connection.h"
#include "tonus/store/codec.h"

namespace tonus::store {

struct Piece {
  std::int64_t seq = 0;  ///< of pieces and chunks
  std::int64_t first = 0;
  std::int64_t framesN = 0;
  std::int64_t end() const { return first + framesN; }
};

class LoadedChunk {
 public:
  /// False: not a chunk of that shape.
  bool open(std::vector<std::uint8_t> bytes, std::size_t framesN, std::size_t channelsN);
  /// Empty: these bytes do not decode.
  std::span<const std::int32_t> channel(std::size_t c);
  std::size_t bytesN() const { return bytes_.size() + planes_.size() * framesN_ * sizeof(std::int32_t); }

 private:
  std::size_t framesN_ = 0;
  std::vector<std::uint8_t> bytes_;
  ChunkView view_;
  std::vector<std::vector<std::int32_t>> planes_;
};

/// The stored bytes, if they are there and their checksum holds. Throws SQLite::Exception.
std::optional<std::vector<std::uint8_t>> readCounts(SQLite::Statement& query, std::int64_t seq);
inline constexpr const char* kReadCounts = "SELECT counts_crc, counts FROM chunks WHERE seq=?";

class ChunkCache {
 public:
  ChunkCache(SQLite::Database& db, std::size_t channelsN) : query_(db, kReadCounts), channelsN_(channelsN) {}
  /// Null: missing or damaged.
  std::shared_ptr<LoadedChunk> get(const Piece& piece);

 private:
  using Order = std::list<std::pair<std::int64_t, std::shared_ptr<LoadedChunk>>>;

  SQLite::Statement query_;
  std::size_t channelsN_;
  std::size_t bytesN_ = 0;
  Order order_;  // last used first
  std::unordered_map<std::int64_t, Order::iterator> bySeq_;
};

}  // namespace tonus::store
