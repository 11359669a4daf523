#pragma once
// What a protocol says beside its training: evidence, cautions, the course, how one sees whether it worked. Folded away.

#include <QWidget>

class QVBoxLayout;

namespace tonus::style {
class Button;
}

namespace tonus::clinician {

class ChoiceField;
class Field;
class Fold;
class ProtocolDraft;

class AboutFields : public QWidget {
  Q_OBJECT

 public:
  explicit AboutFields(ProtocolDraft& draft, QWidget* parent = nullptr);

 private:
  Fold* addFold(const QString& title, const char* name);
  void makeEvidence();
  void makeCourse();
  void makeGoal();
  void refresh();
  void planCourse(bool planned);
  void setGrade(const QString& grade);
  void buildOutcomes();
  QWidget* outcomeRow(int outcome);

  ProtocolDraft& draft_;
  QVBoxLayout* column_;
  Fold *cautions_, *evidence_, *course_, *goal_, *numbers_;
  ChoiceField* grade_;
  Field *summary_, *sources_;
  QWidget* plan_;
  style::Button* planIt_;
  QVBoxLayout* outcomeRows_;
  int shownN_ = -1;   ///< for how many outcomes there are rows
};

}  // namespace tonus::clinician
