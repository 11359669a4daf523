#pragma once
// A number that changes without dancing: its digits stand in equal cells, its unit small beside it.

#include <QWidget>

#include "style/tokens.h"

namespace tonus::style {

class NumberLabel : public QWidget {
  Q_OBJECT

 public:
  explicit NumberLabel(Type type = Type::kLarge, QWidget* parent = nullptr);

  /// "4.2", "µV". `name` is what assistive technology calls it.
  void setValue(const QString& number, const QString& unit = {});
  void setName(const QString& name);
  void setAlignment(Qt::Alignment horizontal);
  /// Keeps the width of this many characters, so neighbours stay where they are.
  void setCells(int cells);

  QString number() const { return number_; }
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void tellName();
  int numberWidth(const QFontMetrics& metrics) const;

  Type type_;
  QString number_;
  QString unit_;
  QString name_;
  Qt::Alignment align_ = Qt::AlignLeft;
  int cells_ = 0;
};

/// Draws `number` with digits in equal cells, its left edge at `x`, on `baseline`; returns the width.
int paintDigits(QPainter& painter, const QFont& font, double x, double baseline, const QString& number);
int digitsWidth(const QFontMetrics& metrics, const QString& number);

}  // namespace tonus::style
