#pragma once
// The slim column on the left: where one can go, and where one is.

#include <QAbstractButton>
#include <QFrame>
#include <vector>

class QVBoxLayout;

namespace tonus::clinician {

class NavigationButton : public QAbstractButton {
  Q_OBJECT

 public:
  NavigationButton(const QString& icon, const QString& words, QWidget* parent = nullptr);
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QString icon_;
};

class Navigation : public QFrame {
  Q_OBJECT

 public:
  explicit Navigation(QWidget* parent = nullptr);

  /// Entries are numbered in the order added; Ctrl+1 is the first.
  void add(const QString& icon, const QString& words);
  /// At the lower end; not a place but something to do.
  QAbstractButton* addBelow(const QString& icon, const QString& words);
  void setCurrent(int entry);
  QString words(int entry) const;
  int entriesN() const { return static_cast<int>(entries_.size()); }

 Q_SIGNALS:
  void chosen(int entry);

 private:
  QVBoxLayout* column_;
  QVBoxLayout* below_;
  std::vector<NavigationButton*> entries_;
};

}  // namespace tonus::clinician
