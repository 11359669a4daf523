#include "patient/patient_display.h"

#include <QGuiApplication>
#include <QQuickWindow>
#include <QScreen>
#include <algorithm>
#include <cmath>

#include "patient/scene_catalog.h"
#include "patient/scene_window.h"
#include "patient/stay_awake.h"

namespace tonus::patient {
namespace {

constexpr int kFrameMs = 33;  // between two pictures
constexpr float kSudden = 0.1F;  // of the level: a change so large does not wait for its turn,
constexpr double kEarlyApartS = 0.2;  // but not so often that painting takes more of the processor for it
constexpr int kSlowestMs = 200;

double seconds(core::SteadyTime::duration d) { return std::chrono::duration<double>(d).count(); }

}  // namespace

void preparePatientGraphics() {
  if (qEnvironmentVariable("TONUS_QUICK") == QLatin1String("hardware")) return;
  QQuickWindow::setGraphicsApi(QSGRendererInterface::Software);
}

PatientDisplay::PatientDisplay(core::Clock& clock, QObject* parent)
    : QObject(parent), clock_(clock), scene_(usualScene(false)) {
  preparePatientGraphics();
  model_.look()->setDark(style::tokens().dark);
  timer_.setTimerType(Qt::PreciseTimer);
  timer_.setInterval(kFrameMs + kFrameMs / 2);
  connect(&timer_, &QTimer::timeout, this, &PatientDisplay::tick);
  connect(qApp, &QGuiApplication::screenRemoved, this, &PatientDisplay::screenGone);
}

PatientDisplay::~PatientDisplay() = default;

void PatientDisplay::setScene(const QString& name) {
  if (scene_ == name) return;
  scene_ = name;
  if (window_) window_->setScene(name);
  Q_EMIT sceneChanged(name);
}

void PatientDisplay::show(const core::FeedbackFrame& frame) {
  model_.setFrame(frame);
  if (onScreen()) given_.push_back(frame.arrival);
  const core::SteadyTime now = clock_.now();
  const bool early = std::abs(frame.level - shownLevel_) > kSudden && seconds(now - lastEarly_) > kEarlyApartS;
  if (seconds(now - lastTick_) >= (early ? 0.4 : 0.9) * frameMs_ / 1000.0) {
    if (early) lastEarly_ = now;
    shownLevel_ = frame.level;
    tick();
    timer_.start();  // it ticks only when nobody gives frames
  } else if (!timer_.isActive()) {
    timer_.start();
  }
}

void PatientDisplay::tick() {
  const core::SteadyTime now = clock_.now();
  model_.advance(std::clamp(seconds(now - lastTick_), 0.001, 0.5));
  lastTick_ = now;
  if (onScreen()) waiting_.insert(waiting_.end(), given_.begin(), given_.end());
  else waiting_.clear();
  given_.clear();
  if (isOpen() && !waiting_.empty()) window_->update();
  if (model_.settled() && waiting_.empty()) timer_.stop();
}

void PatientDisplay::framePainted(double costMs) {
  const core::SteadyTime now = clock_.now();
  const auto painted = waiting_.begin() + static_cast<std::ptrdiff_t>(std::min(syncedN_, waiting_.size()));
  for (auto arrival = waiting_.begin(); arrival != painted; ++arrival) latency_.add(seconds(now - *arrival) * 1000.0);
  const bool any = painted != waiting_.begin();
  const core::SteadyTime newest = any ? *(painted - 1) : core::SteadyTime{};
  waiting_.erase(waiting_.begin(), painted);
  syncedN_ = 0;
  if (any) Q_EMIT shown(newest);
  // Painted by the processor: never more than a third of its time, whatever the monitor's size.
  const int interval = std::clamp(static_cast<int>(3 * costMs), kFrameMs, kSlowestMs);
  if (std::abs(interval - frameMs_) <= 8) return;
  frameMs_ = interval;
  timer_.setInterval(frameMs_ + kFrameMs / 2);
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
    window_ = std::make_unique<SceneWindow>(model_, scene_);
    awake_ = std::make_unique<StayAwake>();
    // Our thread waits while the picture is made from what it was given so far.
    connect(
        window_.get(), &QQuickWindow::afterSynchronizing, this, [this] { syncedN_ = waiting_.size(); },
        Qt::DirectConnection);
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
  given_.clear();
  waiting_.clear();
  Q_EMIT whereChanged();
}

bool PatientDisplay::isOpen() const { return window_ != nullptr; }

bool PatientDisplay::onScreen() const { return isOpen() && window_->isExposed(); }

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
