#pragma once
// What the session page needs from the program around it.

#include <functional>
#include <memory>
#include <string>

#include "bridge/devices.h"
#include "clinician/session_page/electrodes_panel.h"
#include "tonus/core/clock.h"
#include "tonus/core/source.h"
#include "tonus/store/store.h"

namespace tonus::clinician {

struct SessionServices {
  using Source = core::Result<std::unique_ptr<core::SignalSource>>;

  core::Clock& clock;
  std::function<store::Store*()> store;  ///< null while no store is open
  std::string resourcesDir;
  /// Where the signal comes from, instead of what is chosen in the set-up; for measuring.
  std::function<Source()> source = {};
  bridge::Devices* devices = nullptr;  ///< null: only what needs no device
  ElectrodesPanel::Meter electrodes = {};  ///< empty: the drivers'
  /// Makes the source of a plugged-in amplifier, on any thread; empty: the drivers do.
  std::function<Source(const std::string& id, const drivers::Waiting&)> device = {};

  store::Store* openStore() const { return store ? store() : nullptr; }
};

}  // namespace tonus::clinician
