// A recording played as if it came from an amplifier. Its gaps become lost frames, its annotations device events.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

#include "tonus/drivers/registry.h"

namespace tonus::drivers {

using core::Fault;
using core::FaultCode;
using core::ReadStatus;
using core::SampleIndex;

namespace {

constexpr double kLiveBlockS = 0.008, kFastBlockS = 0.05;
constexpr double kLongestWaitS = 2.0;  // nobody sits through an hour that was never recorded

class Replay final : public core::SignalSource {
 public:
  Replay(std::unique_ptr<core::Recording> recording, core::Clock& clock, bool live)
      : recording_(std::move(recording)), clock_(clock), live_(live) {
    info_ = {.id = "replay",
             .driver = "replay",
             .model = recording_->title(),
             .serial = {},
             .channelsN = static_cast<std::uint32_t>(recording_->format().channelsN()),
             .sampleRateHz = recording_->format().sampleRateHz,
             .live = live};
  }

  core::DeviceInfo describe() const override { return info_; }

  core::Result<core::StreamFormat> open(const core::SourceConfig& config) override;
  core::Status start() override;
  core::Result<ReadStatus> read(core::SteadyTime deadline, core::RawBlock& out) override;
  void stop() override { running_ = false; }

 private:
  core::SteadyTime dueAt(std::int64_t frame) const;
  void enterSegment();
  core::Status fill(std::uint32_t framesN, core::RawBlock& out);
  void takeEvents(std::int64_t end, bool last, core::RawBlock& out);

  std::unique_ptr<core::Recording> recording_;
  core::Clock& clock_;
  const bool live_;
  core::DeviceInfo info_;
  core::StreamFormat format_;             // of the channels asked for
  std::vector<std::size_t> picked_;
  std::vector<std::int32_t> allChannels_;

  bool running_ = false;
  std::size_t segment_ = 0;
  std::size_t event_ = 0;
  std::int64_t at_ = 0;                   // next frame
  std::uint64_t lost_ = 0;
  std::int64_t origin_ = 0;               // the frame due at startedAt_; moves on where a long gap is cut short
  core::SteadyTime startedAt_{};
};

core::Result<core::StreamFormat> Replay::open(const core::SourceConfig& config) {
  stop();
  picked_.clear();
  const core::StreamFormat& whole = recording_->format();
  if (config.sampleRateHz && *config.sampleRateHz != whole.sampleRateHz) {
    return Fault{FaultCode::kInvalid, "\"" + info_.model + "\" was recorded at " + std::to_string(whole.sampleRateHz) +
                                          " Hz and cannot be played at another rate.",
                 "Leave the rate as it is."};
  }
  for (std::size_t c = 0; c < whole.channelsN(); ++c) {
    if (c >= 64 || (config.channelMask >> c & 1) != 0) picked_.push_back(c);  // the mask reaches no further
  }
  if (picked_.empty()) {
    return Fault{FaultCode::kInvalid, "No channel of \"" + info_.model + "\" is chosen.", "Choose at least one."};
  }
  format_ = {.sampleRateHz = whole.sampleRateHz, .channels = {}, .maxBlockFrames = 1};
  for (const std::size_t c : picked_) format_.channels.push_back(whole.channels[c]);
  const double frames = whole.sampleRateHz * (live_ ? kLiveBlockS : kFastBlockS);
  format_.maxBlockFrames = static_cast<std::uint32_t>(std::clamp(frames, 1.0, 65536.0));
  allChannels_.reserve(format_.maxBlockFrames * whole.channelsN());
  return format_;
}

core::Status Replay::start() {
  if (picked_.empty()) {
    return Fault{FaultCode::kUnavailable, "The recording was started before it was opened.", "Open it first."};
  }
  running_ = true;
  segment_ = event_ = 0;
  lost_ = 0;
  const auto& segments = recording_->segments();
  at_ = origin_ = segments.empty() ? 0 : segments[0].first.value;
  const auto& events = recording_->events();
  while (event_ < events.size() && events[event_].at.value < at_) ++event_;
  startedAt_ = clock_.now();
  return {};
}

core::SteadyTime Replay::dueAt(std::int64_t frame) const {
  const double seconds = static_cast<double>(frame - origin_) / format_.sampleRateHz;
  return startedAt_ + std::chrono::nanoseconds(std::llround(seconds * 1e9));
}

void Replay::enterSegment() {
  const std::int64_t first = recording_->segments()[++segment_].first.value;
  lost_ += static_cast<std::uint64_t>(first - at_);
  const auto longest = static_cast<std::int64_t>(kLongestWaitS * format_.sampleRateHz);
  if (first - at_ > longest) {
    startedAt_ = dueAt(at_ + longest);
    origin_ = first;
  }
  at_ = first;
}

core::Result<ReadStatus> Replay::read(core::SteadyTime deadline, core::RawBlock& out) {
  out.clear();
  if (!running_) return Fault{FaultCode::kUnavailable, "The recording is not playing.", "Start it before reading."};
  const auto& segments = recording_->segments();
  if (segments.empty()) return ReadStatus::kEnded;
  if (at_ == segments[segment_].first.value + segments[segment_].framesN) {
    if (segment_ + 1 == segments.size()) return ReadStatus::kEnded;
    enterSegment();
  }
  const std::int64_t end = segments[segment_].first.value + segments[segment_].framesN;
  const auto framesN = static_cast<std::uint32_t>(std::min<std::int64_t>(format_.maxBlockFrames, end - at_));
  const core::SteadyTime due = dueAt(at_ + framesN);
  if (live_ && due > deadline) {
    clock_.sleepUntil(deadline);
    return ReadStatus::kTimeout;
  }
  if (core::Status filled = fill(framesN, out); !filled) {
    running_ = false;
    return filled.fault();
  }
  if (live_) clock_.sleepUntil(due);
  out.arrival = live_ ? clock_.now() : due;
  return ReadStatus::kBlock;
}

core::Status Replay::fill(std::uint32_t framesN, core::RawBlock& out) {
  const std::size_t channelsN = recording_->format().channelsN();
  const bool all = picked_.size() == channelsN;
  std::vector<std::int32_t>& target = all ? out.counts : allChannels_;
  target.resize(framesN * channelsN);
  if (core::Status read = recording_->read(SampleIndex{at_}, target); !read) return read;
  if (!all) {
    out.counts.clear();
    for (std::uint32_t f = 0; f < framesN; ++f) {
      for (const std::size_t c : picked_) out.counts.push_back(allChannels_[f * channelsN + c]);
    }
  }
  out.first = {at_};
  out.framesN = framesN;
  out.channelsN = static_cast<std::uint32_t>(picked_.size());
  out.lostBefore = std::exchange(lost_, 0);
  const auto& last = recording_->segments().back();
  takeEvents(at_ + framesN, at_ + framesN == last.first.value + last.framesN, out);
  at_ += framesN;
  return {};
}

// What was noted in a gap comes with the first block after it; what was noted at the very end, with the last.
void Replay::takeEvents(std::int64_t end, bool last, core::RawBlock& out) {
  const auto& events = recording_->events();
  for (; event_ < events.size() && events[event_].at.value < end + (last ? 1 : 0); ++event_) {
    out.events.push_back(events[event_]);
  }
}

}  // namespace

std::unique_ptr<core::SignalSource> makeReplaySource(std::unique_ptr<core::Recording> recording, core::Clock& clock,
                                                     bool live) {
  return std::make_unique<Replay>(std::move(recording), clock, live);
}

}  // namespace tonus::drivers
