#include "tonus/session/session.h"

#include <atomic>
#include <cmath>
#include <mutex>
#include <thread>
#include <utility>

#include "sink_runner.h"
#include "tonus/core/ring.h"
#include "tonus/session/wakeup.h"

namespace tonus::session {

namespace {
using namespace std::chrono_literals;
using Runners = std::vector<std::unique_ptr<SinkRunner>>;

constexpr double kSmallestBlockS = 0.002;  // no known device sends more often; sizes the ring
constexpr auto kReadFor = 50ms;            // how long a stop may have to wait for the source

std::size_t ringSlots(double ringSeconds) { return static_cast<std::size_t>(std::ceil(ringSeconds / kSmallestBlockS)); }
std::size_t samplesPerBlock(const core::StreamFormat& f) {
  const double frames = std::min<double>(f.maxBlockFrames, std::ceil(f.sampleRateHz * 0.02));
  return static_cast<std::size_t>(frames) * f.channelsN();
}
}  // namespace

// Three kinds of threads meet here. acquire: source → ring. process: ring → pipeline → sinks. control: the caller.
// What control wants from process travels as a Request; what they tell control is in `mutex`-guarded state.
struct Session::Impl {
  /// A change for the process thread, taken between two blocks.
  struct Request {
    std::vector<Command> commands;
    std::unique_ptr<Pipeline> pipeline;  // set: recording begins with it
    Runners recorders;
  };

  std::unique_ptr<core::SignalSource> source;
  core::Clock& clock;
  Options options;
  core::DeviceInfo device;
  core::StreamFormat format;
  bool opened = false;

  // process thread only (control, while no thread runs)
  std::unique_ptr<Pipeline> pipeline;
  Runners viewers;
  Runners recorders;
  core::SampleIndex origin{};  // of the recording, in the source's indices
  bool recording = false;
  bool rebase = false;
  std::int64_t unreportedFrames = 0;  // since sink states were last told to control

  std::unique_ptr<core::BlockRing> ring;
  Wakeup filled, drained;
  std::jthread acquireThread, processThread;
  std::atomic<bool> acquiring{false};
  std::atomic<bool> requested{false};
  std::atomic<bool> deviceGone{false}, sourceEnded{false}, protocolFinished{false}, recordEnded{false};
  std::atomic<std::uint64_t> framesN{0}, lostFrames{0};

  mutable std::mutex mutex;  // guards what follows
  Request request;
  State state = State::kIdle;
  std::vector<core::Fault> faults;
  std::vector<SinkStatus> sinkStatus;

  Impl(std::unique_ptr<core::SignalSource> s, core::Clock& c, Options o)
      : source(std::move(s)), clock(c), options(o), device(source->describe()) {}

  void report(core::Fault fault) {
    const std::scoped_lock lock(mutex);
    faults.push_back(std::move(fault));
  }
  bool lossless() const { return options.lossless || !device.live; }

  // ---- acquire thread ----

  void acquire(const std::stop_token& stop) {
    core::RawBlock block;
    block.counts.reserve(samplesPerBlock(format));
    while (!stop.stop_requested()) {
      auto got = source->read(clock.now() + kReadFor, block);
      if (!got) {
        report(got.fault());
        const std::scoped_lock lock(mutex);
        state = State::kFaulted;
        break;
      }
      deviceGone.store(*got == core::ReadStatus::kGone, std::memory_order_relaxed);
      if (*got == core::ReadStatus::kEnded) break;
      if (*got == core::ReadStatus::kBlock) hand(block, stop);
    }
    sourceEnded = true;
    acquiring = false;
    filled.notify();
  }

  void hand(core::RawBlock& block, const std::stop_token& stop) {
    while (!ring->push(block)) {
      if (!lossless() || stop.stop_requested()) return ring->drop(block);
      drained.wait(100ms);
    }
    filled.notify();
  }

  // ---- process thread ----

  void process() {
    core::RawBlock raw;
    for (;;) {
      if (ring->pop(raw)) {
        if (lossless()) drained.notify();
        step(raw);
      } else if (!acquiring) {
        if (!ring->pop(raw)) break;
        step(raw);
      } else {
        filled.wait(100ms);
        for (auto& v : viewers) v->tick();
        publishSinks();
      }
    }
  }

