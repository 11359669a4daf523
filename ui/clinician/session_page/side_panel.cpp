#include "clinician/session_page/side_panel.h"

#include <QGridLayout>
#include <QLabel>
#include <QVBoxLayout>

#include "clinician/session_page/scene_picker.h"
#include "clinician/session_page/trial_numbers.h"
#include "style/label.h"
#include "style/number_label.h"
#include "style/short_words.h"
#include "style/words.h"
#include "tonus/core/phase_info.h"

namespace tonus::clinician {

namespace {

constexpr int kSayLines = 2;

}  // namespace

SidePanel::SidePanel(patient::PatientDisplay& display, QWidget* parent)
    : QWidget(parent), scenes_(new ScenePicker(display)) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(style::kInside);
  column->addWidget(style::makeLabel(tr("The patient sees"), style::Type::kLead, true));
  column->addWidget(scenes_, 100);
  column->addSpacing(style::kBetween);
  phase_ = style::makeLabel(tr("This phase"), style::Type::kLead, true);
  column->addWidget(phase_);
  success_ = new SuccessRow;
  column->addWidget(success_);
  rest_ = style::makeLabel({}, style::Type::kBase, true);
  rest_->setObjectName(QStringLiteral("restWords"));
  rest_->setWordWrap(true);
  rest_->setToolTip(tr("Of this phase's usable time, of the muscle that rests least. A muscle rests while it stays below the line for as long as a rest takes."));
  rest_->hide();
  column->addWidget(rest_);
  auto* grid = new QGridLayout;
  grid->setVerticalSpacing(style::kInside);
  grid->setColumnStretch(0, 1);
  reps_ = addRow(*grid, 0, tr("Repetitions reached"), &repsName_);
  reps_->setObjectName(QStringLiteral("repsReached"));
  mean_ = addRow(*grid, 1, tr("Mean"), &meanName_);
  baseline_ = addRow(*grid, 2, tr("Baseline today"));
  hold_ = addRow(*grid, 3, tr("Longest hold"), &holdName_);
  for (QWidget* w : std::initializer_list<QWidget*>{repsName_, reps_}) w->hide();
  column->addLayout(grid);
  law_ = style::makeLabel({}, style::Type::kSmall, false, style::Tone::kSecondary);
  law_->setObjectName(QStringLiteral("lawWords"));
  law_->setWordWrap(true);
  law_->setToolTip(tr("L locks or unlocks it"));
  column->addWidget(law_);
  limit_ = style::makeLabel({}, style::Type::kSmall, false, style::Tone::kCaution);
  limit_->setObjectName(QStringLiteral("signalLimit"));
  limit_->setWordWrap(true);
  limit_->hide();
  column->addWidget(limit_);
  calibrated_ = style::makeLabel({}, style::Type::kSmall, false, style::Tone::kSecondary);
  calibrated_->setObjectName(QStringLiteral("calibratedBy"));
  calibrated_->setWordWrap(true);
  calibrated_->hide();
  column->addWidget(calibrated_);
  lines_ = style::makeLabel({}, style::Type::kSmall, false, style::Tone::kSecondary);
  lines_->setObjectName(QStringLiteral("linesFrom"));
  lines_->setWordWrap(true);
  lines_->hide();
  column->addWidget(lines_);
  column->addSpacing(style::kBetween);
  column->addWidget(style::makeLabel(tr("Say next"), style::Type::kLead, true));
  cue_ = addWords(style::Type::kBase);
  cue_->setObjectName(QStringLiteral("cueNow"));
  instruction_ = addWords(style::Type::kSmall);
  instruction_->setObjectName(QStringLiteral("instructionNow"));
  column->addStretch(1);
}

style::ShortWords* SidePanel::addWords(style::Type type) {
  auto* words = new style::ShortWords(kSayLines);
  style::dress(*words, type, false, style::Tone::kSecondary);
  layout()->addWidget(words);
  return words;
}

style::NumberLabel* SidePanel::addRow(QGridLayout& grid, int row, const QString& words, style::ShortWords** kept) {
  auto* name = new style::ShortWords(1, Qt::ElideMiddle);   // the side of a muscle stands at the end
  style::dress(*name, style::Type::kBase, false, style::Tone::kSecondary);
  name->setWords(words);
  auto* value = new style::NumberLabel(style::Type::kBase, this);
  value->setAlignment(Qt::AlignRight);
  value->setName(words);
  value->setCells(6);
  if (kept != nullptr) *kept = name;
  grid.addWidget(name, row, 0);
  grid.addWidget(value, row, 1, Qt::AlignRight);
  return value;
}

void SidePanel::setTrained(std::size_t channelsN) { success_->setTrained(channelsN); }

void SidePanel::setSignal(const QString& unit, const QString& limit, const QString& why, const QString& calibrated) {
  unit_ = unit;
  limit_->setText(QStringLiteral("! ") + limit);
  limit_->setToolTip(why);
  limit_->setVisible(!limit.isEmpty());
  calibrated_->setText(calibrated);
  calibrated_->setVisible(!calibrated.isEmpty());
}

void SidePanel::setLinesFrom(const QString& words) {
  lines_->setText(words);
  lines_->setVisible(!words.isEmpty());
}

void SidePanel::setLaw(const QString& words, const SuccessRow::Band& goal) {
  law_->setText(words);
  success_->setBand(goal);
}

void SidePanel::setPhase(const core::PhaseInfo& phase, const QString& instruction, const QString& channel) {
  const QString name = style::textOf(phase.name), cue = style::textOf(phase.cue);
  phase_->setText(name.isEmpty() ? tr("This phase") : name);
  success_->setVisible(phase.scored);
  success_->setTrial(phase.kind == core::PhaseKind::kTrial);
  const bool ended = cue.endsWith(QLatin1Char('?')) || cue.endsWith(QLatin1Char('.')) || cue.endsWith(QLatin1Char('!'));
  cue_->setWords(cue.isEmpty() ? QString() : (ended ? tr("“%1”") : tr("“%1.”")).arg(cue));
  instruction_->setWords(instruction);
  instruction_->setVisible(!instruction.isEmpty());
  meanName_->setWords(channel.isEmpty() ? tr("Mean") : tr("Mean, %1").arg(channel));
}

void SidePanel::showRest(const QString& words, bool due) {
  rest_->setText(due ? tr("! Time for a rest. %1").arg(words) : words);
  style::setTone(*rest_, due ? style::Tone::kCaution : style::Tone::kText);
  rest_->setVisible(!words.isEmpty());
}

void SidePanel::showNumbers(const TrialNumbers& numbers) {
  success_->show(numbers.inTarget(), numbers.inTargetNow());
  // One in place of the other: the panel is as tall as before.
  const bool counted = numbers.repsN() > 0;
  for (QWidget* w : std::initializer_list<QWidget*>{repsName_, reps_}) w->setVisible(counted);
  for (QWidget* w : std::initializer_list<QWidget*>{holdName_, hold_}) w->setVisible(!counted);
  reps_->setValue(QString::number(numbers.reps()), tr("of %1").arg(numbers.repsN()));
  mean_->setValue(style::number(numbers.meanUv()), unit_);
  baseline_->setValue(style::number(numbers.baselineUv()), unit_);
  hold_->setValue(style::number(numbers.longestHoldS(), 0), tr("s"));
}

}  // namespace tonus::clinician
