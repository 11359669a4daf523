#include "tonus/session/pipeline.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <cmath>

#include "block_pool.h"
#include "course.h"
#include "raw_history.h"
#include "tonus/dsp/quality.h"
#include "tonus/dsp/signal_chain.h"
#include "tonus/feedback/engine.h"

namespace tonus::session {

namespace {

using core::EventKind;
using core::ProcessedBlock;
using core::RawBlock;
using core::SampleIndex;

// Long enough for the narrowest usual filter to have forgotten its start: a notch of 50 Hz and Q 30 is down to 1e-9.
constexpr double kHistoryS = 4;

std::int64_t hopFrames(double rateHz) { return std::max<std::int64_t>(1, std::llround(rateHz / 100)); }

std::vector<feedback::ChannelRule> rules(const SessionSetup& s) {
  std::vector<feedback::ChannelRule> out;
  for (const ChannelSetup& c : s.channels) out.push_back({c.role, c.rule, c.law});
  return out;
}

std::string hex(std::uint64_t mask) {
  std::array<char, 16> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), mask, 16).ptr;
  return {text.data(), end};
}

}  // namespace

struct Pipeline::Impl {
  SessionSetup setup;
  std::size_t channelsN;
  double rateHz;
  std::int64_t hop;
  dsp::SignalChain chain;
  dsp::QualityMonitor quality;
  feedback::Engine engine;
  Course course;
  RawHistory history;  // for a chain that takes over
  BlockPool pool;

  bool started = false;
  bool paused = false;
  bool restTold = false;
  SampleIndex expected{};
  SampleIndex warmUntil{};
  std::uint64_t leadOffMask = 0;
  core::ChannelList<core::ChannelQuality> verdict;
  std::vector<core::SessionEvent> pending;  // of commands, for the next block
  RawBlock piece;                           // one hop's part of a block, for the quality monitor

  explicit Impl(SessionSetup s)
      : setup(std::move(s)),
        channelsN(setup.format.channels.size()),
        rateHz(setup.format.sampleRateHz),
        hop(hopFrames(rateHz)),
        chain(setup.chain, rateHz, channelsN, setup.kernelVariant),
        quality(setup.format, setup.chain.bandLowHz, std::min(setup.chain.bandHighHz, 0.45 * rateHz)),
        engine(rules(setup), rateHz, hop, quality.noticeFrames()),
        course(setup, hop, engine),
        history(static_cast<std::size_t>(std::ceil(kHistoryS * rateHz)), channelsN) {
    assert(setup.channels.size() == channelsN);
    setup.kernelVariant = chain.variant();
    resetVerdict(false);
  }

  void resetVerdict(bool lost) {
    core::ChannelQuality q;
    q.add(core::QualityReason::kSettling);
    if (lost) q.add(core::QualityReason::kLost);
    verdict.assign(channelsN, q);
  }

  // ---- from counts to a block ----

  void take(const RawBlock& raw, ProcessedBlock& out) {
    out.first = raw.first;
    out.framesN = raw.framesN;
    out.channelsN = static_cast<std::uint32_t>(channelsN);
    out.sampleRateHz = rateHz;
    out.arrival = raw.arrival;
    out.paused = paused;
    out.counts.assign(raw.counts.begin(), raw.counts.end());
    const std::size_t n = raw.counts.size();
    out.rawUv.resize(n);
    out.filteredUv.resize(n);
    out.envelopeUv.resize(n);
    for (std::size_t c = 0; c < channelsN; ++c) {
      const core::ChannelFormat& f = setup.format.channels[c];
      for (std::size_t i = c; i < n; i += channelsN)
        out.rawUv[i] = (static_cast<double>(raw.counts[i]) - f.offsetCounts) * f.scaleUvPerCount;
    }
    std::move(pending.begin(), pending.end(), std::back_inserter(out.events));
    pending.clear();
    for (const core::DeviceEvent& e : raw.events) out.events.push_back({e.at, EventKind::kDevice, -1, 0, e.text});
  }

  void openStream(const RawBlock& raw, ProcessedBlock& out) {
    started = true;
    warmUntil = raw.first + chain.warmUpFrames();
    out.events.push_back({raw.first, EventKind::kStart, -1, 0, {}});
    course.begin(raw.first, out.events);
  }

  // Lost frames keep their place: everything with a memory starts afresh behind them.
  void passGap(const RawBlock& raw, ProcessedBlock& out) {
    const std::int64_t lost = raw.first - expected;
    out.lostBefore = static_cast<std::uint64_t>(lost);
    out.lossEstimated = raw.lossEstimated;
    out.events.push_back({expected, EventKind::kGap, -1, static_cast<double>(lost), {}});
    chain.restart();
    history.clear();
    engine.interrupt();
    resetVerdict(true);
    warmUntil = raw.first + chain.warmUpFrames();
    if (paused || !setup.protocol.lostTimeCounts) course.addIdleFrames(lost);
  }

