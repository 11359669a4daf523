#pragma once
// A word in an outline: DEMO.

#include <QPainter>
#include <QWidget>

#include "style/tokens.h"

namespace tonus::style {

class Badge : public QWidget {
  Q_OBJECT

 public:
  explicit Badge(const QString& text, QWidget* parent = nullptr) : QWidget(parent), text_(text) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAccessibleName(text);
  }
  QSize sizeHint() const override {
    const QFontMetrics metrics(face(Type::kSmall, true));
    return {metrics.horizontalAdvance(text_) + 14, metrics.height() + 6};
  }

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(tokens().caution, 1));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
    painter.setFont(face(Type::kSmall, true));
    painter.drawText(rect(), Qt::AlignCenter, text_);
  }

 private:
  QString text_;
};

}  // namespace tonus::style
