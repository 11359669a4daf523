#pragma once
// One patient: who, what the last visits say, whether it changes, every session.

#include <QWidget>
#include <vector>

#include "clinician/progress.h"
#include "tonus/store/store.h"

class QBoxLayout;
class QLabel;
class QStackedWidget;

namespace tonus::charts {
class TrendChart;
}
namespace tonus::style {
class Button;
class EmptyState;
}

namespace tonus::clinician {

class SessionsTable;
class StatCard;

class PatientDetail : public QWidget {
  Q_OBJECT

 public:
  explicit PatientDetail(QWidget* parent = nullptr);

  void show(const store::Patient& patient, std::vector<store::SessionRow> sessions);
  const store::Patient& patient() const { return patient_; }
  SessionsTable& table() { return *table_; }
  /// False where no session can be run in this window.
  void setCanStart(bool can);
  bool canTrainNow() const { return canStart_ && canTrain_; }
  /// Whether `session` left a line to train by.
  static bool leftALine(const store::SessionRow& session);

 Q_SIGNALS:
  void startSession();
  void trainNow();
  void editPatient();
  void hidePatient();
  void sessionOpened(const QString& sessionId);

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  QWidget* makeHeader();
  QWidget* makeCards();
  QWidget* makeRecord();
  void fillCards(const Course& course, const std::vector<store::SessionRow>& sessions);

  store::Patient patient_;
  bool canStart_ = true, canTrain_ = false;
  QLabel *name_, *about_, *note_, *method_;
  style::Button *start_, *train_, *edit_, *hide_;
  QWidget* cards_;
  QBoxLayout* beside_;
  StatCard *resting_, *inTarget_, *sessions_, *signal_;
  charts::TrendChart* trend_;
  SessionsTable* table_;
  QStackedWidget* record_;
  style::EmptyState* nothing_;
  style::Button* first_;
};

}  // namespace tonus::clinician