  void noteLeadOff(const RawBlock& raw, ProcessedBlock& out) {
    if (raw.leadOffMask == leadOffMask) return;
    leadOffMask = raw.leadOffMask;
    out.events.push_back({raw.first, EventKind::kLeadOff, -1, 0, hex(leadOffMask)});
  }

  // The new chain runs over what was before, unseen; what it then says is what it would have said all along.
  void changeFilter(const dsp::ChainSettings& settings) {
    setup.chain = settings;
    chain = dsp::SignalChain(settings, rateHz, channelsN, setup.kernelVariant);
    course.measureAgain();
    SampleIndex at = expected - static_cast<std::int64_t>(history.framesN());
    if (started) warmUntil = at + chain.warmUpFrames();
    if (expected < warmUntil)
      for (core::ChannelQuality& q : verdict) q.add(core::QualityReason::kSettling);
    std::vector<double> filtered, envelope;
    std::vector<core::MetricValue> metrics;
    for (const std::span<const double> past : history.pieces()) {
      filtered.resize(past.size());
      envelope.resize(past.size());
      chain.process(at, past, filtered, envelope, metrics);
      at = at + static_cast<std::int64_t>(past.size() / channelsN);
    }
  }

  // ---- hop by hop ----

  void walk(const RawBlock& raw, ProcessedBlock& out) {
    for (std::uint32_t from = 0; from < raw.framesN;) {
      const SampleIndex at = raw.first + from;
      const std::int64_t toHop = hop - (at.value % hop);
      const auto n = static_cast<std::uint32_t>(std::min<std::int64_t>(toHop, raw.framesN - from));
      analyse(raw, from, n, out);
      from += n;
      if (paused) course.addIdleFrames(n);
      if (n == toHop) giveFeedback(raw.first + from, from, out);
    }
  }

  void analyse(const RawBlock& raw, std::uint32_t from, std::uint32_t n, ProcessedBlock& out) {
    const std::size_t begin = from * channelsN, size = n * channelsN;
    const SampleIndex first = raw.first + from;
    const std::span<const double> rawUv(out.rawUv.data() + begin, size);
    chain.process(first, rawUv, {out.filteredUv.data() + begin, size}, {out.envelopeUv.data() + begin, size},
                  out.metrics);
    history.push(rawUv);
    if (!paused) course.frames({out.filteredUv.data() + begin, size});
    piece.clear();
    piece.first = first;
    piece.framesN = n;
    piece.channelsN = raw.channelsN;
    piece.lostBefore = from == 0 ? out.lostBefore : 0;
    piece.leadOffMask = raw.leadOffMask;
    piece.counts.assign(raw.counts.begin() + static_cast<std::ptrdiff_t>(begin),
                        raw.counts.begin() + static_cast<std::ptrdiff_t>(begin + size));
    const std::size_t before = out.quality.size();
    quality.push(piece, rawUv, warmUntil, out.quality);
    if (out.quality.size() > before) verdict = out.quality.back().channels;
  }

  core::ChannelList<core::ChannelQuality> qualityAt(SampleIndex at) const {
    auto q = verdict;
    for (std::size_t c = 0; c < channelsN; ++c) {
      if (at <= warmUntil) q[c].add(core::QualityReason::kSettling);
      if (quality.suspect(c)) q[c].add(core::QualityReason::kSuspect);
    }
    return q;
  }

  void giveFeedback(SampleIndex at, std::uint32_t framesDone, ProcessedBlock& out) {
    const auto q = qualityAt(at);
    const std::span<const double> envelope(out.envelopeUv.data() + (framesDone - 1) * channelsN, channelsN);
    const std::size_t begin = out.channelFeedback.size();
    out.channelFeedback.resize(begin + channelsN);
    const PhaseRunner& phases = course.phases();
    const PhasePlace place = phases.place(at);
    const feedback::HopState state{.scored = phases.current()->scored,
                                   .paused = paused,
                                   .working = place.working,
                                   .rep = place.rep,
                                   .stageS = place.stageS,
                                   .targetOfReference = place.targetOfReference};
    core::FeedbackFrame frame = engine.step(at, envelope, {q.data(), q.size()}, state,
                                            {out.channelFeedback.data() + begin, channelsN});
    addLineChanges(engine, at, out.events);
    frame.arrival = out.arrival;
    frame.phase = phases.current();
    frame.timeLeftS = phases.timeLeftS(at);
    frame.rep = place.rep;
    frame.stage = place.stage;
    frame.stageLeftS = place.stageLeftS;
    frame.breath = place.breath;
    tellRest(frame, out.events);
    out.feedback.push_back(std::move(frame));
    if (!paused) course.hop(at, place, envelope, q, out.events);
  }

