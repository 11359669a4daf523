#include "style/fitting_scroll.h"

#include <QEvent>
#include <QLayout>
#include <QScrollBar>
#include <algorithm>

namespace tonus::style {
namespace {

constexpr int kSqueezed = 8;   // px that spacing gives before anything scrolls

}  // namespace

FittingScroll::FittingScroll(QWidget* inside, QWidget* parent) : QScrollArea(parent) {
  setFrameShape(QFrame::NoFrame);
  setFocusPolicy(Qt::NoFocus);
  setWidget(inside);
  inside->installEventFilter(this);
}

bool FittingScroll::eventFilter(QObject* object, QEvent* event) {
  if (object == widget() && event->type() == QEvent::LayoutRequest) fit();
  return QScrollArea::eventFilter(object, event);
}

void FittingScroll::resizeEvent(QResizeEvent* event) {
  QScrollArea::resizeEvent(event);
  fit();
}

void FittingScroll::showEvent(QShowEvent* event) {
  QScrollArea::showEvent(event);
  fit();
}

int FittingScroll::heightFor(int width) const {
  const QLayout* layout = widget()->layout();
  const int least = widget()->minimumSizeHint().height();
  return layout != nullptr && layout->hasHeightForWidth() ? std::max(least, layout->minimumHeightForWidth(width)) : least;
}

void FittingScroll::fit() {
  const QSize room = maximumViewportSize();
  QSize size = room.expandedTo({widget()->minimumSizeHint().width(), 0});
  if (size.width() > room.width()) size.rheight() -= horizontalScrollBar()->sizeHint().height();
  if (heightFor(size.width()) > size.height() + kSqueezed) {
    if (size.width() == room.width()) size.rwidth() -= verticalScrollBar()->sizeHint().width();
    size.setHeight(heightFor(size.width()));
  }
  widget()->resize(size);
}

}  // namespace tonus::style
