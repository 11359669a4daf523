#pragma once
// The patient's window: one scene, full screen on the second monitor or in a window; nothing clinical, no controls.

#include <QObject>
#include <QPointer>
#include <QTimer>
#include <memory>
#include <vector>

#include "patient/feedback_model.h"
#include "tonus/core/clock.h"
#include "tonus/core/latency.h"

class QScreen;

namespace tonus::patient {

class SceneWindow;
class StayAwake;

/// Before the first scene (PatientDisplay does it): scenes are painted without a graphics card's help unless
/// TONUS_QUICK=hardware, so they look and behave the same on every machine.
void preparePatientGraphics();

/// GUI thread. Also drives the model's time, so small copies of the scene move with it.
class PatientDisplay : public QObject {
  Q_OBJECT
 public:
  explicit PatientDisplay(core::Clock& clock, QObject* parent = nullptr);
  ~PatientDisplay() override;

  FeedbackModel& model() { return model_; }
  /// The newest frame. Painted at once if a frame is due, else with the next.
  void show(const core::FeedbackFrame& frame);

  /// By file name, "Landscape". While it is shown, one gives way to the other; the session does not notice.
  void setScene(const QString& name);
  const QString& scene() const { return scene_; }

  /// Full screen on the second monitor if there is one, else a window beside ours.
  void open();
  void openOn(QScreen* screen, bool fullScreen);
  void close();
  bool isOpen() const;
  /// "monitor 2", "window", "off".
  QString where() const;
  /// Samples' arrival → frame with them swapped.
  core::LatencySummary latency() const { return latency_.summary(); }
  /// A session begins: lateness is counted from here on.
  void clearLatency() { latency_.clear(); }
  SceneWindow* window() const { return window_.get(); }

 Q_SIGNALS:
  void sceneChanged(const QString& name);
  void whereChanged();
  /// The monitor went away: in words for the clinician.
  void told(const QString& words);
  /// A frame was swapped that shows everything up to what arrived then.
  void shown(tonus::core::SteadyTime arrival);

 private:
  void tick();
  void screenGone(QScreen* screen);
  bool onScreen() const;
  void framePainted(double costMs);

  core::Clock& clock_;
  FeedbackModel model_;
  QString scene_;
  std::unique_ptr<SceneWindow> window_;
  std::unique_ptr<StayAwake> awake_;  ///< while the window is open
  QTimer timer_;
  core::SteadyTime lastTick_{}, lastEarly_{};
  int frameMs_ = 33;       ///< between two pictures now; longer where painting costs much
  float shownLevel_ = 0;   ///< of the frame the model last moved towards
  std::vector<core::SteadyTime> given_;    ///< arrivals of frames the model has not moved towards yet
  std::vector<core::SteadyTime> waiting_;  ///< of those it has, but that are not painted yet
  std::size_t syncedN_ = 0;                ///< of them, those the picture now being painted was made from
  core::LatencyHistogram latency_;
};

}  // namespace tonus::patient
