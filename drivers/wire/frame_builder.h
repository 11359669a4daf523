#pragma once
// Puts frames, one after another, into blocks: keeps the absolute index, the losses and the events in their places.
// No allocation once every block that goes round has had its first turn.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "tonus/core/decoder.h"

namespace tonus::drivers::wire {

class FrameBuilder {
 public:
  using OnBlock = core::Decoder::OnBlock;

  /// Must come before the first frame; a block that was begun is dropped.
  void begin(std::uint32_t channelsN, std::uint32_t maxBlockFrames);
  /// Room for the counts of the next frame, which follows after `lostBefore` frames. A block that is full, or that the
  /// loss ends, goes out first.
  std::span<std::int32_t> addFrame(std::uint64_t lostBefore, const OnBlock& onBlock);
  /// Belongs to the next frame.
  void addEvent(std::string text);
  /// Hands over what there is; every push() of a decoder ends with it.
  void flush(const OnBlock& onBlock);
  /// Also hands over events that no frame followed.
  void finish(const OnBlock& onBlock);

  std::uint64_t framesN() const { return framesN_; }
  std::uint64_t lostN() const { return lostN_; }

 private:
  std::uint32_t channelsN_ = 0;
  std::uint32_t maxBlockFrames_ = 0;
  std::int64_t next_ = 0;
  std::uint64_t framesN_ = 0;
  std::uint64_t lostN_ = 0;
  std::vector<std::string> events_;
  core::RawBlock block_;
};

}  // namespace tonus::drivers::wire
