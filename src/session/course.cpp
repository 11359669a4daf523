#include "course.h"

#include "tonus/session/steps.h"

namespace tonus::session {

namespace {
std::vector<core::PhaseInfo> stepsFor(const SessionSetup& s) {
  return stepsOf(s.protocol, s.format.sampleRateHz, takingPart(s));
}
}  // namespace

Course::Course(const SessionSetup& setup, std::int64_t hopFrames, feedback::Engine& engine)
    : protocol_(setup.protocol), engine_(engine), phases_(stepsFor(setup), setup.format.sampleRateHz), measurements_(setup, stepsFor(setup), hopFrames) {
  measurements_.begin(*phases_.current());
}

void Course::begin(core::SampleIndex at, Events& events) {
  if (const auto* rule = ruleOf(*phases_.current())) engine_.startPhase(rule);
  beginStep(at, PhaseTurn::kByItself, events);
}

const feedback::RuleSettings* Course::ruleOf(const core::PhaseInfo& step) const {
  return step.rule.empty() ? nullptr : &*protocol_.phases[step.part].rule;
}

void Course::hop(core::SampleIndex at, const PhasePlace& place, std::span<const double> envelopeUv,
                 const core::ChannelList<core::ChannelQuality>& quality, Events& events) {
  measurements_.hop(at, place, envelopeUv, quality, engine_, events);
  if (phases_.due(at)) turn(PhaseTurn::kByItself, at, events);
}

void Course::turn(PhaseTurn how, core::SampleIndex at, Events& events) {
  const bool over = how == PhaseTurn::kByItself || how == PhaseTurn::kSkipped;
  if (over && phases_.finished()) return;
  if (over) measurements_.end(at, engine_, events);
  if (!phases_.turn(how, at)) return;
  engine_.startPhase(ruleOf(*phases_.current()));
  addLineChanges(engine_, at, events);
  beginStep(at, how, events);
}

void Course::beginStep(core::SampleIndex at, PhaseTurn how, Events& events) {
  const core::PhaseInfo& step = *phases_.current();
  measurements_.begin(step);
  measurements_.changePosture(at, engine_, events);
  events.push_back({at, core::EventKind::kPhase, -1, static_cast<double>(how), step.name});
  if (!step.marker.empty()) events.push_back({at, core::EventKind::kMarker, -1, 1, step.marker});
}

}  // namespace tonus::session
