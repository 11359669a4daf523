#include <fcntl.h>
#include <unistd.h>

#include <stdexcept>

#include "cases.h"
#include "signals.h"
#include "tonus/session/pipeline.h"
#include "tonus/store/store.h"

namespace tonus::bench {

namespace {

template <class T>
T must(core::Result<T> result) {
  if (!result) throw std::runtime_error(result.fault().what);
  return std::move(result).value();
}
void must(const core::Status& status) {
  if (!status) throw std::runtime_error(status.fault().what);
}

/// A file that only grows, one write and one fdatasync a second of signal.
class RawAppend {
 public:
  explicit RawAppend(const std::filesystem::path& path) : fd_(::open(path.c_str(), O_CREAT | O_WRONLY | O_APPEND, 0600)) {}
  ~RawAppend() { ::close(fd_); }
  RawAppend(const RawAppend&) = delete;
  RawAppend& operator=(const RawAppend&) = delete;
  void second() {
    if (::write(fd_, bytes_.data(), bytes_.size()) != static_cast<ssize_t>(bytes_.size()) || ::fdatasync(fd_) != 0)
      throw std::runtime_error("The disk refused a plain file");
  }

 private:
  int fd_;
  std::vector<char> bytes_ = std::vector<char>(static_cast<std::size_t>(kRateHz) * kChannelsN * 3, 'x');
};

/// A recording session through the real recorder, fed with what the real pipeline makes of the simulated patient.
class Recording {
 public:
  Recording(const std::filesystem::path& folder, core::Clock& clock) : clock_(clock), store_(must(store::Store::open(folder / "bench.tonus", clock, {.create = true}))) {
    store::Patient patient;
    patient.code = "BENCH";
    store::NewSession session;
    session.patientId = must(store_->addPatient(patient)).id;
    session.setupJson = "{}";
    session.format = signal_.format;
    session.started = clock.wallNow();
    writer_ = must(store_->beginSession(session));
  }

  /// Microseconds of the commit of the next second: the one block that completes it.
  double secondUs() {
    const std::size_t perSecond = static_cast<std::size_t>(kRateHz) / kBlockFrames;
    std::vector<core::BlockPtr> blocks;
    for (std::size_t i = 0; i < perSecond; ++i) {
      core::RawBlock raw = signal_.blocks[blocksN_ % signal_.blocks.size()];
      raw.first = {static_cast<std::int64_t>(blocksN_++ * kBlockFrames)};
      blocks.push_back(pipeline_.process(raw));
    }
    for (std::size_t i = 0; i + 1 < perSecond; ++i) must(writer_->consume(blocks[i]));
    const std::int64_t before = writer_->committedFrames();
    const auto began = clock_.now();
    must(writer_->consume(blocks.back()));
    const auto ended = clock_.now();
    if (writer_->committedFrames() == before) throw std::runtime_error("A second was not committed with its last block");
    return static_cast<double>(std::chrono::nanoseconds(ended - began).count()) * 1e-3;
  }
  void tick() { must(writer_->tick()); }
  void finish() { must(writer_->finish()); }

 private:
  core::Clock& clock_;
  SimulatedSignal signal_ = simulate(kChannelsN, 10);
  session::Pipeline pipeline_{session::defaultSetup(signal_.format)};
  std::unique_ptr<store::Store> store_;
  std::shared_ptr<store::SessionWriter> writer_;
  std::size_t blocksN_ = 0;
};

}  // namespace

void measureCommits(int n, const std::filesystem::path& folder, core::Clock& clock, Results& results) {
  Recording recording(folder, clock);
  RawAppend append(folder / "append.bin");
  std::vector<double> commits, appends;
  const auto appendUs = [&] {
    const auto began = clock.now();
    append.second();
    return static_cast<double>(std::chrono::nanoseconds(clock.now() - began).count()) * 1e-3;
  };
  (void)recording.secondUs();
  (void)appendUs();
  for (int i = 0; i < n; ++i) {
    commits.push_back(recording.secondUs());
    appends.push_back(appendUs());
    recording.tick();  // as the recorder's thread does it: moves the log into the file now and then
  }
  recording.finish();
  results.set("store.commit_p50_us", percentile(commits, 0.5));
  results.set("store.commit_p99_us", percentile(commits, 0.99));
  results.set("store.append_fdatasync_p50_us", percentile(appends, 0.5));
  results.set("store.append_fdatasync_p99_us", percentile(appends, 0.99));
}

}  // namespace tonus::bench
