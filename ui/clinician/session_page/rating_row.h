#pragma once
// Pain, comfort and what else a protocol asks for, entered in place by mouse or number keys; and what rising pain calls for.

#include <QElapsedTimer>
#include <QWidget>
#include <string>
#include <vector>

#include "clinician/session_page/pain_watch.h"

class QLabel;

namespace tonus::style {
class Button;
}

namespace tonus::clinician {

/// "Pain 3 of 10", "Range of motion 85°": an entry of the record (core::EventKind::kEntry) in words.
QString entryWords(const std::string& what, double value);

/// One question after the other in a line of its own. Nothing is asked twice unless somebody wants it.
class RatingRow : public QWidget {
  Q_OBJECT
 public:
  explicit RatingRow(QWidget* parent = nullptr);

  /// Opens with the first of these ("pain_nrs"); none: closes.
  void ask(std::vector<std::string> whats);
  bool isOpen() const { return at_ < whats_.size(); }

 Q_SIGNALS:
  void entered(const QString& what, double value);
  void openChanged(bool open);

 protected:
  bool event(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  static bool isOwn(int key);
  void showQuestion();
  void keep(double value);
  void close();
  double most() const;

  std::vector<std::string> whats_;
  std::size_t at_ = 0;
  QString typed_;
  QElapsedTimer shown_;   ///< since the scale changed under the cursor
  QLabel *question_, *typedWords_;
  std::vector<style::Button*> numbers_;
};

/// Says to stop or ease, and offers to; never stops by itself.
class PainAlert : public QWidget {
  Q_OBJECT
 public:
  explicit PainAlert(QWidget* parent = nullptr);

  void tell(const PainWatch::Warning& warning);

 Q_SIGNALS:
  void pauseWanted();
  void stopWanted();

 private:
  QLabel* words_;
};

}  // namespace tonus::clinician
