#include "clinician/patient_form.h"

#include <QDate>
#include <QGridLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QStyle>
#include <utility>

#include "style/button.h"
#include "style/choice.h"
#include "style/label.h"
#include "style/words.h"

namespace tonus::clinician {
namespace {

void mark(QLineEdit& field, QLabel& remark, const QString& words) {
  remark.setText(words);
  const bool trouble = !words.isEmpty();
  if (field.property("trouble").toBool() == trouble) return;
  field.setProperty("trouble", trouble);
  field.setAccessibleDescription(words);
  field.style()->unpolish(&field);
  field.style()->polish(&field);
}

}  // namespace

QString nextCode(const std::vector<store::Patient>& patients) {
  int highest = 0;
  for (const store::Patient& p : patients) {
    const QString code = style::textOf(p.code);
    if (!code.startsWith(QLatin1String("P-"))) continue;
    bool isNumber = false;
    const int n = code.mid(2).toInt(&isNumber);
    if (isNumber) highest = std::max(highest, n);
  }
  return QStringLiteral("P-%1").arg(highest + 1, 4, 10, QLatin1Char('0'));
}

PatientForm::PatientForm(QWidget* parent)
    : QWidget(parent),
      title_(style::makeLabel({}, style::Type::kLarge, true)),
      condition_(new style::Choice),
      note_(new QPlainTextEdit),
      fault_(style::makeLabel({}, style::Type::kBase, false, style::Tone::kNotUsable)),
      save_(new style::Button(tr("Save patient"), style::Button::Kind::kPrimary)) {
  auto* grid = new QGridLayout;
  grid->setHorizontalSpacing(style::kBetween);
  grid->setVerticalSpacing(0);
  grid->setColumnMinimumWidth(0, 110);
  grid->setColumnStretch(1, 1);
  name_ = addField(*grid, tr("Name"), QStringLiteral("patientName"), nameRemark_);
  code_ = addField(*grid, tr("Code"), QStringLiteral("patientCode"), codeRemark_);
  year_ = addField(*grid, tr("Birth year"), QStringLiteral("patientYear"), yearRemark_);
  code_->setMaximumWidth(160);
  year_->setMaximumWidth(160);
  year_->setPlaceholderText(tr("may stay empty"));

  condition_->setObjectName(QStringLiteral("patientCondition"));
  condition_->setAccessibleName(tr("Condition"));
  condition_->setEditable(true);
  condition_->addItems({QString(), tr("tension headache"), tr("neck and shoulder pain"), tr("low back pain"),
                        tr("jaw pain (TMD)"), tr("rotator cuff pain"), tr("carpal tunnel syndrome"), tr("patellofemoral pain"),
                        tr("pelvic floor")});
  note_->setObjectName(QStringLiteral("patientNote"));
  note_->setAccessibleName(tr("Note"));
  note_->setTabChangesFocus(true);
  note_->setMaximumHeight(96);
  const auto addWide = [grid](const QString& words, QWidget* field) {
    const int row = grid->rowCount();
    grid->addWidget(style::makeLabel(words, style::Type::kBase, false, style::Tone::kSecondary), row, 0,
                    Qt::AlignTop | Qt::AlignLeft);
    grid->itemAtPosition(row, 0)->widget()->setContentsMargins(0, 9, 0, 0);
    grid->addWidget(field, row, 1);
    grid->setRowMinimumHeight(row + 1, 20);
  };
  addWide(tr("Condition"), condition_);
  addWide(tr("Note"), note_);

  save_->setObjectName(QStringLiteral("savePatient"));
  save_->setKeyHint(QStringLiteral("Ctrl ↵"));
  auto* cancel = new style::Button(tr("Cancel"));
  cancel->setKeyHint(tr("Esc"));
  auto* buttons = new QHBoxLayout;
  buttons->setSpacing(style::kInside);
  buttons->addWidget(save_);
  buttons->addWidget(cancel);
  buttons->addStretch(1);
  fault_->setWordWrap(true);
  fault_->hide();

  auto* column = new QVBoxLayout;
  column->setSpacing(style::kBetween);
  column->addWidget(title_);
  column->addSpacing(4);
  column->addLayout(grid);
  column->addWidget(fault_);
  column->addLayout(buttons);
  column->addStretch(1);
  auto* outer = new QHBoxLayout(this);
  outer->setContentsMargins(style::kAround, style::kAround, style::kAround, style::kAround);
  outer->addLayout(column, 3);
  outer->addStretch(1);

  connect(save_, &QPushButton::clicked, this, &PatientForm::save);
  connect(cancel, &QPushButton::clicked, this, &PatientForm::cancelled);
  const auto typing = [this] {
    if (std::exchange(leaving_, false)) setFault({});
  };
  connect(condition_, &QComboBox::currentTextChanged, this, typing);
  connect(note_, &QPlainTextEdit::textChanged, this, typing);
  for (QLineEdit* field : {name_, code_, year_}) {
    connect(field, &QLineEdit::textEdited, this, typing);
    connect(field, &QLineEdit::editingFinished, this, [this] { check(); });
    connect(field, &QLineEdit::returnPressed, this, &PatientForm::save);
  }
}

QLineEdit* PatientForm::addField(QGridLayout& grid, const QString& name, const QString& object, QLabel*& remark) {
  auto* field = new QLineEdit;
  field->setObjectName(object);
  field->setAccessibleName(name);
  remark = style::makeLabel({}, style::Type::kSmall, false, style::Tone::kNotUsable);
  remark->setMinimumHeight(style::pixels(style::Type::kSmall) + 8);
  remark->setContentsMargins(2, 2, 0, 4);
  const int row = grid.rowCount();
  auto* label = style::makeLabel(name, style::Type::kBase, false, style::Tone::kSecondary);
  label->setBuddy(field);
  grid.addWidget(label, row, 0);
  grid.addWidget(field, row, 1);
  grid.addWidget(remark, row + 1, 1);
  return field;
}

void PatientForm::edit(const store::Patient& patient, const std::vector<store::Patient>& others) {
  patient_ = patient;
  others_ = others;
  const bool fresh = patient.id.empty();
  title_->setText(fresh ? tr("New patient") : tr("Change %1").arg(style::textOf(patient.name)));
  save_->setText(fresh ? tr("Save patient") : tr("Save changes"));
  fill(patient);
  if (fresh && patient.code.empty()) code_->setText(nextCode(others));
  begun_ = draft();
  leaving_ = false;
  mark(*name_, *nameRemark_, {});
  mark(*code_, *codeRemark_, {});
  mark(*year_, *yearRemark_, {});
  setFault({});
  name_->setFocus(Qt::OtherFocusReason);
}

void PatientForm::fill(const store::Patient& patient) {
  name_->setText(style::textOf(patient.name));
  code_->setText(style::textOf(patient.code));
  year_->setText(patient.birthYear > 0 ? QString::number(patient.birthYear) : QString());
  condition_->setCurrentText(style::textOf(patient.condition));
  note_->setPlainText(style::textOf(patient.note));
}

store::Patient PatientForm::draft() const {
  store::Patient p = patient_;
  p.name = name_->text().trimmed().toStdString();
  p.code = code_->text().trimmed().toStdString();
  p.birthYear = year_->text().trimmed().toInt();
  p.condition = condition_->currentText().trimmed().toStdString();
  p.note = note_->toPlainText().toStdString();
  return p;
}

bool PatientForm::changed() const {
  const store::Patient now = draft();
  return now.name != begun_.name || now.code != begun_.code || now.birthYear != begun_.birthYear ||
         now.condition != begun_.condition || now.note != begun_.note;
}

void PatientForm::setFault(const QString& words) {
  fault_->setText(words);
  fault_->setVisible(!words.isEmpty());
}

bool PatientForm::check() {
  const std::string code = code_->text().trimmed().toStdString();
  QString codeWords;
  if (code.empty()) codeWords = tr("A code is needed: it stands on exports instead of the name.");
  for (const store::Patient& other : others_)
    if (other.code == code && other.id != patient_.id)
      codeWords = tr("%1 is the code of %2.").arg(style::textOf(code), style::textOf(other.name));
  mark(*code_, *codeRemark_, codeWords);

  QString yearWords;
  bool isNumber = false;
  const int year = year_->text().trimmed().toInt(&isNumber);
  const int now = QDate::currentDate().year();
  if (!year_->text().trimmed().isEmpty() && (!isNumber || year < now - 125 || year > now))
    yearWords = tr("A year between %1 and %2, or nothing.").arg(now - 125).arg(now);
  mark(*year_, *yearRemark_, yearWords);
  return codeWords.isEmpty() && yearWords.isEmpty();
}

void PatientForm::save() {
  const bool named = !name_->text().trimmed().isEmpty();
  mark(*name_, *nameRemark_, named ? QString() : tr("A name is needed."));
  if (!check() || !named) {
    for (QLineEdit* field : {name_, code_, year_})
      if (field->property("trouble").toBool()) {
        field->setFocus(Qt::OtherFocusReason);
        return;
      }
    return;
  }
  patient_ = draft();
  Q_EMIT accepted(patient_);
}

void PatientForm::leave() {
  if (!changed() || leaving_) {
    Q_EMIT cancelled();
    return;
  }
  leaving_ = true;
  setFault(tr("Not saved yet: Ctrl+Enter saves, Esc again drops what was typed."));
}

void PatientForm::keyPressEvent(QKeyEvent* event) {
  const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
  if (event->key() == Qt::Key_Escape)
    leave();
  else if (enter && (event->modifiers() & Qt::ControlModifier))
    save();
  else
    QWidget::keyPressEvent(event);
}

}  // namespace tonus::clinician
