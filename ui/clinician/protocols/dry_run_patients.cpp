#include "clinician/protocols/dry_run_patients.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QVBoxLayout>

#include "style/button.h"
#include "style/choice.h"
#include "style/label.h"
#include "style/words.h"

namespace tonus::clinician {
namespace {

using app::PatientKind;

constexpr std::array kKinds{PatientKind::kLearns, PatientKind::kDoesNotRespond, PatientKind::kArtefacts, PatientKind::kNoiseOnly};

std::size_t at(PatientKind kind) { return static_cast<std::size_t>(kind); }
bool hasNoMuscle(PatientKind kind) { return kind == PatientKind::kArtefacts || kind == PatientKind::kNoiseOnly; }

QString about(PatientKind kind) {
  switch (kind) {
    case PatientKind::kLearns: return DryRunPatients::tr("Does what the phases ask, and gets better with feedback.");
    case PatientKind::kDoesNotRespond: return DryRunPatients::tr("Does what the phases ask; feedback changes nothing.");
    case PatientKind::kArtefacts: return DryRunPatients::tr("No muscle: movements and a loose electrode by turns. Nothing of it should be rewarded.");
    case PatientKind::kNoiseOnly: return DryRunPatients::tr("No muscle: only what the amplifier makes by itself. Nothing of it should be rewarded.");
  }
  return {};
}

}  // namespace

QString DryRunPatients::name(PatientKind kind) {
  switch (kind) {
    case PatientKind::kLearns: return tr("Learns from feedback");
    case PatientKind::kDoesNotRespond: return tr("Does not respond");
    case PatientKind::kArtefacts: return tr("Artefacts only");
    case PatientKind::kNoiseOnly: return tr("Noise only");
  }
  return {};
}

DryRunPatients::DryRunPatients(QWidget* parent) : QWidget(parent) {
  choice_ = new style::Choice;
  choice_->setObjectName(QStringLiteral("dryRunPatient"));
  choice_->setAccessibleName(tr("Simulated patient"));
  for (const PatientKind kind : kKinds) choice_->addItem(name(kind));
  about_ = style::makeLabel({}, style::Type::kBase, false, style::Tone::kSecondary);
  about_->setWordWrap(true);
  others_ = new style::Button(tr("Try the others too"));
  others_->setObjectName(QStringLiteral("dryRunOthers"));
  auto* row = new QHBoxLayout;
  row->setSpacing(style::kBetween);
  row->addWidget(choice_);
  row->addWidget(about_, 1);
  row->addWidget(others_);
  results_ = new QWidget;
  auto* grid = new QGridLayout(results_);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setHorizontalSpacing(style::kAround);
  grid->setVerticalSpacing(4);
  int column = 0;
  for (const QString& words : {tr("Patient"), tr("In target"), tr("Repetitions"), tr("Rewarded")})
    grid->addWidget(style::makeLabel(words, style::Type::kSmall, false, style::Tone::kSecondary), 0, column++);
  for (column = 0; column < 4; ++column) grid->setColumnStretch(column, column == 0 ? 3 : 2);
  for (const PatientKind kind : kKinds) {
    Row r{style::makeLabel(name(kind)), style::makeLabel({}), style::makeLabel({}), style::makeLabel({})};
    column = 0;
    for (QLabel* label : {r.name, r.success, r.reps, r.rewarded}) grid->addWidget(label, static_cast<int>(rows_.size()) + 1, column++);
    rows_.push_back(r);
  }
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(0, 0, 0, 0);
  all->setSpacing(style::kBetween);
  all->addLayout(row);
  all->addWidget(results_);
  connect(choice_, &QComboBox::activated, this, [this] {
    showChosen();
    Q_EMIT chose();
  });
  connect(others_, &QPushButton::clicked, this, &DryRunPatients::othersAsked);
  forget();
}

PatientKind DryRunPatients::chosen() const { return kKinds[static_cast<std::size_t>(std::max(0, choice_->currentIndex()))]; }

void DryRunPatients::forget() {
  for (auto& report : tried_) report.reset();
  showChosen();
  showResults();
}

void DryRunPatients::keep(const app::DryRunReport& report) {
  tried_[at(report.patient)] = report;
  showResults();
}

const app::DryRunReport* DryRunPatients::of(PatientKind kind) const {
  const auto& report = tried_[at(kind)];
  return report ? &*report : nullptr;
}

std::optional<PatientKind> DryRunPatients::untried() const {
  for (const PatientKind kind : kKinds)
    if (!tried_[at(kind)]) return kind;
  return std::nullopt;
}

void DryRunPatients::showChosen() { about_->setText(about(chosen())); }

void DryRunPatients::showResults() {
  bool any = false;
  for (const PatientKind kind : kKinds) {
    const Row& row = rows_[at(kind)];
    const app::DryRunReport* report = of(kind);
    any = any || report != nullptr;
    const QString none = QStringLiteral("–");
    if (report == nullptr) {
      row.success->setText(tr("not tried yet"));
      row.reps->setText(none);
      row.rewarded->setText(none);
    } else {
      const app::DryRunSum sum = report->sum();
      row.success->setText(sum.scoredS > 0 ? style::percent(sum.share()) : tr("nothing judged"));
      row.reps->setText(sum.repsAskedN > 0 ? tr("%1 of %2").arg(sum.repsN).arg(sum.repsAskedN) : none);
      row.rewarded->setText(sum.inTargetS > 0 && sum.inTargetS < 10 ? tr("%1 s").arg(style::number(sum.inTargetS)) : style::duration(sum.inTargetS));
    }
    const bool wrong = report != nullptr && hasNoMuscle(kind) && report->sum().inTargetS > 0;
    if (wrong) row.rewarded->setText(tr("%1, though there is no muscle").arg(row.rewarded->text()));
    style::setTone(*row.success, report != nullptr ? style::Tone::kText : style::Tone::kSecondary);
    style::setTone(*row.rewarded, wrong ? style::Tone::kCaution : style::Tone::kText);
  }
  results_->setVisible(any);
  others_->setVisible(any && untried().has_value());
}

}  // namespace tonus::clinician
