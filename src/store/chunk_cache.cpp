#include "chunk_cache.h"

#include "tonus/core/crc32c.h"

namespace tonus::store {

namespace {
constexpr std::size_t kBudgetBytes = 48U << 20;
}

bool LoadedChunk::open(std::vector<std::uint8_t> bytes, std::size_t framesN, std::size_t channelsN) {
  bytes_ = std::move(bytes);
  framesN_ = framesN;
  planes_.resize(channelsN);
  return view_.open(bytes_, framesN, channelsN);
}

std::span<const std::int32_t> LoadedChunk::channel(std::size_t c) {
  std::vector<std::int32_t>& plane = planes_[c];
  if (plane.empty()) {
    plane.resize(framesN_);
    if (!view_.decode(c, plane)) plane.clear();
  }
  return plane;
}

std::optional<std::vector<std::uint8_t>> readCounts(SQLite::Statement& query, std::int64_t seq) {
  query.tryReset();
  query.bind(1, seq);
  if (!query.executeStep()) return std::nullopt;
  const auto blob = query.getColumn(1);
  const auto* at = static_cast<const std::uint8_t*>(blob.getBlob());
  std::vector<std::uint8_t> bytes(at, at + blob.getBytes());
  const bool good = core::crc32c(bytes) == query.getColumn(0).getUInt();
  query.tryReset();  // an open read would keep the log from being moved into the file
  if (!good) return std::nullopt;
  return bytes;
}

std::shared_ptr<LoadedChunk> ChunkCache::get(const Piece& piece) {
  if (const auto found = bySeq_.find(piece.seq); found != bySeq_.end()) {
    order_.splice(order_.begin(), order_, found->second);
    return order_.front().second;
  }
  auto bytes = readCounts(query_, piece.seq);
  auto chunk = std::make_shared<LoadedChunk>();
  if (!bytes || !chunk->open(std::move(*bytes), static_cast<std::size_t>(piece.framesN), channelsN_)) return nullptr;
  bytesN_ += chunk->bytesN();
  order_.emplace_front(piece.seq, chunk);
  bySeq_[piece.seq] = order_.begin();
  while (bytesN_ > kBudgetBytes && order_.size() > 1) {
    bytesN_ -= order_.back().second->bytesN();
    bySeq_.erase(order_.back().first);
    order_.pop_back();
  }
  return chunk;
}

}  // namespace tonus::store
