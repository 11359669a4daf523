#pragma once
// An amplifier being opened: on a thread of its own, because one that resets and answers slowly takes seconds.

#include <QObject>
#include <functional>
#include <memory>

#include "bridge/job.h"
#include "tonus/app/live_session.h"
#include "tonus/drivers/impedance.h"

namespace tonus::clinician {

/// GUI thread. Destroying it gives up and waits.
class Opening : public QObject {
  Q_OBJECT
 public:
  /// Any thread.
  using Make = std::function<core::Result<std::unique_ptr<core::SignalSource>>(const drivers::Waiting&)>;

  explicit Opening(core::Clock& clock, QObject* parent = nullptr) : QObject(parent), clock_(clock) {}

  /// Gives up what was being opened before; nothing more is heard of that.
  void start(Make make);
  /// Gives up: `ended` says so.
  void cancel();
  /// Gives up; nothing is heard of it.
  void forget();
  bool running() const { return job_.running() && (!forgotten_ || next_); }
  /// After `ended` with a good status; once.
  std::unique_ptr<app::LiveSession> take();

 Q_SIGNALS:
  void waiting(const QString& words);  ///< "the board to start after its reset (2 s)"
  void ended(const tonus::core::Status& status);

 private:
  void run(Make make);

  core::Clock& clock_;
  std::unique_ptr<app::LiveSession> opened_;
  Make next_;  ///< once the one being given up has ended
  bool forgotten_ = false;
  bridge::Job job_;  // last: it is waited for while the rest still stands
};

}  // namespace tonus::clinician
