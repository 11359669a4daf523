#pragma once
// Lets one thread sleep until another has something for it, without a lock on the notifying side.

#include <chrono>

namespace tonus::session {

/// An eventfd: notify() is one system call, never waits, and is never lost even if nobody waits yet.
class Wakeup {
 public:
  Wakeup();
  ~Wakeup();
  Wakeup(const Wakeup&) = delete;
  Wakeup& operator=(const Wakeup&) = delete;

  void notify();
  /// Returns at once if notified since the last wait, else when notified or after `timeout`.
  void wait(std::chrono::milliseconds timeout);

 private:
  int fd_;
};

}  // namespace tonus::session
