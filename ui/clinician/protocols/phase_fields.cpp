#include "clinician/protocols/phase_fields.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include "clinician/protocols/draft.h"
#include "clinician/protocols/field.h"
#include "clinician/protocols/words.h"
#include "style/button.h"
#include "style/label.h"

namespace tonus::clinician {
namespace {

constexpr int kMostCueWords = 7;   // what a patient reads at a glance; session::checkProtocol says so too
const NumberField::Range kSeconds{0, 14400, 1, 5, false};
const NumberField::Range kTimes{1, 100, 0, 1, true};

}  // namespace

ChoiceField::Choices phaseKinds() {
  ChoiceField::Choices out;
  for (const char* kind : {"set_up", "noise_floor", "reference", "settle", "baseline", "trial", "rest", "work_rest", "test", "task",
                           "challenge", "recovery", "transfer", "end_baseline", "rating", "free"})
    out.emplace_back(kind, choiceText("phase", kind));
  return out;
}

PhaseFields::PhaseFields(ProtocolDraft& draft, QWidget* parent) : QWidget(parent), draft_(draft) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(style::kInside + 4);
  title_ = style::makeLabel({}, style::Type::kLead, true);
  remark_ = style::makeLabel({}, style::Type::kSmall, false, style::Tone::kNotUsable);
  remark_->setObjectName(QStringLiteral("phase_remark"));
  remark_->setWordWrap(true);
  auto* grid = new QGridLayout;
  grid->setHorizontalSpacing(style::kBetween);
  grid->setVerticalSpacing(style::kInside + 4);
  grid->setColumnStretch(0, 1);
  grid->setColumnStretch(1, 1);
  const auto add = [&](Field* field, int row, int col, int span = 1) {
    grid->addWidget(field, row, col, 1, span, Qt::AlignTop);
    fields_.push_back(field);
    return field;
  };
  add(new TextField(draft, "phase", "name"), 0, 0);
  kind_ = new ChoiceField(draft, "phase", "kind", phaseKinds());
  kind_->asksFirst = true;
  add(kind_, 0, 1);
  add(new TextField(draft, "phase", "cue", kMostCueWords), 1, 0, 2);
  duration_ = add(new NumberField(draft, "phase", "duration_s", kSeconds), 2, 0);
  repeat_ = add(new NumberField(draft, "phase", "repeat", kTimes), 2, 1);
  reps_ = add(new NumberField(draft, "phase", "reps", {1, 1000, 0, 1, true}), 2, 0);   // where it goes round, the parts say how long
  rest_ = add(new NumberField(draft, "phase", "rest_s", {0, 3600, 1, 5, false}), 3, 1);
  stagesTitle_ = style::makeLabel(fieldLabel("stages"), style::Type::kSmall, false, style::Tone::kSecondary);
  stageRows_ = new QVBoxLayout;
  stageRows_->setSpacing(style::kInside);
  addStage_ = new style::Button(tr("Add a part"));
  addStage_->setObjectName(QStringLiteral("addStage"));
  grid->addWidget(stagesTitle_, 4, 0, 1, 2);
  grid->addLayout(stageRows_, 5, 0, 1, 2);
  grid->addWidget(addStage_, 6, 0, Qt::AlignLeft);
  add(new CheckField(draft, "phase", "visual"), 7, 0);
  add(new CheckField(draft, "phase", "sound"), 7, 1);
  add(new CheckField(draft, "phase", "scored"), 8, 0);
  perChannel_ = add(new CheckField(draft, "phase", "per_channel"), 8, 1);
  add(new LongTextField(draft, "phase", "instruction"), 9, 0, 2);
  column->addWidget(title_);
  column->addWidget(remark_);
  column->addLayout(grid);
  column->addStretch(1);
  connect(kind_, &ChoiceField::wanted, this, [this](const QString& kind) { draft_.setPhaseKind(phase_, kind.toStdString()); });
  connect(addStage_, &QPushButton::clicked, this, [this] { draft_.addStage(phase_); });
  connect(&draft_, &ProtocolDraft::edited, this, &PhaseFields::refresh);
}

void PhaseFields::show(int phase) {
  phase_ = phase;
  if (phase >= 0)
    for (Field* field : fields_) field->bind({"/phases/" + std::to_string(phase)});
  refresh();
}

void PhaseFields::refresh() {
  const bool any = phase_ >= 0 && phase_ < draft_.phasesN();
  setEnabled(any);
  if (!any) return;
  const std::string at = "/phases/" + std::to_string(phase_);
  title_->setText(tr("Phase %1 of %2").arg(phase_ + 1).arg(draft_.phasesN()));
  const QString words = draft_.problemsAt(at).join(QLatin1Char('\n'));
  remark_->setText(QStringLiteral("! ") + words);
  remark_->setVisible(!words.isEmpty());
  const bool stages = !draft_.at(at + "/stages").is_null();
  duration_->setVisible(!stages);
  reps_->setVisible(stages);
  stagesTitle_->setVisible(stages);
  addStage_->setVisible(stages);
  const auto again = draft_.at(at + "/repeat");
  const bool each = draft_.at(at + "/per_channel") == true;
  rest_->setVisible((again.is_number() && again.get<int>() > 1) || each || rest_->isThere());
  buildStages();
}

void PhaseFields::buildStages() {
  const auto stages = draft_.at("/phases/" + std::to_string(phase_) + "/stages");
  const int n = stages.is_array() ? static_cast<int>(stages.size()) : 0;
  if (phase_ == shownPhase_ && n == shownStages_) return;
  shownPhase_ = phase_;
  shownStages_ = n;
  while (QLayoutItem* item = stageRows_->takeAt(0)) {
    item->widget()->hide();   // or a show that waits in the queue would make a window of it
    item->widget()->setParent(nullptr);
    item->widget()->deleteLater();   // its button may be the one that was pressed
    delete item;
  }
  for (int i = 0; i < n; ++i) stageRows_->addWidget(stageRow(i, n == 1));
}

QWidget* PhaseFields::stageRow(int stage, bool onlyOne) {
  const std::string at = "/phases/" + std::to_string(phase_) + "/stages/" + std::to_string(stage);
  const QByteArray prefix = "stage" + QByteArray::number(stage + 1);
  auto* box = new QWidget;
  auto* row = new QHBoxLayout(box);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(style::kInside);
  const auto add = [&](Field* field, int stretch) {
    field->bind({at});
    row->addWidget(field, stretch, Qt::AlignTop);
  };
  add(new TextField(draft_, prefix.constData(), "name", 0, false), 2);
  add(new TextField(draft_, prefix.constData(), "cue", 0, false), 4);
  add(new NumberField(draft_, prefix.constData(), "duration_s", {0, 3600, 1, 1, false}, false), 2);
  add(new CheckField(draft_, prefix.constData(), "work"), 1);
  auto* remove = new style::Button({}, style::Button::Kind::kQuiet);
  remove->setIconName(QStringLiteral("close"));
  remove->setObjectName(QString::fromLatin1(prefix) + QStringLiteral("_remove"));
  remove->setAccessibleName(tr("Take this part out"));
  remove->setToolTip(tr("Take this part out"));
  remove->setEnabled(!onlyOne);
  row->addWidget(remove, 0, Qt::AlignTop);
  connect(remove, &QPushButton::clicked, this, [this, stage] {
    const std::string list = "/phases/" + std::to_string(phase_) + "/stages";
    auto stages = draft_.at(list);
    stages.erase(static_cast<std::size_t>(stage));
    draft_.set({{list, stages}});
  });
  return box;
}

}  // namespace tonus::clinician
