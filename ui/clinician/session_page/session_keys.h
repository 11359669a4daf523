#pragma once
// The keys of the session page: they work wherever in the window the focus is, as long as the page is in view.

#include <QKeySequence>
#include <QObject>
#include <functional>
#include <vector>

class QShortcut;
class QWidget;

namespace tonus::clinician {

/// GUI thread. A text field keeps what is typed in it; lists and number fields of the set-up keep theirs too.
class SessionKeys : public QObject {
  Q_OBJECT
 public:
  enum class When { kRunning, kAlways };

  explicit SessionKeys(QWidget& page);

  void add(const QKeySequence& key, When when, std::function<void()> act, bool repeats = false);
  void setRunning(bool running);

 private:
  struct Key {
    QShortcut* shortcut;
    When when;
  };
  /// Something laid over the page (the help) has the focus: its keys are not the session's.
  bool covered(const QWidget* focus) const;
  void renew(const QWidget* focus);

  QWidget& page_;
  std::vector<Key> keys_;
  bool running_ = false;
};

}  // namespace tonus::clinician
