#include "clinician/protocols/advice_list.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include "clinician/protocols/draft.h"
#include "clinician/protocols/fold.h"
#include "style/button.h"
#include "style/label.h"

namespace tonus::clinician {

AdviceList::AdviceList(ProtocolDraft& draft, QWidget* parent)
    : QWidget(parent), draft_(draft), fold_(new Fold(tr("To consider"), "foldAdvice")), rows_(new QVBoxLayout) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(fold_);
  rows_->setSpacing(4);
  fold_->inside().addLayout(rows_);
  fold_->setOpen(true);
  hide();
  connect(&draft_, &ProtocolDraft::edited, this, &AdviceList::refresh);
}

void AdviceList::refresh() {
  QStringList words;
  for (const session::ProtocolProblem& p : draft_.advice()) words << draft_.problemWords(p, true);
  setVisible(!words.isEmpty());
  if (words == shown_) return;
  shown_ = words;
  fold_->setSummary(words.join(QStringLiteral(" · ")));
  while (QLayoutItem* item = rows_->takeAt(0)) {
    item->widget()->hide();   // or a show that waits in the queue would make a window of it
    item->widget()->setParent(nullptr);
    item->widget()->deleteLater();   // its button may be the one that was pressed
    delete item;
  }
  for (int i = 0; i < words.size(); ++i) {
    auto* box = new QWidget;
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(style::kBetween);
    auto* label = style::makeLabel(QStringLiteral("! ") + words[i], style::Type::kBase, false, style::Tone::kCaution);
    label->setObjectName(QStringLiteral("advice%1").arg(i + 1));
    label->setWordWrap(true);
    row->addWidget(label, 1);
    auto* show = new style::Button(tr("Show"), style::Button::Kind::kQuiet);
    show->setObjectName(QStringLiteral("showAdvice%1").arg(i + 1));
    show->setAccessibleName(tr("Show: %1").arg(words[i]));
    row->addWidget(show, 0, Qt::AlignTop);
    rows_->addWidget(box);
    connect(show, &QPushButton::clicked, this, [this, i] {
      const auto& all = draft_.advice();
      if (static_cast<std::size_t>(i) < all.size()) Q_EMIT wanted(all[static_cast<std::size_t>(i)].pointer);
    });
  }
}

}  // namespace tonus::clinician
