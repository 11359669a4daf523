#include "clinician/protocols/list_fields.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QRegularExpressionValidator>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>

#include "clinician/protocols/words.h"
#include "style/button.h"
#include "style/choice.h"
#include "style/label.h"
#include "style/words.h"

namespace tonus::clinician {
namespace {

using nlohmann::json;

json linesOf(const QString& text) {
  json out = json::array();
  for (const QString& line : text.split(QLatin1Char('\n')))
    if (const QString words = line.trimmed(); !words.isEmpty()) out.push_back(words.toStdString());
  return out;
}

json numbersOf(const QString& text) {
  static const QRegularExpression kBetween(QStringLiteral("[,;\\s]+"));
  json out = json::array();
  for (const QString& one : text.split(kBetween, Qt::SkipEmptyParts)) {
    bool isNumber = false;
    const double value = one.toDouble(&isNumber);
    if (isNumber) out.push_back(value);
  }
  return out;
}

bool holds(const json& list, const std::string& word) {
  return list.is_array() && std::find(list.begin(), list.end(), json(word)) != list.end();
}

json without(json list, const std::string& word) {
  list.erase(std::remove(list.begin(), list.end(), json(word)), list.end());
  return list;
}

}  // namespace

LinesField::LinesField(ProtocolDraft& draft, const char* prefix, const char* key, bool named)
    : Field(draft, prefix, key, named), edit_(new QPlainTextEdit) {
  edit_->setTabChangesFocus(true);
  edit_->setPlaceholderText(tr("One a line"));
  edit_->setFixedHeight(5 * QFontMetrics(style::face(style::Type::kBase)).height() + 14);
  addEditor(edit_);
  connect(edit_, &QPlainTextEdit::textChanged, this, [this] {
    const json lines = linesOf(edit_->toPlainText());
    if (lines != value() && (isThere() || !lines.empty())) give(lines);
  });
}

void LinesField::fill(const json& value) {
  if (linesOf(edit_->toPlainText()) == (value.is_array() ? value : json::array())) return;
  QStringList lines;
  for (const json& line : value)
    if (line.is_string()) lines << style::textOf(line.get<std::string>());
  const QSignalBlocker quiet(edit_);
  edit_->setPlainText(lines.join(QLatin1Char('\n')));
}

NumbersField::NumbersField(ProtocolDraft& draft, const char* prefix, const char* key) : Field(draft, prefix, key), edit_(new QLineEdit) {
  static const QRegularExpression kAllowed(QStringLiteral("[0-9.,; ]*"));
  edit_->setValidator(new QRegularExpressionValidator(kAllowed, edit_));
  edit_->setPlaceholderText(tr("10, 20, 30"));
  addEditor(edit_);
  connect(edit_, &QLineEdit::textEdited, this, [this](const QString& text) {
    const json numbers = numbersOf(text);
    give(numbers.empty() ? json() : numbers);
  });
}

void NumbersField::fill(const json& value) {
  if (numbersOf(edit_->text()) == (value.is_array() ? value : json::array())) return;
  QStringList numbers;
  for (const json& n : value)
    if (n.is_number()) numbers << QString::number(n.get<double>());
  const QSignalBlocker quiet(edit_);
  edit_->setText(numbers.join(QStringLiteral(", ")));
}

TicksField::TicksField(ProtocolDraft& draft, const char* prefix, const char* key, const ChoiceField::Choices& choices)
    : Field(draft, prefix, key) {
  auto* box = new QWidget;
  boxes_ = new QVBoxLayout(box);
  boxes_->setContentsMargins(0, 0, 0, 0);
  boxes_->setSpacing(style::kInside);
  addEditor(box);
  for (const auto& [word, words] : choices) addBox(word, words);
}

QCheckBox* TicksField::addBox(const std::string& word, const QString& words) {
  auto* box = new QCheckBox(words);
  box->setObjectName(QStringLiteral("%1_%2").arg(editor()->objectName(), style::textOf(word)));
  boxes_->addWidget(box);
  ticks_.emplace_back(word, box);
  connect(box, &QCheckBox::toggled, this, [this, word](bool on) {
    const json now = value();
    json next = without(now.is_array() ? now : json::array(), word);
    if (on) next.push_back(word);
    pause();
    give(next.empty() ? json() : next);
  });
  return box;
}

void TicksField::fill(const json& value) {
  for (const json& word : value)   // what only this file asks
    if (word.is_string() && std::none_of(ticks_.begin(), ticks_.end(), [&](const auto& t) { return word == t.first; }))
      addBox(word.get<std::string>(), style::textOf(word.get<std::string>()));
  for (const auto& [word, box] : ticks_) {
    const QSignalBlocker quiet(box);
    box->setChecked(holds(value, word));
  }
}

PicksField::PicksField(ProtocolDraft& draft, const char* prefix, const char* key, const QString& invitation, ChoiceField::Choices choices)
    : Field(draft, prefix, key, false), choices_(std::move(choices)), invitation_(invitation), add_(new style::Choice) {
  auto* box = new QWidget;
  auto* column = new QVBoxLayout(box);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(4);
  rows_ = new QVBoxLayout;
  rows_->setSpacing(0);
  add_->setObjectName(QStringLiteral("%1_%2_add").arg(QLatin1String(prefix), QLatin1String(key)));
  add_->setAccessibleName(invitation);
  add_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  add_->setMinimumContentsLength(16);
  column->addLayout(rows_);
  column->addWidget(add_);
  addEditor(box);
  setFocusProxy(add_);
  connect(add_, &QComboBox::activated, this, [this](int index) {
    if (index < 1) return;
    const json now = value();
    json next = now.is_array() ? now : json::array();
    next.push_back(add_->currentData().toString().toStdString());
    pause();
    give(next);
  });
}

QWidget* PicksField::makeRow(const std::string& word, const QString& words) {
  auto* box = new QWidget;
  auto* row = new QHBoxLayout(box);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(style::kInside);
  auto* label = style::makeLabel(words);
  label->setWordWrap(true);
  row->addWidget(label, 1);
  auto* remove = new style::Button({}, style::Button::Kind::kQuiet);
  remove->setIconName(QStringLiteral("close"));
  remove->setObjectName(QStringLiteral("%1_%2_remove").arg(editor()->objectName(), style::textOf(word)));
  remove->setAccessibleName(tr("Take “%1” out").arg(words));
  remove->setToolTip(remove->accessibleName());
  row->addWidget(remove, 0, Qt::AlignTop);
  connect(remove, &QPushButton::clicked, this, [this, word] {
    pause();
    give(without(value(), word));
  });
  return box;
}

void PicksField::fill(const json& value) {
  if (value == shown_ && add_->count() > 0) return;
  shown_ = value;
  while (QLayoutItem* item = rows_->takeAt(0)) {
    item->widget()->hide();   // or a show that waits in the queue would make a window of it
    item->widget()->setParent(nullptr);
    item->widget()->deleteLater();   // its button may be the one that was pressed
    delete item;
  }
  for (const json& word : value) {
    if (!word.is_string()) continue;
    const std::string id = word.get<std::string>();
    const auto named = std::find_if(choices_.begin(), choices_.end(), [&](const auto& c) { return c.first == id; });
    rows_->addWidget(makeRow(id, named == choices_.end() ? style::textOf(id) : named->second));
  }
  const QSignalBlocker quiet(add_);
  add_->clear();
  add_->addItem(invitation_);
  for (const auto& [word, words] : choices_)
    if (!holds(value, word)) add_->addItem(words, style::textOf(word));
}

}  // namespace tonus::clinician
