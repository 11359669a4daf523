#include "clinician/session_page/opening.h"

#include <QMetaObject>
#include <string>
#include <utility>

namespace tonus::clinician {

void Opening::start(Make make) {
  opened_.reset();
  if (job_.running()) {
    forgotten_ = true;
    job_.cancel();
    next_ = std::move(make);
    return;
  }
  run(std::move(make));
}

void Opening::cancel() {
  job_.cancel();
  if (std::exchange(next_, nullptr)) Q_EMIT ended(core::Fault{core::FaultCode::kCancelled, "It was cancelled.", ""});
}

void Opening::forget() {
  next_ = nullptr;
  opened_.reset();
  forgotten_ = job_.running();
  job_.cancel();
}

std::unique_ptr<app::LiveSession> Opening::take() { return std::move(opened_); }

void Opening::run(Make make) {
  forgotten_ = false;
  const auto live = std::make_shared<std::unique_ptr<app::LiveSession>>();
  job_.start(
      [this, live, make = std::move(make), &clock = clock_](const store::Progress& progress) -> core::Status {
        std::string told;
        auto source = make([this, &progress, &told](double done, const std::string& waitingFor) {
          if (told != waitingFor) {
            told = waitingFor;
            const QString words = QString::fromStdString(waitingFor);
            QMetaObject::invokeMethod(this, [this, words] { if (running()) Q_EMIT waiting(words); }, Qt::QueuedConnection);
          }
          return progress(done);
        });
        if (!source) return source.fault();
        auto opened = app::LiveSession::open(*std::move(source), clock);
        if (!opened) return opened.fault();
        *live = *std::move(opened);
        return {};
      },
      [this, live](const core::Status& status) {
        const bool wanted = !std::exchange(forgotten_, false);
        if (Make next = std::exchange(next_, nullptr)) {
          live->reset();
          return run(std::move(next));
        }
        if (!wanted) return live->reset();
        opened_ = std::move(*live);
        Q_EMIT ended(status);
      });
}

}  // namespace tonus::clinician
