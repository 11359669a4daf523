#include "clinician/page_scroll.h"

namespace tonus::clinician {

PageScroll::PageScroll(style::Page* page, QWidget* parent) : style::FittingScroll(page, parent) { page->setProperty("pageBody", true); }

}  // namespace tonus::clinician
