#include "measurements.h"

#include <cmath>

namespace tonus::session {

namespace {

using core::EventKind;
using core::PhaseKind;

// A resting level that stands less than this above the noise floor may be nothing but noise, or the floor was taken with
// the muscle at work.
constexpr double kClearOfNoise = 1.5;
constexpr double kClearOfRest = 2;  // a reference: less is hardly a contraction
// Less is none. The best second of a muscle at rest stands up to a third above its median; a muscle at rest gives up to
// some five times what skin and electronics give.
constexpr double kNoContraction = 1.5, kClearOfFloor = 2, kClearOfFloorAlone = 5;
constexpr std::size_t kQuietS = 10;
constexpr double kQuieter = 0.9;
constexpr std::size_t kSpareReps = 20;  // of a reference made longer by hand

std::size_t hopsPerS(double rateHz, std::int64_t hopFrames) {
  return static_cast<std::size_t>(std::max<std::int64_t>(1, std::llround(rateHz / static_cast<double>(hopFrames))));
}

double longestS(const std::vector<core::PhaseInfo>& steps, PhaseKind kind, double rateHz) {
  double out = 0;
  for (const core::PhaseInfo& s : steps)
    if (s.kind == kind) out = std::max(out, static_cast<double>(s.durationFrames) / rateHz);
  return out;
}

// A baseline that somebody ends, or makes longer, has room for ten minutes.
double longestRestS(const std::vector<core::PhaseInfo>& steps, double rateHz) {
  double out = longestS(steps, PhaseKind::kTest, rateHz);
  for (const core::PhaseInfo& s : steps)
    if (s.kind == PhaseKind::kBaseline) out = std::max(out, std::max(600.0, static_cast<double>(s.durationFrames) / rateHz));
  return out;
}

double workS(const core::PhaseInfo& step, double rateHz) {
  for (const core::StageInfo& s : step.stages)
    if (s.work) return static_cast<double>(s.durationFrames) / rateHz;
  return 0;
}

Reference makeReference(std::size_t channelsN, const std::vector<core::PhaseInfo>& steps, double rateHz, std::size_t perS) {
  std::size_t reps = 0;
  double work = 0, round = 0;
  for (const core::PhaseInfo& s : steps) {
    if (s.kind != PhaseKind::kReference) continue;
    reps = std::max<std::size_t>(reps, s.repsN);
    work = std::max(work, workS(s, rateHz));
    round = std::max(round, static_cast<double>(s.durationFrames) / rateHz / std::max(1U, s.repsN));
  }
  reps += kSpareReps;
  return {channelsN, reps, work, static_cast<double>(reps) * round, perS};
}

bool goesByReference(const feedback::LawSettings& law) { return law.kind == "reference" || law.kind == "gap"; }

std::string times(double ratio) {
  const auto tenths = std::llround(10 * ratio);
  return std::to_string(tenths / 10) + '.' + std::to_string(tenths % 10) + " times";
}

double median(std::vector<double>& v) {
  std::sort(v.begin(), v.end());
  const std::size_t half = v.size() / 2;
  return v.size() % 2 == 1 ? v[half] : (v[half - 1] + v[half]) / 2;
}

std::string rounded(double v) { return std::to_string(std::llround(v)); }

// Of usable rest, before it says where a line belongs: five seconds, or half of what is planned where that is shorter.
constexpr double kLeastBaselineS = 5, kLeastTestS = 1;
double leastBaselineS(double plannedS) { return plannedS > 0 ? std::clamp(plannedS / 2, 1.0, kLeastBaselineS) : kLeastBaselineS; }

bool startsByBaseline(const feedback::LawSettings& law) {
  return law.start > 0 && (law.kind == "baseline" || law.kind == "adaptive" || law.kind == "shaped");
}

}  // namespace

void addLineChanges(const feedback::Engine& engine, core::SampleIndex at, Events& events) {
  for (const feedback::LineChange& c : engine.changes())
    events.push_back({at, c.ratio ? EventKind::kRatio : EventKind::kThreshold, c.channel, c.value, std::string(c.why)});
}

Measurements::Measurements(const SessionSetup& setup, const std::vector<core::PhaseInfo>& steps, std::int64_t hopFrames)
    : channels_(setup.channels),
      hopFrames_(hopFrames),
      power_(setup.channels.size(), hopsPerS(setup.format.sampleRateHz, hopFrames)),
      noise_(setup.channels.size(), 2 * longestS(steps, PhaseKind::kNoiseFloor, setup.format.sampleRateHz)),
      reference_(makeReference(setup.channels.size(), steps, setup.format.sampleRateHz, power_.hopsPerS())),
      baseline_(setup.channels.size(),
                longestRestS(steps, setup.format.sampleRateHz), setup.format.sampleRateHz / static_cast<double>(hopFrames)),
      measuredUv_(setup.channels.size()),
      quiet_(setup.channels.size()),
      ratios_(setup.channels.size()) {
  const double hops = longestS(steps, PhaseKind::kTest, setup.format.sampleRateHz) * static_cast<double>(power_.hopsPerS());
  for (auto& r : ratios_) r.reserve(static_cast<std::size_t>(hops) + 1);
}

bool Measurements::takesPart(std::size_t channel) const {
  return channels_[channel].role != feedback::Role::kOff &&
         (step_.channel < 0 || step_.channel == static_cast<std::int32_t>(channel));
}

void Measurements::tell(core::SampleIndex at, std::size_t channel, const std::string& words, Events& events) const {
  events.push_back({at, EventKind::kFault, static_cast<std::int32_t>(channel), 0, words});
}

double Measurements::plannedS() const {
  return static_cast<double>(step_.durationFrames) / static_cast<double>(hopFrames_) / static_cast<double>(power_.hopsPerS());
}

void Measurements::tellCutShort(core::SampleIndex at, Events& events) const {
  const double lastedS = static_cast<double>(stepHops_) / static_cast<double>(power_.hopsPerS());
  if (2 * lastedS >= plannedS()) return;
  events.push_back({at, EventKind::kFault, -1, 0,
                    step_.name + " was cut short: " + rounded(lastedS) + " of " + rounded(plannedS()) +
                        " s. What follows from it is less sure. Repeat it when you can."});
}

void Measurements::begin(const core::PhaseInfo& step) {
  step_ = step;
  stepHops_ = 0;
  trained_ = trained_ || (step.scored && step.feedback);
  power_.restart();
  baseline_.clear();
  for (auto& r : ratios_) r.clear();
  if (step.kind == PhaseKind::kNoiseFloor) noise_.begin();
  if (step.kind != PhaseKind::kReference) return;
  const double hopsN = static_cast<double>(step.stages.empty() ? 0 : step.stages.front().durationFrames) / static_cast<double>(hopFrames_);
  reference_.begin(step.submaximal, hopsN / static_cast<double>(power_.hopsPerS()));
}

void Measurements::frames(std::span<const double> filteredUv) {
  power_.frames(filteredUv);
}

void Measurements::hop(core::SampleIndex at, const PhasePlace& place, std::span<const double> envelopeUv,
                       const core::ChannelList<core::ChannelQuality>& quality, feedback::Engine& engine, Events& events) {
  power_.endHop(hopFrames_, quality);
  ++stepHops_;
  lowerNoiseFloor(at, engine, events);
  switch (step_.kind) {
    case PhaseKind::kNoiseFloor: noise_.hop(power_); break;
    case PhaseKind::kReference: reference_.hop(place, power_); break;
    case PhaseKind::kBaseline: baseline_.push(envelopeUv, quality); break;
    case PhaseKind::kTest:
      if (trained_ || !place.working) break;
      baseline_.push(envelopeUv, quality);
      for (std::size_t c = 0; c < ratios_.size(); ++c)
        if (const auto ratio = engine.ratioNow(c); ratio && ratios_[c].size() < ratios_[c].capacity()) ratios_[c].push_back(*ratio);
      break;
    default: break;
  }
}

void Measurements::end(core::SampleIndex at, feedback::Engine& engine, Events& events) {
  switch (step_.kind) {
    case PhaseKind::kNoiseFloor:
      tellCutShort(at, events);
      return endNoiseFloor(at, engine, events);
    case PhaseKind::kReference: return endReference(at, engine, events);
    case PhaseKind::kBaseline:
      tellCutShort(at, events);
      return endBaseline(at, engine, events);
    case PhaseKind::kTest: return endTest(at, engine, events);
    default: return;
  }
}

/// Signal is muscle and noise: what is quieter than the floor shows that the floor was too high, because the muscle gave
/// some of it. Ten seconds at once, and a tenth lower, so that noise alone, by its own chance, does not lower it.
void Measurements::lowerNoiseFloor(core::SampleIndex at, feedback::Engine& engine, Events& events) {
  for (std::size_t c = 0; c < quiet_.size(); ++c) {
    Quiet& q = quiet_[c];
    const auto uv = power_.rmsUv(c, 1);
    const double floorUv = engine.rule(c).noiseUv;
    if (!uv || floorUv <= 0) {
      q = {};
      continue;
    }
    q.sumUv2 += *uv * *uv;
    if (++q.hopsN < kQuietS * power_.hopsPerS()) continue;
    const double quietUv = std::sqrt(q.sumUv2 / static_cast<double>(q.hopsN));
    q = {};
    if (quietUv > kQuieter * floorUv || !takesPart(c)) continue;
    engine.setNoise(c, quietUv);
    events.push_back({at, EventKind::kNoiseFloor, static_cast<std::int32_t>(c), quietUv, "lowered: ten quieter seconds"});
  }
}

void Measurements::endNoiseFloor(core::SampleIndex at, feedback::Engine& engine, Events& events) {
  for (std::size_t c = 0; c < channels_.size(); ++c) {
    if (!takesPart(c)) continue;
    if (const auto uv = noise_.medianUv(c)) {
      engine.setNoise(c, *uv);
      events.push_back({at, EventKind::kNoiseFloor, static_cast<std::int32_t>(c), *uv,
                        "median of " + std::to_string(noise_.secondsN(c)) + " s, muscle at rest"});
    } else {
      tell(at, c, "Less than 3 s of usable signal: the noise floor of " + channels_[c].name +
                      " is not known. Mend the contact and repeat the phase.", events);
    }
  }
}

void Measurements::endReference(core::SampleIndex at, feedback::Engine& engine, Events& events) {
  for (std::size_t c = 0; c < channels_.size(); ++c) {
    if (!takesPart(c)) continue;
    const auto result = reference_.result(c);
    const std::string doubt = result                    ? doubtOf(c, *result, engine)
                              : reference_.heldN() == 0 ? "no contraction was held for its time"
                                                        : "the signal was not usable in any contraction";
    if (doubt.empty()) {
      takeReference(at, c, *result, engine, events);
    } else {
      tell(at, c, "The reference of " + channels_[c].name + " was not taken: " + doubt + ". " + withoutReference(c, engine), events);
    }
  }
}

std::string Measurements::doubtOf(std::size_t channel, const ReferenceResult& result, const feedback::Engine& engine) const {
  double restUv = result.restUv;
  for (const Rest& r : rests_)  // else the newest baseline
    if (result.restUv <= 0 && r.uv[channel] > 0) restUv = r.uv[channel];
  const double noiseUv = engine.rule(channel).noiseUv;
  if (restUv > 0 && result.uv < kNoContraction * restUv) return "it was only " + times(result.uv / restUv) + " its resting level";
  if (noiseUv > 0 && result.uv < (restUv > 0 ? kClearOfFloor : kClearOfFloorAlone) * noiseUv)
    return "it was only " + times(result.uv / noiseUv) + " the noise floor";
  return restUv > 0 || noiseUv > 0 ? std::string() : "nothing is known of the muscle at rest to compare it with";
}

std::string Measurements::withoutReference(std::size_t channel, const feedback::Engine& engine) const {
  const feedback::RuleSettings& rule = engine.rule(channel);
  std::string out;
  if (rule.referenceUv > 0) {
    out = "The one before stays. ";
  } else if (goesByReference(channels_[channel].law)) {
    out = rule.thresholdUv > 0 ? "Its line stays where it was. " : "It has no line, so nothing is in target. ";
  }
  return out + "Go back to the reference and repeat it.";
}

void Measurements::takeReference(core::SampleIndex at, std::size_t channel, const ReferenceResult& result, feedback::Engine& engine,
                                 Events& events) {
  std::string how = std::string(step_.submaximal ? "steady hold" : "strongest") + ", " + std::to_string(result.repsN) +
                    (result.repsN == 1 ? " repetition" : " repetitions");
  if (result.repsN >= 2 && !result.agree()) how += ", the best two differ by " + rounded(result.differPercent) + " %";
  if (result.repsN == 1) how += ", nothing to compare it with";
  measuredUv_[channel] = result.uv;
  engine.setReference(channel, result.uv);
  events.push_back({at, EventKind::kReference, static_cast<std::int32_t>(channel), result.uv, std::move(how)});
  addLineChanges(engine, at, events);
}

void Measurements::doubtReference(core::SampleIndex at, std::size_t channel, double restUv, feedback::Engine& engine, Events& events) {
  const double referenceUv = engine.rule(channel).referenceUv;
  if (referenceUv <= 0 || referenceUv >= kClearOfRest * restUv) return;
  const std::string reference = "The reference of " + channels_[channel].name;
  if (referenceUv >= kNoContraction * restUv || measuredUv_[channel] != referenceUv)
    return tell(at, channel, reference + " is less than twice its resting level: percent of it says little. Repeat the contraction.", events);
  measuredUv_[channel] = 0;
  engine.setReference(channel, 0);
  events.push_back({at, EventKind::kReference, static_cast<std::int32_t>(channel), 0, "taken back: hardly above the resting level"});
  addLineChanges(engine, at, events);
  tell(at, channel, reference + " was only " + times(referenceUv / restUv) + " its resting level: it is taken back. " +
                        withoutReference(channel, engine), events);
}

void Measurements::endBaseline(core::SampleIndex at, feedback::Engine& engine, Events& events) {
  std::erase_if(rests_, [&](const Rest& r) { return r.posture == step_.posture; });
  Rest& rest = rests_.emplace_back(Rest{step_.posture, std::vector<double>(channels_.size())});
  posture_ = step_.posture;
  const double leastS = leastBaselineS(step_.kind == PhaseKind::kBaseline ? plannedS() : kLeastTestS);
  for (std::size_t c = 0; c < channels_.size(); ++c) {
    if (!takesPart(c)) continue;
    const auto uv = baseline_.seconds(c) < leastS ? std::nullopt : baseline_.median(c);
    if (!uv && startsByBaseline(channels_[c].law))
      tell(at, c, "Less than " + rounded(std::ceil(leastS)) + " s of usable baseline: the threshold of " + channels_[c].name +
                      " stays as it is. Set it by hand or repeat the baseline.", events);
    if (!uv) continue;
    engine.setBaseline(c, *uv);
    addLineChanges(engine, at, events);
    rest.uv[c] = *uv;
    if (*uv < kClearOfNoise * engine.rule(c).noiseUv && channels_[c].role == feedback::Role::kTrain)
      tell(at, c, "The resting level of " + channels_[c].name + " is hardly above its noise floor: either the floor was taken "
                  "with the muscle at work, or there is little left to let go of. Take the noise floor again.", events);
    doubtReference(at, c, *uv, engine, events);
  }
}

void Measurements::changePosture(core::SampleIndex at, feedback::Engine& engine, Events& events) {
  if (!step_.scored || step_.posture.empty() || step_.posture == posture_) return;
  const auto rest = std::find_if(rests_.begin(), rests_.end(), [&](const Rest& r) { return r.posture == step_.posture; });
  if (rest == rests_.end()) return;
  posture_ = step_.posture;
  for (std::size_t c = 0; c < channels_.size(); ++c) {
    if (rest->uv[c] <= 0) continue;
    engine.setBaseline(c, rest->uv[c]);
    addLineChanges(engine, at, events);
  }
}

/// A protocol without a baseline starts from what the judged stages of its first test showed.
void Measurements::endTest(core::SampleIndex at, feedback::Engine& engine, Events& events) {
  if (!trained_ && rests_.empty()) endBaseline(at, engine, events);
  for (std::size_t c = 0; c < channels_.size(); ++c) {
    if (ratios_[c].size() < power_.hopsPerS()) continue;  // less than a second says nothing
    engine.setBaselineRatio(c, median(ratios_[c]));
    addLineChanges(engine, at, events);
  }
}

}  // namespace tonus::session
