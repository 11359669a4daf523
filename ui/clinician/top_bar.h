#pragma once
// Who or what is in view, whether it is invented, and what can be done with the page.

#include <QFrame>

class QHBoxLayout;
class QLabel;

namespace tonus::style {
class Badge;
class Page;
}

namespace tonus::clinician {

class TopBar : public QFrame {
  Q_OBJECT

 public:
  explicit TopBar(QWidget* parent = nullptr);
  void show(style::Page& page);

 private:
  QLabel* title_;
  QLabel* subtitle_;
  style::Badge* demo_;
  QHBoxLayout* actions_;
};

}  // namespace tonus::clinician
