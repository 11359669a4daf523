#pragma once
// The window a scene is painted in: hides the pointer, F11 and Esc, times its painting.

#include <QElapsedTimer>
#include <QQuickView>

#include "patient/feedback_model.h"

namespace tonus::patient {

class SceneWindow : public QQuickView {
  Q_OBJECT
 public:
  SceneWindow(FeedbackModel& model, const QString& scene);

  /// Another scene comes up from under the one shown, without a gap between them.
  void setScene(const QString& scene);
  /// The scene in front; null if its file cannot be shown.
  QQuickItem* scene() const;

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