  // Only where something tells the patient; work before training is left as it is.
  void tellRest(core::FeedbackFrame& frame, std::vector<core::SessionEvent>& events) {
    frame.restDue = frame.restDue && (frame.phase->feedback || frame.phase->sound);
    if (frame.restDue && !restTold) events.push_back({frame.at, EventKind::kMarker, -1, 1, "rest due"});
    restTold = frame.restDue;
  }

  // ---- what somebody does ----

  void give(EventKind kind, const Command& c) {
    pending.push_back({expected, kind, static_cast<std::int32_t>(c.channel),
                       kind == EventKind::kRatio || kind == EventKind::kLock ? c.value : c.valueUv, {}});
    const bool aLine = kind == EventKind::kThreshold || kind == EventKind::kUpperEdge || kind == EventKind::kRatio;
    if (aLine && c.whose == feedback::Whose::kInForce && engine.judgedByPhase(c.channel)) pending.back().text = core::kOfPhase;
    addLineChanges(engine, expected, pending);
  }

  void change(const Command& c) {
    if (c.chain == setup.chain) return;
    if (const std::string problem = dsp::problemOf(c.chain, rateHz); !problem.empty()) {
      pending.push_back({expected, EventKind::kFault, -1, 0, problem + ": the filters stay as they were."});
      return;
    }
    changeFilter(c.chain);
    pending.push_back({expected, EventKind::kFilter, -1, 0, toJson(c.chain)});
  }

  void pause(bool on) {
    if (paused != on) pending.push_back({expected, on ? EventKind::kPause : EventKind::kResume, -1, 0, {}});
    paused = on;
  }
};

Pipeline::Pipeline(SessionSetup setup) : impl_(std::make_unique<Impl>(std::move(setup))) {}
Pipeline::~Pipeline() = default;

core::BlockPtr Pipeline::process(const RawBlock& raw) {
  Impl& p = *impl_;
  std::shared_ptr<ProcessedBlock> out = p.pool.take();
  p.take(raw, *out);
  if (!p.started) {
    p.openStream(raw, *out);
  } else if (raw.framesN > 0 && raw.first > p.expected) {
    p.passGap(raw, *out);
  }
  if (raw.framesN > 0) p.noteLeadOff(raw, *out);
  p.walk(raw, *out);
  p.expected = std::max(p.expected, raw.first + raw.framesN);
  std::stable_sort(out->events.begin(), out->events.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
  return out;
}

void Pipeline::apply(const Command& c) {
  Impl& p = *impl_;
  const auto note = [&](EventKind kind, double value = 0) { p.pending.push_back({p.expected, kind, -1, value, c.text}); };
  switch (c.kind) {
    case Command::Kind::kThreshold:
      p.engine.setThreshold(c.channel, c.valueUv, c.whose);
      return p.give(EventKind::kThreshold, c);
    case Command::Kind::kUpperEdge:
      p.engine.setUpperEdge(c.channel, c.valueUv);
      return p.give(EventKind::kUpperEdge, c);
    case Command::Kind::kRatio:
      p.engine.setRatio(c.channel, c.value, c.whose);
      return p.give(EventKind::kRatio, c);
    case Command::Kind::kLock:
      p.engine.lockLaw(c.channel, c.value != 0);
      return p.give(EventKind::kLock, c);
    case Command::Kind::kNoiseFloor:
      p.engine.setNoise(c.channel, c.valueUv);
      return p.give(EventKind::kNoiseFloor, c);
    case Command::Kind::kReference:
      p.engine.setReference(c.channel, c.valueUv);
      return p.give(EventKind::kReference, c);
    case Command::Kind::kPause: return p.pause(true);
    case Command::Kind::kResume: return p.pause(false);
    case Command::Kind::kNextPhase: return p.course.turn(PhaseTurn::kSkipped, p.expected, p.pending);
    case Command::Kind::kRepeatPhase: return p.course.turn(PhaseTurn::kRepeated, p.expected, p.pending);
    case Command::Kind::kPreviousPhase: return p.course.turn(PhaseTurn::kBack, p.expected, p.pending);
    case Command::Kind::kExtendPhase:
      if (p.course.extend(c.value)) note(EventKind::kExtend, c.value);
      return;
    case Command::Kind::kMarker: return note(EventKind::kMarker);
    case Command::Kind::kNote: return note(EventKind::kNote);
    case Command::Kind::kEntry: return note(EventKind::kEntry, c.value);
    case Command::Kind::kStop: return note(EventKind::kStop);
    case Command::Kind::kFilter: return p.change(c);
  }
}

std::int64_t Pipeline::feedbackHopFrames() const { return impl_->hop; }
bool Pipeline::finished() const { return impl_->course.phases().finished(); }
bool Pipeline::waitsForSomebody() const {
  const core::PhaseInfo& step = *impl_->course.phases().current();
  return step.durationFrames == 0 && (step.kind == core::PhaseKind::kSetUp || step.kind == core::PhaseKind::kRating);
}
const SessionSetup& Pipeline::setup() const { return impl_->setup; }

}  // namespace tonus::session
