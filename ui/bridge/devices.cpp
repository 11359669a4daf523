#include "bridge/devices.h"

#include <QMetaObject>

namespace tonus::bridge {

Devices::Devices(QObject* parent)
    : QObject(parent), watch_(std::make_unique<drivers::DeviceWatch>([this] {
        QMetaObject::invokeMethod(this, &Devices::changed, Qt::QueuedConnection);
      })) {}

Devices::~Devices() { watch_.reset(); }

}  // namespace tonus::bridge
