#include "clinician/protocols/protocol_list.h"

#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include "clinician/protocols/words.h"
#include "style/label.h"
#include "style/words.h"

namespace tonus::clinician {
namespace {

enum Role { kKey = Qt::UserRole, kWhatFor, kWhose, kTemplate, kIndex, kSearch };

/// Three lines: name, what for, whose and how well supported.
class Rows : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const style::Tokens& t = style::tokens();
    const QRect box = option.rect.adjusted(0, 1, 0, -1);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (option.state & (QStyle::State_Selected | QStyle::State_MouseOver)) {
      painter->setPen(Qt::NoPen);
      painter->setBrush(option.state & QStyle::State_Selected ? t.selection : style::mix(t.surface, t.text, 0.04));
      painter->drawRoundedRect(box, style::kRadius, style::kRadius);
    }
    if ((option.state & QStyle::State_HasFocus) && (option.state & QStyle::State_KeyboardFocusChange)) {
      painter->setPen(QPen(t.accent, 2));
      painter->setBrush(Qt::NoBrush);
      painter->drawRoundedRect(QRectF(box).adjusted(1, 1, -1, -1), style::kRadius, style::kRadius);
    }
    const QFont strong = style::face(style::Type::kBase, true), plain = style::face(style::Type::kSmall);
    const QFontMetrics a(strong), b(plain);
    int width = box.width() - 24;
    int y = box.top() + 9 + a.ascent();
    painter->setPen(t.text);
    painter->setFont(strong);
    painter->drawText(box.left() + 12, y, a.elidedText(index.data(Qt::DisplayRole).toString(), Qt::ElideRight, width));
    painter->setFont(plain);
    painter->setPen(t.secondary);
    y += a.descent() + 2 + b.ascent();
    painter->drawText(box.left() + 12, y, b.elidedText(index.data(kWhatFor).toString(), Qt::ElideRight, width));
    painter->setPen(index.data(kTemplate).toBool() ? t.secondary : t.accent);
    painter->drawText(box.left() + 12, y + b.height(), b.elidedText(index.data(kWhose).toString(), Qt::ElideRight, width));
    painter->restore();
  }
  QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
    return {120, QFontMetrics(style::face(style::Type::kBase, true)).height() + 2 * QFontMetrics(style::face(style::Type::kSmall)).height() + 22};
  }
};

}  // namespace

QString ProtocolList::keyOf(const app::OfferedProtocol& p) {
  static const char* const kWhoseId[] = {"shipped", "clinic", "patient"};
  return QString::fromLatin1(kWhoseId[static_cast<int>(p.origin)]) + QLatin1Char('/') + style::textOf(p.protocol.id);
}

ProtocolList::ProtocolList(QWidget* parent)
    : QWidget(parent), search_(new QLineEdit), view_(new QListView),
      nothing_(style::makeLabel({}, style::Type::kBase, false, style::Tone::kSecondary)) {
  filter_.setSourceModel(&model_);
  filter_.setFilterRole(kSearch);
  filter_.setFilterCaseSensitivity(Qt::CaseInsensitive);
  search_->setObjectName(QStringLiteral("protocolSearch"));
  search_->setPlaceholderText(tr("Search name, condition"));
  search_->setAccessibleName(tr("Search protocols"));
  search_->setClearButtonEnabled(true);
  search_->installEventFilter(this);
  view_->setObjectName(QStringLiteral("protocolList"));
  view_->setAccessibleName(tr("Protocols"));
  view_->setModel(&filter_);
  view_->setItemDelegate(new Rows(view_));
  view_->setUniformItemSizes(true);
  view_->setMouseTracking(true);
  view_->setEditTriggers(QAbstractItemView::NoEditTriggers);
  view_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  view_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  view_->setFrameShape(QFrame::NoFrame);
  nothing_->setWordWrap(true);
  nothing_->setContentsMargins(12, 8, 12, 8);
  nothing_->hide();
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(12, 16, 12, 12);
  column->setSpacing(10);
  column->addWidget(search_);
  column->addWidget(nothing_);
  column->addWidget(view_, 1);
  connect(search_, &QLineEdit::textChanged, this, &ProtocolList::search);
  connect(view_->selectionModel(), &QItemSelectionModel::currentChanged, this, &ProtocolList::currentChanged);
  connect(view_, &QListView::activated, this, &ProtocolList::opened);
}

