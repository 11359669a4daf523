#pragma once
// A recording that broke off: how it was set up, and whether another can follow it now.

#include <optional>
#include <string>

#include "tonus/session/setup.h"
#include "tonus/store/store.h"

namespace tonus::clinician {

struct BrokenSession {
  std::optional<session::SessionSetup> setup;  ///< with its lines as they were
  core::FaultCode why{};

  /// What made it break off is over, as far as can be known.
  bool canGoOn(store::Store* store) const;
};

/// The newest of this patient, if it began then or later: what was kept of a recording.
std::optional<store::SessionRow> keptSince(store::Store* store, const std::string& patientId, core::WallTime begun);

}  // namespace tonus::clinician
