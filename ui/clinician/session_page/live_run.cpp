#include "clinician/session_page/live_run.h"

namespace tonus::clinician {

LiveRun::LiveRun(core::Clock& clock, std::shared_ptr<core::BlockSink> sound)
    : clock_(clock), sound_(std::move(sound)) {}

LiveRun::~LiveRun() { (void)stop(); }

core::Status LiveRun::open(std::unique_ptr<core::SignalSource> source) {
  (void)stop();
  auto opened = app::LiveSession::open(std::move(source), clock_);
  if (!opened) return opened.fault();
  adopt(*std::move(opened));
  return {};
}

void LiveRun::adopt(std::unique_ptr<app::LiveSession> live) {
  (void)stop();
  live_ = std::move(live);
  listen();
}

void LiveRun::listen() {
  queue_ = std::make_shared<session::LiveQueue>();
  live_->addSink(queue_);
  if (sound_) live_->addSink(sound_);
}

core::Status LiveRun::preview(const session::SessionSetup& setup) { return live_->arm(setup); }

core::Status LiveRun::record(store::Store& store, const store::Patient& patient, const session::SessionSetup& setup) {
  core::Status started = live_->start(store, patient, setup);
  if (!started) return started;
  recording_ = true;
  countAnew();
  return started;
}

core::Result<std::string> LiveRun::stop(const core::LatencySummary& patient, const core::LatencySummary& sound) {
  auto id = rest(patient, sound);
  live_.reset();
  queue_.reset();
  return id;
}

core::Result<std::string> LiveRun::rest(const core::LatencySummary& patient, const core::LatencySummary& sound) {
  if (!live_) return std::string{};
  auto id = live_->stop({latency_.summary(), patient, sound, shownLateS()});
  listen();
  countAnew();
  recording_ = false;
  return id;
}

void LiveRun::countAnew() {
  waiting_.clear();
  painting_.clear();
  latency_.clear();
  lateFrames_ = 0;
  droppedBefore_ = queue_ ? queue_->droppedFrames() : 0;
}

void LiveRun::command(session::Command command) {
  if (live_) live_->command(std::move(command));
}

const std::vector<core::BlockPtr>& LiveRun::drain() {
  blocks_.clear();
  if (queue_) queue_->drain(blocks_);
  for (const core::BlockPtr& block : blocks_) waiting_.push_back({block->arrival, block->framesN});
  return blocks_;
}

void LiveRun::painting() {
  painting_.insert(painting_.end(), waiting_.begin(), waiting_.end());
  waiting_.clear();
}

std::optional<core::SteadyTime> LiveRun::onScreen() {
  if (painting_.empty()) return std::nullopt;
  const core::SteadyTime now = clock_.now();
  for (const Waiting& block : painting_) {
    const double ms = std::chrono::duration<double, std::milli>(now - block.arrival).count();
    latency_.add(ms);
    if (ms > core::kShownLateMs) lateFrames_ += block.framesN;
  }
  const core::SteadyTime newest = painting_.back().arrival;
  painting_.clear();
  return newest;
}

void LiveRun::notShown() {
  waiting_.clear();
  painting_.clear();
  if (queue_) droppedBefore_ = queue_->droppedFrames();
}

double LiveRun::shownLateS() const {
  if (!live_) return 0;
  const std::uint64_t never = queue_ ? queue_->droppedFrames() - droppedBefore_ : 0;
  return static_cast<double>(lateFrames_ + never) / format().sampleRateHz;
}

}  // namespace tonus::clinician
