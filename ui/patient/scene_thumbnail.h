#pragma once
// What the patient sees, small, for the clinician. A second copy of the scene on the same model.

#include <QQuickWidget>

#include "patient/feedback_model.h"

namespace tonus::patient {

class SceneThumbnail : public QQuickWidget {
  Q_OBJECT
 public:
  SceneThumbnail(FeedbackModel& model, const QString& scene, QWidget* parent = nullptr);

  void setScene(const QString& scene);

  QSize sizeHint() const override { return {256, 144}; }

 protected:
  void changeEvent(QEvent* event) override;

 private:
  FeedbackModel& model_;
};

}  // namespace tonus::patient
