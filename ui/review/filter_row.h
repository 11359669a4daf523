#pragma once
// Looking at a stored session through other filters. The record, its numbers and its replay keep their own.

#include <QTimer>
#include <QWidget>

#include "tonus/dsp/settings.h"

class QDoubleSpinBox;

namespace tonus::style {
class Button;
class Choice;
}

namespace tonus::review {

class FilterRow : public QWidget {
  Q_OBJECT

 public:
  explicit FilterRow(QWidget* parent = nullptr);

  /// Of the session, and how high its rate lets the upper edge go.
  void setRecorded(const dsp::ChainSettings& chain, double sampleRateHz);
  dsp::ChainSettings chain() const;

 Q_SIGNALS:
  void changed();   ///< and nothing more for a moment: a cut-off that is still turned waits

 private:
  void show(const dsp::ChainSettings& chain);
  void touched();

  dsp::ChainSettings recorded_;
  QDoubleSpinBox *low_, *high_;
  style::Choice* mains_;
  style::Button* asRecorded_;
  QTimer settle_;
};

}  // namespace tonus::review
