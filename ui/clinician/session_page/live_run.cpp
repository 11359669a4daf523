#include "clinician/session_page/live_run.h"

namespace tonus::clinician {

LiveRun::LiveRun(core::Clock& clock, std::shared_ptr<core::BlockSink> sound)
    : clock_(clock), sound_(std::move(sound)) {}

LiveRun::~LiveRun() { (void)stop(); }

core::Status LiveRun::open(std::unique_ptr<core::SignalSource> source) {
  (void)stop();
  auto opened = app::LiveSession::open(std::move(source), clock_);
  if (!opened) return opened.fault();
  live_ = *std::move(opened);
  queue_ = std::make_shared<session::LiveQueue>();
  live_->addSink(queue_);
  if (sound_) live_->addSink(sound_);
  return {};
}

core::Status LiveRun::preview(const session::SessionSetup& setup) { return live_->arm(setup); }

core::Status LiveRun::record(store::Store& store, const store::Patient& patient, const session::SessionSetup& setup) {
  core::Status started = live_->start(store, patient, setup);
  if (!started) return started;
  recording_ = true;
  latency_.clear();
  waiting_.clear();
  return started;
}

core::Result<std::string> LiveRun::stop() {
  if (!live_) return std::string{};
  const core::LatencySummary late = latency_.summary();
  auto id = live_->stop({late.p50Ms, late.p95Ms, late.p99Ms, late.worstMs});
  live_.reset();
  queue_.reset();
  waiting_.clear();
  recording_ = false;
  return id;
}

void LiveRun::command(session::Command command) {
  if (live_) live_->command(std::move(command));
}

const std::vector<core::BlockPtr>& LiveRun::drain() {
  blocks_.clear();
  if (queue_) queue_->drain(blocks_);
  for (const core::BlockPtr& block : blocks_) waiting_.push_back(block->arrival);
  return blocks_;
}

void LiveRun::onScreen() {
  const core::SteadyTime now = clock_.now();
  for (const core::SteadyTime arrival : waiting_) {
    latency_.add(std::chrono::duration<double, std::milli>(now - arrival).count());
  }
  waiting_.clear();
}

}  // namespace tonus::clinician
