#pragma once
// Band, mains notch and RMS window, and how late they make the level.

#include <QWidget>
#include <utility>

#include "tonus/dsp/settings.h"

class QDoubleSpinBox;
class QLabel;
class QSpinBox;

namespace tonus::style {
class Choice;
}

namespace tonus::clinician {

class ChainRow : public QWidget {
  Q_OBJECT
 public:
  explicit ChainRow(QWidget* parent = nullptr);

  /// What a source of this rate can carry.
  void setRate(double sampleRateHz);
  /// What has no field here (order, Q, harmonics) is kept as given.
  void setChain(const dsp::ChainSettings& chain);
  void setBand(double lowHz, double highHz);
  void setMainsHz(double hz);
  void setRmsMs(double ms);
  dsp::ChainSettings chain() const;
  /// In the order of the tab key; the last of them is returned.
  QWidget* chainTabsAfter(QWidget* before);
  void focusFirst();

 Q_SIGNALS:
  void edited();  ///< a person has finished with a field

 private:
  void buildFields();
  void bandEdited();
  void showDelay();

  dsp::ChainSettings base_;
  double rateHz_ = 2000;
  QDoubleSpinBox *low_, *high_;
  style::Choice* notch_;
  QSpinBox* rms_;
  QLabel* delay_;
  std::pair<double, double> band_{};  ///< last told
};

}  // namespace tonus::clinician
