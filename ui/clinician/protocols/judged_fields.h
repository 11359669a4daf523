#pragma once
// When a trained muscle is in target, and how its line comes about: rule and law, of all trained muscles or of one; and the
// rules that phases have of their own.

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
class Fold;
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
    int span;
    bool fine;           ///< folded away
  };
  void refresh();
  void listOwners();
  /// Objects the chosen muscles are judged by: the protocol's own and theirs; or a phase's own.
  std::vector<std::string> owners() const;
  void bind();
  void place(const std::vector<const Row*>& shown);
  static void fill(QGridLayout& grid, const std::vector<const Row*>& rows, int cell);

  ProtocolDraft& draft_;
  QGridLayout *grid_, *fineGrid_;
  Fold* fine_;
  style::Choice* who_;
  QLabel* whoLabel_;
  std::vector<Row> rows_;
  std::vector<const Field*> shown_;
  ChoiceField* partner_;
  Field* curve_;
};

}  // namespace tonus::clinician
