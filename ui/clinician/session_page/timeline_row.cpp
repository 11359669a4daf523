#include "clinician/session_page/timeline_row.h"

#include <QHBoxLayout>

#include "clinician/session_page/phase_timeline.h"
#include "style/button.h"

namespace tonus::clinician {

TimelineRow::TimelineRow(QWidget* parent) : QWidget(parent), timeline_(new PhaseTimeline) {
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(4);
  row->addWidget(timeline_, 1);
  style::Button* again = add(tr("Repeat"), QStringLiteral("←"), "repeatPhase", tr("This phase from its start. The first try stays in the record, not in this phase's score"));
  style::Button* longer = add(tr("+30 s"), tr("E"), "extendPhase", tr("This phase lasts longer, by whole repetitions where it has some"));
  connect(again, &QPushButton::clicked, this, &TimelineRow::againWanted);
  connect(longer, &QPushButton::clicked, this, &TimelineRow::longerWanted);
}

style::Button* TimelineRow::add(const QString& words, const QString& key, const char* name, const QString& tip) {
  auto* button = new style::Button(words, style::Button::Kind::kQuiet);
  button->setObjectName(QString::fromLatin1(name));
  button->setKeyHint(key);
  button->setFocusPolicy(Qt::TabFocus);
  button->setToolTip(tip);
  layout()->addWidget(button);
  return button;
}

}  // namespace tonus::clinician
