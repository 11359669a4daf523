#include "wire/frame_builder.h"

#include <utility>

namespace tonus::drivers::wire {

namespace {
constexpr std::size_t kMaxWaitingEvents = 64;
}

void FrameBuilder::begin(std::uint32_t channelsN, std::uint32_t maxBlockFrames) {
  channelsN_ = channelsN;
  maxBlockFrames_ = maxBlockFrames;
  next_ = 0;
  framesN_ = lostN_ = 0;
  events_.clear();
  block_.clear();
}

std::span<std::int32_t> FrameBuilder::addFrame(std::uint64_t lostBefore, const OnBlock& onBlock) {
  if (lostBefore > 0 || block_.framesN == maxBlockFrames_) flush(onBlock);
  next_ += static_cast<std::int64_t>(lostBefore);
  if (block_.framesN == 0) {
    block_.clear();
    block_.first = {next_};
    block_.channelsN = channelsN_;
    block_.lostBefore = lostBefore;
    block_.counts.reserve(std::size_t{channelsN_} * maxBlockFrames_);
  }
  for (std::string& text : events_) block_.events.push_back({{next_}, std::move(text)});
  events_.clear();
  block_.counts.resize(block_.counts.size() + channelsN_);
  ++block_.framesN;
  ++next_;
  ++framesN_;
  lostN_ += lostBefore;
  return std::span(block_.counts).last(channelsN_);
}

void FrameBuilder::addEvent(std::string text) {
  if (events_.size() < kMaxWaitingEvents) events_.push_back(std::move(text));
}

void FrameBuilder::flush(const OnBlock& onBlock) {
  if (block_.framesN == 0) return;
  onBlock(block_);
  block_.clear();
}

void FrameBuilder::finish(const OnBlock& onBlock) {
  flush(onBlock);
  if (events_.empty()) return;
  block_.first = {next_};
  block_.channelsN = channelsN_;
  for (std::string& text : events_) block_.events.push_back({{next_}, std::move(text)});
  events_.clear();
  onBlock(block_);
  block_.clear();
}

}  // namespace tonus::drivers::wire
