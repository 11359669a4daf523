#include "review/event_list.h"

#include <algorithm>

#include "style/tokens.h"
#include "style/words.h"

namespace tonus::review {
namespace {
constexpr int kMostRowsSeen = 6;
}

EventList::EventList(QWidget* parent) : QListWidget(parent) {
  setObjectName(QStringLiteral("reviewEvents"));
  setAccessibleName(tr("Marks and notes"));
  setFrameShape(QFrame::NoFrame);
  setWordWrap(true);
  setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  const auto choose = [this](QListWidgetItem* item) { Q_EMIT chosen(item->data(Qt::UserRole).toDouble()); };
  connect(this, &QListWidget::itemClicked, this, choose);
  connect(this, &QListWidget::itemActivated, this, choose);
  hide();
}

void EventList::setData(const TraceData* shown) {
  clear();
  if (shown != nullptr) {
    for (const core::SessionEvent& e : shown->events()) {
      if (!isMark(e)) continue;
      const auto frame = static_cast<double>(e.at.value);
      auto* item = new QListWidgetItem(QStringLiteral("%1  %2").arg(style::clockTime(frame / shown->rateHz()), markWords(e)), this);
      item->setData(Qt::UserRole, frame);
      item->setToolTip(item->text());
    }
  }
  setVisible(count() > 0);
  const int row = std::max(sizeHintForRow(0), style::pixels(style::Type::kBase) + 8);
  setMaximumHeight(std::min(count(), kMostRowsSeen) * row + 6);
}

}  // namespace tonus::review
