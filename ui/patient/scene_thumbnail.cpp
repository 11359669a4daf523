#include "patient/scene_thumbnail.h"

#include <QQmlComponent>

#include "patient/patient_display.h"

namespace tonus::patient {

SceneThumbnail::SceneThumbnail(FeedbackModel& model, QWidget* parent) : QQuickWidget(parent) {
  setResizeMode(QQuickWidget::SizeRootObjectToView);
  auto* component = new QQmlComponent(engine(), sceneUrl(), this);
  QObject* scene =
      component->createWithInitialProperties({{QStringLiteral("feedback"), QVariant::fromValue<QObject*>(&model)}});
  setContent(sceneUrl(), component, scene);
  setFocusPolicy(Qt::NoFocus);
  setAttribute(Qt::WA_TransparentForMouseEvents);
  setAccessibleName(tr("What the patient sees"));
  QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
  policy.setHeightForWidth(true);
  setSizePolicy(policy);
}

}  // namespace tonus::patient
