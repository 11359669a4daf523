#include "patient/scene_previews.h"

#include <QQmlComponent>
#include <QQmlEngine>
#include <QQuickItem>
#include <QQuickWindow>

namespace tonus::patient {
namespace {

constexpr int kTurnMs = 25;
constexpr int kTurns = 3;      // a Canvas is painted in the turn after the window first drew
constexpr int kLarger = 4;     // painted larger, then made smaller: fine lines stay smooth

/// Well on the way, nothing to read.
core::FeedbackFrame exampleFor(const SceneInfo& scene) {
  auto phase = std::make_shared<core::PhaseInfo>();
  phase->up = scene.up && !scene.down;
  if (phase->up) phase->repsN = 5;
  core::FeedbackFrame frame;
  frame.usable = frame.inTarget = true;
  frame.level = 0.82F;
  frame.reps = 2;
  frame.breath = 0.7F;
  frame.follow = 0.7F;
  frame.ahead = {0.8F, 0.7F, 0.5F, 0.4F};
  frame.pair = {0.82F, 0.74F};
  frame.phase = std::move(phase);
  return frame;
}

}  // namespace

ScenePreviews::ScenePreviews(QObject* parent) : QObject(parent) {
  timer_.setInterval(kTurnMs);
  connect(&timer_, &QTimer::timeout, this, &ScenePreviews::step);
}

ScenePreviews::~ScenePreviews() = default;

void ScenePreviews::make(bool dark, bool lowStimulus) {
  const int look = (dark ? 1 : 0) + (lowStimulus ? 2 : 0);
  if (look == look_) return;
  look_ = look;
  model_.look()->setDark(dark);
  model_.setLowStimulus(lowStimulus);
  model_.setReducedMotion(true);
  toDo_ = scenes();
  turns_ = 0;
  if (!engine_) engine_ = std::make_unique<QQmlEngine>();
  if (!window_) window_ = std::make_unique<QQuickWindow>();
  window_->resize(kSize * kLarger);
  timer_.start();
}

void ScenePreviews::load(const SceneInfo& scene) {
  item_.reset();
  model_.setFrame(exampleFor(scene));
  for (int i = 0; i < 100; ++i) model_.advance(0.1);
  QQmlComponent component(engine_.get(), sceneUrl(scene.name));
  QObject* made = component.createWithInitialProperties({{QStringLiteral("feedback"), QVariant::fromValue<QObject*>(&model_)}});
  item_.reset(qobject_cast<QQuickItem*>(made));
  if (!item_) return delete made;
  item_->setSize(window_->size());
  item_->setParentItem(window_->contentItem());
}

void ScenePreviews::step() {
  if (toDo_.empty()) {
    timer_.stop();
    item_.reset();
    window_.reset();
    engine_.reset();
    return;
  }
  if (turns_ == 0) load(toDo_.back());
  const QImage painted = item_ ? window_->grabWindow() : QImage();
  if (++turns_ < kTurns) return;
  turns_ = 0;
  if (!painted.isNull())
    Q_EMIT ready(toDo_.back().name, QPixmap::fromImage(painted.scaled(kSize * 2, Qt::IgnoreAspectRatio, Qt::SmoothTransformation)));
  toDo_.pop_back();
}

}  // namespace tonus::patient
