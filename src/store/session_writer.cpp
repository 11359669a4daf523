#include "session_writer.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdio>
#include <optional>

#include "audit.h"
#include "chunk_builder.h"
#include "commit_rows.h"

namespace tonus::store {

using core::BlockPtr;
using core::Fault;
using core::FaultCode;
using core::Status;

namespace {

/// When no signal comes, what waits is committed this long after it came. A little over a second, so that signal
/// that arrives on time is always committed by its own count, in one transaction.
constexpr std::chrono::milliseconds kPatience{1100};

/// So many commits (about four minutes) share a log: an hour in one would be half a gigabyte. The first commit in a
/// new log takes a second sync, for its header, so it had better be rare.
constexpr std::int64_t kCommitsInLog = 256;

template <class T>
std::size_t countUpTo(const std::vector<T>& values, std::int64_t end) {
  const auto past = std::find_if(values.begin(), values.end(), [&](const T& v) { return v.at.value > end; });
  return static_cast<std::size_t>(past - values.begin());
}

template <class T>
void eraseFirst(std::vector<T>& values, std::size_t n) {
  values.erase(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(n));
}

class Writer final : public SessionWriter {
 public:
  Writer(WriterSetup setup, core::Clock& clock)
      : setup_(std::move(setup)),
        clock_(clock),
        channelsN_(setup_.format.channelsN()),
        second_(secondFrames(setup_.format.sampleRateHz)),
        builder_(channelsN_, second_),
        statements_(*setup_.db, setup_.who),
        lastCommitUs_(microseconds(clock.wallNow())) {}

  std::string_view name() const override { return "recorder"; }
  core::SinkPolicy policy() const override {
    return {.policy = core::QueuePolicy::kFaultWhenFull, .depth = std::chrono::seconds(30)};
  }
  const std::string& sessionId() const override { return setup_.id; }
  std::int64_t committedFrames() const override { return committedFrames_.load(std::memory_order_acquire); }
  core::WallTime lastCommit() const override { return wallTime(lastCommitUs_.load(std::memory_order_acquire)); }

  Status consume(const BlockPtr& block) override;
  Status tick() override;
  Status finish() override;

 private:
  Status place(const core::ProcessedBlock& block);
  void takeExtras(const core::ProcessedBlock& block);
  bool somethingWaits() const;
  /// Up to the last full second, or all of it.
  Status commit(bool all);
  Status commitTo(std::int64_t end, bool all);
  /// Moves the log into the file. What fails here stays in the log, and nothing is lost.
  void checkpoint();
  Status fail(Fault fault);

  WriterSetup setup_;
  core::Clock& clock_;
  std::size_t channelsN_;
  std::int64_t second_;
  ChunkBuilder builder_;
  CommitStatements statements_;

