#pragma once
// The devices that are plugged in, for every page that lists them: one watch a program, so that nobody is asked twice who
// he is.

#include <QObject>
#include <memory>

#include "tonus/drivers/registry.h"

namespace tonus::bridge {

/// GUI thread only.
class Devices : public QObject {
  Q_OBJECT

 public:
  explicit Devices(QObject* parent = nullptr);
  ~Devices() override;

  drivers::DeviceList list() const { return watch_->list(); }
  /// Tries again what could not be opened.
  void lookAgain() { watch_->lookAgain(); }

 Q_SIGNALS:
  void changed();  ///< plugged, pulled, has answered, waits for something else

 private:
  std::unique_ptr<drivers::DeviceWatch> watch_;
};

}  // namespace tonus::bridge
