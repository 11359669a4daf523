#include "clinician/protocols/judged_fields.h"

#include <QGridLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>

#include "clinician/protocols/curve_field.h"
#include "clinician/protocols/draft.h"
#include "clinician/protocols/field.h"
#include "clinician/protocols/fold.h"
#include "clinician/protocols/words.h"
#include "style/choice.h"
#include "style/label.h"
#include "style/words.h"
#include "tonus/feedback/law.h"
#include "tonus/feedback/rule.h"

namespace tonus::clinician {
namespace {

using nlohmann::json;

struct Number {
  const char* key;
  const char* kinds;   // of rule or law; empty = any
  NumberField::Range range;
  bool fine = false;   // seldom needed
};
const Number kRuleNumbers[] = {
    {"dwell_ms", "", {0, 10000, 0, 50, false}},
    {"hysteresis", "", {0, 90, 0, 1, false}, true},
    {"upper_uV", " inside ", {0, 100000, 1, 1, false}},
    {"ratio", " ratio_below ratio_above ", {0, 1000, 2, 0.05, false}},
    {"least_activity", " ratio_below ratio_above ", {0, 1000, 0, 1, false}, true},
    {"difference_uV", " difference_below difference_above ", {-100000, 100000, 1, 1, false}},
    {"limit_s", " contract_relax ", {0, 60, 2, 0.1, false}},
    {"band_of_line", " follow ", {0, 1000, 0, 1, false}},
    {"hold_s", "", {0, 600, 1, 0.5, false}},
    {"dip_ms", "", {0, 10000, 0, 50, false}, true},
    {"refractory_ms", "", {0, 60000, 0, 100, false}, true},
    {"contract_uV", " contract_relax ", {0, 100000, 1, 1, false}, true},
};
const Number kLawNumbers[] = {
    {"start", " baseline reference adaptive shaped ratio gap ", {0, 100, 2, 0.05, false}},
    {"aim", " adaptive ", {0, 100, 0, 1, false}},
    {"aim_low", " adaptive ", {0, 100, 0, 1, false}},
    {"aim_high", " adaptive ", {0, 100, 0, 1, false}},
    {"every_s", " adaptive ", {0, 3600, 0, 5, false}},
    {"window_s", " adaptive ", {1, 3600, 0, 5, false}, true},
    {"reps_n", " reference shaped ratio ", {1, 1000, 0, 1, true}},
    {"harder_from", " reference shaped ratio ", {0, 1000, 0, 1, true}},
    {"easier_below", " reference shaped ratio ", {0, 1000, 0, 1, true}},
    {"target", " reference shaped ratio ", {0, 100000, 2, 0.1, false}},
    {"step", " adaptive reference shaped ratio ", {0, 90, 0, 1, false}},
    {"least_move", " adaptive ", {0, 90, 0, 1, false}, true},
    {"most_of_baseline", " adaptive ", {0, 100, 2, 0.1, false}, true},
    {"rest_aim", " gap ", {0, 100, 0, 1, false}},
    {"alarm_s", " gap ", {0, 3600, 0, 5, false}},
    {"floor_of_noise", "", {0, 10, 1, 0.1, false}},
    {"lowest_uV", "", {0, 100000, 1, 0.5, false}, true},
    {"highest_uV", "", {0, 100000, 1, 0.5, false}, true},
};

QGridLayout* twoColumns() {
  auto* grid = new QGridLayout;
  grid->setHorizontalSpacing(style::kBetween);
  grid->setVerticalSpacing(style::kInside + 4);
  grid->setColumnStretch(0, 1);
  grid->setColumnStretch(1, 1);
  return grid;
}

bool isTrained(const json& channel) { return channel.value("role", "") != "monitor"; }

}  // namespace

JudgedFields::JudgedFields(ProtocolDraft& draft, QWidget* parent) : QWidget(parent), draft_(draft), who_(new style::Choice) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(style::kInside);
  grid_ = twoColumns();
  fineGrid_ = twoColumns();
  fine_ = new Fold(tr("Fine settings"), "foldFine");
  fine_->setSummary(tr("how steadily it is judged, how far the line may go"));
  column->addLayout(grid_);
  column->addWidget(fine_);
  fine_->inside().addLayout(fineGrid_);
  auto* whoBox = new QWidget;
  auto* whoColumn = new QVBoxLayout(whoBox);
  whoColumn->setContentsMargins(0, 0, 0, 0);
  whoColumn->setSpacing(4);
  whoLabel_ = style::makeLabel(tr("Of"), style::Type::kSmall, false, style::Tone::kSecondary);
  whoLabel_->setBuddy(who_);
  who_->setObjectName(QStringLiteral("judgedWho"));
  who_->setAccessibleName(tr("Of which muscles or phase"));
  whoColumn->addWidget(whoLabel_);
  whoColumn->addWidget(who_);
  grid_->addWidget(whoBox, 0, 0, 1, 2);

