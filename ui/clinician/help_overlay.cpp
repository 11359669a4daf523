#include "clinician/help_overlay.h"

#include <QApplication>
#include <QGridLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QVBoxLayout>

#include "style/label.h"

namespace tonus::clinician {

HelpOverlay::HelpOverlay(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("help"));
  setFocusPolicy(Qt::StrongFocus);
  parent->installEventFilter(this);
  auto* outer = new QVBoxLayout(this);
  outer->setAlignment(Qt::AlignCenter);
  hide();
}

void HelpOverlay::addRows(const QString& title, const QList<style::KeyHelp>& keys, QGridLayout& grid) {
  if (keys.isEmpty()) return;
  int row = grid.rowCount();
  auto* head = style::makeLabel(title, style::Type::kLead, true);
  head->setContentsMargins(0, row > 1 ? 14 : 0, 0, 4);
  grid.addWidget(head, row++, 0, 1, 2);
  for (const style::KeyHelp& key : keys) {
    grid.addWidget(style::makeLabel(key.key, style::Type::kBase, true), row, 0, Qt::AlignTop);
    auto* words = style::makeLabel(key.words, style::Type::kBase, false, style::Tone::kSecondary);
    grid.addWidget(words, row++, 1);
  }
}

void HelpOverlay::open(const QString& page, const QList<style::KeyHelp>& keys, const QList<style::KeyHelp>& everywhere) {
  delete card_;
  card_ = style::makeCard(this);
  auto* grid = new QGridLayout(card_);
  grid->setContentsMargins(28, 24, 28, 24);
  grid->setHorizontalSpacing(28);
  grid->setVerticalSpacing(6);
  addRows(tr("Keys: %1").arg(page), keys, *grid);
  addRows(tr("Everywhere"), everywhere, *grid);
  layout()->addWidget(card_);
  layout()->setAlignment(card_, Qt::AlignCenter);
  setGeometry(parentWidget()->rect());
  before_ = QApplication::focusWidget();
  show();
  raise();
  setFocus(Qt::PopupFocusReason);
}

void HelpOverlay::leave() {
  hide();
  if (before_ != nullptr && window()->isAncestorOf(before_)) before_->setFocus(Qt::OtherFocusReason);
  before_ = nullptr;
}

void HelpOverlay::paintEvent(QPaintEvent*) {
  QColor veil = style::tokens().dark ? QColor(0, 0, 0) : style::tokens().text;
  veil.setAlphaF(0.35F);
  QPainter(this).fillRect(rect(), veil);
}

/// No shortcut of the page behind it fires: any key closes.
bool HelpOverlay::event(QEvent* event) {
  if (event->type() == QEvent::ShortcutOverride) event->accept();
  return QWidget::event(event);
}

void HelpOverlay::keyPressEvent(QKeyEvent*) { leave(); }
void HelpOverlay::mousePressEvent(QMouseEvent*) { leave(); }

bool HelpOverlay::eventFilter(QObject* watched, QEvent* event) {
  if (watched == parent() && event->type() == QEvent::Resize) setGeometry(parentWidget()->rect());
  return QWidget::eventFilter(watched, event);
}

}  // namespace tonus::clinician
