#pragma once
// A scroll area that scrolls only where there is less room than the least its widget needs, and lets it fill the room
// everywhere else: what can give way gives way first.

#include <QScrollArea>

namespace tonus::style {

class FittingScroll : public QScrollArea {
  Q_OBJECT

 public:
  explicit FittingScroll(QWidget* inside, QWidget* parent = nullptr);

 protected:
  bool eventFilter(QObject* object, QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void showEvent(QShowEvent* event) override;

 private:
  int heightFor(int width) const;
  void fit();
};

}  // namespace tonus::style
