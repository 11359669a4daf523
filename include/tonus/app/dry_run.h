#pragma once
// A protocol tried out on a simulated patient, through the real engine; nothing is stored.

#include <functional>
#include <string>
#include <vector>

#include "tonus/app/simulated_patients.h"
#include "tonus/core/processed.h"
#include "tonus/core/result.h"
#include "tonus/session/protocol.h"

namespace tonus::app {

/// A step of the protocol as it was run.
struct DryRunStep {
  core::PhaseInfo phase;
  double lengthS = 0;           ///< as the protocol says; 0 = until somebody goes on
  double ranS = 0;              ///< of signal; less than its length while it runs
  double scoredS = 0;           ///< that could have been in target
  double inTargetS = 0;         ///< confirmed; while it runs not quite all of it
  std::uint32_t repsN = 0;      ///< that reached their goal
  std::vector<double> linesUv;  ///< the last there was, of every channel; 0 = none
};

/// All scored steps together.
struct DryRunSum {
  double scoredS = 0;
  double inTargetS = 0;
  std::uint32_t repsN = 0, repsAskedN = 0;   ///< of counted repetitions

  double share() const { return scoredS > 0 ? inTargetS / scoredS : 0; }
};

struct DryRunReport {
  PatientKind patient = PatientKind::kLearns;
  std::vector<std::string> channels;  ///< names
  std::vector<bool> trained;
  std::vector<DryRunStep> steps;      ///< all of the protocol
  std::size_t now = 0;                ///< step that runs; steps.size() = finished
  double ranS = 0;
  double totalS = 0;                  ///< expected; a step without a length counts kDryRunWaitS
  std::vector<std::string> remarks;   ///< what a clinician should know, whole sentences; when finished

  DryRunSum sum() const;
};

/// Where a protocol waits for somebody, the dry run goes on after so much signal.
inline constexpr double kDryRunWaitS = 20;

/// Told several times a second of signal's 20, from the thread that works; false = cancel.
using DryRunProgress = std::function<bool(const DryRunReport& soFar)>;

/// `speed` times as fast as life; 0 = as fast as it can be computed. The same protocol and patient give the same report.
core::Result<DryRunReport> dryRun(const session::Protocol& protocol, double speed, const DryRunProgress& progress = {},
                                  PatientKind patient = PatientKind::kLearns);

}  // namespace tonus::app
