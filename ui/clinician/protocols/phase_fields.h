#pragma once
// Everything of one phase that a clinician may change.

#include <QWidget>
#include <string>
#include <vector>

class QGridLayout;
class QLabel;
class QVBoxLayout;

namespace tonus::style {
class Button;
}

namespace tonus::clinician {

class ChoiceField;
class Field;
class Fold;
class ProtocolDraft;

class PhaseFields : public QWidget {
  Q_OBJECT

 public:
  explicit PhaseFields(ProtocolDraft& draft, QWidget* parent = nullptr);

  /// -1: none.
  void show(int phase);
  int phase() const { return phase_; }

 private:
  void refresh();
  void showWhatFits(const std::string& kind);
  void makeMore(QVBoxLayout& column);
  void buildStages();
  QWidget* stageRow(int stage, bool onlyOne);

  ProtocolDraft& draft_;
  int phase_ = -1;
  std::vector<Field*> fields_;
  ChoiceField* kind_;
  Field *duration_, *repeat_, *rest_, *reps_, *perChannel_, *asks_, *targets_;
  Field *posture_, *direction_, *breaths_, *submaximal_, *marker_;
  Fold* more_;
  QLabel *title_, *remark_, *stagesTitle_, *ownRuleWords_;
  QVBoxLayout* stageRows_;
  style::Button *addStage_, *ownRule_;
  int shownPhase_ = -1, shownStages_ = -1;   ///< what the rows of parts were made for
};

}  // namespace tonus::clinician
