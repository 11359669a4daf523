#pragma once
// Before a session, in place of the settings: how many µV a count is, by a signal somebody knows. Takes the preview's
// counts; keeps nothing itself.

#include <QWidget>
#include <optional>
#include <vector>

#include "tonus/analysis/calibration.h"
#include "tonus/core/processed.h"

class QDoubleSpinBox;
class QLabel;
class QProgressBar;
class QVBoxLayout;

namespace tonus::style {
class Button;
class Choice;
}

namespace tonus::clinician {

class CalibrationPanel : public QWidget {
  Q_OBJECT
 public:
  explicit CalibrationPanel(QWidget* parent = nullptr);

  /// Channels with published µV are not offered. `days`: when the user calibrated each; empty = not yet.
  void open(const core::StreamFormat& format, const std::vector<QString>& names, const std::vector<std::string>& days);
  void take(const core::ProcessedBlock& block);
  /// What stands there now, for the one who keeps it.
  QString words() const;
  /// "sine, 1000 µV peak to peak, 20 Hz"
  QString signalWords() const;

 Q_SIGNALS:
  void kept(int channel, const tonus::analysis::Calibration& calibration);
  void resetWanted(int channel);
  void closed();

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  void hideEvent(QHideEvent* event) override;

 private:
  void buildFields(QVBoxLayout& column);
  void buildButtons(QVBoxLayout& column);
  void measure();
  void cancel();
  void finish();
  void say(const QString& words, bool good);
  void showState();
  analysis::KnownSignal known() const;
  int channel() const;

  core::StreamFormat format_;
  std::vector<std::string> days_;
  std::optional<analysis::CalibrationRun> run_;
  std::optional<analysis::Calibration> result_;
  style::Choice *channel_, *shape_, *measure_;
  QDoubleSpinBox *size_, *hz_;
  QProgressBar* progress_;
  QLabel *words_, *kept_;
  style::Button *begin_, *cancel_, *use_, *reset_;
};

}  // namespace tonus::clinician
