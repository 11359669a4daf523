#include "line_laws.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

namespace tonus::feedback {

namespace {
constexpr double kLeastMove = 0.001;  // smaller ones are not worth an event
// A line for more that a reference put: what the muscle gives at rest, with its ups and downs, never reaches it.
constexpr double kClearOfRest = 1.5;

double longestWindowS(const std::vector<ChannelRule>& channels) {
  double longest = 0;
  for (const ChannelRule& c : channels)
    if (c.law.kind == "adaptive") longest = std::max(longest, c.law.windowS);
  return longest;
}

std::string_view kindOf(std::string_view name) {
  const auto rows = lawRegistry();
  const auto row = std::ranges::find(rows, name, &LawRow::kind);
  assert(row != rows.end());
  return row->kind;
}

bool isRatio(const Judge::Channel& c) { return c.settings.kind.starts_with("ratio_"); }
bool hasNoLine(const Judge::Channel& c) {
  return c.settings.thresholdUv <= 0 && !isRatio(c) && !c.settings.kind.starts_with("difference_");
}
double& valueOf(Judge::Channel& c) { return isRatio(c) ? c.settings.ratio : c.settings.thresholdUv; }
}  // namespace

LineLaws::LineLaws(const std::vector<ChannelRule>& channels, Judge& judge, double hopS, std::int64_t noticeHops)
    : judge_(judge),
      hopS_(hopS),
      lookBack_(channels, hopS, noticeHops, longestWindowS(channels)),
      ease_(channels.size(), 1),
      ones_(channels.size(), 1) {
  for (const ChannelRule& c : channels) {
    laws_.push_back({.settings = c.law, .law = makeLaw(c.law.kind), .kind = kindOf(c.law.kind), .ground = {}});
    laws_.back().ground.referenceUv = c.rule.referenceUv;
  }
  together_.reserve(channels.size());
  changes_.reserve(4 * channels.size());
}

bool LineLaws::adaptive(std::size_t c) const {
  const Law& law = laws_[c];
  return judge_[c].role == Role::kTrain && law.kind == "adaptive" && !law.settings.locked && !law.byPerson &&
         judge_[c].settings.thresholdUv > 0;
}

void LineLaws::hop(std::span<const double> envelopeUv, const HopState& state, bool counts, bool inTarget,
                   Repetitions::Outcome outcome) {
  if (resting_) return;
  addReps(outcome);
  if (!counts) return;
  moveByReps();
  lookBack_.hop(envelopeUv, state, counts);
  sinceMoveS_ += hopS_;
  double everyS = 0;
  for (std::size_t c = 0; c < laws_.size(); ++c) {
    if (!adaptive(c)) continue;
    if (everyS == 0) owe(laws_[c].settings, inTarget);
    everyS = std::max(everyS, laws_[c].settings.everyS);
  }
  if (everyS > 0 && sinceMoveS_ + hopS_ / 2 >= everyS) adapt(false);
}

void LineLaws::endTrial(bool scored, bool usable, Repetitions::Outcome outcome) {
  if (!resting_) {
    addReps(outcome);
    if (usable) moveByReps();
    if (scored && usable) adapt(true);
  }
  for (Law& law : laws_) law.byPerson = false;
}

void LineLaws::addReps(Repetitions::Outcome outcome) {
  for (Law& law : laws_) {
    law.repsN += outcome.triedN;
    law.successesN += outcome.successesN;
  }
}

void LineLaws::moveByReps() {
  for (std::size_t c = 0; c < laws_.size(); ++c) {
    Law& law = laws_[c];
    if (judge_[c].role != Role::kTrain || law.kind == "adaptive" || law.repsN < law.settings.repsN) continue;
    const Evidence e{.repsN = law.repsN, .successesN = law.successesN};
    law.repsN = law.successesN = 0;
    const double factor = law.law->move(law.settings, e);
    if (factor == 1 || law.settings.locked || law.byPerson || hasNoLine(judge_[c])) continue;
    ease(c, factor, static_cast<double>(e.successesN) / e.repsN);
  }
}

/// What success has been missing, forgotten slowly and never more than can be made up for.
void LineLaws::owe(const LawSettings& s, bool inTarget) {
  owedS_ += (s.aim - (inTarget ? 1 : 0)) * hopS_;
  if (s.forgetS > 0) owedS_ -= owedS_ * hopS_ / s.forgetS;
  owedS_ = std::clamp(owedS_, -s.repayS, s.repayS);
}

/// All adapting channels together: each towards its own share first, then all by what their sum still lacks.
void LineLaws::adapt(bool trialEnded) {
  sinceMoveS_ = 0;
  together_.clear();
  for (std::size_t c = 0; c < laws_.size(); ++c)
    if (adaptive(c)) together_.push_back(c);
  if (together_.empty()) return;
  const LawSettings& s = laws_[together_.front()].settings;
  Evidence e{.trialEnded = trialEnded, .scoredS = lookBack_.seconds(s.windowS)};
  const double aim = laws_[together_.front()].law->aimNow(s, owedS_);
  e.success = lookBack_.share(judge_, together_, ones_, s.windowS);
  for (const std::size_t c : together_)
    ease_[c] = together_.size() == 1 ? 1 : lookBack_.fit(judge_, std::span(&c, 1), ones_, s.windowS, aim);
  const double common = lookBack_.fit(judge_, together_, ease_, s.windowS, aim);
  for (const std::size_t c : together_) {
    e.fit = ease_[c] * common;
    const double factor = laws_[c].law->move(laws_[c].settings, e);
    if (factor != 1) ease(c, factor, e.success);
  }
}

void LineLaws::ease(std::size_t c, double factor, double success) {
  const double before = valueOf(judge_[c]);
  judge_[c].rule->ease(factor, judge_[c].settings);
  limit(c);
  if (std::abs(valueOf(judge_[c]) / before - 1) < kLeastMove) {
    valueOf(judge_[c]) = before;
  } else {
    note(c, success);
  }
}

void LineLaws::limit(std::size_t c) {
  Judge::Channel& ch = judge_[c];
  const Law& law = laws_[c];
  const LawSettings& s = law.settings;
  const bool less = ch.row->goal == RuleGoal::kLess;
  double& value = valueOf(ch);
  const double end = law.kind == "reference" ? s.target * law.ground.referenceUv : s.target;
  if (end > 0) value = less ? std::max(value, end) : std::min(value, end);
  if (isRatio(ch)) return;
  if (law.kind == "adaptive" && s.mostOfBaseline > 0 && law.ground.baselineUv > 0)
    value = less ? std::min(value, s.mostOfBaseline * law.ground.baselineUv)
                 : std::max(value, law.ground.baselineUv / s.mostOfBaseline);
  if (s.lowestUv > 0) value = std::max(value, s.lowestUv);
  if (s.highestUv > 0) value = std::min(value, s.highestUv);
  if (law.ofReference && ch.row->goal == RuleGoal::kMore) value = std::max(value, kClearOfRest * law.ground.baselineUv);
  value = std::max(value, s.floorOfNoise * ch.settings.noiseUv);
}

void LineLaws::note(std::size_t c, double success) {
  if (changes_.size() == changes_.capacity()) return;   // four moves of every channel in one call: cannot be
  Judge::Channel& ch = judge_[c];
  changes_.push_back({static_cast<std::uint16_t>(c), isRatio(ch), valueOf(ch), laws_[c].kind, success});
}

void LineLaws::start(std::size_t c, const Ground& g) {
  Law& law = laws_[c];
  if (judge_[c].role == Role::kOff || law.settings.locked) return;
  const double value = law.law->start(law.settings, g);
  if (value <= 0) return;
  if (isRatio(judge_[c])) {
    judge_[c].settings.ratio = value;
  } else if (!judge_[c].rule->place(value, {}, judge_[c].settings)) {
    return;
  }
  law.ofReference = g.referenceUv > 0;
  limit(c);
  note(c, -1);
}

void LineLaws::setBaseline(std::size_t c, double uv) {
  laws_[c].ground.baselineUv = uv;
  start(c, {.baselineUv = uv});
  if (!laws_[c].ofReference || laws_[c].settings.locked) return;
  const double before = valueOf(judge_[c]);
  limit(c);
  if (valueOf(judge_[c]) > before) note(c, -1);
}

void LineLaws::setReference(std::size_t c, double uv) {
  laws_[c].ground.referenceUv = uv;
  judge_.setReference(c, uv);
  if (uv > 0) return start(c, {.referenceUv = uv});
  if (!std::exchange(laws_[c].ofReference, false)) return;
  judge_[c].settings.thresholdUv = judge_[c].settings.upperUv = 0;
  note(c, -1);
}

void LineLaws::setBaselineRatio(std::size_t c, double ratio) {
  laws_[c].ground.baselineRatio = ratio;
  start(c, {.baselineRatio = ratio});
}

}  // namespace tonus::feedback
