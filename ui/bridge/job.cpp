#include "bridge/job.h"

#include <QMetaObject>
#include <utility>

namespace tonus::bridge {

Job::~Job() {
  cancelled_ = true;
  if (thread_.joinable()) thread_.join();
}

bool Job::start(Work work, Done done) {
  if (running_) return false;
  if (thread_.joinable()) thread_.join();
  cancelled_ = false;
  running_ = true;
  done_ = std::move(done);
  Q_EMIT runningChanged(true);
  thread_ = std::thread([this, work = std::move(work)] {
    const core::Status status = work([this, told = -1](double fraction) mutable {
      const int permille = static_cast<int>(1000 * fraction);
      if (std::exchange(told, permille) != permille)
        QMetaObject::invokeMethod(this, [this, fraction] { Q_EMIT progress(fraction); }, Qt::QueuedConnection);
      return !cancelled_.load();
    });
    QMetaObject::invokeMethod(this, [this, status] { finish(status); }, Qt::QueuedConnection);
  });
  return true;
}

void Job::finish(const core::Status& status) {
  thread_.join();
  running_ = false;
  Q_EMIT runningChanged(false);
  if (const Done done = std::move(done_)) done(status);
}

}  // namespace tonus::bridge
