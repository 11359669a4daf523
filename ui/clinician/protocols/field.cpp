#include "clinician/protocols/field.h"

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <QWheelEvent>
#include <cmath>

#include "clinician/protocols/draft.h"
#include "clinician/protocols/words.h"
#include "style/choice.h"
#include "style/label.h"
#include "style/words.h"
#include "tonus/session/field_words.h"

namespace tonus::clinician {
namespace {

using nlohmann::json;

class NumberBox : public QDoubleSpinBox {
 public:
  /// "90", not "90.0".
  QString textFromValue(double value) const override {
    QString text = QDoubleSpinBox::textFromValue(value);
    const QString point = locale().decimalPoint();
    if (!text.contains(point)) return text;
    while (text.endsWith(locale().zeroDigit())) text.chop(1);
    if (text.endsWith(point)) text.chop(point.size());
    return text;
  }

 protected:
  void wheelEvent(QWheelEvent* event) override {
    if (hasFocus()) QDoubleSpinBox::wheelEvent(event);
    else event->ignore();
  }
};

int wordsIn(const QString& text) { return static_cast<int>(text.split(QChar(u' '), Qt::SkipEmptyParts).size()); }

}  // namespace

QDoubleSpinBox* makeNumberBox() {
  auto* box = new NumberBox;
  box->setFocusPolicy(Qt::StrongFocus);
  return box;
}

Field::Field(ProtocolDraft& draft, const char* prefix, const char* key, bool named)
    : draft_(draft), prefix_(prefix), key_(key), column_(new QVBoxLayout(this)), label_(nullptr),
      remark_(style::makeLabel({}, style::Type::kSmall, false, style::Tone::kNotUsable)) {
  column_->setContentsMargins(0, 0, 0, 0);
  column_->setSpacing(4);
  if (named) {
    label_ = style::makeLabel(fieldLabel(key), style::Type::kSmall, false, style::Tone::kSecondary);
    column_->addWidget(label_);
  }
  remark_->setWordWrap(true);
  remark_->setObjectName(QStringLiteral("%1_%2_remark").arg(QLatin1String(prefix), QLatin1String(key)));
  remark_->hide();
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  connect(&draft_, &ProtocolDraft::edited, this, &Field::refresh);
}

void Field::addEditor(QWidget* editor, QWidget* beside) {
  editor_ = editor;
  editor->setObjectName(QStringLiteral("%1_%2").arg(QString::fromStdString(prefix_), QString::fromStdString(key_)));
  editor->setAccessibleName(fieldLabel(key_.c_str()));
  editor->installEventFilter(this);
  if (label_ != nullptr) label_->setBuddy(editor);
  setFocusProxy(editor);
  auto* row = new QHBoxLayout;
  row->setSpacing(style::kInside);
  row->addWidget(editor, 1);
  if (beside != nullptr) row->addWidget(beside);
  column_->addLayout(row);
  column_->addWidget(remark_);
}

void Field::rename(const QString& label) {
  if (label_ != nullptr) label_->setText(label);
  if (editor_ != nullptr) editor_->setAccessibleName(label);
}

bool Field::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::KeyPress) return QWidget::eventFilter(watched, event);
  auto* key = static_cast<QKeyEvent*>(event);
  if (!key->matches(QKeySequence::Undo) && !key->matches(QKeySequence::Redo)) return QWidget::eventFilter(watched, event);
  event->ignore();   // goes on to whoever holds this field
  return true;
}

void Field::bind(std::vector<std::string> owners) {
  if (owners == owners_) return;
  owners_ = std::move(owners);
  draft_.pause();
  refresh();
}

std::string Field::pointerAt(std::size_t owner) const { return owners_[owner] + '/' + key_; }
bool Field::edits(const std::string& pointer) const {
  if (owners_.empty()) return false;
  const std::string own = pointerAt(0);
  return pointer == own || pointer.starts_with(own + '/');
}
void Field::pause() { draft_.pause(); }
json Field::value() const { return owners_.empty() ? json() : draft_.at(pointerAt(0)); }

void Field::give(const json& value) {
  std::vector<std::pair<std::string, json>> fields;
  for (std::size_t i = 0; i < owners_.size(); ++i) fields.emplace_back(pointerAt(i), value);
  if (!fields.empty()) draft_.set(fields, pointerAt(0));
}

void Field::refresh() {
  if (owners_.empty() || editor_ == nullptr) return;
  fill(value());
  QString words = draft_.problemsAt(pointerAt(0)).join(QLatin1Char('\n'));
  style::setTone(*remark_, words.isEmpty() ? style::Tone::kCaution : style::Tone::kNotUsable);
  if (words.isEmpty()) words = draft_.adviceAt(pointerAt(0)).join(QLatin1Char('\n'));
  remark_->setText(words.isEmpty() ? QString() : QStringLiteral("! ") + words);
  remark_->setVisible(!words.isEmpty());
  editor_->setAccessibleDescription(words);
}

