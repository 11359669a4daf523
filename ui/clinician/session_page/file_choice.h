#pragma once
// What a recording cannot say by itself: which of its signals go together, or its rate. Shown only when it must be asked.

#include <QWidget>

#include "tonus/interop/recording_files.h"

class QDoubleSpinBox;
class QLabel;
class QLineEdit;

namespace tonus::clinician {

class FileChoice : public QWidget {
  Q_OBJECT
 public:
  explicit FileChoice(QWidget* parent = nullptr);

  /// Another file: nothing is chosen, nothing is asked.
  void forget();
  const interop::OpenOptions& options() const { return options_; }
  /// Why `path` was refused, in words for this window; the field that answers it is shown if there is one.
  core::Fault ask(const QString& path, const core::Fault& refusal);

 Q_SIGNALS:
  void chosen();

 private:
  void take();

  interop::OpenOptions options_;
  QLabel *channelsWords_, *rateWords_;
  QLineEdit* channels_;
  QDoubleSpinBox* rate_;
};

}  // namespace tonus::clinician