  ChoiceField::Choices rules, laws;
  for (const feedback::RuleRow& row : feedback::ruleRegistry()) rules.emplace_back(row.kind, choiceText("rule", std::string(row.kind)));
  for (const feedback::LawRow& row : feedback::lawRegistry()) laws.emplace_back(row.kind, choiceText("law", std::string(row.kind)));
  const auto add = [&](Field* field, const char* kinds, bool law, int span = 1, bool fine = false) {
    rows_.push_back({field, kinds, law, span, fine});
    field->setParent(this);   // its place is found when it is to be seen
    field->hide();
  };
  auto* rule = new ChoiceField(draft, "rule", "kind", rules);
  rule->rename(tr("Rule"));
  add(rule, "", false, 2);
  partner_ = new ChoiceField(draft, "rule", "partner", {});
  add(partner_, " ratio_below ratio_above difference_below difference_above above_quiet ", false, 2);
  for (const Number& n : kRuleNumbers) add(new NumberField(draft, "rule", n.key, n.range), n.kinds, false, 1, n.fine);
  curve_ = new CurveField(draft, "rule", "curve");
  add(curve_, " follow ", false, 2);
  auto* law = new ChoiceField(draft, "law", "kind", laws);
  law->rename(tr("The line"));
  add(law, "", true, 2);
  for (const Number& n : kLawNumbers) add(new NumberField(draft, "law", n.key, n.range), n.kinds, true, 1, n.fine);
  add(new CheckField(draft, "law", "locked"), "", true, 2);
  connect(who_, &style::Choice::activated, this, &JudgedFields::bind);
  connect(&draft_, &ProtocolDraft::edited, this, &JudgedFields::refresh);
}

void JudgedFields::listOwners() {
  const QString chosen = who_->currentData().toString();
  const QSignalBlocker quiet(who_);
  who_->clear();
  who_->addItem(tr("all trained muscles"), QString());
  const json channels = draft_.at("/channels");
  for (std::size_t i = 0; channels.is_array() && i < channels.size(); ++i)
    if (isTrained(channels[i]) && channels[i].contains("rule"))
      who_->addItem(style::textOf(channels[i].value("ref", "")), QStringLiteral("/channels/%1").arg(i));
  const json phases = draft_.at("/phases");
  for (std::size_t i = 0; phases.is_array() && i < phases.size(); ++i)
    if (phases[i].contains("rule"))
      who_->addItem(tr("the phase “%1” alone").arg(style::textOf(phases[i].value("name", ""))), QStringLiteral("/phases/%1").arg(i));
  who_->setCurrentIndex(std::max(0, who_->findData(chosen)));
  const bool ofPhase = who_->itemData(who_->count() - 1).toString().startsWith(QLatin1String("/phases/"));
  const bool several = who_->count() > 2 || ofPhase;
  who_->setVisible(several);
  whoLabel_->setVisible(several);
}

std::vector<std::string> JudgedFields::owners() const {
  if (const QString one = who_->currentData().toString(); !one.isEmpty()) return {one.toStdString()};
  std::vector<std::string> out;
  const json channels = draft_.at("/channels");
  for (std::size_t i = 0; channels.is_array() && i < channels.size(); ++i)
    if (isTrained(channels[i]) && channels[i].contains("rule")) out.push_back("/channels/" + std::to_string(i));
  out.emplace_back();
  return out;
}

void JudgedFields::bind() {
  std::vector<std::string> rules, laws;
  for (const std::string& owner : owners()) {
    rules.push_back(owner + "/rule");
    laws.push_back(owner + "/law");
  }
  const json ruleKind = draft_.at(rules[0] + "/kind"), lawKind = draft_.at(laws[0] + "/kind");
  ChoiceField::Choices refs;
  const json channels = draft_.at("/channels");
  for (std::size_t i = 0; channels.is_array() && i < channels.size(); ++i)
    refs.emplace_back(channels[i].value("ref", ""), style::textOf(channels[i].value("ref", "")));
  partner_->setChoices(refs);
  const auto kindOf = [](const json& kind) { return kind.is_string() ? kind.get<std::string>() : std::string(); };
  std::vector<const Row*> shown;
  for (const Row& row : rows_) {
    row.field->bind(row.law ? laws : rules);
    row.field->refresh();
    const std::string kind = kindOf(row.law ? lawKind : ruleKind);
    const bool fits = row.kinds.empty() || row.kinds.find(' ' + kind + ' ') != std::string::npos;
    if (fits && (row.field->isThere() || (!row.law && (row.field == partner_ || row.field == curve_)))) shown.push_back(&row);
  }
  place(shown);
}

/// Two in a row, without gaps for what is not shown.
void JudgedFields::place(const std::vector<const Row*>& shown) {
  std::vector<const Field*> fields;
  for (const Row* row : shown) fields.push_back(row->field);
  if (fields == shown_) return;
  shown_ = std::move(fields);
  std::vector<const Row*> plain, fine;
  for (const Row* row : shown) (row->fine ? fine : plain).push_back(row);
  for (const Row& row : rows_) (row.fine ? fineGrid_ : grid_)->removeWidget(row.field);
  fill(*grid_, plain, 2);   // after whom it is of
  fill(*fineGrid_, fine, 0);
  fine_->setVisible(!fine.empty());
  for (const Row& row : rows_)
    row.field->setVisible(std::find(shown_.begin(), shown_.end(), row.field) != shown_.end());
}

void JudgedFields::fill(QGridLayout& grid, const std::vector<const Row*>& rows, int cell) {
  for (const Row* row : rows) {
    if (row->span == 2 && cell % 2 == 1) ++cell;
    grid.addWidget(row->field, cell / 2, cell % 2, 1, row->span, Qt::AlignTop);
    cell += row->span;
  }
}

void JudgedFields::refresh() {
  listOwners();
  bind();
}

}  // namespace tonus::clinician
