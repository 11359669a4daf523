#include "clinician/protocols/dry_run_panel.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QVBoxLayout>
#include <mutex>
#include <utility>

#include "clinician/protocols/dry_run_patients.h"
#include "style/button.h"
#include "style/label.h"
#include "style/words.h"

namespace tonus::clinician {
namespace {

constexpr double kSpeed = 20;

}  // namespace

struct DryRunPanel::Seen {
  std::mutex mutex;
  app::DryRunReport report;
};

DryRunPanel::DryRunPanel(QWidget* parent) : QFrame(parent) {
  setProperty("card", true);
  state_ = style::makeLabel({}, style::Type::kBase, false, style::Tone::kSecondary);
  state_->setObjectName(QStringLiteral("dryRunState"));
  state_->setWordWrap(true);
  progress_ = new QProgressBar;
  progress_->setRange(0, 1000);
  progress_->setAccessibleName(tr("Dry run"));
  skip_ = new style::Button(tr("Skip to the result"));
  skip_->setObjectName(QStringLiteral("skipDryRun"));
  cancel_ = new style::Button(tr("Cancel"));
  cancel_->setObjectName(QStringLiteral("cancelDryRun"));
  remarks_ = style::makeLabel({});
  remarks_->setObjectName(QStringLiteral("dryRunRemarks"));
  remarks_->setWordWrap(true);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(20, 16, 20, 18);
  column->setSpacing(style::kInside + 4);
  auto* head = new QHBoxLayout;
  head->setSpacing(style::kBetween);
  head->addWidget(style::makeLabel(tr("Dry run on simulated patients"), style::Type::kLead, true));
  head->addWidget(progress_, 1);
  head->addWidget(skip_);
  head->addWidget(cancel_);
  column->addLayout(head);
  patients_ = new DryRunPatients;
  column->addWidget(patients_);
  column->addWidget(state_);
  column->addWidget(remarks_);
  hide();
  connect(skip_, &QPushButton::clicked, this, [this] {
    next_ = Next::kAtOnce;
    job_.cancel();
  });
  connect(cancel_, &QPushButton::clicked, this, &DryRunPanel::cancel);
  connect(&job_, &bridge::Job::progress, this, [this](double fraction) {
    progress_->setValue(static_cast<int>(1000 * fraction));
    follow();
  });
  connect(patients_, &DryRunPatients::chose, this, &DryRunPanel::choose);
  connect(patients_, &DryRunPatients::othersAsked, this, &DryRunPanel::tryOthers);
}

void DryRunPanel::run(const session::Protocol& protocol) {
  protocol_ = protocol;
  patients_->forget();
  others_ = false;
  show();
  if (!job_.running()) return start(kSpeed, patients_->chosen());
  next_ = Next::kAnew;
  job_.cancel();
}

void DryRunPanel::cancel() {
  next_ = Next::kNothing;
  others_ = false;
  job_.cancel();
}

/// Another patient: as kept, or tried out now.
void DryRunPanel::choose() {
  if (const app::DryRunReport* kept = patients_->of(patients_->chosen())) {
    if (!job_.running()) return tellResult();
    report_ = *kept;
    return showTable();
  }
  others_ = false;
  if (!job_.running()) return start(kSpeed, patients_->chosen());
  next_ = Next::kAnew;
  job_.cancel();
}

void DryRunPanel::tryOthers() {
  const auto kind = patients_->untried();
  if (job_.running() || !kind) return;
  others_ = true;
  start(0, *kind);
}

void DryRunPanel::start(double speed, app::PatientKind kind) {
  next_ = Next::kNothing;
  kind_ = kind;
  if (!others_) report_ = {};
  seen_ = std::make_shared<Seen>();
  if (!others_) remarks_->hide();
  progress_->setValue(0);
  progress_->show();
  cancel_->show();
  skip_->setVisible(speed > 0);
  state_->setText(speed > 0 ? tr("Running at 20 times the speed of life. Nothing is stored.")
                            : tr("%1: as fast as it can be computed. Nothing is stored.").arg(DryRunPatients::name(kind)));
  (void)job_.start(
      [seen = seen_, protocol = protocol_, speed, kind](const store::Progress& progress) -> core::Status {
        const auto report = app::dryRun(protocol, speed, [&](const app::DryRunReport& soFar) {
          {
            const std::scoped_lock lock(seen->mutex);
            seen->report = soFar;
          }
          return progress(soFar.totalS > 0 ? std::min(1.0, soFar.ranS / soFar.totalS) : 1);
        }, kind);
        return report ? core::Status{} : core::Status(report.fault());
      },
      [this](const core::Status& status) { showEnd(status); });
}

void DryRunPanel::makeRows() {
  delete table_;
  rows_.clear();
  table_ = new QWidget;
  auto* grid = new QGridLayout(table_);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setHorizontalSpacing(style::kAround);
  grid->setVerticalSpacing(4);
  grid->setColumnStretch(0, 3);
  grid->setColumnStretch(1, 2);
  grid->setColumnStretch(2, 4);
  grid->setColumnStretch(3, 2);
  int column = 0;
  for (const QString& words : {tr("Phase"), tr("Ran"), tr("Line at its end"), tr("In target")})
    grid->addWidget(style::makeLabel(words, style::Type::kSmall, false, style::Tone::kSecondary), 0, column++);
  for (const app::DryRunStep& step : report_.steps) {
    const int row = static_cast<int>(rows_.size()) + 1;
    Row r{style::makeLabel(style::textOf(step.phase.name)), style::makeLabel({}), style::makeLabel({}), style::makeLabel({})};
    column = 0;
    for (QLabel* label : {r.name, r.ran, r.line, r.success}) grid->addWidget(label, row, column++);
    rows_.push_back(r);
  }
  auto* outer = static_cast<QVBoxLayout*>(layout());
  outer->insertWidget(outer->count() - 1, table_);
}

QString DryRunPanel::lineWords(const app::DryRunStep& step) const {
  QStringList out;
  for (std::size_t c = 0; c < step.linesUv.size() && c < report_.channels.size(); ++c)
    if (report_.trained[c])
      out << tr("%1 %2").arg(style::textOf(report_.channels[c]), step.linesUv[c] > 0 ? tr("%1 µV").arg(style::number(step.linesUv[c])) : tr("none"));
  return out.join(QStringLiteral(", "));
}

/// What the thread has told last, of the patient who is looked at.
void DryRunPanel::follow() {
  if (kind_ != patients_->chosen()) return;
  {
    const std::scoped_lock lock(seen_->mutex);
    report_ = seen_->report;
  }
  showTable();
  showPlace();
}

void DryRunPanel::showTable() {
  if (report_.steps.empty()) return;
  if (rows_.size() != report_.steps.size() || rows_[0].name->text() != style::textOf(report_.steps[0].phase.name)) makeRows();
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const app::DryRunStep& step = report_.steps[i];
    const Row& row = rows_[i];
    const bool scored = step.phase.scored && step.scoredS > 0;
    row.name->setText((i < report_.now ? QStringLiteral("✓ ") : i == report_.now ? QStringLiteral("▸ ") : QString()) + style::textOf(step.phase.name));
    row.ran->setText(step.ranS > 0 ? style::duration(step.ranS) : QStringLiteral("–"));
    row.line->setText(scored ? lineWords(step) : QString());
    row.success->setText(!scored ? QString()
                         : step.phase.repsN > 0 ? tr("%1 of %2 repetitions").arg(step.repsN).arg(step.phase.repsN)
                                                : style::percent(step.inTargetS / step.scoredS));
  }
}

