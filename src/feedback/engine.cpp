#include "tonus/feedback/engine.h"

#include <algorithm>
#include <cmath>

#include "judge.h"
#include "line_laws.h"
#include "repetitions.h"
#include "rules/pair.h"
#include "tonus/core/arrears.h"
#include "tonus/core/rests.h"

namespace tonus::feedback {

namespace {
constexpr double kLeastShareS = 1;  // less says nothing of a share

/// A rest lasts at least the rule's dwell.
std::vector<core::Rests> restsOf(const std::vector<ChannelRule>& channels, double hopS) {
  std::vector<core::Rests> out;
  for (const ChannelRule& c : channels) out.emplace_back(std::llround(c.rule.dwellMs / 1000 / hopS));
  return out;
}

std::size_t firstTrained(const std::vector<ChannelRule>& channels) {
  for (std::size_t c = 0; c < channels.size(); ++c)
    if (channels[c].role == Role::kTrain) return c;
  return 0;
}
}  // namespace

struct Engine::Impl {
  double hopS;
  std::int64_t noticeHops;
  Judge judge;
  LineLaws laws;
  std::size_t first;                  // trained channel, whose settings say what a repetition is
  Repetitions reps;
  core::Arrears reward;
  std::vector<double> envelopeUv;     // of the last hop
  std::vector<core::Rests> rests;     // of gap laws, in this phase
  HopState state;
  bool usable = false;                // the last hop
  bool scored = false;                // some hop of this phase

  Impl(const std::vector<ChannelRule>& channels, double hop, std::int64_t notice)
      : hopS(hop),
        noticeHops(notice),
        judge(channels, hop),
        laws(channels, judge, hop, notice),
        first(firstTrained(channels)),
        reps(channels.empty() ? RuleSettings{} : channels[first].rule, hop, notice),
        reward(static_cast<std::size_t>(notice)),
        envelopeUv(channels.size()),
        rests(restsOf(channels, hop)) {}

  bool trained(std::size_t c) const { return judge[c].role == Role::kTrain; }

  core::ChannelFeedback shown(std::size_t c) const {
    core::ChannelFeedback f;
    f.envelopeUv = static_cast<float>(envelopeUv[c]);
    f.thresholdUv = static_cast<float>(judge[c].line.uv);
    f.quality = judge[c].quality;
    f.level = judge.level(c, envelopeUv, state);
    f.inTarget = judge[c].inTarget && state.working;
    return f;
  }

  /// The worst trained channel gives the level and the words.
  void sumUp(core::FeedbackFrame& frame, std::span<const core::ChannelFeedback> channels) const {
    frame.level = 1;
    bool allUsable = true;
    std::size_t trainedN = 0;
    for (std::size_t c = 0; c < channels.size(); ++c) {
      if (!trained(c)) continue;
      if (channels[c].level < frame.level || (!channels[c].quality.usable() && allUsable)) {
        frame.worstChannel = static_cast<std::uint16_t>(c);
        frame.quality = channels[c].quality;
      }
      frame.level = std::min(frame.level, channels[c].level);
      allUsable = allUsable && channels[c].quality.usable();
      if (trainedN < frame.pair.size()) frame.pair[trainedN] = channels[c].level;
      ++trainedN;
    }
  }

  void showCurve(core::FeedbackFrame& frame) const {
    for (std::size_t c = 0; c < judge.size(); ++c) {
      const Judge::Channel& ch = judge[c];
      if (!trained(c) || ch.inForce().kind != "follow" || ch.line.topUv <= 0) continue;
      Moment m = judge.moment(c, envelopeUv, state);
      const auto levelOf = [&] { return ch.ruleInForce().level(ch.ruleInForce().line(ch.inForce(), m).uv, ch.line, m); };
      frame.follow = levelOf();
      for (float& ahead : frame.ahead) {
        m.stageS += 1;
        ahead = levelOf();
      }
      return;
    }
  }

  bool allContracted() const {
    bool any = false;
    for (std::size_t c = 0; c < judge.size(); ++c) {
      if (!trained(c) || judge[c].inForce().kind != "contract_relax") continue;
      if (!judge[c].contracted) return false;
      any = true;
    }
    return any;
  }

