#include "stop_signal.h"

#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

namespace tonus::ctl {

StopSignal::StopSignal() {
  sigemptyset(&mask_);
  sigaddset(&mask_, SIGINT);
  sigaddset(&mask_, SIGTERM);
  ::pthread_sigmask(SIG_BLOCK, &mask_, &before_);
  fd_ = ::signalfd(-1, &mask_, SFD_CLOEXEC);
}

StopSignal::~StopSignal() {
  ::close(fd_);
  ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

bool StopSignal::wait(std::chrono::milliseconds timeout) {
  pollfd p{fd_, POLLIN, 0};
  if (::poll(&p, 1, static_cast<int>(timeout.count())) <= 0) return false;
  signalfd_siginfo info{};
  return ::read(fd_, &info, sizeof info) == sizeof info;
}

}  // namespace tonus::ctl
