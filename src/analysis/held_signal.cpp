#include "tonus/analysis/held_signal.h"

#include <algorithm>
#include <memory>

namespace tonus::analysis {
namespace {

std::int64_t framesOf(const std::vector<core::Segment>& segments) {
  std::int64_t n = 0;
  for (const core::Segment& segment : segments) n += segment.framesN;
  return n;
}

}  // namespace

CountsSource countsOf(core::Recording& recording) {
  const auto buffer = std::make_shared<std::vector<std::int32_t>>();
  return [&recording, buffer](core::SampleIndex first, std::size_t framesN) -> core::Result<std::span<const std::int32_t>> {
    buffer->resize(framesN * recording.format().channelsN());
    if (auto ok = recording.read(first, *buffer); !ok) return ok.fault();
    return std::span<const std::int32_t>(*buffer);
  };
}

HeldSignal::HeldSignal(core::StreamFormat format, std::vector<core::Segment> segments)
    : format_(std::move(format)), segments_(std::move(segments)) {
  std::int64_t before = 0;
  for (const core::Segment& segment : segments_) {
    before_.push_back(before);
    before += segment.framesN;
  }
  n_ = static_cast<std::size_t>(before) * format_.channelsN();
  counts_ = std::make_unique_for_overwrite<std::int32_t[]>(n_);   // pages come as they are filled, not to whoever makes it
}

std::size_t HeldSignal::bytesOf(const core::Recording& recording) {
  return static_cast<std::size_t>(framesOf(recording.segments())) * recording.format().channelsN() * sizeof(std::int32_t);
}

bool HeldSignal::holds(std::int64_t fromFrame, std::int64_t toFrame) const {
  const std::int64_t end = end_.load(std::memory_order_acquire);
  return fromFrame >= toFrame || toFrame <= end;
}

std::size_t HeldSignal::place(std::int64_t frame) const {
  const auto after = std::upper_bound(segments_.begin(), segments_.end(), frame,
                                      [](std::int64_t f, const core::Segment& s) { return f < s.first.value; });
  const auto i = static_cast<std::size_t>(after - segments_.begin() - 1);
  return static_cast<std::size_t>(before_[i] + frame - segments_[i].first.value) * format_.channelsN();
}

std::span<const std::int32_t> HeldSignal::frames(core::SampleIndex first, std::size_t framesN) const {
  return std::span(counts_.get(), n_).subspan(place(first.value), framesN * format_.channelsN());
}

std::span<std::int32_t> HeldSignal::room(core::SampleIndex first, std::size_t framesN) {
  return std::span(counts_.get(), n_).subspan(place(first.value), framesN * format_.channelsN());
}

}  // namespace tonus::analysis
