#include "clinician/navigation.h"

#include <QPainter>
#include <QVBoxLayout>

#include "style/icons.h"
#include "style/label.h"
#include "style/tokens.h"

namespace tonus::clinician {

NavigationButton::NavigationButton(const QString& icon, const QString& words, QWidget* parent)
    : QAbstractButton(parent), icon_(icon) {
  setText(words);
  setAccessibleName(words);
  setCheckable(true);
  setCursor(Qt::PointingHandCursor);
  setAttribute(Qt::WA_Hover);
  setFocusPolicy(Qt::StrongFocus);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize NavigationButton::sizeHint() const {
  const QFontMetrics metrics(style::face(style::Type::kBase, true));
  return {44 + metrics.horizontalAdvance(text()) + 12, std::max(40, metrics.height() + 18)};
}

void NavigationButton::paintEvent(QPaintEvent*) {
  const style::Tokens& t = style::tokens();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const QRectF box = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
  if (isChecked() || underMouse()) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(isChecked() ? t.selection : style::mix(t.surface, t.text, 0.04));
    painter.drawRoundedRect(box, style::kRadius, style::kRadius);
  }
  if (hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange)) {
    painter.setPen(QPen(t.accent, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), style::kRadius, style::kRadius);
  }
  const QColor ink = isChecked() ? t.accent : t.secondary;
  style::paintIcon(painter, icon_, QRectF(12, (height() - 20) / 2.0, 20, 20), ink);
  painter.setFont(style::face(style::Type::kBase, isChecked()));
  painter.setPen(ink);
  painter.drawText(QRectF(44, 0, width() - 50, height()), Qt::AlignVCenter | Qt::AlignLeft, text());
}

Navigation::Navigation(QWidget* parent) : QFrame(parent), column_(new QVBoxLayout), below_(new QVBoxLayout) {
  setProperty("bar", "side");
  setMinimumWidth(176);
  setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Expanding);
  auto* name = style::makeLabel(QStringLiteral("tonus"), style::Type::kTitle, true);
  name->setContentsMargins(12, 6, 0, 14);
  column_->setSpacing(4);
  below_->setSpacing(4);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins(12, 12, 12, 14);
  outer->setSpacing(0);
  outer->addWidget(name);
  outer->addLayout(column_);
  outer->addStretch(1);
  outer->addLayout(below_);
}

void Navigation::add(const QString& icon, const QString& words) {
  const int entry = entriesN();
  auto* button = new NavigationButton(icon, words);
  button->setToolTip(tr("Ctrl+%1").arg(entry + 1));
  column_->addWidget(button);
  entries_.push_back(button);
  connect(button, &QAbstractButton::clicked, this, [this, entry] { Q_EMIT chosen(entry); });
}

QAbstractButton* Navigation::addBelow(const QString& icon, const QString& words) {
  auto* button = new NavigationButton(icon, words);
  button->setCheckable(false);
  below_->addWidget(button);
  return button;
}

void Navigation::setCurrent(int entry) {
  for (int i = 0; i < entriesN(); ++i) entries_[static_cast<std::size_t>(i)]->setChecked(i == entry);
}

QString Navigation::words(int entry) const { return entries_[static_cast<std::size_t>(entry)]->text(); }

}  // namespace tonus::clinician
