#pragma once
// A calm line below a page, with the page's margins and no height while it says nothing: something that can be done now, or undone.

#include <QTimer>
#include <QWidget>
#include <functional>

class QFrame;
class QLabel;

namespace tonus::style {
class Button;
}

namespace tonus::clinician {

class Notice : public QWidget {
  Q_OBJECT

 public:
  enum class Kind { kCalm, kCaution };

  explicit Notice(QWidget* parent = nullptr);

  /// An empty `action` shows words only. Stays until used, dismissed, or `forMs` passed (0 = stays).
  void show(Kind kind, const QString& words, const QString& action = {}, std::function<void()> act = {}, int forMs = 0);
  void dismiss();
  QString words() const;

 Q_SIGNALS:
  void dismissed();

 private:
  QFrame* frame_;
  QWidget* icon_ = nullptr;
  QLabel* words_;
  style::Button* action_;
  std::function<void()> act_;
  QTimer timer_;
};

}  // namespace tonus::clinician
