#pragma once
// Words and signs that are painted far oftener than they change: kept as a picture, drawn again only when they do.

#include <QApplication>
#include <QPainter>
#include <QPixmap>
#include <QString>

#include "style/tokens.h"

namespace tonus::style {

/// GUI thread. Draws itself again when `key`, the place, the theme, the font or the screen's pixel ratio is another.
class KeptPicture {
 public:
  /// `draw(QPainter&)` works in the coordinates of the widget and stays inside `box`; `key` says all it depends on.
  template <class Draw>
  const QPixmap& picture(const QPainter& painter, const QRect& box, const QString& key, Draw draw) {
    const qreal ratio = painter.device()->devicePixelRatio();
    const Tokens* theme = &tokens();
    const QFont font = QApplication::font();
    if (key == key_ && box == box_ && theme == theme_ && font == font_ && picture_.devicePixelRatio() == ratio) return picture_;
    key_ = key;
    box_ = box;
    theme_ = theme;
    font_ = font;
    picture_ = QPixmap(box.size() * ratio);
    picture_.setDevicePixelRatio(ratio);
    picture_.fill(Qt::transparent);
    QPainter inside(&picture_);
    inside.setRenderHint(QPainter::Antialiasing);
    inside.translate(-box.topLeft());
    draw(inside);
    return picture_;
  }

  template <class Draw>
  void paint(QPainter& painter, const QRect& box, const QString& key, Draw draw) {
    if (!box.isEmpty()) painter.drawPixmap(box.topLeft(), picture(painter, box, key, draw));
  }

 private:
  QPixmap picture_;
  QString key_;
  QRect box_;
  const Tokens* theme_ = nullptr;
  QFont font_;
};

}  // namespace tonus::style
