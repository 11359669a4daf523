#pragma once
// Right of the bars: what the patient sees, this phase's numbers, what to say next.

#include <QWidget>
#include <vector>

class QGridLayout;
class QLabel;

namespace tonus::style {
class NumberLabel;
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
  void setPhase(const QString& name, const QString& cue, const QString& instruction, const QString& channel);
  /// What moves the lines; the share of success it aims at ("60–75"), empty for none.
  void setLaw(const QString& words, const QString& goal);
  void showNumbers(const TrialNumbers& numbers);
  /// Where the lines come from ("Lines of 12 Nov, no baseline today"); empty: from this session.
  void setLinesFrom(const QString& words);

 private:
  style::NumberLabel* addRow(QGridLayout& grid, int row, QLabel*& name, const QString& words);

  ScenePicker* scenes_;
  QLabel* phase_;
  QLabel* cue_;
  QLabel *limit_, *calibrated_, *lines_, *law_, *instruction_;
  QString unit_ = QStringLiteral("µV");
  QLabel* targetName_ = nullptr;
  QLabel* meanName_ = nullptr;
  QLabel* goalName_ = nullptr;
  style::NumberLabel *goal_, *inTarget_, *mean_, *baseline_, *hold_;
};

}  // namespace tonus::clinician