  void step(core::RawBlock& raw) {
    if (requested.load(std::memory_order_acquire)) takeRequest();
    if (rebase) {
      origin = raw.first;
      raw.lostBefore = 0;
      rebase = false;
    }
    if (recording) {
      raw.first = {raw.first - origin};
      for (core::DeviceEvent& e : raw.events) e.at = {e.at - origin};
      if (isOver(raw)) return;
    }
    publish(pipeline->process(raw));
    if (!recording || !options.unattended || !pipeline->waitsForSomebody()) return;
    Command next;
    next.kind = Command::Kind::kNextPhase;
    pipeline->apply(next);
    protocolFinished.store(pipeline->finished(), std::memory_order_relaxed);
  }

  /// Has the recording come to its chosen end? Cuts the block that crosses it.
  bool isOver(core::RawBlock& raw) {
    const auto limit = static_cast<std::int64_t>(std::llround(options.stopAfterS * format.sampleRateHz));
    if ((limit > 0 && raw.first.value >= limit) || (options.stopWithProtocol && pipeline->finished())) recordEnded = true;
    if (recordEnded) return true;
    if (limit > 0 && raw.first.value + raw.framesN > limit) {
      raw.framesN = static_cast<std::uint32_t>(limit - raw.first.value);
      raw.counts.resize(raw.framesN * raw.channelsN);
    }
    return false;
  }

  void takeRequest() {
    Request r;
    {
      const std::scoped_lock lock(mutex);
      std::swap(r, request);
      requested.store(false, std::memory_order_relaxed);
    }
    if (r.pipeline) {
      pipeline = std::move(r.pipeline);
      recorders = std::move(r.recorders);
      recording = rebase = true;
    }
    for (const Command& c : r.commands) pipeline->apply(c);
  }

  void publish(const core::BlockPtr& block) {
    for (auto& v : viewers) v->offer(block);
    if (!recording) return;
    for (auto& r : recorders) r->offer(block);
    framesN.fetch_add(block->framesN, std::memory_order_relaxed);
    lostFrames.fetch_add(block->lostBefore, std::memory_order_relaxed);
    protocolFinished.store(pipeline->finished(), std::memory_order_relaxed);
    unreportedFrames += block->framesN;
    if (static_cast<double>(unreportedFrames) < format.sampleRateHz / 10) return;
    unreportedFrames = 0;
    publishSinks();
  }

  void publishSinks() {
    std::vector<SinkStatus> now;
    for (Runners* group : {&viewers, &recorders})
      for (auto& r : *group) {
        now.push_back(r->status());
        if (auto fault = r->takeFault()) report(*std::move(fault));
      }
    const std::scoped_lock lock(mutex);
    sinkStatus = std::move(now);
  }

  /// After the last block: what was asked meanwhile, and the stop itself, become events of the record.
  void closeRecord() {
    if (requested) takeRequest();
    if (!recording || rebase) return;
    Command stop;
    stop.kind = Command::Kind::kStop;
    pipeline->apply(stop);
    core::RawBlock last;
    last.first = {static_cast<std::int64_t>(framesN + lostFrames)};
    last.channelsN = static_cast<std::uint32_t>(format.channelsN());
    last.arrival = clock.now();
    publish(pipeline->process(last));
  }

  // ---- control ----

  core::Status finishSinks() {
    core::Status first;
    for (Runners* group : {&recorders, &viewers})
      for (auto& r : *group)
        if (auto ok = r->finish(); !ok && first) first = ok;
    publishSinks();
    recorders.clear();
    viewers.clear();
    return first;
  }

