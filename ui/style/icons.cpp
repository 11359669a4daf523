#include "style/icons.h"

#include <QFile>
#include <QPainter>
#include <QSvgRenderer>

namespace tonus::style {
namespace {

QString pathOf(const QString& name) { return QLatin1String(":/icons/") + name + QLatin1String(".svg"); }

}  // namespace

bool hasIcon(const QString& name) { return QFile::exists(pathOf(name)); }

void paintIcon(QPainter& painter, const QString& name, const QRectF& box, const QColor& colour) {
  QFile file(pathOf(name));
  if (!file.open(QIODevice::ReadOnly)) return;
  QByteArray svg = file.readAll();
  svg.replace("currentColor", colour.name().toLatin1());  // Qt's SVG knows no currentColor
  QSvgRenderer renderer(svg);
  renderer.render(&painter, box);
}

QPixmap iconPixmap(const QString& name, int sizePx, const QColor& colour, qreal pixelRatio) {
  QPixmap pixmap(QSize(sizePx, sizePx) * pixelRatio);
  pixmap.setDevicePixelRatio(pixelRatio);
  pixmap.fill(Qt::transparent);
  QPainter painter(&pixmap);
  painter.setRenderHint(QPainter::Antialiasing);
  paintIcon(painter, name, QRectF(0, 0, sizePx, sizePx), colour);
  return pixmap;
}

}  // namespace tonus::style
