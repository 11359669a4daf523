#pragma once
// Over the signal: what went wrong and what was kept; and, after a session that broke off, the way to go on.

#include <QWidget>

class QLabel;

namespace tonus::style {
class Button;
}

namespace tonus::clinician {

class NoticeBand : public QWidget {
  Q_OBJECT
 public:
  explicit NoticeBand(QWidget* parent = nullptr);

  /// Empty: there is nothing to say.
  void say(const QString& words);
  /// `possible`: it can go on now.
  void offerToContinue(bool offered, bool possible = false);
  void clear();

 Q_SIGNALS:
  void continueWanted();

 private:
  QLabel* words_;
  style::Button* continue_;
};

}  // namespace tonus::clinician
