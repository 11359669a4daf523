#pragma once
// What stands where nothing is yet: an icon, one sentence, one thing to do.

#include <QWidget>

class QLabel;
class QVBoxLayout;

namespace tonus::style {

class Button;

class EmptyState : public QWidget {
  Q_OBJECT

 public:
  EmptyState(const QString& icon, const QString& title, const QString& words, QWidget* parent = nullptr);

  void setWords(const QString& title, const QString& words);
  /// Adds the one button that helps; the caller connects it.
  Button* addAction(const QString& text, bool primary = true);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QString icon_;
  QLabel* title_;
  QLabel* words_;
  QVBoxLayout* column_;
};

}  // namespace tonus::style
