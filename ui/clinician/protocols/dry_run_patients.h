#pragma once
// Who tries a protocol out: four simulated patients to choose from, and beside one another what it gave each so far.

#include <QWidget>
#include <array>
#include <optional>
#include <vector>

#include "tonus/app/dry_run.h"

class QGridLayout;
class QLabel;

namespace tonus::style {
class Button;
class Choice;
}

namespace tonus::clinician {

class DryRunPatients : public QWidget {
  Q_OBJECT

 public:
  explicit DryRunPatients(QWidget* parent = nullptr);

  app::PatientKind chosen() const;
  /// Another protocol: nobody has tried it yet.
  void forget();
  void keep(const app::DryRunReport& report);
  /// Null where that patient has not tried it.
  const app::DryRunReport* of(app::PatientKind kind) const;
  std::optional<app::PatientKind> untried() const;
  /// "Learns from feedback"
  static QString name(app::PatientKind kind);

 Q_SIGNALS:
  void chose();
  void othersAsked();

 private:
  struct Row {
    QLabel *name, *success, *reps, *rewarded;
  };
  void showChosen();
  void showResults();

  std::array<std::optional<app::DryRunReport>, 4> tried_;
  style::Choice* choice_;
  QLabel* about_;
  style::Button* others_;
  QWidget* results_;
  std::vector<Row> rows_;
};

}  // namespace tonus::clinician
