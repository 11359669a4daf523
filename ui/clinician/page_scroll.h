#pragma once
// A page that scrolls where the window is smaller than the least it needs, and fills the window everywhere else.

#include <QScrollArea>

#include "style/page.h"

namespace tonus::clinician {

class PageScroll : public QScrollArea {
  Q_OBJECT

 public:
  explicit PageScroll(style::Page* page, QWidget* parent = nullptr);

 protected:
  bool eventFilter(QObject* object, QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void showEvent(QShowEvent* event) override;

 private:
  int heightFor(int width) const;
  void fit();
};

}  // namespace tonus::clinician
