#pragma once
// What a picture of a session waits for, in the background: the signal decoded and held, filtered piece by piece, the
// envelope. Other filters take what is held.

#include <QObject>
#include <filesystem>
#include <memory>
#include <string>

#include "bridge/job.h"
#include "review/trace_data.h"
#include "tonus/core/clock.h"

namespace tonus::review {

/// GUI thread; its work runs on one other. Memory: HeldSignal (230 MB an hour of 8 channels at 2 kHz; none above its
/// budget, then every change of filter reads the session again), and cells of two filters.
class TraceLoader : public QObject {
  Q_OBJECT

 public:
  explicit TraceLoader(core::Clock& clock, QObject* parent = nullptr);
  ~TraceLoader() override;

  /// `data` outlives the loading or is taken away by stop(). What is in memory of another session is let go.
  void open(const std::filesystem::path& storePath, TraceData& data);
  /// Filters anew, first from the frame in view on.
  void filter(const dsp::ChainCourse& chain, double fromFrame);
  void stop();
  bool running() const { return job_.running(); }

 Q_SIGNALS:
  void progressed(double fraction);          ///< more can be drawn
  void finished();
  void failed(const core::Fault& fault);

 private:
  struct Work;
  void start();
  void ended(const core::Status& status);
  static core::Status run(Work& work, const core::Progress& progress);

  core::Clock& clock_;
  TraceData* data_ = nullptr;
  std::shared_ptr<Work> work_;
  std::shared_ptr<const HopCurve> hops_;
  bool again_ = false;   ///< the running job is of yesterday: its end starts the next
  bridge::Job job_;
};

}  // namespace tonus::review
