#pragma once
// What the patient sees, small, for the clinician. A second copy of the scene on the same model.

#include <QQuickWidget>

#include "patient/feedback_model.h"

namespace tonus::patient {

class SceneThumbnail : public QQuickWidget {
  Q_OBJECT
 public:
  explicit SceneThumbnail(FeedbackModel& model, QWidget* parent = nullptr);

  bool hasHeightForWidth() const override { return true; }
  int heightForWidth(int width) const override { return width * 9 / 16; }
  QSize sizeHint() const override { return {256, 144}; }
};

}  // namespace tonus::patient
