#include "clinician/page_scroll.h"

#include <QEvent>
#include <QLayout>
#include <QScrollBar>
#include <algorithm>

namespace tonus::clinician {
namespace {

constexpr int kSqueezed = 8;   // px that spacing gives before a page scrolls

}  // namespace

PageScroll::PageScroll(style::Page* page, QWidget* parent) : QScrollArea(parent) {
  setFrameShape(QFrame::NoFrame);
  setFocusPolicy(Qt::NoFocus);
  page->setProperty("pageBody", true);
  setWidget(page);
  page->installEventFilter(this);
}

bool PageScroll::eventFilter(QObject* object, QEvent* event) {
  if (object == widget() && event->type() == QEvent::LayoutRequest) fit();
  return QScrollArea::eventFilter(object, event);
}

void PageScroll::resizeEvent(QResizeEvent* event) {
  QScrollArea::resizeEvent(event);
  fit();
}

void PageScroll::showEvent(QShowEvent* event) {
  QScrollArea::showEvent(event);
  fit();
}

int PageScroll::heightFor(int width) const {
  const QLayout* layout = widget()->layout();
  const int least = widget()->minimumSizeHint().height();
  return layout != nullptr && layout->hasHeightForWidth() ? std::max(least, layout->minimumHeightForWidth(width)) : least;
}

void PageScroll::fit() {
  const QSize room = maximumViewportSize();
  QSize size = room.expandedTo({widget()->minimumSizeHint().width(), 0});
  if (size.width() > room.width()) size.rheight() -= horizontalScrollBar()->sizeHint().height();
  if (heightFor(size.width()) > size.height() + kSqueezed) {
    if (size.width() == room.width()) size.rwidth() -= verticalScrollBar()->sizeHint().width();
    size.setHeight(heightFor(size.width()));
  }
  widget()->resize(size);
}

}  // namespace tonus::clinician
