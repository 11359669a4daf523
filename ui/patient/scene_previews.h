#pragma once
// A small still picture of every scene, painted by the scene itself, unseen.

#include <QObject>
#include <QPixmap>
#include <QTimer>
#include <memory>
#include <vector>

#include "patient/feedback_model.h"
#include "patient/scene_catalog.h"

class QQmlEngine;
class QQuickItem;
class QQuickWindow;

namespace tonus::patient {

/// GUI thread. One picture a turn of the event loop, so that a session beside it is not held up.
class ScenePreviews : public QObject {
  Q_OBJECT
 public:
  static constexpr QSize kSize{96, 54};

  explicit ScenePreviews(QObject* parent = nullptr);
  ~ScenePreviews() override;

  /// Paints all of them, unless they are there already with this look.
  void make(bool dark, bool lowStimulus);

 Q_SIGNALS:
  void ready(const QString& scene, const QPixmap& picture);

 private:
  void step();
  void load(const SceneInfo& scene);

  FeedbackModel model_;
  std::unique_ptr<QQmlEngine> engine_;     ///< while pictures are painted
  std::unique_ptr<QQuickWindow> window_;   ///< never shown
  std::unique_ptr<QQuickItem> item_;
  std::vector<SceneInfo> toDo_;            ///< the last one is being painted
  int turns_ = 0;                          ///< that it has had
  QTimer timer_;
  int look_ = -1;                          ///< of the last make()
};

}  // namespace tonus::patient
