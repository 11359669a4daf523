#include "clinician/session_page/trace_box.h"

#include <QLabel>
#include <QVBoxLayout>
#include <algorithm>

#include "style/button.h"
#include "style/flow_layout.h"
#include "style/label.h"
#include "style/tokens.h"

namespace tonus::clinician {

TraceBox::TraceBox(QWidget* parent) : QFrame(parent), view_(new TraceView) {
  setProperty("card", true);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(1, 1, 1, 1);
  column->setSpacing(0);
  column->addWidget(view_, 1);
  column->addWidget(style::makeRule());
  column->addWidget(buildShownRow());
  column->addLayout(buildFoot());
}

QWidget* TraceBox::buildShownRow() {
  shownRow_ = new QWidget;
  auto* row = new style::FlowLayout(shownRow_);
  row->setContentsMargins(style::kInside, 4, style::kBetween - 2, 0);
  shownWords_ = style::makeLabel({}, style::Type::kSmall, false, style::Tone::kSecondary);
  shownWords_->setObjectName(QStringLiteral("channelsShown"));
  shownWords_->setToolTip(tr("All channels are recorded"));
  row->addWidget(shownWords_);
  row->pushRight();
  const auto add = [&](const QString& words, const QString& key, const char* name, int pages) {
    auto* button = new style::Button(words, style::Button::Kind::kQuiet);
    button->setObjectName(QString::fromLatin1(name));
    button->setToolTip(key);   // as a key cap it would cost the small screen a row
    button->setFocusPolicy(Qt::TabFocus);
    connect(button, &QPushButton::clicked, this, [this, pages] { turn(pages); });
    row->addWidget(button);
    return button;
  };
  earlier_ = add(tr("Before"), tr("Ctrl+Page Up"), "channelsBefore", -1);
  later_ = add(tr("After"), tr("Ctrl+Page Down"), "channelsAfter", 1);
  shownRow_->hide();
  return shownRow_;
}

QLayout* TraceBox::buildFoot() {
  auto* foot = new style::FlowLayout;
  foot->setContentsMargins(2, 0, style::kBetween - 2, 0);
  foot->setSpacing(0);
  auto add = [&](const QString& words, const QString& key, const QString& name) {
    auto* button = new style::Button(words, style::Button::Kind::kQuiet);
    button->setKeyHint(key);
    button->setAccessibleName(name);
    button->setFocusPolicy(Qt::TabFocus);
    foot->addWidget(button);
    return button;
  };
  rawButton_ = add(tr("Filtered"), tr("R"), tr("Raw or filtered traces"));
  connect(rawButton_, &QPushButton::clicked, this, [this] { view_->setRaw(!view_->raw()); });
  connect(add(tr("Larger"), {}, tr("Larger waves")), &QPushButton::clicked, this, [this] { view_->zoom(1); });
  connect(add(tr("Smaller"), {}, tr("Smaller waves")), &QPushButton::clicked, this, [this] { view_->zoom(-1); });
  filterButton_ = add(tr("Filters"), tr("F"), tr("Other filters from now on"));
  filterButton_->setObjectName(QStringLiteral("openFilters"));
  connect(filterButton_, &QPushButton::clicked, this, &TraceBox::filtersWanted);
  foot->pushRight();
  scaleWords_ = style::makeLabel({}, style::Type::kSmall, false, style::Tone::kSecondary);
  foot->addWidget(scaleWords_);
  connect(view_, &TraceView::scaleChanged, this, [this] {
    rawButton_->setText(view_->raw() ? tr("Raw") : tr("Filtered"));
    scaleWords_->setText(view_->scaleWords());
  });
  return foot;
}

void TraceBox::setChannels(std::vector<TraceLane> lanes, double sampleRateHz) {
  lanes_ = std::move(lanes);
  sampleRateHz_ = sampleRateHz;
  showPage();
}

void TraceBox::turn(int pages) {
  const auto wanted = static_cast<std::ptrdiff_t>(first_) + pages * static_cast<std::ptrdiff_t>(kShownN);
  if (wanted < 0 || wanted >= static_cast<std::ptrdiff_t>(lanes_.size())) return;
  first_ = static_cast<std::size_t>(wanted);
  showPage();
}

void TraceBox::setRunning(bool running) { filterButton_->setVisible(running); }

void TraceBox::showPage() {
  const std::size_t all = lanes_.size();
  if (first_ >= all) first_ = 0;
  const std::size_t end = std::min(all, first_ + kShownN);
  const auto at = [&](std::size_t i) { return lanes_.begin() + static_cast<std::ptrdiff_t>(i); };
  view_->setLanes({at(first_), at(end)}, sampleRateHz_, first_);
  Q_EMIT channelsShown(first_, end);
  shownRow_->setVisible(all > kShownN);
  shownWords_->setText(tr("Channels %1–%2 of %3").arg(first_ + 1).arg(end).arg(all));
  earlier_->setEnabled(first_ > 0);
  later_->setEnabled(end < all);
}

}  // namespace tonus::clinician