void DryRunPanel::showPlace() {
  if (report_.now >= report_.steps.size()) return;
  const app::DryRunStep& now = report_.steps[report_.now];
  double before = 0, all = 0;   // of all steps the phase comes to
  for (const app::DryRunStep& step : report_.steps) {
    if (step.phase.part != now.phase.part) continue;
    all += step.lengthS > 0 ? step.lengthS : app::kDryRunWaitS;
    before += step.ranS;
  }
  Q_EMIT passed(static_cast<int>(now.phase.part), all > 0 ? std::min(1.0, before / all) : 0);
}

void DryRunPanel::tellResult() {
  report_ = *patients_->of(patients_->chosen());
  showTable();
  state_->setText(tr("It took %1 of the patient's time. Nothing was stored.").arg(style::duration(report_.ranS)));
  QStringList words;
  for (const std::string& remark : report_.remarks) words << QStringLiteral("• ") + style::textOf(remark);
  const bool learns = report_.patient == app::PatientKind::kLearns;
  if (words.isEmpty()) words << (learns ? tr("Nothing to remark: every line was set, and the patient was in target some of the time.") : tr("Nothing to remark."));
  remarks_->setText(words.join(QLatin1Char('\n')));
  remarks_->show();
  Q_EMIT passed(static_cast<int>(protocol_.phases.size()), 0);
}

void DryRunPanel::showEnd(const core::Status& status) {
  if (const Next next = std::exchange(next_, Next::kNothing); next != Next::kNothing && !status)
    return next == Next::kAtOnce ? start(0, kind_) : start(kSpeed, patients_->chosen());
  follow();
  if (status) patients_->keep(seen_->report);
  if (const auto untried = patients_->untried(); status && others_ && untried) return start(0, *untried);
  others_ = false;
  for (QWidget* w : std::initializer_list<QWidget*>{progress_, skip_, cancel_}) w->hide();
  if (status && patients_->of(patients_->chosen()) != nullptr) {
    tellResult();
  } else if (!status) {
    state_->setText(style::sentence(status.fault()));
    Q_EMIT passed(-1, 0);
  }
  Q_EMIT finished();
}

}  // namespace tonus::clinician
