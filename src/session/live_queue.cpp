#include "tonus/session/live_queue.h"

namespace tonus::session {

LiveQueue::LiveQueue(std::string name, std::chrono::milliseconds depth) : name_(std::move(name)), depth_(depth) {}

core::Status LiveQueue::consume(const core::BlockPtr& block) {
  const auto limit = static_cast<std::int64_t>(std::chrono::duration<double>(depth_).count() * block->sampleRateHz);
  const std::scoped_lock lock(mutex_);
  blocks_.push_back(block);
  queuedFrames_ += block->framesN;
  while (queuedFrames_ > limit && blocks_.size() > 1) {
    queuedFrames_ -= blocks_.front()->framesN;
    droppedFrames_ += blocks_.front()->framesN;
    blocks_.pop_front();
  }
  return {};
}

void LiveQueue::drain(std::vector<core::BlockPtr>& out) {
  out.clear();
  const std::unique_lock lock(mutex_, std::try_to_lock);
  if (!lock) return;
  out.assign(std::make_move_iterator(blocks_.begin()), std::make_move_iterator(blocks_.end()));
  blocks_.clear();
  queuedFrames_ = 0;
}

std::uint64_t LiveQueue::droppedFrames() const {
  const std::scoped_lock lock(mutex_);
  return droppedFrames_;
}

}  // namespace tonus::session
