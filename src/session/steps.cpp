#include "tonus/session/steps.h"

#include <cmath>

namespace tonus::session {

namespace {

core::PhaseInfo infoOf(const Phase& p, std::uint32_t part, bool up, double rateHz) {
  core::PhaseInfo info;
  info.kind = p.kind;
  info.name = p.name;
  info.cue = p.cue;
  info.durationFrames = std::llround(p.durationS * rateHz);
  info.feedback = p.feedback;
  info.sound = p.sound;
  info.scored = p.scored;
  info.up = up;
  info.part = part;
  info.id = p.id;
  info.marker = p.marker;
  info.posture = p.posture;
  info.targetPercents = p.targetPercents;
  info.submaximal = p.submaximal;
  info.breathsPerMin = p.breathsPerMin;
  if (p.rule) info.rule = p.rule->kind;
  for (const Stage& s : p.stages)
    info.stages.push_back({s.name, s.cue, std::max<std::int64_t>(1, std::llround(s.durationS * rateHz)), s.work});
  if (info.stages.empty()) return info;
  info.repsN = p.reps;
  std::int64_t round = 0;
  for (const core::StageInfo& s : info.stages) round += s.durationFrames;
  info.durationFrames = round * p.reps;
  return info;
}

core::PhaseInfo restBetween(const Phase& p, std::uint32_t part, double rateHz) {
  core::PhaseInfo rest;
  rest.kind = core::PhaseKind::kRest;
  rest.name = "Rest";
  rest.cue = "Rest and move a little";
  rest.durationFrames = std::llround(p.restS * rateHz);
  rest.feedback = rest.sound = rest.scored = false;
  rest.part = part;
  return rest;
}

bool worksUp(const Protocol& p) {
  return p.goal.direction == Direction::kUp || p.goal.direction == Direction::kRatio || p.rule.kind == "above";
}

}  // namespace

std::vector<StepChannel> takingPart(const SessionSetup& s) {
  std::vector<StepChannel> out;
  for (std::size_t c = 0; c < s.channels.size(); ++c)
    if (s.channels[c].role != feedback::Role::kOff) out.push_back({c, s.channels[c].name});
  return out;
}

std::vector<core::PhaseInfo> stepsOf(const Protocol& protocol, double rateHz, const std::vector<StepChannel>& channels) {
  std::vector<core::PhaseInfo> out;
  for (std::uint32_t part = 0; part < protocol.phases.size(); ++part) {
    const Phase& p = protocol.phases[part];
    const core::PhaseInfo once = infoOf(p, part, p.up.value_or(worksUp(protocol)), rateHz);
    const std::size_t passes = p.repeat * (p.perChannel ? channels.size() : 1);
    for (std::size_t pass = 0; pass < passes; ++pass) {
      if (pass > 0 && p.restS > 0) out.push_back(restBetween(p, part, rateHz));
      core::PhaseInfo& step = out.emplace_back(once);
      if (p.perChannel) {
        const StepChannel& c = channels[pass / p.repeat];
        step.channel = static_cast<std::int32_t>(c.channel);
        step.name += ": " + c.name;
      }
      if (p.repeat > 1) step.name += ' ' + std::to_string(pass % p.repeat + 1);
    }
  }
  for (std::uint32_t i = 0; i < out.size(); ++i) out[i].index = i;
  return out;
}

}  // namespace tonus::session
