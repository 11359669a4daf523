#pragma once
// The window a scene is painted in: hides the pointer, F11 and Esc, times its painting.

#include <QElapsedTimer>
#include <QQuickView>

#include "patient/feedback_model.h"

namespace tonus::patient {

class SceneWindow : public QQuickView {
  Q_OBJECT
 public:
  explicit SceneWindow(FeedbackModel& model);

  void enterFullScreen(QScreen* screen);
  void enterWindow(QScreen* screen);
  bool isFullScreen() const { return visibility() == QWindow::FullScreen; }

 Q_SIGNALS:
  void painted(double costMs);
  void closedByUser();
  void shapeChanged();

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  bool event(QEvent* event) override;

 private:
  QElapsedTimer painting_;
};

}  // namespace tonus::patient