  bool allAcross() const {
    for (std::size_t c = 0; c < judge.size(); ++c)
      if (trained(c) && !judge[c].across) return false;
    return true;
  }

  /// Of what is shown, so that a session's numbers come to the same.
  void countRests(std::span<const core::ChannelFeedback> channels) {
    for (std::size_t c = 0; c < judge.size(); ++c) {
      if (!laws.asksForRests(c)) continue;
      const core::ChannelFeedback& f = channels[c];
      const bool known = state.scored && !state.paused && f.quality.usable() && f.thresholdUv > 0;
      if (known) rests[c].hop(f.envelopeUv < f.thresholdUv);
      else rests[c].unknown();
    }
  }

  /// Of the muscle that rests least.
  float restShare() const {
    double least = -1;
    for (std::size_t c = 0; c < judge.size(); ++c) {
      const auto hops = static_cast<double>(rests[c].hops());
      if (!laws.asksForRests(c) || hops * hopS < kLeastShareS) continue;
      const double share = static_cast<double>(rests[c].restHops()) / hops;
      least = least < 0 ? share : std::min(least, share);
    }
    return static_cast<float>(least);
  }

  void pay(core::FeedbackFrame& frame, const Judge::Together& t) {
    const bool counts = state.scored && state.working && t.usable && t.judged && !state.paused;
    if (!t.usable) {
      reward.forfeit();
      laws.forget();
    }
    if (!state.paused) reward.hop(counts, frame.inTarget);
    reps.step({.usable = t.usable && !state.paused,
               .scored = state.scored && state.working,
               .inTarget = t.inTarget,  // in rest too: there a contraction is let go of
               .across = allAcross(),
               .contracted = allContracted(),
               .rep = state.rep});
    frame.rewardS = static_cast<float>(static_cast<double>(reward.inTargetHops()) * hopS);
    frame.scoredS = static_cast<float>(static_cast<double>(reward.scoredHops()) * hopS);
    frame.reps = reps.successes();
    frame.heldS = static_cast<float>(reps.heldS());
    scored = scored || state.scored;
    usable = t.usable;
    laws.hop(envelopeUv, state, counts, frame.inTarget, reps.takeOutcome());
  }
};

Engine::Engine(std::vector<ChannelRule> channels, double sampleRateHz, std::int64_t hopFrames,
               std::int64_t noticeFrames)
    : impl_(std::make_unique<Impl>(channels, static_cast<double>(hopFrames) / sampleRateHz,
                                   (noticeFrames + hopFrames - 1) / hopFrames)) {}

Engine::~Engine() = default;

core::FeedbackFrame Engine::step(core::SampleIndex at, std::span<const double> envelopeUv,
                                 std::span<const core::ChannelQuality> quality, const HopState& state,
                                 std::span<core::ChannelFeedback> channels) {
  Impl& p = *impl_;
  p.laws.clearChanges();
  std::ranges::copy(envelopeUv, p.envelopeUv.begin());
  p.state = state;
  p.judge.step(envelopeUv, quality, state);
  for (std::size_t c = 0; c < p.judge.size(); ++c) channels[c] = p.shown(c);
  const Judge::Together t = p.judge.together();

  core::FeedbackFrame frame;
  frame.at = at;
  frame.paused = state.paused;
  frame.usable = t.usable;
  frame.inTarget = t.inTarget && state.working;
  p.sumUp(frame, channels);
  if (!frame.usable) frame.level = 0;
  if (frame.usable) p.showCurve(frame);
  p.countRests(channels);
  frame.restShare = p.restShare();
  frame.restDue = restDue();
  p.pay(frame, t);
  return frame;
}

std::span<const LineChange> Engine::changes() const { return impl_->laws.changes(); }

void Engine::setThreshold(std::size_t channel, double thresholdUv, Whose whose) {
  Impl& p = *impl_;
  p.laws.clearChanges();
  if (channel >= p.judge.size()) return;
  Judge::Channel& c = p.judge[channel];
  if (c.phase && whose == Whose::kInForce) return p.judge.placeInPhase(channel, thresholdUv, p.envelopeUv, p.state);
  const Moment now = c.phase ? Moment{} : p.judge.moment(channel, p.envelopeUv, p.state);
  if (!c.rule->place(thresholdUv, now, c.settings)) return;
  p.laws.byPerson(channel);
}

void Engine::setUpperEdge(std::size_t channel, double upperUv) {
  impl_->laws.clearChanges();
  if (channel >= impl_->judge.size()) return;
  if (impl_->judge[channel].phase) return impl_->judge.placeUpperInPhase(channel, upperUv, impl_->state);
  RuleSettings& s = impl_->judge[channel].settings;
  if (upperUv <= s.thresholdUv) return;
  s.upperUv = upperUv;
  impl_->laws.byPerson(channel);
}

void Engine::setRatio(std::size_t channel, double ratio, Whose whose) {
  impl_->laws.clearChanges();
  if (channel >= impl_->judge.size() || ratio <= 0) return;
  Judge::Channel& c = impl_->judge[channel];
  if (c.phase && whose == Whose::kInForce) {
    c.phase->settings.ratio = ratio;
    return;
  }
  c.settings.ratio = ratio;
  impl_->laws.byPerson(channel);
}

void Engine::lockLaw(std::size_t channel, bool locked) {
  impl_->laws.clearChanges();
  if (channel < impl_->judge.size()) impl_->laws.lock(channel, locked);
}

void Engine::setNoise(std::size_t channel, double noiseUv) {
  impl_->laws.clearChanges();
  if (channel < impl_->judge.size()) impl_->judge.setNoise(channel, noiseUv);
}

void Engine::setReference(std::size_t channel, double referenceUv) {
  impl_->laws.clearChanges();
  if (channel < impl_->judge.size()) impl_->laws.setReference(channel, referenceUv);
}

void Engine::setBaseline(std::size_t channel, double medianUv) {
  impl_->laws.clearChanges();
  if (channel < impl_->judge.size()) impl_->laws.setBaseline(channel, medianUv);
}

void Engine::setBaselineRatio(std::size_t channel, double ratio) {
  impl_->laws.clearChanges();
  if (channel < impl_->judge.size()) impl_->laws.setBaselineRatio(channel, ratio);
}

void Engine::startPhase(const RuleSettings* rule) {
  Impl& p = *impl_;
  p.laws.clearChanges();
  p.reps.startPhase();
  p.laws.endTrial(p.scored, p.usable, p.reps.takeOutcome());
  p.laws.rest(rule != nullptr);
  p.judge.judgePhaseBy(rule);
  if (p.judge.size() > 0) p.reps.use(p.judge[p.first].inForce());
  p.reward.restart();
  for (core::Rests& r : p.rests) r.restart();
  p.scored = false;
}

void Engine::interrupt() {
  Impl& p = *impl_;
  p.laws.clearChanges();
  p.laws.forget();
  p.reward.forfeit();
  p.reps.interrupt();
  p.judge.interrupt();
  for (core::Rests& r : p.rests) r.unknown();
}

double Engine::thresholdUv(std::size_t channel) const {
  const Judge::Channel& c = impl_->judge[channel];
  return c.phase || c.row->ofTwo ? c.line.uv : c.settings.thresholdUv;
}

bool Engine::judgedByPhase(std::size_t channel) const {
  return channel < impl_->judge.size() && impl_->judge[channel].phase.has_value();
}

const RuleSettings& Engine::rule(std::size_t channel) const { return impl_->judge[channel].settings; }

std::optional<double> Engine::ratioNow(std::size_t channel) const {
  const Impl& p = *impl_;
  if (channel >= p.judge.size() || p.judge[channel].phase || !p.judge[channel].quality.usable()) return std::nullopt;
  const RuleSettings& s = p.judge[channel].settings;
  const Moment m = p.judge.moment(channel, p.envelopeUv, p.state);
  if (!works(s, m)) return std::nullopt;
  return p.envelopeUv[channel] / onOurScale(s, *m.partner);
}

bool Engine::restDue() const {
  for (std::size_t c = 0; c < impl_->judge.size(); ++c) {
    const double alarmS = impl_->laws.asksForRests(c) ? impl_->laws.alarmS(c) : 0;
    if (alarmS > 0 && static_cast<double>(impl_->rests[c].activeHops()) * impl_->hopS >= alarmS) return true;
  }
  return false;
}

std::optional<double> Engine::releaseS() const { return impl_->reps.releaseS(); }

}  // namespace tonus::feedback
