#pragma once
// The big buttons under the signal, each with its key; and the line a note is written in.

#include <QTimer>
#include <QWidget>

class QLabel;
class QLayout;
class QLineEdit;

namespace tonus::style {
class Button;
}

namespace tonus::clinician {

class SessionKeys;

class ControlRow : public QWidget {
  Q_OBJECT
 public:
  enum class Mode { kSetup, kRunning, kPaused };

  /// While a session runs `keys` work its buttons; `scope` has the focus when a note is done.
  ControlRow(QWidget* scope, SessionKeys& keys);

  void setMode(Mode mode);
  void setCanStart(bool can);
  /// Set-up can be left for feedback at once; `why` is told when the button is pointed at. Empty: it cannot.
  void setCanTrainNow(const QString& why);
  void setLastPhase(bool last);
  /// While a line of the page has Esc for itself, Stop does not show it.
  void setEscElsewhere(bool elsewhere);
  /// Asks in the row whether the session shall end; without an answer the question goes by itself.
  void askToStop();
  bool asking() const { return asking_; }
  /// A short line between the buttons that goes by itself ("Marked at 0:42").
  void tell(const QString& words, bool caution = false);
  style::Button* primary() const { return primary_; }

 Q_SIGNALS:
  void startWanted();
  void trainNowWanted();
  void pauseWanted();
  void markWanted();
  void rateWanted();
  void noteWritten(const QString& words);
  void easierWanted();
  void harderWanted();
  void nextWanted();
  void stopWanted();

 protected:
  bool eventFilter(QObject* object, QEvent* event) override;

 private:
  style::Button* add(const QString& words, const QString& keyWords, const QList<QKeySequence>& keys,
                     void (ControlRow::*pressed)());
  void openNote();
  void closeNote();
  void primaryPressed();
  void trainPressed();
  void escapePressed();
  void endPressed();
  void setAsking(bool asking);
  void addQuestion(QLayout& row);
  void arrange();

  QWidget* scope_;
  SessionKeys& keys_;
  Mode mode_ = Mode::kSetup;
  bool escElsewhere_ = false;
  bool canStart_ = false, canTrain_ = false;
  style::Button *primary_, *train_, *mark_, *note_, *rate_, *easier_, *harder_, *next_, *stop_, *end_, *keepOn_;
  QLineEdit* noteLine_;
  QLabel *told_, *question_;
  QTimer toldFor_, askedFor_;
  bool writing_ = false;
  bool asking_ = false;
};

}  // namespace tonus::clinician
