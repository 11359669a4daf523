#pragma once
// Work that takes longer than a blink: on a thread of its own, with progress and cancel, answered in the GUI thread.

#include <QObject>
#include <atomic>
#include <functional>
#include <thread>

#include "tonus/core/result.h"
#include "tonus/store/store.h"

namespace tonus::bridge {

/// GUI thread only; `work` runs elsewhere and must own or share everything it touches. Destroying it cancels and waits.
class Job : public QObject {
  Q_OBJECT

 public:
  using Work = std::function<core::Status(const store::Progress&)>;
  using Done = std::function<void(const core::Status&)>;

  explicit Job(QObject* parent = nullptr) : QObject(parent) {}
  ~Job() override;

  /// Refused (false) while one runs.
  bool start(Work work, Done done);
  void cancel() { cancelled_ = true; }
  bool running() const { return running_; }

 Q_SIGNALS:
  void progress(double fraction);
  void runningChanged(bool running);

 private:
  void finish(const core::Status& status);

  std::atomic<bool> cancelled_{false};
  bool running_ = false;
  Done done_;
  std::thread thread_;
};

}  // namespace tonus::bridge
