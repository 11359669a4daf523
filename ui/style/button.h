#pragma once
// The buttons of Tonus: one primary action a screen, plain ones beside it, each with its key on it.

#include <QPushButton>

namespace tonus::style {

class Button : public QPushButton {
  Q_OBJECT

 public:
  enum class Kind { kPlain, kPrimary, kDanger, kQuiet };

  explicit Button(const QString& text, Kind kind = Kind::kPlain, QWidget* parent = nullptr);

  /// Shown as a key cap after the words ("Space"); does not itself react to the key.
  void setKeyHint(const QString& key);
  void setIconName(const QString& name);
  void setKind(Kind kind);
  /// Session screens: taller, larger type.
  void setTall(bool tall);

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QFont textFont() const;
  QSize keySize() const;
  void paintKey(QPainter& painter, const QRectF& box, const QColor& ink) const;

  Kind kind_;
  QString key_;
  QString icon_;
  bool tall_ = false;
};

}  // namespace tonus::style
