#pragma once
// A part of a page that folds away: its title and, folded, what is in it in a few words.

#include <QAbstractButton>
#include <QWidget>

class QVBoxLayout;

namespace tonus::clinician {

/// The line one presses.
class FoldHead : public QAbstractButton {
  Q_OBJECT

 public:
  explicit FoldHead(const QString& title, QWidget* parent = nullptr);

  void setSummary(const QString& words);
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void paintEvent(QPaintEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  QString summary_;
};

class Fold : public QWidget {
  Q_OBJECT

 public:
  /// The line to press is named `name`.
  Fold(const QString& title, const char* name, QWidget* parent = nullptr);

  /// What is folded goes in here.
  QVBoxLayout& inside() { return *inside_; }
  void setOpen(bool open) { head_->setChecked(open); }
  bool isOpen() const { return head_->isChecked(); }
  /// Said beside the title.
  void setSummary(const QString& words) { head_->setSummary(words); }

 private:
  FoldHead* head_;
  QWidget* body_;
  QVBoxLayout* inside_;
};

}  // namespace tonus::clinician
