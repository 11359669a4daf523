#include "tonus/session/pipeline.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <cmath>

#include "baseline.h"
#include "block_pool.h"
#include "phase_runner.h"
#include "raw_history.h"
#include "tonus/dsp/quality.h"
#include "tonus/dsp/signal_chain.h"
#include "tonus/feedback/engine.h"
#include "tonus/session/steps.h"

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
  for (const ChannelSetup& c : s.channels) out.push_back({c.role, c.rule, {}});
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
  PhaseRunner phases;
  BaselineMedian baseline;
  RawHistory history;  // for a chain that takes over
  BlockPool pool;

  bool started = false;
  bool paused = false;
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
        phases(stepsOf(setup.protocol, rateHz, takingPart(setup)), rateHz),
        baseline(channelsN, setup.protocol, rateHz / static_cast<double>(hop)),
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
    out.events.push_back({raw.first, EventKind::kPhase, -1, 0, phases.current()->name});
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
    if (paused) phases.addPausedFrames(lost);
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
    baseline.clear();
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
      if (paused) phases.addPausedFrames(n);
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
    const bool scored = phases.current()->scored;
    core::FeedbackFrame frame = engine.step(at, envelope, {q.data(), q.size()}, {.scored = scored, .paused = paused},
                                            {out.channelFeedback.data() + begin, channelsN});
    frame.arrival = out.arrival;
    frame.phase = phases.current();
    frame.timeLeftS = phases.timeLeftS(at);
    out.feedback.push_back(std::move(frame));
    if (phases.current()->kind == core::PhaseKind::kBaseline && !paused) baseline.push(envelope, q);
    if (!paused && phases.due(at)) advance(at, false, out.events);
  }

  void advance(SampleIndex at, bool byHand, std::vector<core::SessionEvent>& events) {
    const bool wasBaseline = phases.current()->kind == core::PhaseKind::kBaseline;
    if (!phases.next(at)) return;
    if (wasBaseline) thresholdsFromBaseline(at, events);
    engine.startPhase();
    events.push_back({at, EventKind::kPhase, -1, byHand ? 1.0 : 0.0, phases.current()->name});
  }

  void thresholdsFromBaseline(SampleIndex at, std::vector<core::SessionEvent>& events) {
    const double factor = setup.protocol.law.ofBaseline;
    for (std::size_t c = 0; c < channelsN && factor > 0; ++c) {
      if (setup.channels[c].role == feedback::Role::kOff) continue;
      const auto median = baseline.median(c);
      if (median) {
        engine.setThreshold(c, *median * factor);
        events.push_back({at, EventKind::kThreshold, static_cast<std::int32_t>(c), *median * factor, "baseline"});
      } else {
        events.push_back({at, EventKind::kFault, static_cast<std::int32_t>(c), 0,
                          "Less than 1 s of usable baseline: the threshold of " + setup.channels[c].name +
                              " stays as it is. Set it by hand or repeat the baseline."});
      }
    }
    baseline.clear();
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

void Pipeline::apply(const Command& command) {
  Impl& p = *impl_;
  const auto note = [&](EventKind kind, std::string text = {}) {
    p.pending.push_back({p.expected, kind, -1, 0, std::move(text)});
  };
  switch (command.kind) {
    case Command::Kind::kThreshold:
      p.engine.setThreshold(command.channel, command.valueUv);
      p.pending.push_back({p.expected, EventKind::kThreshold, static_cast<std::int32_t>(command.channel),
                           command.valueUv, {}});
      break;
    case Command::Kind::kUpperEdge:
      p.engine.setUpperEdge(command.channel, command.valueUv);
      p.pending.push_back({p.expected, EventKind::kUpperEdge, static_cast<std::int32_t>(command.channel),
                           command.valueUv, {}});
      break;
    case Command::Kind::kPause:
      if (!p.paused) note(EventKind::kPause);
      p.paused = true;
      break;
    case Command::Kind::kResume:
      if (p.paused) note(EventKind::kResume);
      p.paused = false;
      break;
    case Command::Kind::kNextPhase: p.advance(p.expected, true, p.pending); break;
    case Command::Kind::kMarker: note(EventKind::kMarker, command.text); break;
    case Command::Kind::kNote: note(EventKind::kNote, command.text); break;
    case Command::Kind::kStop: note(EventKind::kStop); break;
    case Command::Kind::kFilter:
      if (command.chain == p.setup.chain) break;
      if (const std::string problem = dsp::problemOf(command.chain, p.rateHz); !problem.empty()) {
        note(EventKind::kFault, problem + ": the filters stay as they were.");
        break;
      }
      p.changeFilter(command.chain);
      note(EventKind::kFilter, toJson(command.chain));
      break;
  }
}

std::int64_t Pipeline::feedbackHopFrames() const { return impl_->hop; }
bool Pipeline::finished() const { return impl_->phases.finished(); }
const SessionSetup& Pipeline::setup() const { return impl_->setup; }

}  // namespace tonus::session
