#include "recompute.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "tonus/app/records.h"
#include "tonus/dsp/quality.h"
#include "tonus/dsp/filter_bank.h"

namespace tonus::app {

namespace {

using core::EventKind;
using core::SampleIndex;
using session::Command;
using Thresholds = std::vector<std::pair<std::size_t, double>>;

constexpr std::int64_t kBlockS = 1;

const char* const kCancelled = "Nothing was changed.";

/// In another scoring: this move is of the line that is given instead. Of a phase's own line it never is.
bool replaced(const Thresholds& thresholds, const core::SessionEvent& e) {
  return e.text != core::kOfPhase && std::any_of(thresholds.begin(), thresholds.end(), [&](const auto& t) {
           return static_cast<std::int32_t>(t.first) == e.channel;
         });
}

/// Lines that a law moved are computed again, unless this is another scoring: then they stand as they were.
bool movedAgain(const Thresholds& thresholds, const core::SessionEvent& e) {
  return thresholds.empty() && !e.text.empty() && e.text != core::kOfPhase;
}

feedback::Whose whoseOf(const core::SessionEvent& e) {
  return e.text.empty() || e.text == core::kOfPhase ? feedback::Whose::kInForce : feedback::Whose::kChannel;
}

/// What a person or the device did, at its frame.
struct Step {
  SampleIndex at;
  std::vector<Command> commands;
  std::optional<std::uint64_t> leadOffMask;
};

// A filter's settings that cannot be read leave the filter as it was; the comparison then says where it differs.
std::optional<Command> toFilterCommand(const core::SessionEvent& e) {
  auto chain = session::parseChain(e.text);
  if (!chain) return std::nullopt;
  Command c;
  c.kind = Command::Kind::kFilter;
  c.chain = *chain;
  return c;
}

std::optional<Command::Kind> turnOf(double value) {
  if (value == 1) return Command::Kind::kNextPhase;
  if (value == 2) return Command::Kind::kRepeatPhase;
  if (value == 3) return Command::Kind::kPreviousPhase;
  return std::nullopt;
}

std::optional<Command> toCommand(const core::SessionEvent& e, const Thresholds& thresholds) {
  Command c;
  switch (e.kind) {
    case EventKind::kThreshold:
      if (movedAgain(thresholds, e) || replaced(thresholds, e)) return std::nullopt;
      c.kind = Command::Kind::kThreshold;
      c.whose = whoseOf(e);
      c.channel = static_cast<std::size_t>(e.channel);
      c.valueUv = e.value;
      return c;
    case EventKind::kUpperEdge:
      if (replaced(thresholds, e)) return std::nullopt;
      c.kind = Command::Kind::kUpperEdge;
      c.channel = static_cast<std::size_t>(e.channel);
      c.valueUv = e.value;
      return c;
    case EventKind::kPause: c.kind = Command::Kind::kPause; return c;
    case EventKind::kResume: c.kind = Command::Kind::kResume; return c;
    case EventKind::kPhase:
      if (!turnOf(e.value)) return std::nullopt;
      c.kind = *turnOf(e.value);
      return c;
    case EventKind::kExtend:
      c.kind = Command::Kind::kExtendPhase;
      c.value = e.value;
      return c;
    case EventKind::kNoiseFloor:
    case EventKind::kReference:
      if (!e.text.empty()) return std::nullopt;  // measured: it is measured again
      c.kind = e.kind == EventKind::kReference ? Command::Kind::kReference : Command::Kind::kNoiseFloor;
      c.channel = static_cast<std::size_t>(e.channel);
      c.valueUv = e.value;
      return c;
    case EventKind::kRatio:
      if (movedAgain(thresholds, e) || replaced(thresholds, e)) return std::nullopt;
      c.kind = Command::Kind::kRatio;
      c.whose = whoseOf(e);
      c.channel = static_cast<std::size_t>(e.channel);
      c.value = e.value;
      return c;
    case EventKind::kLock:
      c.kind = Command::Kind::kLock;
      c.channel = static_cast<std::size_t>(e.channel);
      c.value = e.value;
      return c;
    case EventKind::kFilter: return toFilterCommand(e);
    default: return std::nullopt;
  }
}

std::vector<Step> steps(const std::vector<core::SessionEvent>& events, const Thresholds& thresholds) {
  std::vector<Step> out;
  for (const core::SessionEvent& e : events) {
    const auto command = toCommand(e, thresholds);
    if (!command && e.kind != EventKind::kLeadOff) continue;
    if (out.empty() || out.back().at != e.at) out.push_back({e.at, {}, {}});
    if (command) out.back().commands.push_back(*command);
    if (e.kind == EventKind::kLeadOff) {
      std::uint64_t mask = 0;
      std::from_chars(e.text.data(), e.text.data() + e.text.size(), mask, 16);
      out.back().leadOffMask = mask;
    }
  }
  return out;
}

/// Walks the stored segments in blocks that end where the next step is due.
class Walk {
 public:
  Walk(store::SessionReader& reader, session::Pipeline& pipeline, std::vector<Step> steps, const OnBlock& onBlock)
      : reader_(reader), pipeline_(pipeline), steps_(std::move(steps)), onBlock_(onBlock) {
    raw_.channelsN = static_cast<std::uint32_t>(reader.format().channelsN());
    blockFrames_ = static_cast<std::int64_t>(std::llround(kBlockS * reader.format().sampleRateHz));
  }

