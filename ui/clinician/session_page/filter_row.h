#pragma once
// While a session runs: other filters from this moment on. A line of its own under the signal; nothing stops for it.

#include <QWidget>

#include "tonus/dsp/settings.h"

namespace tonus::clinician {

class ChainRow;

class FilterRow : public QWidget {
  Q_OBJECT
 public:
  explicit FilterRow(QWidget* parent = nullptr);

  /// With the filters that run now.
  void open(const dsp::ChainSettings& now, double sampleRateHz);
  void leave();

 Q_SIGNALS:
  void chosen(const tonus::dsp::ChainSettings& chain);
  void closed();  ///< chosen or left

 protected:
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void choose();

  ChainRow* chain_;
};

}  // namespace tonus::clinician
