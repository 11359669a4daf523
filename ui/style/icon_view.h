#pragma once
// One of our icons standing by itself, in the colour of a token; follows the theme.

#include <QPainter>
#include <QWidget>

#include "style/icons.h"
#include "style/tokens.h"

namespace tonus::style {

class IconView : public QWidget {
 public:
  IconView(QString name, QColor Tokens::*colour, int sizePx = 28) : name_(std::move(name)), colour_(colour) {
    setFixedSize(sizePx, sizePx);
  }

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintIcon(painter, name_, QRectF(rect()), tokens().*colour_);
  }

 private:
  QString name_;
  QColor Tokens::*colour_;
};

}  // namespace tonus::style
