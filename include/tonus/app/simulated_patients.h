#pragma once
// Simulated patients for a protocol: who can do what it asks, and who cannot.

#include "tonus/drivers/simulator.h"
#include "tonus/session/setup.h"

namespace tonus::app {

enum class PatientKind {
  kLearns,          ///< does what the phases ask, better with feedback
  kDoesNotRespond,  ///< does it, and feedback changes nothing
  kArtefacts,       ///< no muscle: lurches and an open input by turns
  kNoiseOnly,       ///< no muscle: what the amplifier makes by itself
};

/// Not live, four channels, 2 kHz: the caller changes what it wants otherwise.
drivers::SimulatorConfig patientOf(PatientKind kind);

/// What this visit asks of its channels, read from the protocol's phases and from each channel's role, rule and law, never
/// from its name: how strong a reference contraction is, how hard work is for that line and how it is balanced at first, where
/// to move and where to rest, and a resting level that leaves something to learn. References that the setup already knows
/// are kept. Invented numbers, plausible for surface EMG.
drivers::SimulatedTraining trainingFor(const session::SessionSetup& setup);

}  // namespace tonus::app
