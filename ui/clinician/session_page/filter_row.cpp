#include "clinician/session_page/filter_row.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>

#include "clinician/session_page/chain_row.h"
#include "style/button.h"
#include "style/label.h"
#include "style/tokens.h"

namespace tonus::clinician {

FilterRow::FilterRow(QWidget* parent) : QWidget(parent) {
  setProperty("ownKeys", true);  // Esc leaves this line, it does not end the session
  setAccessibleName(tr("Other filters"));
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(style::kInside + 4);
  chain_ = new ChainRow;
  row->addWidget(chain_, 1);
  auto add = [&](const QString& words, const QString& key, const char* name, void (FilterRow::*pressed)()) {
    auto* button = new style::Button(words);
    button->setKeyHint(key);
    button->setObjectName(QString::fromLatin1(name));
    connect(button, &QPushButton::clicked, this, pressed);
    row->addWidget(button);
  };
  add(tr("Use from now on"), tr("Enter"), "useFilters", &FilterRow::choose);
  add(tr("Leave as it is"), tr("Esc"), "leaveFilters", &FilterRow::leave);
  hide();
}

void FilterRow::open(const dsp::ChainSettings& now, double sampleRateHz) {
  chain_->setRate(sampleRateHz);
  chain_->setChain(now);
  show();
  chain_->focusFirst();
}

void FilterRow::choose() {
  Q_EMIT chosen(chain_->chain());
  leave();
}

void FilterRow::leave() {
  hide();
  Q_EMIT closed();
}

void FilterRow::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Escape) return leave();
  if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) return choose();
  QWidget::keyPressEvent(event);
}

}  // namespace tonus::clinician
