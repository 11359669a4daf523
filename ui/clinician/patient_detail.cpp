#include "clinician/patient_detail.h"

#include <QHBoxLayout>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "charts/trend_chart.h"
#include "clinician/sessions_table.h"
#include "clinician/stat_card.h"
#include "style/button.h"
#include "style/empty_state.h"
#include "style/flow_layout.h"
#include "style/label.h"
#include "style/signal_words.h"
#include "style/words.h"

namespace tonus::clinician {
namespace {

core::WallTime timeOf(const charts::TrendPoint& p) {
  return core::WallTime(std::chrono::milliseconds(static_cast<std::int64_t>(p.dateMs)));
}

}  // namespace

PatientDetail::PatientDetail(QWidget* parent) : QWidget(parent) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(style::kAround, 20, style::kAround, 20);
  column->setSpacing(style::kBetween + 2);
  column->addWidget(makeHeader());
  note_ = style::makeLabel({}, style::Type::kBase, false, style::Tone::kSecondary);
  note_->setWordWrap(true);
  column->addWidget(note_);
  cards_ = makeCards();
  column->addWidget(cards_);
  column->addWidget(makeRecord(), 1);
}

QWidget* PatientDetail::makeHeader() {
  auto* header = new QWidget;
  name_ = style::makeLabel({}, style::Type::kLarge, true);
  name_->setObjectName(QStringLiteral("detailName"));
  about_ = style::makeLabel({}, style::Type::kBase, false, style::Tone::kSecondary);
  about_->setContentsMargins(0, 6, 0, 0);
  edit_ = new style::Button(tr("Change"));
  edit_->setObjectName(QStringLiteral("editPatient"));
  edit_->setToolTip(tr("Change name, code, condition or note (F2)"));
  hide_ = new style::Button(tr("Hide"));
  hide_->setObjectName(QStringLiteral("hidePatient"));
  hide_->setToolTip(tr("Take out of the list. Nothing is erased."));
  start_ = new style::Button(tr("Start session"), style::Button::Kind::kPrimary);
  start_->setObjectName(QStringLiteral("startSession"));
  start_->setKeyHint(QStringLiteral("Ctrl ↵"));
  train_ = new style::Button(tr("Train now"));
  train_->setObjectName(QStringLiteral("trainNow"));
  train_->setKeyHint(QStringLiteral("Ctrl T"));
  train_->hide();
  auto* row = new style::FlowLayout(header);
  row->setSpacing(style::kBetween);
  row->addWidget(name_);
  row->addWidget(about_);
  row->pushRight();
  row->addWidget(hide_);
  row->addWidget(edit_);
  row->addWidget(train_);
  row->addWidget(start_);
  connect(start_, &QPushButton::clicked, this, &PatientDetail::startSession);
  connect(train_, &QPushButton::clicked, this, &PatientDetail::trainNow);
  connect(edit_, &QPushButton::clicked, this, &PatientDetail::editPatient);
  connect(hide_, &QPushButton::clicked, this, &PatientDetail::hidePatient);
  return header;
}

QWidget* PatientDetail::makeCards() {
  auto* cards = new QWidget;
  resting_ = new StatCard(tr("Resting level"));
  inTarget_ = new StatCard(tr("In target, last visit"));
  sessions_ = new StatCard(tr("Sessions"));
  signal_ = new StatCard(tr("Signal lost, last visit"));
  auto* row = new QHBoxLayout(cards);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(style::kBetween);
  for (StatCard* card : {resting_, inTarget_, sessions_, signal_}) row->addWidget(card, 1);
  return cards;
}

QWidget* PatientDetail::makeRecord() {
  trend_ = new charts::TrendChart;
  trend_->setObjectName(QStringLiteral("trend"));
  method_ = style::makeLabel({}, style::Type::kSmall, false, style::Tone::kSecondary);
  method_->setWordWrap(true);
  auto* chartCard = style::makeCard();
  auto* chart = new QVBoxLayout(chartCard);
  chart->setContentsMargins(18, 16, 18, 14);
  chart->setSpacing(style::kInside);
  chart->addWidget(style::makeLabel(tr("Is it changing?"), style::Type::kLead, true));
  chart->addWidget(trend_, 1);
  chart->addWidget(method_);

  table_ = new SessionsTable;
  auto* tableCard = style::makeCard();
  auto* list = new QVBoxLayout(tableCard);
  list->setContentsMargins(8, 16, 8, 8);
  list->setSpacing(style::kInside);
  auto* title = style::makeLabel(tr("Sessions"), style::Type::kLead, true);
  title->setContentsMargins(10, 0, 0, 0);
  list->addWidget(title);
  list->addWidget(table_, 1);
  tableCard->setMinimumWidth(std::max(390, 29 * style::pixels(style::Type::kBase)));

  auto* both = new QWidget;
  beside_ = new QHBoxLayout(both);
  beside_->setContentsMargins(0, 0, 0, 0);
  beside_->setSpacing(style::kBetween + 2);
  beside_->addWidget(chartCard, 3);
  beside_->addWidget(tableCard, 2);
  chartCard->setMinimumHeight(16 * style::pixels(style::Type::kBase));
  tableCard->setMinimumHeight(13 * style::pixels(style::Type::kBase));

  nothing_ = new style::EmptyState(QStringLiteral("session"), tr("No sessions yet"),
                                   tr("The course, the sessions and their numbers will stand here."));
  first_ = nothing_->addAction(tr("Start the first session"));
  connect(first_, &QPushButton::clicked, this, &PatientDetail::startSession);
  connect(table_, &SessionsTable::opened, this, &PatientDetail::sessionOpened);
  record_ = new QStackedWidget;
  record_->addWidget(both);
  record_->addWidget(nothing_);
  return record_;
}

