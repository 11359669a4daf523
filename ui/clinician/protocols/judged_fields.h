#pragma once
// When a trained muscle is in target, and how its line comes about: rule and law, of all trained muscles or of one.

#include <QWidget>
#include <string>
#include <utility>
#include <vector>

class QGridLayout;
class QLabel;

namespace tonus::style {
class Choice;
}

namespace tonus::clinician {

class ChoiceField;
class Field;
class ProtocolDraft;

class JudgedFields : public QWidget {
  Q_OBJECT

 public:
  explicit JudgedFields(ProtocolDraft& draft, QWidget* parent = nullptr);

 private:
  struct Row {
    Field* field;
    std::string kinds;   ///< of rule or law it belongs to, " a b "; empty = any
    bool law;
  };
  void refresh();
  void listOwners();
  /// Objects the chosen muscles are judged by: the protocol's own and theirs.
  std::vector<std::string> owners() const;
  void bind();

  ProtocolDraft& draft_;
  style::Choice* who_;
  QLabel* whoLabel_;
  std::vector<Row> rows_;
  ChoiceField* partner_;
  Field* curve_;
};

}  // namespace tonus::clinician
