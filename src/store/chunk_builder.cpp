#include "chunk_builder.h"

#include <algorithm>

#include "pyramid.h"
#include "tonus/store/codec.h"

namespace tonus::store {

ChunkBuilder::ChunkBuilder(std::size_t channelsN, std::int64_t secondFrames)
    : channelsN_(channelsN), secondFrames_(secondFrames) {
  open_.reserve(static_cast<std::size_t>(secondFrames) * channelsN);
}

void ChunkBuilder::append(std::int64_t first, std::span<const std::int32_t> counts) {
  while (!counts.empty()) {
    if (open_.empty()) openFirst_ = first;
    const std::int64_t left = secondFrames_ - first % secondFrames_;
    const auto framesN = std::min(static_cast<std::int64_t>(counts.size() / channelsN_), left);
    const auto n = static_cast<std::size_t>(framesN) * channelsN_;
    open_.insert(open_.end(), counts.begin(), counts.begin() + static_cast<std::ptrdiff_t>(n));
    counts = counts.subspan(n);
    first += framesN;
    if (framesN == left) cut();
  }
}

void ChunkBuilder::cut() {
  const std::size_t framesN = openFrames();
  if (framesN == 0) return;
  planar_.resize(open_.size());
  for (std::size_t c = 0; c < channelsN_; ++c)
    for (std::size_t i = 0; i < framesN; ++i) planar_[c * framesN + i] = open_[i * channelsN_ + c];
  closed_.push_back({openFirst_, framesN, encodeChunk(planar_, framesN, channelsN_),
                     makeCells(openFirst_, planar_, framesN, channelsN_)});
  openFirst_ += static_cast<std::int64_t>(framesN);
  open_.clear();
}

}  // namespace tonus::store
