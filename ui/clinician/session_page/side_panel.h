#pragma once
// Right of the bars: what the patient sees, this phase's numbers, what to say next.

#include <QWidget>
#include <vector>

#include "patient/feedback_model.h"

class QGridLayout;
class QLabel;

namespace tonus::style {
class NumberLabel;
}

namespace tonus::clinician {

class TrialNumbers;

class SidePanel : public QWidget {
  Q_OBJECT
 public:
  explicit SidePanel(patient::FeedbackModel& model, QWidget* parent = nullptr);

  /// More than one: what counts as in target is that all of them are.
  void setTrained(std::size_t channelsN);
  void setPhase(const QString& name, const QString& cue, const QString& channel);
  void showNumbers(const TrialNumbers& numbers);

 private:
  style::NumberLabel* addRow(QGridLayout& grid, int row, QLabel*& name, const QString& words);

  QLabel* phase_;
  QLabel* cue_;
  QLabel* targetName_ = nullptr;
  QLabel* meanName_ = nullptr;
  style::NumberLabel *inTarget_, *mean_, *baseline_, *hold_;
};

}  // namespace tonus::clinician
