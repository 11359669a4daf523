#include "judge.h"

#include <cassert>
#include <cmath>

namespace tonus::feedback {

Judge::Judge(const std::vector<ChannelRule>& channels, double hopS) : hopS_(hopS), partners_(channels.size()) {
  channels_.reserve(channels.size());
  for (const ChannelRule& c : channels) {
    const RuleRow* row = findRule(c.rule.kind);
    assert(row);
    channels_.push_back({.role = c.role, .settings = c.rule, .rule = row->make(), .row = row, .phase = {}, .line = {}, .quality = {}, .noise = {}, .recoveryHops = 0});
    channels_.back().line = {.uv = c.rule.thresholdUv, .upperUv = c.rule.upperUv};
  }
}

Moment Judge::moment(std::size_t c, std::span<const double> envelopeUv, const HopState& state) const {
  const Channel& ch = channels_[c];
  Moment m{.stageS = state.stageS, .targetOfReference = state.targetOfReference * (ch.phase ? ch.phase->targetScale : 1)};
  const auto partner = static_cast<std::size_t>(ch.inForce().partner);
  if (ch.inForce().partner < 0 || partner >= channels_.size() || partner == c) return m;
  const Channel& other = channels_[partner];
  partners_[c] = {.envelopeUv = envelopeUv[partner],
                  .lineUv = other.line.uv,
                  .referenceUv = other.settings.referenceUv,
                  .usable = other.quality.usable()};
  m.partner = &partners_[c];
  return m;
}

void Judge::passNoiseGate(Channel& c, double envelopeUv) const {
  if (c.rowInForce().goal != RuleGoal::kLess) return;
  if (!c.quality.usable()) return c.noise.restart();
  c.noise.push(envelopeUv, hopS_);
  if (c.noise.onlyNoise(c.settings.noiseUv)) c.quality.add(core::QualityReason::kOnlyNoise);
}

void Judge::stepChannel(std::size_t c, std::span<const double> envelopeUv, const HopState& state) {
  Channel& ch = channels_[c];
  const Moment m = moment(c, envelopeUv, state);
  const RuleSettings& s = ch.inForce();
  ch.line = ch.ruleInForce().line(s, m);
  if (!ch.quality.usable()) ch.recoveryHops = std::llround(s.recoverMs / 1000 / hopS_);
  if (ch.recoveryHops > 0) {
    ch.line.judged = false;
    --ch.recoveryHops;
  }
  const bool believable = ch.quality.usable() && ch.role != Role::kOff && ch.line.judged && !state.paused;
  ch.across = believable && ch.ruleInForce().across(envelopeUv[c], ch.line, m, s.hysteresis, ch.across);
  ch.acrossHops = ch.across ? ch.acrossHops + 1 : 0;
  ch.inTarget = ch.across && static_cast<double>(ch.acrossHops) * hopS_ * 1000.0 >= s.dwellMs;
  ch.contracted = believable && ch.line.topUv > 0 && envelopeUv[c] >= ch.line.topUv;
}

void Judge::step(std::span<const double> envelopeUv, std::span<const core::ChannelQuality> quality,
                 const HopState& state) {
  for (std::size_t c = 0; c < channels_.size(); ++c) {
    channels_[c].quality = quality[c];
    passNoiseGate(channels_[c], envelopeUv[c]);
  }
  // A rule of two may look at the other's line, so those of one come first.
  for (const bool ofTwo : {false, true})
    for (std::size_t c = 0; c < channels_.size(); ++c)
      if (channels_[c].rowInForce().ofTwo == ofTwo) stepChannel(c, envelopeUv, state);
}

void Judge::stepOnly(std::span<const std::size_t> which, std::span<const double> envelopeUv, const HopState& state) {
  for (const std::size_t c : which) stepChannel(c, envelopeUv, state);
}

void Judge::interrupt() {
  for (Channel& c : channels_) forget(c);
}

void Judge::forget(Channel& c) {
  c.across = c.inTarget = c.contracted = false;
  c.acrossHops = 0;
  c.noise.restart();
}

void Judge::judgePhaseBy(const RuleSettings* rule) {
  for (std::size_t c = 0; c < channels_.size(); ++c) {
    Channel& ch = channels_[c];
    const bool wanted = rule != nullptr && ch.role == Role::kTrain && rule->partner != static_cast<std::int32_t>(c);
    if (!wanted && !ch.phase) continue;
    ch.phase.reset();
    if (wanted) {
      const RuleRow* row = findRule(rule->kind);
      assert(row);
      ch.phase = OfPhase{.settings = *rule, .rule = row->make(), .row = row};
      RuleSettings& s = ch.phase->settings;
      if (s.thresholdUv <= 0) s.thresholdUv = ch.settings.thresholdUv;  // one that is not said begins where the channel's is
      s.referenceUv = ch.settings.referenceUv;
      s.noiseUv = ch.settings.noiseUv;
      if (s.thresholdUv > 0) ch.phase->rule->place(s.thresholdUv, {}, s);  // a band without an upper edge gets one
    }
    forget(ch);
    ch.line = ch.ruleInForce().line(ch.inForce(), {});
  }
}

void Judge::setNoise(std::size_t c, double uv) {
  channels_[c].settings.noiseUv = uv;
  if (channels_[c].phase) channels_[c].phase->settings.noiseUv = uv;
}

void Judge::setReference(std::size_t c, double uv) {
  channels_[c].settings.referenceUv = uv;
  if (channels_[c].phase) channels_[c].phase->settings.referenceUv = uv;
}

/// Where repetitions have targets of their own, those that follow move by as much.
void Judge::placeInPhase(std::size_t c, double uv, std::span<const double> envelopeUv, const HopState& state) {
  OfPhase& phase = *channels_[c].phase;
  const double targetUv = state.targetOfReference * phase.settings.referenceUv;
  if (targetUv > 0) {
    phase.targetScale = uv / targetUv;
  } else {
    phase.rule->place(uv, moment(c, envelopeUv, state), phase.settings);
  }
}

void Judge::placeUpperInPhase(std::size_t c, double uv, const HopState& state) {
  OfPhase& phase = *channels_[c].phase;
  RuleSettings& s = phase.settings;
  const double targetUv = state.targetOfReference * phase.targetScale * s.referenceUv;
  const double lineUv = targetUv > 0 ? targetUv : s.thresholdUv;
  if (uv <= lineUv) return;
  s.thresholdUv = lineUv;  // with targets only how far one is above the other counts
  s.upperUv = uv;
}

float Judge::level(std::size_t c, std::span<const double> envelopeUv, const HopState& state) const {
  const Channel& ch = channels_[c];
  if (!ch.quality.usable() || ch.role == Role::kOff || !ch.line.judged) return 0;
  return ch.ruleInForce().level(envelopeUv[c], ch.line, moment(c, envelopeUv, state));
}

Judge::Together Judge::together() const {
  Together t;
  for (const Channel& c : channels_) {
    if (c.role != Role::kTrain) continue;
    t.any = true;
    t.inTarget = t.inTarget && c.inTarget;
    t.usable = t.usable && c.quality.usable();
    t.judged = t.judged && c.line.judged;
  }
  t.usable = t.usable && t.any;
  t.inTarget = t.inTarget && t.usable;
  return t;
}

}  // namespace tonus::feedback
