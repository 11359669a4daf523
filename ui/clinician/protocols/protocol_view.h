#pragma once
// One protocol to be read: what it does in words, its phases, how it is judged, how good the evidence is, its history.

#include <QWidget>
#include <utility>
#include <vector>

#include "tonus/app/protocols.h"

class QLabel;
class QScrollArea;
class QVBoxLayout;

namespace tonus::style {
class Button;
}

namespace tonus::clinician {

class DryRunPanel;
class PhaseStrip;

class ProtocolView : public QWidget {
  Q_OBJECT

 public:
  /// `muscles`: id and name.
  explicit ProtocolView(std::vector<std::pair<QString, QString>> muscles, QWidget* parent = nullptr);

  /// `versions`: newest first, as app::versionsOf gives them. `patient`: name of whom it could be copied for; empty = nobody.
  void show(const app::OfferedProtocol& protocol, std::vector<app::OfferedProtocol> versions, const QString& patient);
  void toggleVersions();
  void toggleDifferences();

 Q_SIGNALS:
  void editWanted();
  void clinicCopyWanted();
  void patientCopyWanted();
  void withdrawWanted();
  void exportWanted();
  void restoreWanted(int version);   ///< its number

 private:
  QWidget* makeHeader();
  QWidget* makeText();
  QLabel* addText(QVBoxLayout& column, const QString& title, const char* name);
  void fillVersions();
  void fillDifferences();
  void showHistory(int which);

  std::vector<std::pair<QString, QString>> muscles_;
  app::OfferedProtocol protocol_;
  std::vector<app::OfferedProtocol> versions_;
  QLabel *name_, *about_, *review_, *advice_, *summary_, *phaseWords_;
  QLabel *channels_, *judged_, *evidence_, *cautions_, *course_;
  style::Button *edit_, *forPatient_, *forClinic_, *compare_, *history_, *withdraw_;
  PhaseStrip* strip_;
  DryRunPanel* dryRun_;
  std::string dryRunOf_;   ///< version its panel belongs to
  QScrollArea* scroll_;
  QWidget* historyCard_;
  QLabel* historyTitle_;
  QVBoxLayout* historyRows_;
  int shown_ = 0;   ///< 1: versions, 2: differences
};

}  // namespace tonus::clinician