void PatientDetail::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  // Large text on a small screen: one above the other, before the chart is squeezed to a stamp.
  beside_->setDirection(width() < 50 * style::pixels(style::Type::kBase) ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

void PatientDetail::setCanStart(bool can) {
  canStart_ = can;
  start_->setVisible(can);
  train_->setVisible(can && canTrain_);
  first_->setVisible(can);
}

bool PatientDetail::leftALine(const store::SessionRow& session) {
  if (!session.summary) return false;
  const auto& all = session.summary->channels;
  return std::any_of(all.begin(), all.end(), [](const auto& c) { return c.thresholdUv > 0 && c.scoredS > 0; });
}

void PatientDetail::show(const store::Patient& patient, std::vector<store::SessionRow> sessions) {
  patient_ = patient;
  name_->setText(style::textOf(patient.name));
  QStringList about{style::textOf(patient.code)};
  if (patient.birthYear > 0) about << tr("born %1").arg(patient.birthYear);
  if (!patient.condition.empty()) about << style::textOf(patient.condition);
  about_->setText(about.join(QStringLiteral(", ")));
  note_->setText(style::textOf(patient.note));
  note_->setVisible(!patient.note.empty());

  canTrain_ = !sessions.empty() && leftALine(sessions.front());
  train_->setVisible(canStart_ && canTrain_);
  if (canTrain_)
    train_->setToolTip(tr("Straight to feedback by the lines of %1, without a baseline today").arg(style::day(sessions.front().started)));

  const Course course = courseOf(sessions);
  fillCards(course, sessions);
  trend_->setPoints(tr("%1, %2").arg(course.restingName, course.unit), course.unit, course.points, course.breaks);
  method_->setText(course.method);
  const bool any = !sessions.empty();
  cards_->setVisible(any);
  record_->setCurrentIndex(any ? 0 : 1);
  first_->setKind(any ? style::Button::Kind::kPlain : style::Button::Kind::kPrimary);
  table_->setRows(std::move(sessions));
}

void PatientDetail::fillCards(const Course& course, const std::vector<store::SessionRow>& sessions) {
  resting_->setName(course.restingName);
  if (!course.last) {
    resting_->setValue(QStringLiteral("–"), {}, tr("no baseline phase recorded yet"));
  } else if (course.first->dateMs == course.last->dateMs) {
    resting_->setValue(style::number(course.last->restingUv), course.unit,
                       tr("first measured %1").arg(style::day(timeOf(*course.last))));
  } else {
    resting_->setValue(style::number(course.last->restingUv), course.unit,
                       tr("was %1 on %2").arg(style::amplitude(course.first->restingUv, course.unit), style::day(timeOf(*course.first))));
  }

  const store::SessionRow* last = nullptr;
  for (const store::SessionRow& row : sessions)
    if (row.summary && (last == nullptr || row.started > last->started)) last = &row;
  if (last == nullptr || last->summary->scoredS <= 0) {
    inTarget_->setValue(QStringLiteral("–"), {}, tr("nothing scored yet"));
  } else {
    inTarget_->setValue(style::number(100 * last->summary->successRate(), 0), QStringLiteral("%"),
                        tr("%1 of %2 scored").arg(style::duration(last->summary->rewardS), style::duration(last->summary->scoredS)));
  }
  sessions_->setValue(QString::number(sessions.size()), {},
                      sessions.empty() ? QString() : tr("last on %1").arg(style::day(sessions.front().started)));
  if (last == nullptr) {
    signal_->setValue(QStringLiteral("–"), {}, tr("no finished session yet"));
  } else {
    const double share = last->framesN + last->lostN > 0
                             ? static_cast<double>(last->lostN) / static_cast<double>(last->framesN + last->lostN) : 0;
    signal_->setValue(style::number(lostSeconds(*last), lostSeconds(*last) > 0 ? 1 : 0), tr("s"),
                      last->lostN == 0 ? tr("every sample arrived") : tr("%1 % of the recording").arg(style::number(100 * share, 2)));
  }
}

}  // namespace tonus::clinician
