#include "patient/scene_thumbnail.h"

#include <QEvent>
#include <QQmlComponent>
#include <QQuickItem>

#include "patient/scene_catalog.h"

namespace tonus::patient {

SceneThumbnail::SceneThumbnail(FeedbackModel& model, const QString& scene, QWidget* parent)
    : QQuickWidget(parent), model_(model) {
  setResizeMode(QQuickWidget::SizeRootObjectToView);
  auto* component = new QQmlComponent(engine(), hostUrl(), this);
  setContent(hostUrl(), component, component->createWithInitialProperties(hostProperties(model, scene)));
  setFocusPolicy(Qt::NoFocus);
  setAttribute(Qt::WA_TransparentForMouseEvents);
  setAccessibleName(tr("What the patient sees"));
}

void SceneThumbnail::setScene(const QString& scene) { rootObject()->setProperty("source", sceneUrl(scene)); }

void SceneThumbnail::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) model_.look()->setDark(style::tokens().dark);
  QQuickWidget::changeEvent(event);
}

}  // namespace tonus::patient
