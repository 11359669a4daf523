#pragma once
// A protocol tried out on simulated patients, the first at 20 times the speed of life: its phases as they pass, lines, time in
// target, what there is to say about it, and what it gave the other patients. Nothing is stored.

#include <QFrame>
#include <memory>
#include <vector>

#include "bridge/job.h"
#include "tonus/app/dry_run.h"

class QGridLayout;
class QLabel;
class QProgressBar;

namespace tonus::style {
class Button;
}

namespace tonus::clinician {

class DryRunPatients;

class DryRunPanel : public QFrame {
  Q_OBJECT

 public:
  explicit DryRunPanel(QWidget* parent = nullptr);

  /// One that runs is stopped first.
  void run(const session::Protocol& protocol);
  void cancel();
  bool running() const { return job_.running(); }
  /// Of the patient who is chosen, as far as it came.
  const app::DryRunReport& report() const { return report_; }

 Q_SIGNALS:
  /// It is in that phase of the protocol, this share of it done; phases.size() = finished.
  void passed(int phase, double share);
  void finished();

 private:
  struct Seen;   ///< what the thread that works has told last
  struct Row {
    QLabel *name, *ran, *line, *success;
  };
  void start(double speed, app::PatientKind kind);
  void choose();
  void tryOthers();
  void makeRows();
  void follow();
  void showTable();
  void showPlace();
  void tellResult();
  void showEnd(const core::Status& status);
  QString lineWords(const app::DryRunStep& step) const;

  session::Protocol protocol_;
  std::shared_ptr<Seen> seen_;
  app::DryRunReport report_;
  app::PatientKind kind_ = app::PatientKind::kLearns;   ///< who tries it now
  bool others_ = false;                                 ///< the rest of them one after another
  DryRunPatients* patients_;
  QLabel *state_, *remarks_;
  QProgressBar* progress_;
  style::Button *skip_, *cancel_;
  QWidget* table_ = nullptr;
  std::vector<Row> rows_;
  enum class Next { kNothing, kAtOnce, kAnew } next_ = Next::kNothing;   ///< after the one that is being stopped
  bridge::Job job_;   // last: its thread ends before what it works with
};

}  // namespace tonus::clinician