  bool started_ = false;
  bool finished_ = false;
  std::optional<Fault> fault_;
  std::int64_t next_ = 0;  // frame expected next
  std::int64_t committedEnd_ = 0;
  std::int64_t commitsN_ = 0;
  std::int64_t checkpointAt_ = kCommitsInLog;  // in commits
  std::int64_t lostN_ = 0;
  std::optional<core::SteadyTime> oldest_;  // arrival here of the oldest thing not committed
  std::vector<Gap> gaps_;
  std::vector<core::SessionEvent> events_;
  std::vector<StoredHop> hops_;
  std::vector<core::QualityFrame> quality_;
  std::vector<core::MetricValue> metrics_;
  std::atomic<std::int64_t> committedFrames_{0};
  std::atomic<std::int64_t> lastCommitUs_;
};

Status Writer::fail(Fault fault) {
  fault_ = fault;
  return fault;
}

/// Where the block's frames belong; a jump forward is a gap. A block without frames or loss has no place.
Status Writer::place(const core::ProcessedBlock& block) {
  if (block.framesN == 0 && block.lostBefore == 0) return {};
  const std::int64_t first = block.first.value;
  if (block.framesN > 0 && (block.channelsN != channelsN_ || block.counts.size() != block.framesN * channelsN_))
    return fail({FaultCode::kInvalid, "The recorder was given another number of channels than the session has.",
                 "What was recorded before is kept. This is a fault of the program, please report it."});
  if (!started_) {
    started_ = true;
    next_ = std::max<std::int64_t>(0, first - static_cast<std::int64_t>(block.lostBefore));
    committedEnd_ = next_;
  }
  if (first < next_)
    return fail(
        {FaultCode::kInvalid, "The same piece of signal came twice.",
         "What was recorded before is kept. This is a fault of the program or the device driver, please report it."});
  if (first > next_) {
    builder_.cut();
    gaps_.push_back({next_, first - next_, block.lossEstimated});
    lostN_ += first - next_;
    next_ = first;
  }
  builder_.append(first, block.counts);
  next_ += block.framesN;
  return {};
}

void Writer::takeExtras(const core::ProcessedBlock& block) {
  events_.insert(events_.end(), block.events.begin(), block.events.end());
  quality_.insert(quality_.end(), block.quality.begin(), block.quality.end());
  metrics_.insert(metrics_.end(), block.metrics.begin(), block.metrics.end());
  for (std::size_t h = 0; h < block.feedback.size(); ++h) {
    StoredHop hop;
    hop.frame = block.feedback[h];
    hop.at = hop.frame.at;
    hop.phaseIndex = hop.frame.phase ? hop.frame.phase->index : 0;
    hop.frame.phase = nullptr;
    for (std::size_t c = 0; c < channelsN_ && h * channelsN_ + c < block.channelFeedback.size(); ++c)
      hop.channels.push_back(block.channelFeedback[h * channelsN_ + c]);
    hops_.push_back(std::move(hop));
  }
}

bool Writer::somethingWaits() const {
  return builder_.openFrames() > 0 || !builder_.closed().empty() || !gaps_.empty() || !events_.empty() ||
         !hops_.empty() || !quality_.empty() || !metrics_.empty();
}

Status Writer::consume(const BlockPtr& block) {
  if (fault_) return *fault_;
  if (finished_)
    return fail({FaultCode::kInvalid, "The session has already been finished.", "What was recorded is kept."});
  if (auto placed = place(*block); !placed) return placed;
  takeExtras(*block);
  if (!oldest_ && somethingWaits()) oldest_ = clock_.now();
  const std::int64_t settled = builder_.openFrames() > 0 ? builder_.openFirst() : next_;
  if (settled / second_ > committedEnd_ / second_) return commit(false);
  return {};
}

Status Writer::tick() {
  if (fault_) return *fault_;
  if (finished_) return {};
  if (commitsN_ >= checkpointAt_) checkpoint();
  if (!oldest_ || clock_.now() - *oldest_ < kPatience) return {};
  return commit(true);
}

void Writer::checkpoint() {
  checkpointAt_ = commitsN_ + kCommitsInLog;
  (void)guarded("The store's log could not be moved into the file", [&]() -> Status {
    setup_.db->execAndGet("PRAGMA wal_checkpoint(PASSIVE)");
    return {};
  });
}

Status Writer::commit(bool all) {
  if (all) builder_.cut();
  const std::int64_t end = builder_.openFrames() > 0 ? builder_.openFirst() : next_;
  const auto doing = "Recording stopped at " + placeText(committedEnd_, setup_.format.sampleRateHz) + " of the session";
  auto done = guarded(doing, [&] { return commitTo(end, all); });
  return done ? done : fail(done.fault());
}

Status Writer::commitTo(std::int64_t end, bool all) {
  const auto upTo = [&](const auto& values) { return all ? values.size() : countUpTo(values, end); };
  const std::size_t eventsN = upTo(events_);
  const std::size_t hopsN = upTo(hops_);
  const std::size_t qualityN = upTo(quality_);
  const std::size_t metricsN = upTo(metrics_);
  std::int64_t framesN = committedFrames();
  for (const Chunk& chunk : builder_.closed()) framesN += static_cast<std::int64_t>(chunk.framesN);

  const core::WallTime now = clock_.wallNow();
  SQLite::Transaction transaction(*setup_.db, SQLite::TransactionBehavior::IMMEDIATE);
  statements_.add({.session = setup_.session,
                   .number = commitsN_,
                   .endFrame = end,
                   .framesN = framesN,
                   .lostN = lostN_,
                   .atUs = microseconds(now),
                   .channelsN = channelsN_,
                   .chunks = builder_.closed(),
                   .gaps = gaps_,
                   .events = std::span(events_).first(eventsN),
                   .hops = std::span(hops_).first(hopsN),
                   .quality = std::span(quality_).first(qualityN),
                   .metrics = std::span(metrics_).first(metricsN)});
  transaction.commit();

  builder_.forgetClosed();
  gaps_.clear();
  eraseFirst(events_, eventsN);
  eraseFirst(hops_, hopsN);
  eraseFirst(quality_, qualityN);
  eraseFirst(metrics_, metricsN);
  committedEnd_ = end;
  ++commitsN_;
  oldest_.reset();
  if (somethingWaits()) oldest_ = clock_.now();
  committedFrames_.store(framesN, std::memory_order_release);
  lastCommitUs_.store(microseconds(now), std::memory_order_release);
  return {};
}

Status Writer::finish() {
  if (finished_) return {};
  finished_ = true;
  Status rest;
  if (somethingWaits()) rest = commit(true);
  // After a fault part of the session is missing: it stays without an end, that is, interrupted.
  if (rest && !fault_) {
    rest = guarded("The session could not be ended", [&]() -> Status {
      const std::int64_t at = microseconds(clock_.wallNow());
      SQLite::Transaction transaction(*setup_.db, SQLite::TransactionBehavior::IMMEDIATE);
      SQLite::Statement end(*setup_.db,
                            "INSERT INTO session_ends (session, frames_n, lost_n, who, at) VALUES (?,?,?,?,?)");
      end.bind(1, setup_.session);
      end.bind(2, committedFrames());
      end.bind(3, lostN_);
      end.bind(4, setup_.who);
      end.bind(5, at);
      end.exec();
      addToAudit(*setup_.db, "session_ends", setup_.db->getLastInsertRowid(), setup_.who, at);
      transaction.commit();
      return {};
    });
  }
  setup_.lock->release();
  return rest;
}

}  // namespace

std::shared_ptr<SessionWriter> makeSessionWriter(WriterSetup setup, core::Clock& clock) {
  return std::make_shared<Writer>(std::move(setup), clock);
}

std::int64_t secondFrames(double sampleRateHz) { return std::max<std::int64_t>(1, std::llround(sampleRateHz)); }

std::string placeText(std::int64_t frame, double sampleRateHz) {
  const auto tenths = static_cast<long long>(static_cast<double>(frame) / sampleRateHz * 10.0);
  const long long s = tenths / 10;
  char text[48];
  if (s >= 3600) {
    std::snprintf(text, sizeof text, "%lld:%02lld:%02lld.%lld", s / 3600, s / 60 % 60, s % 60, tenths % 10);
  } else {
    std::snprintf(text, sizeof text, "%lld:%02lld.%lld", s / 60, s % 60, tenths % 10);
  }
  return text;
}

}  // namespace tonus::store
