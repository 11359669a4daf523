#pragma once
// The self-test of the real-time path: marked blocks through a real session with its ring, pipeline, queues, record and
// windows, to the pixels that show them and the sound that a monitor of the sound server records.

#include <QObject>
#include <QTemporaryDir>
#include <QTimer>
#include <memory>

#include "selftest/mark_times.h"
#include "tonus/app/measured_latency.h"
#include "tonus/core/clock.h"
#include "tonus/core/result.h"
#include "tonus/store/store.h"

namespace tonus::clinician {
class SessionPage;
}

namespace tonus::selftest {

class BarWatch;
class MarkLog;
class MonitorRecording;
class TraceWatch;

/// GUI thread. Opens a session window and a patient display of its own, on a record that is thrown away; both go when
/// it ends. Nothing of the user's store or settings is touched. Destroying it ends it at once.
class LatencyProbe : public QObject {
  Q_OBJECT
 public:
  LatencyProbe(core::Clock& clock, double seconds, QObject* parent = nullptr);
  ~LatencyProbe() override;

  void start();
  /// What was measured so far stands in result().
  void cancel();
  bool running() const { return page_ != nullptr; }
  /// Before its time: by cancel(), or because a person closed its window.
  bool cancelled() const { return cancelled_; }
  const app::MeasuredLatency& result() const { return result_; }
  /// Why it could not be done; nothing if it could.
  const core::Status& status() const { return status_; }

 Q_SIGNALS:
  void progress(double fraction);
  void finished();

 private:
  bool eventFilter(QObject* object, QEvent* event) override;
  core::Status openRecord();
  void openWindows();
  void ready();
  void tick();
  void takeMarks();
  void lookAtTraces();
  void lookAtPatient();
  void finish();
  void listenBack();
  void fill();

  core::Clock& clock_;
  const double seconds_;
  std::shared_ptr<MarkLog> log_;
  std::unique_ptr<QTemporaryDir> folder_;
  std::unique_ptr<store::Store> store_;
  store::Patient patient_;
  std::unique_ptr<clinician::SessionPage> page_;
  std::unique_ptr<TraceWatch> traceWatch_;
  std::unique_ptr<BarWatch> barWatch_;
  std::unique_ptr<MonitorRecording> recording_;
  QTimer timer_;
  core::SteadyTime begun_{};
  bool measuring_ = false;
  bool cancelled_ = false;
  bool picturesUnread_ = false;
  double barAtRest_ = 0;
  MarkTimes traceSeen_, traceStamped_, barSeen_, barStamped_;
  std::vector<core::SteadyTime> levelMarks_;
  app::MeasuredLatency result_;
  core::Status status_;
};

/// The same with an event loop of its own, for a program without windows. Where no sound server answers, a private one
/// is used if it is installed. `progress` returning false ends it. Needs a QApplication.
core::Result<app::MeasuredLatency> measureLatency(double seconds, const core::Progress& progress);

/// For QT_QPA_PLATFORM: no screens, but two of 1920 × 1080 that behave like it. `folder` must outlive the application.
QByteArray offscreenPlatform(const QTemporaryDir& folder);

}  // namespace tonus::selftest
