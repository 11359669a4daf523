#pragma once
// Our line icons (resources/icons, 20 px grid, 1.5 px stroke), drawn in whatever colour a token gives.

#include <QColor>
#include <QPixmap>
#include <QString>

class QPainter;

namespace tonus::style {

/// Draws icon `name` ("patients") into `box`. An unknown name draws nothing.
void paintIcon(QPainter& painter, const QString& name, const QRectF& box, const QColor& colour);
QPixmap iconPixmap(const QString& name, int sizePx, const QColor& colour, qreal pixelRatio);
bool hasIcon(const QString& name);

}  // namespace tonus::style
