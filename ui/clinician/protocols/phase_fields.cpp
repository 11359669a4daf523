#include "clinician/protocols/phase_fields.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>
#include <algorithm>

#include "clinician/protocols/draft.h"
#include "clinician/protocols/fold.h"
#include "clinician/protocols/list_fields.h"
#include "clinician/protocols/words.h"
#include "style/button.h"
#include "style/label.h"

namespace tonus::clinician {
namespace {

constexpr int kMostCueWords = 7;   // what a patient reads at a glance; session::checkProtocol says so too
const NumberField::Range kSeconds{0, 14400, 1, 5, false};
const NumberField::Range kTimes{1, 100, 0, 1, true};

ChoiceField::Choices listed(const char* key, std::initializer_list<const char*> words) {
  ChoiceField::Choices out;
  for (const char* word : words) out.emplace_back(word, choiceText(key, word));
  return out;
}

bool isOne(const std::string& kind, std::initializer_list<const char*> kinds) {
  return std::any_of(kinds.begin(), kinds.end(), [&](const char* k) { return kind == k; });
}

}  // namespace

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
  kind_ = new ChoiceField(draft, "phase", "kind",
                          listed("phase", {"set_up", "noise_floor", "reference", "settle", "baseline", "trial", "rest", "work_rest", "test",
                                           "task", "challenge", "recovery", "transfer", "end_baseline", "rating", "free"}));
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
  asks_ = add(new TicksField(draft, "phase", "asks", listed("asks", {"pain_nrs", "comfort_nrs", "rom_deg"})), 7, 0, 2);
  targets_ = add(new NumbersField(draft, "phase", "target_percents"), 8, 0, 2);
  add(new CheckField(draft, "phase", "visual"), 9, 0);
  add(new CheckField(draft, "phase", "sound"), 9, 1);
  add(new CheckField(draft, "phase", "scored"), 10, 0);
  perChannel_ = add(new CheckField(draft, "phase", "per_channel"), 10, 1);
  add(new LongTextField(draft, "phase", "instruction"), 11, 0, 2);
  column->addWidget(title_);
  column->addWidget(remark_);
  column->addLayout(grid);
  makeMore(*column);
  column->addStretch(1);
  connect(kind_, &ChoiceField::wanted, this, [this](const QString& kind) { draft_.setPhaseKind(phase_, kind.toStdString()); });
  connect(addStage_, &QPushButton::clicked, this, [this] { draft_.addStage(phase_); });
  connect(&draft_, &ProtocolDraft::edited, this, &PhaseFields::refresh);
}

void PhaseFields::makeMore(QVBoxLayout& column) {
  more_ = new Fold(tr("More about this phase"), "phaseMore");
  auto* grid = new QGridLayout;
  grid->setHorizontalSpacing(style::kBetween);
  grid->setVerticalSpacing(style::kInside + 4);
  grid->setColumnStretch(0, 1);
  grid->setColumnStretch(1, 1);
  const auto choice = [&](const char* key, std::initializer_list<const char*> words) {
    auto* out = new ChoiceField(draft_, "phase", key, listed(key, words));
    out->emptyTakesOut = true;
    return out;
  };
  posture_ = choice("posture", {"", "lie", "lie_side", "sit_supported", "sit_unsupported", "stand", "walk", "kneel"});
  auto* direction = choice("direction", {"", "down", "up"});
  direction->rename(tr("The muscle is to"));
  direction->setChoices({{"", tr("as the protocol says")}, {"down", choiceText("direction", "down")}, {"up", choiceText("direction", "up")}});
  direction_ = direction;
  breaths_ = new NumberField(draft_, "phase", "breaths_per_min", {0, 30, 1, 0.5, false});
  marker_ = new TextField(draft_, "phase", "marker");
  submaximal_ = new CheckField(draft_, "phase", "submaximal");
  const std::initializer_list<std::pair<Field*, std::pair<int, int>>> places{
      {posture_, {0, 0}}, {direction_, {0, 1}}, {breaths_, {1, 0}}, {marker_, {1, 1}}, {submaximal_, {2, 0}}};
  for (const auto& [field, place] : places) {
    grid->addWidget(field, place.first, place.second, Qt::AlignTop);
    fields_.push_back(field);
  }
  more_->inside().addLayout(grid);
  ownRule_ = new style::Button(QString());
  ownRule_->setObjectName(QStringLiteral("phaseOwnRule"));
  more_->inside().addWidget(ownRule_, 0, Qt::AlignLeft);
  ownRuleWords_ = style::makeLabel({}, style::Type::kSmall, false, style::Tone::kSecondary);
  ownRuleWords_->setWordWrap(true);
  more_->inside().addWidget(ownRuleWords_);
  connect(ownRule_, &QPushButton::clicked, this, [this] {
    const std::string at = "/phases/" + std::to_string(phase_) + "/rule";
    draft_.pause();
    draft_.set({{at, draft_.at(at).is_null() ? draft_.at("/rule") : nlohmann::json()}});
  });
  column.addWidget(more_);
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
  QString words = draft_.problemsAt(at).join(QLatin1Char('\n'));
  style::setTone(*remark_, words.isEmpty() ? style::Tone::kCaution : style::Tone::kNotUsable);
  if (words.isEmpty()) words = draft_.adviceAt(at).join(QLatin1Char('\n'));
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
  const auto kind = draft_.at(at + "/kind");
  showWhatFits(kind.is_string() ? kind.get<std::string>() : std::string());
  buildStages();
}

/// What a phase of another kind has no use for is not shown, unless the file says it.
void PhaseFields::showWhatFits(const std::string& kind) {
  const auto fits = [&](Field* field, std::initializer_list<const char*> kinds) { field->setVisible(field->isThere() || isOne(kind, kinds)); };
  fits(asks_, {"rating"});
  fits(targets_, {"work_rest"});
  fits(submaximal_, {"reference"});
  fits(direction_, {"trial", "work_rest", "transfer", "task", "free"});
  fits(breaths_, {"trial", "free", "recovery", "settle", "rest"});
  const std::string at = "/phases/" + std::to_string(phase_);
  const bool own = !draft_.at(at + "/rule").is_null();
  const bool judges = draft_.at(at + "/scored") == true || draft_.at(at + "/visual") == true || draft_.at(at + "/sound") == true;
  ownRule_->setVisible(own || judges);
  ownRule_->setText(own ? tr("Judge it like the others") : tr("Give it a rule of its own"));
  ownRuleWords_->setVisible(own);
  ownRuleWords_->setText(tr("It has a rule of its own: “%1”. It is set under “In target”, of this phase.")
                             .arg(choiceText("rule", own ? draft_.at(at + "/rule").value("kind", "") : std::string())));
  QStringList said;
  if (own) said << tr("a rule of its own");
  if (const auto posture = draft_.at(at + "/posture"); posture.is_string()) said << choiceText("posture", posture.get<std::string>());
  if (const auto way = draft_.at(at + "/direction"); way.is_string()) said << choiceText("direction", way.get<std::string>());
  if (const auto breaths = draft_.at(at + "/breaths_per_min"); breaths.is_number() && breaths.get<double>() > 0)
    said << tr("%1 breaths a minute").arg(breaths.get<double>());
  if (draft_.at(at + "/submaximal") == true) said << tr("a steady hold");
  more_->setSummary(said.isEmpty() ? tr("posture, paced breath, marker") : said.join(QStringLiteral(" · ")));
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