  core::Status run() {
    for (const core::Segment& s : reader_.segments()) {
      SampleIndex at = s.first;
      const SampleIndex end = s.first + s.framesN;
      while (at < end) {
        apply(at);
        SampleIndex until = std::min(end, at + blockFrames_);
        if (next_ < steps_.size()) until = std::min(until, std::max(steps_[next_].at, at + 1));
        if (auto ok = feed(at, until - at); !ok) return ok;
        at = until;
      }
    }
    return {};
  }

 private:
  void apply(SampleIndex at) {
    for (; next_ < steps_.size() && steps_[next_].at <= at; ++next_) {
      for (const Command& c : steps_[next_].commands) pipeline_.apply(c);
      if (steps_[next_].leadOffMask) raw_.leadOffMask = *steps_[next_].leadOffMask;
    }
  }

  core::Status feed(SampleIndex at, std::int64_t framesN) {
    raw_.first = at;
    raw_.framesN = static_cast<std::uint32_t>(framesN);
    raw_.counts.resize(raw_.framesN * raw_.channelsN);
    if (auto ok = reader_.read(at, raw_.counts); !ok) return ok;
    auto more = onBlock_(pipeline_.process(raw_));
    if (!more) return more.fault();
    if (!*more) return core::Fault{core::FaultCode::kCancelled, "Cancelled", kCancelled};
    return {};
  }

  store::SessionReader& reader_;
  session::Pipeline& pipeline_;
  std::vector<Step> steps_;
  const OnBlock& onBlock_;
  std::size_t next_ = 0;
  std::int64_t blockFrames_ = 0;
  core::RawBlock raw_;
};

std::string differenceOf(const store::StoredHop& was, const core::FeedbackFrame& f, const core::ChannelFeedback* row) {
  if (was.at != f.at) return "a hop is missing";
  const std::uint32_t phase = f.phase ? f.phase->index : 0;
  const core::FeedbackFrame& w = was.frame;
  if (was.phaseIndex != phase) return "the phase differs";
  if (w.usable != f.usable || w.quality != f.quality) return "the verdict differs";
  if (w.level != f.level || w.inTarget != f.inTarget) return "the level differs";
  if (w.rewardS != f.rewardS || w.scoredS != f.scoredS || w.reps != f.reps) return "the reward differs";
  for (std::size_t c = 0; c < was.channels.size(); ++c)
    if (!(was.channels[c] == row[c])) return "channel " + std::to_string(c + 1) + " differs";
  return {};
}

/// Compares recomputed hops with the stored ones, a block at a time.
class Comparison {
 public:
  Comparison(store::SessionReader& reader, double rateHz) : reader_(reader), rateHz_(rateHz) {}

  core::Status block(const core::ProcessedBlock& b) {
    if (b.feedback.empty()) return {};
    auto stored = reader_.hops(last_, b.feedback.back().at);
    if (!stored) return stored.fault();
    last_ = b.feedback.back().at;
    if (stored->size() != b.feedback.size()) note(b.feedback.front().at, "the number of hops differs");
    for (std::size_t h = 0; h < std::min(stored->size(), b.feedback.size()); ++h) {
      const auto why = differenceOf((*stored)[h], b.feedback[h], b.channelFeedback.data() + h * b.channelsN);
      if (!why.empty()) note(b.feedback[h].at, why);
    }
    return {};
  }
  const std::string& difference() const { return difference_; }

 private:
  void note(SampleIndex at, const std::string& why) {
    if (!difference_.empty()) return;
    difference_ = "from " + std::to_string(static_cast<double>(at.value) / rateHz_) + " s on: " + why;
  }

