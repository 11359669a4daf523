#pragma once
// A training protocol: which muscles, what for, by which rule and line, in which phases. One JSON file each under
// resources/protocols/ (docs/formats/protocol.md). Plain values; equal files give equal values.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "tonus/core/result.h"
#include "tonus/feedback/law.h"
#include "tonus/feedback/rule.h"
#include "tonus/session/phase.h"

namespace tonus::session {

enum class ChannelRole { kTrainDown, kTrainUp, kTrainHold, kMonitor };

/// A muscle the protocol wants, in channel order.
struct ProtocolChannel {
  std::string ref;     ///< what ratios and numbers call it: "UT"
  std::string muscle;  ///< of muscles.json; empty = any
  std::string side;    ///< left, right, midline, affected (settled for each patient) or empty
  ChannelRole role = ChannelRole::kTrainDown;
  feedback::RuleSettings rule;  ///< partner: position in Protocol::channels
  feedback::LawSettings law;

  bool trained() const { return role != ChannelRole::kMonitor; }
  friend bool operator==(const ProtocolChannel&, const ProtocolChannel&) = default;
};

/// Of two channels, each in percent of its own reference.
struct RatioGoal {
  std::string of, to;  ///< refs of channels
  double atMost = 0;   ///< 0 = no such edge
  double atLeast = 0;

  friend bool operator==(const RatioGoal&, const RatioGoal&) = default;
};

enum class Direction { kDown, kUp, kRatio, kRest };

struct Goal {
  Direction direction = Direction::kDown;  ///< kRest: short rests in daily work
  double rmsMs = 250;                      ///< envelope window
  double displayMs = 500;                  ///< smoothing of displays on top; never of what is judged
  bool logScale = true;                    ///< of displays
  std::vector<RatioGoal> ratios;

  friend bool operator==(const Goal&, const Goal&) = default;
};

struct Evidence {
  std::string grade;                 ///< supported, supported_with_cbt, moderate_for_disability, mixed, emerging, limited, weak
  std::string summary;
  std::vector<std::string> sources;

  friend bool operator==(const Evidence&, const Evidence&) = default;
};

/// How a course is planned; 0 = not said.
struct CoursePlan {
  int leastN = 0, mostN = 0;
  int leastPerWeek = 0, mostPerWeek = 0;
  int minutes = 0;

  friend bool operator==(const CoursePlan&, const CoursePlan&) = default;
};

/// A questionnaire or rating of the course, and when.
struct Outcome {
  std::string id;
  std::string when;

  friend bool operator==(const Outcome&, const Outcome&) = default;
};

struct Protocol {
  std::string id;
  std::string name;
  std::string condition;             ///< "tension headache"; empty = any
  std::string review;                ///< "template, not yet reviewed"
  std::string source;                ///< where its structure comes from
  Evidence evidence;                 ///< for the clinician; never a promise to the patient
  std::vector<std::string> cautions;
  CoursePlan course;
  std::vector<ProtocolChannel> channels;
  Goal goal;
  feedback::RuleSettings rule;       ///< of channels that say nothing else
  feedback::LawSettings law;
  std::vector<Phase> phases;
  std::vector<std::string> sessionMetrics;  ///< numbers it is judged by: ids of analysis' registry
  std::string criterion;             ///< when the course has reached its goal
  std::vector<Outcome> outcomes;
  bool lostTimeCounts = false;       ///< lost frames count as time of the phase: records made before tonus.protocol/2

  /// Of everything with a fixed length; `channelsN` in use, for phases that take them one by one (0 = as many as named).
  double totalS(std::size_t channelsN = 0) const;
  feedback::RuleSettings ruleFor(std::size_t channel) const;
  feedback::LawSettings lawFor(std::size_t channel) const;
  friend bool operator==(const Protocol&, const Protocol&) = default;
};

/// Where a file is wrong, in words. Line and column count from 1; both 0 = the file as a whole.
struct ProtocolProblem {
  int line = 0, column = 0;
  std::string text;                  ///< `phase 3 "train": "duration_s" is -1; it may be 0 to 14400`
  std::string pointer;               ///< of the value in the JSON, or of the object that lacks one: "/phases/2/cue"
};

/// Everything that is wrong, in the order of the file; empty = it can be used.
std::vector<ProtocolProblem> checkProtocol(std::string_view json);
/// What can be run but will hardly work as it is meant, and what to do, in the order of the file; none while something is
/// wrong: "phase 3 "train": the line follows from the baseline, and none comes before it; put …"
std::vector<ProtocolProblem> adviseOnProtocol(std::string_view json);
/// The fault's text lists all problems, one a line. Reads tonus.protocol/2 and the /1 of older records.
core::Result<Protocol> parseProtocol(std::string_view json);
std::string toJson(const Protocol& p);

/// All that ship or lie in `resourcesDir`, sorted by name. Broken files are reported, not skipped silently.
struct ProtocolLibrary {
  std::vector<Protocol> protocols;
  std::vector<core::Fault> faults;
};
ProtocolLibrary loadProtocols(std::string_view resourcesDir = {});

}  // namespace tonus::session
