#pragma once
// A combo box with our own arrow.

#include <QComboBox>
#include <QPainter>
#include <QWheelEvent>

#include "style/icons.h"
#include "style/tokens.h"

namespace tonus::style {

class Choice : public QComboBox {
  Q_OBJECT

 public:
  using QComboBox::QComboBox;

 protected:
  void paintEvent(QPaintEvent* event) override {
    QComboBox::paintEvent(event);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintIcon(painter, QStringLiteral("chevron-down"), QRectF(width() - 26, (height() - 16) / 2.0, 16, 16),
              isEnabled() ? tokens().secondary : tokens().disabled);
  }
  /// Rolling over a page must not change what one passes.
  void wheelEvent(QWheelEvent* event) override {
    if (hasFocus()) QComboBox::wheelEvent(event);
    else event->ignore();
  }
};

}  // namespace tonus::style