  store::SessionReader& reader_;
  double rateHz_;
  SampleIndex last_{-1};
  std::string difference_;
};

core::Result<session::SessionSetup> setupOf(const store::SessionRow& row) { return session::parseSetup(row.setupJson); }

}  // namespace

std::shared_ptr<analysis::SessionStatistics> makeStatistics(const session::SessionSetup& setup) {
  std::vector<analysis::SessionStatistics::Channel> channels;
  for (const auto& c : setup.channels) channels.push_back({c.name, c.role == feedback::Role::kTrain});
  std::vector<analysis::NumberChannel> numbered;
  for (std::size_t c = 0; c < setup.channels.size(); ++c) {
    const session::ChannelSetup& s = setup.channels[c];
    const auto& wanted = setup.protocol.channels;
    numbered.push_back({s.name, c < wanted.size() ? wanted[c].ref : std::string(), s.muscleId, s.side,
                        s.role == feedback::Role::kTrain, s.rule.referenceUv});
  }
  const dsp::QualityMonitor monitor(setup.format, setup.chain.bandLowHz, setup.chain.bandHighHz);
  return std::make_shared<analysis::SessionStatistics>(std::move(channels), monitor.noticeFrames(),
                                                       std::make_shared<analysis::SessionNumbers>(std::move(numbered), setup.protocol.sessionMetrics));
}

core::Status recompute(store::SessionReader& reader, session::SessionSetup setup, const Thresholds& thresholds,
                       const OnBlock& onBlock) {
  auto events = reader.sessionEvents();
  if (!events) return events.fault();
  if (!thresholds.empty())
    for (session::ChannelSetup& c : setup.channels) c.law = {};
  for (const auto& t : thresholds)
    if (t.first < setup.channels.size()) feedback::setLineValue(setup.channels[t.first].rule, t.second);
  session::Pipeline pipeline(std::move(setup));
  return Walk(reader, pipeline, steps(*events, thresholds), onBlock).run();
}

core::Result<ReplayReport> replay(store::Store& store, const std::string& sessionId, const Thresholds& thresholds,
                                  const store::Progress& progress) {
  auto reader = store.openSession(sessionId);
  if (!reader) return reader.fault();
  const store::SessionRow row = (*reader)->row();
  auto setup = setupOf(row);
  if (!setup) return setup.fault();
  for (const auto& t : thresholds)
    if (t.first >= setup->channels.size())
      return core::Fault{core::FaultCode::kInvalid, "There is no channel " + std::to_string(t.first + 1),
                         "This session has " + std::to_string(setup->channels.size()) + "."};

  const auto statistics = makeStatistics(*setup);
  Comparison comparison(**reader, row.format.sampleRateHz);
  ReplayReport report;
  auto ok = recompute(**reader, *setup, thresholds, [&](const core::BlockPtr& block) -> core::Result<bool> {
    report.framesN += block->framesN;
    (void)statistics->consume(block);
    if (thresholds.empty())
      if (auto same = comparison.block(*block); !same) return same.fault();
    return !progress || progress(static_cast<double>(report.framesN) / static_cast<double>(std::max<std::int64_t>(1, row.framesN)));
  });
  if (!ok) return ok.fault();
  (void)statistics->finish();
  report.difference = comparison.difference();
  report.identical = thresholds.empty() && report.difference.empty();
  const auto variants = dsp::filterVariants();
  if (!report.identical && std::find(variants.begin(), variants.end(), setup->kernelVariant) == variants.end())
    report.difference += " (recorded with the " + setup->kernelVariant + " kernel, which this processor has not; with " +
                         std::string(variants.front()) + " equal within 1e-12 is expected, not the same bits)";
  report.successRate = statistics->summary().successRate();
  report.successRateRecorded = row.summary ? row.summary->successRate() : report.successRate;
  return report;
}

core::Status finishInterrupted(store::Store& store, const std::string& sessionId, const store::Progress& progress) {
  auto reader = store.openSession(sessionId);
  if (!reader) return reader.fault();
  auto setup = setupOf((*reader)->row());
  if (!setup) return setup.fault();
  const auto statistics = makeStatistics(*setup);
  const double total = static_cast<double>(std::max<std::int64_t>(1, (*reader)->row().framesN));
  double done = 0;
  auto ok = recompute(**reader, *setup, {}, [&](const core::BlockPtr& block) -> core::Result<bool> {
    (void)statistics->consume(block);
    done += block->framesN;
    return !progress || progress(done / total);
  });
  if (!ok) return ok;
  (void)statistics->finish();
  const bool whole = (*reader)->row().state == store::SessionState::kDone;
  return store.closeSession(sessionId, statistics->summary(),
                            whole ? store::SessionState::kDone : store::SessionState::kInterrupted);
}

}  // namespace tonus::app
