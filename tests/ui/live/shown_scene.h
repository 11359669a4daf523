#pragma once
// One scene in a window of a chosen size, offscreen and in software, and the frames a patient can meet.

#include <QDir>
#include <QImage>
#include <QQuickItem>
#include <QTest>
#include <memory>
#include <string>
#include <vector>

#include "patient/feedback_model.h"
#include "patient/scene_catalog.h"
#include "patient/scene_window.h"

namespace tonus::test {

inline core::PhaseInfo trial(const std::string& cue = "Let your forehead be soft") {
  core::PhaseInfo phase;
  phase.cue = cue;
  return phase;
}

inline core::FeedbackFrame frameAt(float level, bool inTarget = false, const core::PhaseInfo& phase = trial()) {
  core::FeedbackFrame frame;
  frame.level = level;
  frame.inTarget = inTarget;
  frame.usable = true;
  frame.timeLeftS = 47.3F;
  frame.breath = 0.6F;
  frame.phase = std::make_shared<core::PhaseInfo>(phase);
  return frame;
}

inline core::FeedbackFrame unusableFrame() {
  core::FeedbackFrame frame = frameAt(0.5F);
  frame.usable = false;
  frame.quality.add(core::QualityReason::kElectrodeOff);
  return frame;
}

inline core::FeedbackFrame withoutFeedback(float level) {
  core::PhaseInfo phase = trial();
  phase.feedback = false;
  return frameAt(level, false, phase);
}

/// Ten times five seconds of work and rest; the third is going on.
inline core::FeedbackFrame exercise(float level, bool working, bool inTarget = false) {
  core::PhaseInfo phase = trial("");
  phase.up = true;
  phase.repsN = 10;
  phase.stages = {{"Raise", "Raise your arm slowly", 10000, true}, {"Rest", "Let it hang", 10000, false}};
  core::FeedbackFrame frame = frameAt(level, inTarget, phase);
  frame.stage = working ? 0 : 1;
  frame.stageLeftS = 3.4F;
  frame.reps = 2;
  frame.rep = 3;
  return frame;
}

class ShownScene {
 public:
  explicit ShownScene(const QString& name, QSize size = {1366, 768}) : window_(model_, name) {
    window_.resize(size);
    window_.show();
  }

  patient::FeedbackModel& model() { return model_; }
  patient::SceneWindow& window() { return window_; }
  QQuickItem& scene() { return *window_.scene(); }

  QImage render(const core::FeedbackFrame& frame, const QString& keepAs = {}) {
    model_.setFrame(frame);
    return settle(keepAs);
  }
  QImage settle(const QString& keepAs = {}) {
    for (int i = 0; i < 200; ++i) model_.advance(0.1);
    QTest::qWait(40);
    return picture(keepAs);
  }
  /// As it is painted now.
  QImage picture(const QString& keepAs = {}) {
    const QImage image = window_.grabWindow().convertToFormat(QImage::Format_RGB32);
    const QString folder = qEnvironmentVariable("TONUS_SHOTS");
    if (!folder.isEmpty() && !keepAs.isEmpty()) image.save(QDir(folder).filePath(keepAs + ".png"));
    return image;
  }

  QQuickItem* item(const QString& name) { return find(&scene(), name); }
  /// By the tree of what is painted: a Repeater's items have no QObject parent there.
  static QQuickItem* find(QQuickItem* from, const QString& name) {
    if (from->objectName() == name) return from;
    for (QQuickItem* child : from->childItems())
      if (QQuickItem* found = find(child, name)) return found;
    return nullptr;
  }
  /// Everything with words on it that can be seen.
  std::vector<QQuickItem*> texts() {
    std::vector<QQuickItem*> all;
    collect(&scene(), all);
    return all;
  }

 private:
  static void collect(QQuickItem* from, std::vector<QQuickItem*>& into) {
    if (!from->isVisible() || from->opacity() == 0) return;
    if (from->inherits("QQuickText") && !from->property("text").toString().trimmed().isEmpty()) into.push_back(from);
    for (QQuickItem* child : from->childItems()) collect(child, into);
  }

  patient::FeedbackModel model_;
  patient::SceneWindow window_;
};

}  // namespace tonus::test