TextField::TextField(ProtocolDraft& draft, const char* prefix, const char* key, int mostWords, bool named)
    : Field(draft, prefix, key, named), edit_(new QLineEdit), mostWords_(mostWords) {
  if (mostWords > 0) {
    count_ = style::makeLabel({}, style::Type::kSmall, false, style::Tone::kSecondary);
    count_->setObjectName(QStringLiteral("%1_%2_words").arg(QLatin1String(prefix), QLatin1String(key)));
  }
  addEditor(edit_, count_);
  connect(edit_, &QLineEdit::textEdited, this, [this](const QString& text) { give(text.toStdString()); });
}

void TextField::fill(const json& value) {
  const QString text = value.is_string() ? style::textOf(value.get<std::string>()) : QString();
  if (edit_->text() != text) {
    const QSignalBlocker quiet(edit_);
    edit_->setText(text);
  }
  if (count_ == nullptr) return;
  const int n = wordsIn(text);
  count_->setText(tr("%1 of %2 words").arg(n).arg(mostWords_));
  style::setTone(*count_, n > mostWords_ ? style::Tone::kNotUsable : style::Tone::kSecondary);
}

LongTextField::LongTextField(ProtocolDraft& draft, const char* prefix, const char* key, bool needed)
    : Field(draft, prefix, key), edit_(new QPlainTextEdit), needed_(needed) {
  edit_->setTabChangesFocus(true);
  edit_->setFixedHeight(4 * QFontMetrics(style::face(style::Type::kBase)).height() + 14);
  addEditor(edit_);
  connect(edit_, &QPlainTextEdit::textChanged, this, [this] {
    const std::string text = edit_->toPlainText().toStdString();
    if (text.empty() && !isThere()) return;
    give(text.empty() && !needed_ ? json() : json(text));
  });
}

void LongTextField::fill(const json& value) {
  const QString text = value.is_string() ? style::textOf(value.get<std::string>()) : QString();
  if (edit_->toPlainText() == text) return;
  const QSignalBlocker quiet(edit_);
  edit_->setPlainText(text);
}

NumberField::NumberField(ProtocolDraft& draft, const char* prefix, const char* key, Range range, bool named)
    : Field(draft, prefix, key, named), box_(makeNumberBox()), shown_(1), whole_(range.whole) {
  if (const session::FieldWords* words = session::fieldWords(key)) shown_ = words->shown;
  box_->setRange(range.least, range.most);
  box_->setDecimals(range.decimals);
  box_->setSingleStep(range.step);
  if (const QString unit = fieldUnit(key); !unit.isEmpty()) box_->setSuffix(QLatin1Char(' ') + unit);
  const bool seconds = std::string_view(key).ends_with("_s") && named;
  if (seconds) words_ = style::makeLabel({}, style::Type::kSmall, false, style::Tone::kSecondary);
  addEditor(box_, words_);
  connect(box_, &QDoubleSpinBox::valueChanged, this, [this](double value) {
    if (whole_) give(std::llround(value / shown_));
    else give(value / shown_);
  });
}

void NumberField::fill(const json& value) {
  const double number = value.is_number() ? value.get<double>() * shown_ : key() == "repeat" ? 1 : 0;
  if (std::abs(box_->value() - number) > 1e-9) {
    const QSignalBlocker quiet(box_);
    box_->setValue(number);
  }
  if (words_ != nullptr) {
    words_->setText(number >= 60 ? style::duration(number) : QString());
    words_->setVisible(number >= 60);
  }
}

CheckField::CheckField(ProtocolDraft& draft, const char* prefix, const char* key)
    : Field(draft, prefix, key, false), box_(new QCheckBox(fieldLabel(key))) {
  addEditor(box_);
  connect(box_, &QCheckBox::toggled, this, [this](bool on) { give(on ? json(true) : isThere() ? json(false) : json()); });
}

void CheckField::fill(const json& value) {
  const QSignalBlocker quiet(box_);
  box_->setChecked(value.is_boolean() && value.get<bool>());
}

ChoiceField::ChoiceField(ProtocolDraft& draft, const char* prefix, const char* key, const Choices& choices, bool named)
    : Field(draft, prefix, key, named), choice_(new style::Choice) {
  choice_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  choice_->setMinimumContentsLength(8);
  setChoices(choices);
  addEditor(choice_);
  connect(choice_, &style::Choice::activated, this, [this] {
    const QString word = choice_->currentData().toString();
    pause();
    if (asksFirst) Q_EMIT wanted(word);
    else give(word.isEmpty() && emptyTakesOut ? json() : json(word.toStdString()));
  });
}

void ChoiceField::setLeastLetters(int letters) { choice_->setMinimumContentsLength(letters); }

void ChoiceField::setChoices(const Choices& choices) {
  const QSignalBlocker quiet(choice_);
  choice_->clear();
  for (const auto& [word, words] : choices) choice_->addItem(words, style::textOf(word));
}

void ChoiceField::fill(const json& value) {
  const QString word = value.is_string() ? style::textOf(value.get<std::string>()) : QString();
  const QSignalBlocker quiet(choice_);
  if (choice_->findData(word) < 0 && !word.isEmpty()) choice_->addItem(word, word);
  choice_->setCurrentIndex(choice_->findData(word));
  choice_->setToolTip(choice_->currentText());   // where it is cut
}

}  // namespace tonus::clinician
