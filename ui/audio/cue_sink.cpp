#include "audio/cue_sink.h"

namespace tonus::audio {

core::Status CueSink::consume(const core::BlockPtr& block) {
  if (block->feedback.empty()) return {};
  const core::FeedbackFrame& newest = block->feedback.back();
  const feedback::ToneInput input = feedback::toneInput(newest);
  level_.store(input.level, std::memory_order_relaxed);
  gate_.store((input.audible ? kAudible : 0U) | (input.inTarget ? kInTarget : 0U), std::memory_order_relaxed);
  const auto since = std::chrono::duration_cast<std::chrono::nanoseconds>(newest.arrival.time_since_epoch());
  arrivalNs_.store(since.count(), std::memory_order_release);
  return {};
}

core::Status CueSink::finish() {
  gate_.store(0, std::memory_order_relaxed);
  return {};
}

CueSink::Heard CueSink::heard() const {
  Heard h;
  h.arrivalNs = arrivalNs_.load(std::memory_order_acquire);
  const std::uint32_t gate = gate_.load(std::memory_order_relaxed);
  h.input = {level_.load(std::memory_order_relaxed), (gate & kInTarget) != 0, (gate & kAudible) != 0};
  return h;
}

}  // namespace tonus::audio
