#include "sink_runner.h"

namespace tonus::session {

using namespace std::chrono_literals;

SinkRunner::SinkRunner(std::shared_ptr<core::BlockSink> sink, bool ownThread, bool lossless)
    : sink_(std::move(sink)),
      policy_(sink_->policy()),
      threaded_(ownThread && policy_.policy != core::QueuePolicy::kInline),
      lossless_(lossless) {
  if (threaded_) thread_ = std::jthread([this] { run(); });
}

SinkRunner::~SinkRunner() { (void)finish(); }

double SinkRunner::queuedS() const { return rateHz_ > 0 ? static_cast<double>(queuedFrames_) / rateHz_ : 0; }

void SinkRunner::offer(const core::BlockPtr& block) {
  if (!threaded_) return consume(block);
  const double depthS = std::chrono::duration<double>(policy_.depth).count();
  std::unique_lock lock(mutex_);
  rateHz_ = block->sampleRateHz;
  if (lossless_) changed_.wait(lock, [&] { return fault_ || queuedS() < depthS; });
  if (fault_) {
    droppedFrames_ += block->framesN;
    return;
  }
  if (queuedS() >= depthS) {
    if (policy_.policy == core::QueuePolicy::kFaultWhenFull) {
      fault_ = core::Fault{core::FaultCode::kOverrun,
                           std::string(sink_->name()) + " fell " + std::to_string(static_cast<int>(depthS)) +
                               " s behind and was stopped",
                           "Everything up to that moment is kept. Stop the session, close other programs, start again."};
      droppedFrames_ += block->framesN;
      return;
    }
    while (!queue_.empty() && queuedS() >= depthS) {
      queuedFrames_ -= queue_.front()->framesN;
      droppedFrames_ += queue_.front()->framesN;
      queue_.pop_front();
    }
  }
  queue_.push_back(block);
  queuedFrames_ += block->framesN;
  lock.unlock();
  changed_.notify_all();
}

void SinkRunner::consume(const core::BlockPtr& block) {
  if (fault_) {
    droppedFrames_ += block->framesN;
    return;
  }
  if (auto ok = sink_->consume(block); !ok) fail(ok.fault());
}

void SinkRunner::tick() {
  if (threaded_ || fault_) return;
  if (auto ok = sink_->tick(); !ok) fail(ok.fault());
}

void SinkRunner::fail(const core::Fault& fault) {
  const std::scoped_lock lock(mutex_);
  if (!fault_) fault_ = fault;
}

void SinkRunner::run() {
  auto nextTick = std::chrono::steady_clock::now() + 100ms;
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait_until(lock, nextTick, [this] { return closing_ || !queue_.empty(); });
    if (queue_.empty() && closing_) return;
    core::BlockPtr block;
    if (!queue_.empty()) {
      block = std::move(queue_.front());
      queue_.pop_front();
      queuedFrames_ -= block->framesN;
    }
    const bool faulted = fault_.has_value();
    if (faulted && block) droppedFrames_ += block->framesN;
    lock.unlock();
    changed_.notify_all();
    core::Status ok;
    if (block && !faulted) ok = sink_->consume(block);
    if (const auto now = std::chrono::steady_clock::now(); now >= nextTick) {
      nextTick = now + 100ms;
      if (ok && !faulted) ok = sink_->tick();
    }
    block.reset();
    lock.lock();
    if (!ok && !fault_) fault_ = ok.fault();
  }
}

core::Status SinkRunner::finish() {
  {
    const std::scoped_lock lock(mutex_);
    if (finished_) return fault_ ? core::Status(*fault_) : core::Status{};
    finished_ = closing_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
  if (auto ok = sink_->finish(); !ok) fail(ok.fault());
  return fault_ ? core::Status(*fault_) : core::Status{};
}

SinkStatus SinkRunner::status() const {
  const std::scoped_lock lock(mutex_);
  return {std::string(sink_->name()), droppedFrames_, queuedS(), fault_.has_value()};
}

std::optional<core::Fault> SinkRunner::takeFault() {
  const std::scoped_lock lock(mutex_);
  if (!fault_ || faultReported_) return std::nullopt;
  faultReported_ = true;
  return fault_;
}

}  // namespace tonus::session
