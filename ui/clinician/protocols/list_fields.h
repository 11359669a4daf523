#pragma once
// Fields that hold several: texts, numbers, or some of what there is to choose from.

#include "clinician/protocols/field.h"

class QGridLayout;

namespace tonus::style {
class Choice;
}

namespace tonus::clinician {

/// Texts, one a line.
class LinesField : public Field {
  Q_OBJECT

 public:
  LinesField(ProtocolDraft& draft, const char* prefix, const char* key, bool named = true);

 protected:
  void fill(const nlohmann::json& value) override;

 private:
  QPlainTextEdit* edit_;
};

/// Numbers with commas between; none takes the field out.
class NumbersField : public Field {
  Q_OBJECT

 public:
  NumbersField(ProtocolDraft& draft, const char* prefix, const char* key);

 protected:
  void fill(const nlohmann::json& value) override;

 private:
  QLineEdit* edit_;
};

/// Some of a few, each with a box to tick named `prefix`_`key`_`word`; none takes the field out.
class TicksField : public Field {
  Q_OBJECT

 public:
  TicksField(ProtocolDraft& draft, const char* prefix, const char* key, const ChoiceField::Choices& choices);

 protected:
  void fill(const nlohmann::json& value) override;

 private:
  QCheckBox* addBox(const std::string& word, const QString& words);

  QVBoxLayout* boxes_;
  std::vector<std::pair<std::string, QCheckBox*>> ticks_;
};

/// Some of many: a line each with a button to take it out, and a choice of the rest. Named by what stands above it.
class PicksField : public Field {
  Q_OBJECT

 public:
  PicksField(ProtocolDraft& draft, const char* prefix, const char* key, const QString& invitation, ChoiceField::Choices choices);

 protected:
  void fill(const nlohmann::json& value) override;

 private:
  QWidget* makeRow(const std::string& word, const QString& words);

  ChoiceField::Choices choices_;
  QString invitation_;
  QVBoxLayout* rows_;
  style::Choice* add_;
  nlohmann::json shown_;
};

}  // namespace tonus::clinician
