#include "clinician/protocols/about_fields.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include "clinician/protocols/draft.h"
#include "clinician/protocols/fold.h"
#include "clinician/protocols/list_fields.h"
#include "clinician/protocols/words.h"
#include "style/button.h"
#include "style/label.h"
#include "style/words.h"
#include "tonus/analysis/session_numbers.h"

namespace tonus::clinician {
namespace {

using nlohmann::json;

const NumberField::Range kCount{1, 100, 0, 1, true};

ChoiceField::Choices numberChoices() {
  ChoiceField::Choices out;
  for (const analysis::NumberInfo& n : analysis::numberInfos())
    out.emplace_back(n.id, QString::fromUtf8(n.name.data(), static_cast<qsizetype>(n.name.size())));
  return out;
}

ChoiceField::Choices questionnaires() {
  ChoiceField::Choices out;
  for (const char* id : {"pain_nrs", "pain_vas", "groc15", "headache_diary", "hit6", "jfls8", "ndi", "odi", "rmdq", "dash", "quickdash", "bctq_sss",
                         "bctq_fss", "akps"})
    out.emplace_back(id, choiceText("outcome", id));
  return out;
}

QString rangeWords(const json& pair) {
  const int least = pair[0].get<int>(), most = pair[1].get<int>();
  return least == most ? QString::number(most) : QStringLiteral("%1–%2").arg(least).arg(most);
}

bool isPair(const json& value) { return value.is_array() && value.size() == 2 && value[0].is_number() && value[1].is_number(); }

QString textOf(const json& value) { return value.is_string() ? style::textOf(value.get<std::string>()) : QString(); }

}  // namespace

AboutFields::AboutFields(ProtocolDraft& draft, QWidget* parent) : QWidget(parent), draft_(draft), column_(new QVBoxLayout(this)) {
  column_->setContentsMargins(0, 0, 0, 0);
  column_->setSpacing(0);
  cautions_ = addFold(fieldLabel("cautions"), "foldCautions");
  auto* cautions = new LinesField(draft, "protocol", "cautions", false);
  cautions->bind({""});
  cautions_->inside().addWidget(cautions);
  makeEvidence();
  makeCourse();
  makeGoal();
  numbers_ = addFold(fieldLabel("session_metrics"), "foldNumbers");
  auto* numbers = new PicksField(draft, "protocol", "session_metrics", tr("Add a number…"), numberChoices());
  numbers->bind({""});
  numbers_->inside().addWidget(numbers);
  connect(&draft_, &ProtocolDraft::edited, this, &AboutFields::refresh);
}

Fold* AboutFields::addFold(const QString& title, const char* name) {
  auto* fold = new Fold(title, name);
  column_->addWidget(fold);
  return fold;
}

void AboutFields::makeEvidence() {
  evidence_ = addFold(tr("Evidence and origin"), "foldEvidence");
  ChoiceField::Choices grades{{"", tr("not said")}};
  for (const char* grade : {"supported", "supported_with_cbt", "moderate_for_disability", "mixed", "emerging", "limited", "weak", "none"})
    grades.emplace_back(grade, choiceText("grade", grade));
  grade_ = new ChoiceField(draft_, "evidence", "grade", grades);
  grade_->asksFirst = true;
  summary_ = new LongTextField(draft_, "evidence", "summary", true);
  sources_ = new LinesField(draft_, "evidence", "sources");
  auto* source = new LongTextField(draft_, "protocol", "source", true);
  auto* review = new TextField(draft_, "protocol", "review");
  for (Field* field : std::initializer_list<Field*>{grade_, summary_, sources_}) field->bind({"/evidence"});
  for (Field* field : std::initializer_list<Field*>{source, review}) field->bind({""});
  for (Field* field : std::initializer_list<Field*>{grade_, summary_, sources_, source, review}) evidence_->inside().addWidget(field);
  connect(grade_, &ChoiceField::wanted, this, &AboutFields::setGrade);
}

void AboutFields::setGrade(const QString& grade) {
  if (grade.isEmpty()) return draft_.set({{"/evidence", nullptr}});
  json evidence = draft_.at("/evidence");
  if (!evidence.is_object()) evidence = {{"summary", ""}, {"sources", json::array()}};
  evidence["grade"] = grade.toStdString();
  draft_.set({{"/evidence", evidence}});
}

void AboutFields::makeCourse() {
  course_ = addFold(fieldLabel("sessions"), "foldCourse");
  planIt_ = new style::Button(QString());
  planIt_->setObjectName(QStringLiteral("planCourse"));
  plan_ = new QWidget;
  auto* grid = new QGridLayout(plan_);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setHorizontalSpacing(style::kBetween);
  grid->setVerticalSpacing(style::kInside + 4);
  const auto add = [&](const char* owner, const char* prefix, const char* key, const QString& words, int row, int col) {
    auto* field = new NumberField(draft_, prefix, key, kCount);
    field->rename(words);
    field->bind({owner});
    grid->addWidget(field, row, col, Qt::AlignTop);
  };
  add("/sessions/count", "course_count", "0", tr("Sessions, at least"), 0, 0);
  add("/sessions/count", "course_count", "1", tr("Sessions, at most"), 0, 1);
  add("/sessions/per_week", "course_week", "0", tr("A week, at least"), 1, 0);
  add("/sessions/per_week", "course_week", "1", tr("A week, at most"), 1, 1);
  auto* minutes = new NumberField(draft_, "course", "minutes", {1, 240, 0, 5, true});
  minutes->bind({"/sessions"});
  grid->addWidget(minutes, 2, 0, Qt::AlignTop);
  course_->inside().addWidget(plan_);
  course_->inside().addWidget(planIt_, 0, Qt::AlignLeft);
  connect(planIt_, &QPushButton::clicked, this, [this] { planCourse(!draft_.at("/sessions").is_object()); });
}

void AboutFields::planCourse(bool planned) {
  draft_.pause();
  if (!planned) return draft_.set({{"/sessions", nullptr}});
  draft_.set({{"/sessions", {{"count", {8, 12}}, {"per_week", {1, 2}}, {"minutes", 50}}}});
}

void AboutFields::makeGoal() {
  goal_ = addFold(tr("When it has worked"), "foldGoal");
  auto* criterion = new LongTextField(draft_, "protocol", "criterion");
  criterion->bind({""});
  goal_->inside().addWidget(criterion);
  goal_->inside().addWidget(style::makeLabel(fieldLabel("outcomes"), style::Type::kSmall, false, style::Tone::kSecondary));
  outcomeRows_ = new QVBoxLayout;
  outcomeRows_->setSpacing(style::kInside);
  goal_->inside().addLayout(outcomeRows_);
  auto* add = new style::Button(tr("Add a questionnaire"));
  add->setObjectName(QStringLiteral("addOutcome"));
  goal_->inside().addWidget(add, 0, Qt::AlignLeft);
  connect(add, &QPushButton::clicked, this, [this] {
    json list = draft_.at("/outcomes");
    if (!list.is_array()) list = json::array();
    list.push_back({{"id", "pain_nrs"}, {"when", ""}});
    draft_.pause();
    draft_.set({{"/outcomes", list}});
  });
}

void AboutFields::buildOutcomes() {
  const json list = draft_.at("/outcomes");
  const int n = list.is_array() ? static_cast<int>(list.size()) : 0;
  if (n == shownN_) return;
  shownN_ = n;
  while (QLayoutItem* item = outcomeRows_->takeAt(0)) {
    item->widget()->hide();   // or a show that waits in the queue would make a window of it
    item->widget()->setParent(nullptr);
    item->widget()->deleteLater();   // its button may be the one that was pressed
    delete item;
  }
  for (int i = 0; i < n; ++i) outcomeRows_->addWidget(outcomeRow(i));
}

QWidget* AboutFields::outcomeRow(int outcome) {
  const QByteArray prefix = "outcome" + QByteArray::number(outcome + 1);
  auto* box = new QWidget;
  auto* row = new QHBoxLayout(box);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(style::kInside);
  auto* what = new ChoiceField(draft_, prefix.constData(), "id", questionnaires(), false);
  what->rename(tr("Questionnaire or rating"));
  auto* when = new TextField(draft_, prefix.constData(), "when", 0, false);
  for (Field* field : std::initializer_list<Field*>{what, when}) {
    field->bind({"/outcomes/" + std::to_string(outcome)});
    row->addWidget(field, 1, Qt::AlignTop);
  }
  auto* remove = new style::Button({}, style::Button::Kind::kQuiet);
  remove->setIconName(QStringLiteral("close"));
  remove->setObjectName(QString::fromLatin1(prefix) + QStringLiteral("_remove"));
  remove->setAccessibleName(tr("Take this questionnaire out"));
  remove->setToolTip(tr("Take this questionnaire out"));
  row->addWidget(remove, 0, Qt::AlignTop);
  connect(remove, &QPushButton::clicked, this, [this, outcome] {
    json list = draft_.at("/outcomes");
    list.erase(static_cast<std::size_t>(outcome));
    draft_.pause();
    draft_.set({{"/outcomes", list}});
  });
  return box;
}

void AboutFields::refresh() {
  buildOutcomes();
  const json cautions = draft_.at("/cautions"), evidence = draft_.at("/evidence"), course = draft_.at("/sessions");
  cautions_->setSummary(cautions.is_array() && !cautions.empty() ? textOf(cautions[0]) + (cautions.size() > 1 ? tr(" and %1 more").arg(cautions.size() - 1) : QString())
                                                                 : tr("none are named"));
  const bool graded = evidence.is_object();
  summary_->setVisible(graded);
  sources_->setVisible(graded);
  evidence_->setSummary(graded ? choiceText("grade", evidence.value("grade", "")) : tr("not said"));
  const bool planned = course.is_object();
  plan_->setVisible(planned);
  planIt_->setText(planned ? tr("Leave the course open") : tr("Plan a course"));
  course_->setSummary(planned && isPair(course.value("count", json())) && isPair(course.value("per_week", json()))
                          ? tr("%1 sessions, %2 a week, %3 min each").arg(rangeWords(course["count"]), rangeWords(course["per_week"])).arg(course.value("minutes", 0))
                          : tr("not planned"));
  const QString criterion = textOf(draft_.at("/criterion"));
  goal_->setSummary(!criterion.isEmpty() ? criterion : shownN_ > 0 ? tr("%1 questionnaires").arg(shownN_) : tr("not said"));
  const json numbers = draft_.at("/session_metrics");
  numbers_->setSummary(numbers.is_array() && !numbers.empty() ? tr("%1 chosen").arg(numbers.size()) : tr("none are chosen"));
}

}  // namespace tonus::clinician
