#include "patient/scene_window.h"

#include <QGuiApplication>
#include <QKeyEvent>
#include <QQuickItem>
#include <QScreen>

#include "patient/scene_catalog.h"

namespace tonus::patient {

SceneWindow::SceneWindow(FeedbackModel& model, const QString& scene) {
  setTitle(tr("Patient display"));
  setColor(model.look()->window());
  setResizeMode(QQuickView::SizeRootObjectToView);
  setInitialProperties(hostProperties(model, scene));
  setSource(hostUrl());
  setCursor(Qt::BlankCursor);
  connect(
      this, &QQuickWindow::beforeRendering, this, [this] { painting_.start(); }, Qt::DirectConnection);
  connect(this, &QQuickWindow::frameSwapped, this,
          [this] { Q_EMIT painted(painting_.isValid() ? static_cast<double>(painting_.nsecsElapsed()) * 1e-6 : 0.0); });
}

void SceneWindow::setScene(const QString& scene) { rootObject()->setProperty("source", sceneUrl(scene)); }

QQuickItem* SceneWindow::scene() const { return rootObject()->property("scene").value<QQuickItem*>(); }

void SceneWindow::enterFullScreen(QScreen* screen) {
  setScreen(screen);
  setGeometry(screen->geometry());
  showFullScreen();
  Q_EMIT shapeChanged();
}

void SceneWindow::enterWindow(QScreen* screen) {
  const QRect room = screen->availableGeometry();
  const QSize size(room.width() / 2, room.width() * 9 / 32);
  setScreen(screen);
  showNormal();
  setGeometry(QRect(room.bottomRight() - QPoint(size.width() + 40, size.height() + 40), size));
  Q_EMIT shapeChanged();
}

void SceneWindow::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_F11) {
    isFullScreen() ? enterWindow(screen()) : enterFullScreen(screen());
  } else if (event->key() == Qt::Key_Escape) {
    if (isFullScreen())
      enterWindow(screen());
    else
      Q_EMIT closedByUser();
  } else {
    QQuickView::keyPressEvent(event);
  }
}

bool SceneWindow::event(QEvent* event) {
  if (event->type() == QEvent::Close) {
    const bool done = QQuickView::event(event);
    Q_EMIT closedByUser();
    return done;
  }
  return QQuickView::event(event);
}

}  // namespace tonus::patient
