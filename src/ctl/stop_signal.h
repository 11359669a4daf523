#pragma once
// Ctrl+C as something to wait for.

#include <chrono>
#include <csignal>

namespace tonus::ctl {

/// SIGINT and SIGTERM mean "stop" while this lives. Made before any thread starts, so that every thread inherits the
/// blocked mask; the mask is given back at the end.
class StopSignal {
 public:
  StopSignal();
  ~StopSignal();
  StopSignal(const StopSignal&) = delete;
  StopSignal& operator=(const StopSignal&) = delete;

  /// Takes the signal, so that it is not delivered again afterwards.
  bool wait(std::chrono::milliseconds timeout);

 private:
  sigset_t mask_{}, before_{};
  int fd_ = -1;
};

}  // namespace tonus::ctl
