#pragma once
// The big buttons under the signal, each with its key; and the line a note is written in.

#include <QWidget>

class QLineEdit;
class QShortcut;

namespace tonus::style {
class Button;
}

namespace tonus::clinician {

class ControlRow : public QWidget {
  Q_OBJECT
 public:
  enum class Mode { kSetup, kRunning, kPaused };

  /// Keys work while `scope` or anything in it has the focus and a session runs.
  explicit ControlRow(QWidget* scope);

  void setMode(Mode mode);
  void setCanStart(bool can);
  void setLastPhase(bool last);
  style::Button* primary() const { return primary_; }

 Q_SIGNALS:
  void startWanted();
  void pauseWanted();
  void markWanted();
  void noteWritten(const QString& words);
  void easierWanted();
  void harderWanted();
  void nextWanted();
  void stopWanted();

 protected:
  bool eventFilter(QObject* object, QEvent* event) override;

 private:
  style::Button* add(const QString& words, const QString& keyWords, const QList<QKeySequence>& keys,
                     void (ControlRow::*signal)());
  void openNote();
  void closeNote();
  void primaryPressed();

  QWidget* scope_;
  Mode mode_ = Mode::kSetup;
  style::Button *primary_, *mark_, *note_, *easier_, *harder_, *next_, *stop_;
  QLineEdit* noteLine_;
  QList<QShortcut*> shortcuts_;
};

}  // namespace tonus::clinician
