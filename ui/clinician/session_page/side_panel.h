#pragma once
// Right of the bars: what the patient sees, this phase's numbers, what to say next.

#include <QWidget>

#include "clinician/session_page/success_row.h"
#include "style/tokens.h"

class QGridLayout;
class QLabel;

namespace tonus::style {
class NumberLabel;
class ShortWords;
}

namespace tonus::core {
struct PhaseInfo;
}

namespace tonus::patient {
class PatientDisplay;
}

namespace tonus::clinician {

class ScenePicker;
class TrialNumbers;

class SidePanel : public QWidget {
  Q_OBJECT
 public:
  explicit SidePanel(patient::PatientDisplay& display, QWidget* parent = nullptr);

  ScenePicker& scenes() { return *scenes_; }

  /// More than one: what counts as in target is that all of them are.
  void setTrained(std::size_t channelsN);
  /// Unit of mean and baseline; what the signal is not good for, and why no median frequency stands here;
  /// who calibrated it, if the user did.
  void setSignal(const QString& unit, const QString& limit, const QString& why, const QString& calibrated);
  void setPhase(const core::PhaseInfo& phase, const QString& instruction, const QString& channel);
  /// What moves the lines; between what shares of success it aims.
  void setLaw(const QString& words, const SuccessRow::Band& goal);
  /// How much the muscle rests, and whether it should now; empty: nothing asks for rests.
  void showRest(const QString& words, bool due);
  void showNumbers(const TrialNumbers& numbers);
  /// Where the lines come from ("Lines of 12 Nov, no baseline today"); empty: from this session.
  void setLinesFrom(const QString& words);

 private:
  style::ShortWords* addWords(style::Type type);
  style::NumberLabel* addRow(QGridLayout& grid, int row, const QString& words, style::ShortWords** name = nullptr);

  ScenePicker* scenes_;
  QLabel* phase_;
  style::ShortWords *cue_, *instruction_;
  QLabel *rest_, *limit_, *calibrated_, *lines_, *law_;
  QString unit_ = QStringLiteral("µV");
  SuccessRow* success_;
  style::ShortWords *meanName_ = nullptr, *repsName_ = nullptr, *holdName_ = nullptr;
  style::NumberLabel *reps_, *mean_, *baseline_, *hold_;
};

}  // namespace tonus::clinician
