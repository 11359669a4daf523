#include "tonus/app/live_session.h"
#include "tonus/app/records.h"
#include "tonus/drivers/registry.h"

namespace tonus::app {

namespace {

/// Tells how far an import is, and cancels it by refusing the next block.
class ProgressSink final : public core::BlockSink {
 public:
  ProgressSink(const store::Progress& progress, double totalFrames) : progress_(progress), total_(totalFrames) {}
  std::string_view name() const override { return "progress"; }
  core::SinkPolicy policy() const override { return {core::QueuePolicy::kInline, {}}; }
  core::Status consume(const core::BlockPtr& block) override {
    done_ += block->framesN;
    if (progress_ && !progress_(done_ / total_)) cancelled_ = true;
    return {};
  }
  core::Status finish() override { return {}; }
  bool cancelled() const { return cancelled_; }

 private:
  const store::Progress& progress_;
  double total_;
  double done_ = 0;
  bool cancelled_ = false;
};

}  // namespace

core::Result<ImportReport> importRecording(store::Store& store, const store::Patient& patient,
                                           std::unique_ptr<core::Recording> recording,
                                           const store::Progress& progress) {
  const auto started = recording->startTime();
  double total = 1;
  for (const core::Segment& s : recording->segments()) total += static_cast<double>(s.framesN);
  core::SystemClock system;
  core::ManualClock clock(started.value_or(system.wallNow()));
  auto session = LiveSession::open(drivers::makeReplaySource(std::move(recording), clock, false), clock,
                                   {.ringSeconds = 4, .threads = false});
  if (!session) return session.fault();
  auto watch = std::make_shared<ProgressSink>(progress, total);
  (*session)->addSink(watch);
  const auto setup = session::defaultSetup((*session)->format());
  if (auto ok = (*session)->start(store, patient, setup); !ok) return ok.fault();
  constexpr double kSliceS = 10;  // between two looks at "cancelled"
  for (double untilS = kSliceS; !(*session)->status().sourceEnded && !watch->cancelled(); untilS += kSliceS)
    if (auto ok = (*session)->runInline(untilS); !ok) return ok.fault();
  const session::Status status = (*session)->status();
  auto id = (*session)->stop();
  if (!id) return id.fault();
  if (watch->cancelled())
    return core::Fault{core::FaultCode::kCancelled, "The import was cancelled",
                       "The part read so far is kept as a session; import the file again to have all of it."};
  return ImportReport{*id, static_cast<std::int64_t>(status.framesN), (*session)->format().channelsN(),
                      static_cast<std::int64_t>(status.lostFrames)};
}

}  // namespace tonus::app
