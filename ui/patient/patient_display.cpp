#include "patient/patient_display.h"

#include <QGuiApplication>
#include <QQuickWindow>
#include <QScreen>
#include <algorithm>

#include "patient/scene_window.h"
#include "patient/stay_awake.h"

namespace tonus::patient {
namespace {

constexpr int kFrameMs = 33;
constexpr int kSlowestMs = 200;
constexpr std::size_t kMostWaiting = 64;

double seconds(core::SteadyTime::duration d) { return std::chrono::duration<double>(d).count(); }

}  // namespace

void preparePatientGraphics() {
  if (qEnvironmentVariable("TONUS_QUICK") == QLatin1String("hardware")) return;
  QQuickWindow::setGraphicsApi(QSGRendererInterface::Software);
}

QUrl sceneUrl(const QString& name) { return QUrl(QStringLiteral("qrc:/patient/scenes/%1.qml").arg(name)); }

PatientDisplay::PatientDisplay(core::Clock& clock, QObject* parent) : QObject(parent), clock_(clock) {
  preparePatientGraphics();
  timer_.setTimerType(Qt::PreciseTimer);
  timer_.setInterval(kFrameMs);
  connect(&timer_, &QTimer::timeout, this, &PatientDisplay::tick);
  connect(qApp, &QGuiApplication::screenRemoved, this, &PatientDisplay::screenGone);
}

PatientDisplay::~PatientDisplay() = default;

void PatientDisplay::show(const core::FeedbackFrame& frame) {
  model_.setFrame(frame);
  if (isOpen() && waiting_.size() < kMostWaiting) waiting_.push_back(frame.arrival);
  const double due = 0.9 * timer_.interval() / 1000.0;
  if (seconds(clock_.now() - lastTick_) >= due) tick();
  if (!timer_.isActive()) timer_.start();
}

void PatientDisplay::tick() {
  const core::SteadyTime now = clock_.now();
  model_.advance(std::clamp(seconds(now - lastTick_), 0.001, 0.5));
  lastTick_ = now;
  if (isOpen() && !waiting_.empty()) window_->update();
  if (model_.settled() && waiting_.empty()) timer_.stop();
}

void PatientDisplay::framePainted(double costMs) {
  const core::SteadyTime now = clock_.now();
  for (const core::SteadyTime arrival : waiting_) latency_.add(seconds(now - arrival) * 1000.0);
  waiting_.clear();
  // Painted by the processor: never more than a third of its time, whatever the monitor's size.
  const int interval = std::clamp(static_cast<int>(3 * costMs), kFrameMs, kSlowestMs);
  if (interval > timer_.interval() + 8 || interval < timer_.interval() - 8) timer_.setInterval(interval);
}

void PatientDisplay::open() {
  const QList<QScreen*> screens = QGuiApplication::screens();
  QScreen* main = QGuiApplication::primaryScreen();
  for (QScreen* screen : screens) {
    if (screen != main) return openOn(screen, true);
  }
  openOn(main, false);
}

void PatientDisplay::openOn(QScreen* screen, bool fullScreen) {
  if (!window_) {
    window_ = std::make_unique<SceneWindow>(model_);
    awake_ = std::make_unique<StayAwake>();
    connect(window_.get(), &SceneWindow::painted, this, &PatientDisplay::framePainted);
    connect(window_.get(), &SceneWindow::closedByUser, this, &PatientDisplay::close, Qt::QueuedConnection);
    connect(window_.get(), &SceneWindow::shapeChanged, this, &PatientDisplay::whereChanged);
  }
  fullScreen ? window_->enterFullScreen(screen) : window_->enterWindow(screen);
}

void PatientDisplay::close() {
  if (!window_) return;
  window_.reset();
  awake_.reset();
  waiting_.clear();
  Q_EMIT whereChanged();
}

bool PatientDisplay::isOpen() const { return window_ != nullptr; }

QString PatientDisplay::where() const {
  if (!window_) return tr("off");
  if (!window_->isFullScreen()) return tr("window");
  return tr("monitor %1").arg(QGuiApplication::screens().indexOf(window_->screen()) + 1);
}

void PatientDisplay::screenGone(QScreen* screen) {
  if (!window_) return;
  // Qt has moved the window to another screen by now, but leaves it where that screen does not reach.
  QScreen* main = QGuiApplication::primaryScreen();
  const bool lost = window_->screen() == screen || !main->geometry().intersects(window_->geometry());
  if (!lost || main == nullptr) return;
  window_->enterWindow(main);
  Q_EMIT told(
      tr("The patient's monitor was disconnected. The patient display is now a window on this screen; "
         "nothing else changed."));
}

}  // namespace tonus::patient
