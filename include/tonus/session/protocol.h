#pragma once
// A training protocol as the runner needs it: ordered phases and how the threshold follows from the baseline.
// One JSON file each under resources/protocols/.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tonus/core/processed.h"
#include "tonus/core/result.h"

namespace tonus::session {

struct Phase {
  core::PhaseKind kind = core::PhaseKind::kFree;
  std::string name;
  std::string cue;
  double durationS = 0;      ///< 0 = until the clinician goes on
  bool feedback = true;
  bool scored = false;

  friend bool operator==(const Phase&, const Phase&) = default;
};

struct Protocol {
  std::string id;
  std::string name;
  std::string condition;            ///< "tension headache"; empty = any
  std::string review;               ///< "template, not yet reviewed"
  std::string source;               ///< where its numbers come from
  std::string ruleKind = "below";
  double thresholdOfBaseline = 0.9; ///< threshold = this × median baseline envelope, set when a baseline phase ends; 0 = manual only
  std::vector<std::string> muscles; ///< suggested muscle ids, in channel order
  std::vector<Phase> phases;

  double totalS() const;            ///< of the phases with a fixed length
  friend bool operator==(const Protocol&, const Protocol&) = default;
};

/// Faults name the field in words.
core::Result<Protocol> parseProtocol(std::string_view json);
std::string toJson(const Protocol& p);

/// All that ship or lie in `resourcesDir`, sorted by name. Broken files are reported, not skipped silently.
struct ProtocolLibrary {
  std::vector<Protocol> protocols;
  std::vector<core::Fault> faults;
};
ProtocolLibrary loadProtocols(std::string_view resourcesDir = {});

}  // namespace tonus::session
