#pragma once
// A shipped protocol from beginning to end with a simulated patient, as `tonusctl demo` runs it, and what it came to.

#include <cstdint>
#include <string>
#include <vector>

#include "tonus/app/simulated_patients.h"
#include "tonus/core/summary.h"

namespace tonus::visits {

struct Visit {
  std::vector<std::string> steps;          ///< names, as they began
  struct Step {
    std::string name, id;
    core::PhaseKind kind = core::PhaseKind::kFree;
    bool scored = false, given = false;    ///< given: seen or heard
    double scoredS = 0, inTargetS = 0;
    std::uint32_t reps = 0, repsN = 0;
    double restShare = -1;
    double share() const { return scoredS > 0 ? inTargetS / scoredS : 0; }
  };
  std::vector<Step> run;
  core::SessionSummary summary;
  std::vector<std::string> faults;         ///< what the record says went wrong, in words
  std::vector<std::string> references;     ///< "strongest, 3 repetitions"
  std::size_t entriesN = 0;                ///< pain, comfort, range of motion
  bool identical = false;                  ///< replayed
  std::string difference;

  std::uint32_t reps() const;
  std::uint32_t repsN() const;
  /// Session metrics of the protocol without a value.
  std::vector<std::string> missing(const session::Protocol& protocol) const;
};

session::Protocol shipped(const std::string& id);
Visit visit(const session::Protocol& protocol, app::PatientKind kind, std::uint64_t seed = 1, bool replayed = false);

}  // namespace tonus::visits