void ProtocolList::setProtocols(std::vector<app::OfferedProtocol> protocols) {
  const QString kept = view_->currentIndex().data(kKey).toString();
  const QSignalBlocker quiet(view_->selectionModel());
  protocols_ = std::move(protocols);
  model_.clear();
  for (std::size_t i = 0; i < protocols_.size(); ++i) {
    const app::OfferedProtocol& p = protocols_[i];
    const QString name = style::textOf(p.protocol.name);
    const QString whatFor = p.protocol.condition.empty() ? tr("for anything") : style::textOf(p.protocol.condition);
    QStringList whose{originWords(p)};
    if (!p.protocol.evidence.grade.empty()) whose << tr("evidence %1").arg(choiceText("grade", p.protocol.evidence.grade));
    const bool unreviewed = p.protocol.review.find("not yet") != std::string::npos;
    if (unreviewed) whose << tr("not yet reviewed");
    auto* item = new QStandardItem(name);
    item->setData(keyOf(p), kKey);
    item->setData(whatFor, kWhatFor);
    item->setData(whose.join(QStringLiteral(" · ")), kWhose);
    item->setData(p.origin == app::ProtocolOrigin::kShipped, kTemplate);
    item->setData(static_cast<int>(i), kIndex);
    item->setData(QStringList{name, whatFor, whose.join(QLatin1Char(' '))}.join(QLatin1Char(' ')), kSearch);
    item->setData(QStringList{name, whatFor, whose.join(QStringLiteral(", "))}.join(QStringLiteral(", ")), Qt::AccessibleTextRole);
    item->setToolTip(QStringList{name, whatFor, whose.join(QStringLiteral(" · ")), style::textOf(p.protocol.review)}.join(QLatin1Char('\n')));
    model_.appendRow(item);
  }
  if (!select(kept) && filter_.rowCount() > 0) view_->setCurrentIndex(filter_.index(0, 0));
}

const app::OfferedProtocol* ProtocolList::current() const {
  const QModelIndex index = view_->currentIndex();
  return index.isValid() ? &protocols_[static_cast<std::size_t>(index.data(kIndex).toInt())] : nullptr;
}

bool ProtocolList::select(const QString& key) {
  for (int row = 0; row < filter_.rowCount(); ++row)
    if (filter_.index(row, 0).data(kKey).toString() == key) {
      view_->setCurrentIndex(filter_.index(row, 0));
      view_->scrollTo(filter_.index(row, 0));
      return true;
    }
  return false;
}

void ProtocolList::focusList() { view_->setFocus(Qt::OtherFocusReason); }

void ProtocolList::focusSearch() {
  search_->setFocus(Qt::ShortcutFocusReason);
  search_->selectAll();
}

void ProtocolList::search(const QString& words) {
  filter_.setFilterFixedString(words);
  nothing_->setText(tr("No protocol matches “%1”.").arg(words));
  nothing_->setVisible(filter_.rowCount() == 0 && !words.isEmpty());
  if (!view_->currentIndex().isValid() && filter_.rowCount() > 0) view_->setCurrentIndex(filter_.index(0, 0));
}

bool ProtocolList::eventFilter(QObject* watched, QEvent* event) {
  if (watched != search_ || event->type() != QEvent::KeyPress) return QWidget::eventFilter(watched, event);
  const int key = static_cast<QKeyEvent*>(event)->key();
  if (key == Qt::Key_Down || key == Qt::Key_Up) {
    view_->setFocus(Qt::TabFocusReason);
    return true;
  }
  if (key == Qt::Key_Escape && !search_->text().isEmpty()) {
    search_->clear();
    return true;
  }
  return QWidget::eventFilter(watched, event);
}

}  // namespace tonus::clinician