  void setState(State s) {
    const std::scoped_lock lock(mutex);
    state = s;
  }
  State getState() const {
    const std::scoped_lock lock(mutex);
    return state;
  }
};

Session::Session(std::unique_ptr<core::SignalSource> source, core::Clock& clock)
    : Session(std::move(source), clock, Options{}) {}
Session::Session(std::unique_ptr<core::SignalSource> source, core::Clock& clock, Options options)
    : impl_(std::make_unique<Impl>(std::move(source), clock, options)) {}
Session::~Session() { (void)stop(); }

core::Result<core::StreamFormat> Session::open(const core::SourceConfig& config) {
  auto format = impl_->source->open(config);
  if (!format) return format;
  impl_->format = *format;
  impl_->device = impl_->source->describe();
  impl_->opened = true;
  return format;
}

void Session::addSink(std::shared_ptr<core::BlockSink> sink) {
  impl_->viewers.push_back(std::make_unique<SinkRunner>(std::move(sink), impl_->options.threads, false));
}

core::Status Session::arm(SessionSetup preview) {
  Impl& s = *impl_;
  if (!s.opened || s.getState() != State::kIdle)
    return core::Fault{core::FaultCode::kInvalid, "The source is not open, or already running", "Stop first."};
  {
    const std::scoped_lock lock(s.mutex);  // of what ran before
    s.faults.clear();
    s.sinkStatus.clear();
  }
  s.pipeline = std::make_unique<Pipeline>(std::move(preview));
  s.sourceEnded = s.protocolFinished = s.deviceGone = s.recordEnded = false;
  s.framesN = s.lostFrames = 0;
  s.recording = s.rebase = false;
  s.ring = std::make_unique<core::BlockRing>(ringSlots(s.options.ringSeconds), samplesPerBlock(s.format));
  if (auto ok = s.source->start(); !ok) return ok;
  s.setState(State::kArmed);
  if (!s.options.threads) return {};
  s.acquiring = true;
  s.processThread = std::jthread([&s] { s.process(); });
  s.acquireThread = std::jthread([&s](const std::stop_token& stop) { s.acquire(stop); });
  return {};
}

core::Status Session::start(SessionSetup setup, std::vector<std::shared_ptr<core::BlockSink>> recorders) {
  Impl& s = *impl_;
  const State before = s.getState();
  if (!s.opened || (before != State::kArmed && before != State::kIdle))
    return core::Fault{core::FaultCode::kInvalid, "The source is not open, or already recording", "Stop first."};
  Impl::Request r;
  r.pipeline = std::make_unique<Pipeline>(setup);
  for (auto& sink : recorders)
    r.recorders.push_back(std::make_unique<SinkRunner>(std::move(sink), s.options.threads, s.lossless()));
  {
    const std::scoped_lock lock(s.mutex);
    r.commands = std::move(s.request.commands);
    s.request = std::move(r);
    s.requested.store(true, std::memory_order_release);
  }
  if (before == State::kIdle)  // no preview: the request waits for the very first frame
    if (auto ok = arm(std::move(setup)); !ok) {
      const std::scoped_lock lock(s.mutex);
      s.request = {};
      return ok;
    }
  s.setState(State::kRunning);
  return {};
}

void Session::command(Command command) {
  Impl& s = *impl_;
  const std::scoped_lock lock(s.mutex);
  if (command.kind == Command::Kind::kPause && s.state == State::kRunning) s.state = State::kPaused;
  if (command.kind == Command::Kind::kResume && s.state == State::kPaused) s.state = State::kRunning;
  s.request.commands.push_back(std::move(command));
  s.requested.store(true, std::memory_order_release);
}

core::Status Session::stop() {
  Impl& s = *impl_;
  if (s.getState() == State::kIdle) return {};
  s.setState(State::kFinishing);
  s.acquireThread.request_stop();
  s.drained.notify();
  if (s.acquireThread.joinable()) s.acquireThread.join();
  s.source->stop();
  if (s.processThread.joinable()) s.processThread.join();
  s.closeRecord();
  const core::Status result = s.finishSinks();
  s.recording = false;
  s.setState(State::kIdle);
  return result;
}

core::Status Session::runInline(double seconds) {
  Impl& s = *impl_;
  const auto limit = static_cast<std::uint64_t>(seconds * s.format.sampleRateHz);
  core::RawBlock raw;
  while (s.framesN + s.lostFrames < limit && !s.protocolFinished && !s.recordEnded) {
    auto got = s.source->read(s.clock.now() + kReadFor, raw);
    if (!got) {
      s.report(got.fault());
      s.setState(State::kFaulted);
      return got.fault();
    }
    if (*got == core::ReadStatus::kEnded) {
      s.sourceEnded = true;
      break;
    }
    if (*got == core::ReadStatus::kBlock) s.step(raw);
  }
  const std::scoped_lock lock(s.mutex);
  return s.faults.empty() ? core::Status{} : core::Status(s.faults.front());
}

Status Session::status() const {
  const Impl& s = *impl_;
  Status out;
  out.device = s.device;
  out.deviceGone = s.deviceGone;
  out.framesN = s.framesN;
  out.lostFrames = s.lostFrames;
  out.overrunFrames = s.ring ? s.ring->overrunFrames() : 0;
  const double rateHz = s.format.sampleRateHz;
  out.durationS = rateHz > 0 ? static_cast<double>(out.framesN + out.lostFrames) / rateHz : 0;
  out.ringFill = s.ring ? static_cast<double>(s.ring->size()) / static_cast<double>(s.ring->capacity()) : 0;
  out.protocolFinished = s.protocolFinished;
  out.sourceEnded = s.sourceEnded;
  out.recordEnded = s.recordEnded;
  const std::scoped_lock lock(s.mutex);
  out.state = s.state;
  out.sinks = s.sinkStatus;
  out.faults = s.faults;
  return out;
}

}  // namespace tonus::session
