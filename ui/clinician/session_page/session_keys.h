#pragma once
// The keys of the session page: they work wherever in the window the focus is, as long as the page is in view.

#include <QKeySequence>
#include <QObject>
#include <functional>
#include <vector>

class QShortcut;
class QWidget;

namespace tonus::clinician {

/// GUI thread. A text field keeps what is typed in it; lists and number fields keep theirs too.
class SessionKeys : public QObject {
  Q_OBJECT
 public:
  enum class When { kRunning, kSetup, kAlways, kAsked };  ///< kAsked: while it is asked whether the session shall end

  explicit SessionKeys(QWidget& page);

  void add(const QKeySequence& key, When when, std::function<void()> act, bool repeats = false);
  void setRunning(bool running);
  void setAsked(bool asked);

 private:
  struct Key {
    QShortcut* shortcut;
    When when;
  };
  bool isFor(When when, bool field) const;
  /// Something laid over the page (the help) has the focus: its keys are not the session's.
  bool covered(const QWidget* focus) const;
  /// It lies in a line of the page that has keys of its own (property "ownKeys").
  bool hasOwnKeys(const QWidget* focus) const;
  void renew(const QWidget* focus);

  QWidget& page_;
  std::vector<Key> keys_;
  bool running_ = false;
  bool asked_ = false;
};

}  // namespace tonus::clinician
