#pragma once
// A whole visit with nobody there: a simulated patient and, where a protocol waits, somebody who goes on.

#include <memory>
#include <string>

#include "tonus/app/simulated_patients.h"
#include "tonus/core/clock.h"
#include "tonus/core/progress.h"
#include "tonus/session/session.h"
#include "tonus/store/store.h"

namespace tonus::app {

/// Where a protocol has no end of its own, a demo goes on after so much signal.
inline constexpr double kDemoOpenEndS = 60;

struct DemoVisit {
  std::string session;      ///< id
  session::Status status;   ///< at the end
  std::uint32_t repsN = 0;       ///< repetitions that reached their goal, where they are scored
  std::uint32_t repsAskedN = 0;
};

/// Runs the setup's protocol to its end as fast as it can be computed, recorded under `patient`. What the protocol asks for
/// (pain, comfort, range of motion) is answered as by somebody whom it helps. `watcher` sees every block. The same arguments give the same samples.
core::Result<DemoVisit> runDemoVisit(store::Store& store, core::ManualClock& clock, const store::Patient& patient,
                                     const session::Protocol& protocol, const drivers::SimulatorConfig& simulated,
                                     const core::Progress& progress = {}, std::shared_ptr<core::BlockSink> watcher = {});

}  // namespace tonus::app
