#include "patient/stay_awake.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>

namespace tonus::patient {
namespace {

QDBusMessage call(const QString& method) {
  return QDBusMessage::createMethodCall(QStringLiteral("org.freedesktop.ScreenSaver"), QStringLiteral("/ScreenSaver"),
                                        QStringLiteral("org.freedesktop.ScreenSaver"), method);
}

void release(std::uint32_t cookie) {
  QDBusMessage message = call(QStringLiteral("UnInhibit"));
  message << cookie;
  QDBusConnection::sessionBus().asyncCall(message);
}

}  // namespace

StayAwake::StayAwake() {
  if (!QDBusConnection::sessionBus().isConnected()) return;
  QDBusMessage message = call(QStringLiteral("Inhibit"));
  message << QStringLiteral("Tonus") << QStringLiteral("The patient display is shown");
  auto* answer = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(message));
  std::weak_ptr<std::uint32_t> owner = cookie_;
  QObject::connect(answer, &QDBusPendingCallWatcher::finished, answer, [answer, owner] {
    const QDBusPendingReply<std::uint32_t> reply = *answer;
    answer->deleteLater();
    if (reply.isError()) return;
    if (const auto cookie = owner.lock())
      *cookie = reply.value();
    else
      release(reply.value());
  });
}

StayAwake::~StayAwake() {
  if (*cookie_ != 0) release(*cookie_);
}

}  // namespace tonus::patient
