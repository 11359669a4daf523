#include "judge.h"

#include <cassert>
#include <cmath>

namespace tonus::feedback {

Judge::Judge(const std::vector<ChannelRule>& channels, double hopS) : hopS_(hopS), partners_(channels.size()) {
  channels_.reserve(channels.size());
  for (const ChannelRule& c : channels) {
    const RuleRow* row = findRule(c.rule.kind);
    assert(row);
    channels_.push_back({.role = c.role, .settings = c.rule, .rule = row->make(), .row = row, .line = {}, .quality = {}, .noise = {}, .recoveryHops = 0});
    channels_.back().line = {.uv = c.rule.thresholdUv, .upperUv = c.rule.upperUv};
  }
}

Moment Judge::moment(std::size_t c, std::span<const double> envelopeUv, const HopState& state) const {
  Moment m{.stageS = state.stageS, .targetOfReference = state.targetOfReference};
  const auto partner = static_cast<std::size_t>(channels_[c].settings.partner);
  if (channels_[c].settings.partner < 0 || partner >= channels_.size() || partner == c) return m;
  const Channel& other = channels_[partner];
  partners_[c] = {.envelopeUv = envelopeUv[partner],
                  .lineUv = other.line.uv,
                  .referenceUv = other.settings.referenceUv,
                  .usable = other.quality.usable()};
  m.partner = &partners_[c];
  return m;
}

void Judge::passNoiseGate(Channel& c, double envelopeUv) const {
  if (c.row->goal != RuleGoal::kLess) return;
  if (!c.quality.usable()) return c.noise.restart();
  c.noise.push(envelopeUv, hopS_);
  if (c.noise.onlyNoise(c.settings.noiseUv)) c.quality.add(core::QualityReason::kOnlyNoise);
}

void Judge::stepChannel(std::size_t c, std::span<const double> envelopeUv, const HopState& state) {
  Channel& ch = channels_[c];
  const Moment m = moment(c, envelopeUv, state);
  ch.line = ch.rule->line(ch.settings, m);
  if (!ch.quality.usable()) ch.recoveryHops = std::llround(ch.settings.recoverMs / 1000 / hopS_);
  if (ch.recoveryHops > 0) {
    ch.line.judged = false;
    --ch.recoveryHops;
  }
  const bool believable = ch.quality.usable() && ch.role != Role::kOff && ch.line.judged && !state.paused;
  ch.across = believable && ch.rule->across(envelopeUv[c], ch.line, m, ch.settings.hysteresis, ch.across);
  ch.acrossHops = ch.across ? ch.acrossHops + 1 : 0;
  ch.inTarget = ch.across && static_cast<double>(ch.acrossHops) * hopS_ * 1000.0 >= ch.settings.dwellMs;
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
      if (channels_[c].row->ofTwo == ofTwo) stepChannel(c, envelopeUv, state);
}

void Judge::stepOnly(std::span<const std::size_t> which, std::span<const double> envelopeUv, const HopState& state) {
  for (const std::size_t c : which) stepChannel(c, envelopeUv, state);
}

void Judge::interrupt() {
  for (Channel& c : channels_) {
    c.across = c.inTarget = c.contracted = false;
    c.acrossHops = 0;
    c.noise.restart();
  }
}

float Judge::level(std::size_t c, std::span<const double> envelopeUv, const HopState& state) const {
  const Channel& ch = channels_[c];
  if (!ch.quality.usable() || ch.role == Role::kOff || !ch.line.judged) return 0;
  return ch.rule->level(envelopeUv[c], ch.line, moment(c, envelopeUv, state));
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
