#include "tonus/app/simulated_patients.h"

#include <algorithm>
#include <array>

#include "tonus/session/steps.h"

namespace tonus::app {

namespace {

using core::PhaseKind;
using drivers::SimulatedMuscle;
using session::ChannelSetup;

constexpr double kLearning = 0.8;
constexpr double kStrongestUv = 600, kHoldUv = 200;
constexpr std::array kUneven{1.0, 0.85, 1.1, 0.9};   // muscles are alike but not equal
constexpr double kIdleUv = 2.5;                      // at rest, of muscles that are to learn to work
constexpr double kNoLineShare = 0.4, kNoLineUv = 60; // work where nothing says how hard
constexpr double kFirst = 1.25, kSkilled = 1.6;      // of a line to get above
constexpr double kFirstShaped = 1.5, kFirstFixed = 1.05, kSkilledBalance = 0.66;  // of a ratio not to exceed
constexpr double kWatched = 0.1;                     // of the reference: muscles beside those that are trained
constexpr double kMove = 0.08, kMoveUv = 40;
constexpr double kAboveRestLine = 1.5;               // a resting level that is not yet rest
constexpr double kTaskOfStrongest = 0.06, kTaskOfHold = 0.35;

/// What the phases ask of the patient.
struct Asked {
  bool reference = false, hold = false;
  bool work = false;   ///< by stages, or for a trial from rest
  bool moves = false;  ///< stages of rest around stages in which to let go
  bool tasks = false;  ///< daily work with short rests
};

bool isGap(const ChannelSetup& c) { return c.role == feedback::Role::kTrain && c.law.kind == "gap"; }
bool asksForWork(const ChannelSetup& c) {
  const feedback::RuleRow* row = feedback::findRule(c.rule.kind);
  return c.role == feedback::Role::kTrain && row != nullptr && row->goal != feedback::RuleGoal::kLess;
}

Asked askedBy(const session::SessionSetup& setup) {
  Asked out;
  const bool gap = std::ranges::any_of(setup.channels, isGap);
  const bool tonic = std::ranges::all_of(setup.channels, [](const ChannelSetup& c) {
    return c.role != feedback::Role::kTrain || c.law.kind == "adaptive";   // a line that follows a resting level up
  });
  for (const core::PhaseInfo& step : session::stepsOf(setup.protocol, setup.format.sampleRateHz, session::takingPart(setup))) {
    const auto worksIn = [](const core::StageInfo& s) { return s.work; };
    if (step.kind == PhaseKind::kReference) {
      out.reference = true;
      out.hold = out.hold || step.submaximal;
    } else if (step.up) {
      out.work = out.work || !step.stages.empty() || (step.kind == PhaseKind::kTrial && !tonic);
    } else if (!std::ranges::all_of(step.stages, worksIn)) {
      out.moves = out.moves || std::ranges::any_of(step.stages, worksIn);
    }
    out.tasks = out.tasks || (gap && step.kind == PhaseKind::kTask);
  }
  return out;
}

SimulatedMuscle muscleAtRest(const ChannelSetup& c, std::size_t channel, const Asked& asked, bool worksMostly) {
  SimulatedMuscle m;
  const double uneven = kUneven[channel % kUneven.size()];
  if (asked.reference || c.rule.referenceUv > 0)
    m.referenceUv = c.rule.referenceUv > 0 ? c.rule.referenceUv : uneven * (asked.hold ? kHoldUv : kStrongestUv);
  if (worksMostly) m.restingUv = uneven * kIdleUv;
  if (isGap(c) && c.law.start > 0) m.restingUv = kAboveRestLine * c.law.start * m.referenceUv;
  if (asked.moves) m.moveUv = m.referenceUv > 0 ? kMove * m.referenceUv : uneven * kMoveUv;
  if (asked.tasks) m.taskUv = (asked.hold ? kTaskOfHold : kTaskOfStrongest) * m.referenceUv;
  return m;
}

/// Where the line of a muscle that is to work will be at first.
double lineUv(const ChannelSetup& c, const SimulatedMuscle& m) {
  if (c.rule.thresholdUv > 0) return c.rule.thresholdUv;
  if (c.law.kind == "reference" && m.referenceUv > 0) return c.law.start * m.referenceUv;
  if (c.law.kind == "baseline" || c.law.kind == "adaptive" || c.law.kind == "shaped") return c.law.start * m.restingUv;
  return m.referenceUv > 0 ? kNoLineShare * m.referenceUv : kNoLineUv;
}

void addWork(const ChannelSetup& c, SimulatedMuscle& m) {
  if (c.role != feedback::Role::kTrain) m.workUv = m.skilledWorkUv = m.referenceUv > 0 ? kWatched * m.referenceUv : kIdleUv;
  if (!asksForWork(c)) return;
  const bool on = c.rule.kind == "follow";   // on the line, not past it
  m.workUv = (on ? 1 : kFirst) * lineUv(c, m);
  m.skilledWorkUv = (on ? 1 : kSkilled) * lineUv(c, m);
}

/// Of two muscles, one of which works: out of balance at first, a little better than asked in the end.
void addBalance(const ChannelSetup& c, const SimulatedMuscle& partner, SimulatedMuscle& m) {
  const bool shaped = c.law.kind == "ratio";
  const double scale = m.referenceUv > 0 && partner.referenceUv > 0 ? m.referenceUv / partner.referenceUv : 1;
  const bool isRatio = c.rule.kind.starts_with("ratio_");
  const double goal = !isRatio ? 1 : shaped && c.law.target > 0 ? c.law.target : c.rule.ratio;
  const double first = shaped ? kFirstShaped : kFirstFixed;
  const bool less = c.rule.kind.ends_with("_below");
  m.workUv = (less ? first : 1 / first) * goal * scale * partner.workUv;
  m.skilledWorkUv = (less ? kSkilledBalance : 1 / kSkilledBalance) * goal * scale * partner.skilledWorkUv;
}

}  // namespace

drivers::SimulatorConfig patientOf(PatientKind kind) {
  drivers::SimulatorConfig c;
  if (kind == PatientKind::kArtefacts) c = *drivers::parseSimulator("artefact");
  if (kind == PatientKind::kNoiseOnly) c = *drivers::parseSimulator("noise");
  if (kind == PatientKind::kLearns) c.learning = kLearning;
  if (kind == PatientKind::kDoesNotRespond) c.learning = 0;
  c.live = false;
  return c;
}

drivers::SimulatedTraining trainingFor(const session::SessionSetup& setup) {
  const Asked asked = askedBy(setup);
  const bool worksMostly = asked.work && std::ranges::any_of(setup.channels, asksForWork);
  drivers::SimulatedTraining out;
  for (std::size_t c = 0; c < setup.channels.size(); ++c) {
    out.muscles.push_back(muscleAtRest(setup.channels[c], c, asked, worksMostly));
    if (worksMostly) addWork(setup.channels[c], out.muscles.back());
  }
  if (!worksMostly) return out;
  for (std::size_t c = 0; c < setup.channels.size(); ++c) {
    const ChannelSetup& channel = setup.channels[c];
    const bool ofTwo = channel.rule.kind.starts_with("ratio_") || channel.rule.kind.starts_with("difference_");
    if (channel.role != feedback::Role::kTrain || !ofTwo || channel.rule.partner < 0) continue;
    if (const auto partner = static_cast<std::size_t>(channel.rule.partner); partner < out.muscles.size())
      addBalance(channel, out.muscles[partner], out.muscles[c]);
  }
  return out;
}

}  // namespace tonus::app
