#pragma once
// A page that scrolls where the window is smaller than the least it needs, and fills the window everywhere else.

#include "style/fitting_scroll.h"
#include "style/page.h"

namespace tonus::clinician {

class PageScroll : public style::FittingScroll {
  Q_OBJECT

 public:
  explicit PageScroll(style::Page* page, QWidget* parent = nullptr);
};

}  // namespace tonus::clinician
