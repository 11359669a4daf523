#include "tonus/analysis/session_numbers.h"

#include <algorithm>
#include <cmath>

#include "numbers/registry.h"
#include "tonus/dsp/metric.h"

namespace tonus::analysis {

namespace {

std::size_t mdfMetric() {
  const auto rows = dsp::metricRegistry();
  return static_cast<std::size_t>(std::find_if(rows.begin(), rows.end(), [](const dsp::MetricRow& r) { return r.info.id == "mdf"; }) - rows.begin());
}

}  // namespace

struct SessionNumbers::Impl {
  Trace trace;
  std::vector<std::string> wanted;
  std::size_t mdf = mdfMetric();
  bool stepDue = true;                 // the next hop begins another step
  core::SampleIndex lastHop{}, stepAt{};
  std::int64_t hopFrames = 0;
  std::vector<double> sum;             // of the hop that is not over
  std::int64_t framesN = 0;

  void begin(const core::ProcessedBlock& b) {
    hopFrames = std::max<std::int64_t>(1, std::llround(b.sampleRateHz / 100));
    trace.hopS = static_cast<double>(hopFrames) / b.sampleRateHz;
    sum.assign(trace.channels.size(), 0);
  }

  void take(const core::SessionEvent& e) {
    if (e.kind == core::EventKind::kPhase) stepDue = true;
    if (e.kind == core::EventKind::kReference && e.channel >= 0 && static_cast<std::size_t>(e.channel) < trace.referenceUv.size())
      trace.referenceUv[static_cast<std::size_t>(e.channel)] = e.value;
    if (e.kind == core::EventKind::kEntry) trace.entries.emplace_back(e.text, e.value);
  }

  void frames(const core::ProcessedBlock& b, std::int64_t from, std::int64_t to) {
    const std::size_t n = trace.channels.size();
    for (std::int64_t f = from; f < to; ++f)
      for (std::size_t c = 0; c < n; ++c) {
        const double uv = b.filteredUv[static_cast<std::size_t>(f) * n + c];
        sum[c] += uv * uv;
      }
    framesN += to - from;
  }

  void hop(const core::FeedbackFrame& f, const core::ChannelFeedback* row) {
    if (!f.phase) return;
    if (stepDue || trace.steps.empty()) trace.steps.push_back({f.phase, trace.hops.size(), trace.hops.size(), 0});
    stepDue = false;
    TraceStep& step = trace.steps.back();
    step.info = f.phase;  // it may have been made longer
    step.reps = f.reps;
    trace.hops.push_back({static_cast<std::uint32_t>(trace.steps.size() - 1), static_cast<std::uint16_t>(f.rep),
                          static_cast<std::int8_t>(f.stage), f.paused});
    step.end = trace.hops.size();
    for (std::size_t c = 0; c < trace.channels.size(); ++c) {
      const bool whole = framesN == hopFrames;
      trace.of[c].push_back({whole ? static_cast<float>(sum[c] / static_cast<double>(hopFrames)) : -1.0F, row[c].envelopeUv,
                             row[c].thresholdUv, row[c].quality.usable(), row[c].inTarget});
      sum[c] = 0;
    }
    framesN = 0;
  }

  void block(const core::ProcessedBlock& b) {
    if (hopFrames == 0 && b.framesN > 0) begin(b);
    if (b.lostBefore > 0) {
      std::fill(sum.begin(), sum.end(), 0.0);
      framesN = 0;
    }
    std::int64_t done = 0;
    auto event = b.events.begin();
    for (std::size_t h = 0; h < b.feedback.size(); ++h) {
      const core::FeedbackFrame& f = b.feedback[h];
      // What happens at a hop's end is after it.
      for (; event != b.events.end() && event->at < f.at; ++event) take(*event);
      const std::int64_t end = f.at - b.first;
      frames(b, done, end);
      done = end;
      hop(f, b.channelFeedback.data() + h * b.channelsN);
    }
    for (; event != b.events.end(); ++event) take(*event);
    frames(b, done, b.framesN);
    for (const core::MetricValue& m : b.metrics)
      if (m.metric == mdf && std::isfinite(m.value)) trace.mdf.push_back({trace.hops.size() - hopsSince(b, m.at), m.channel, m.value});
  }

  /// Hops of this block that end after `at`.
  static std::size_t hopsSince(const core::ProcessedBlock& b, core::SampleIndex at) {
    return static_cast<std::size_t>(std::count_if(b.feedback.begin(), b.feedback.end(), [&](const auto& f) { return at < f.at; }));
  }
};

SessionNumbers::SessionNumbers(std::vector<NumberChannel> channels, std::vector<std::string> wanted)
    : impl_(std::make_unique<Impl>()) {
  Trace& t = impl_->trace;
  t.of.resize(channels.size());
  for (const NumberChannel& c : channels) t.referenceUv.push_back(c.referenceUv);
  t.channels = std::move(channels);
  impl_->wanted = std::move(wanted);
}
SessionNumbers::~SessionNumbers() = default;

core::SinkPolicy SessionNumbers::policy() const { return {core::QueuePolicy::kInline, {}}; }

core::Status SessionNumbers::consume(const core::BlockPtr& block) {
  if (!impl_->wanted.empty()) impl_->block(*block);
  return {};
}

std::vector<core::SessionNumber> SessionNumbers::numbers() const {
  Numbers out;
  for (const NumberRow& row : numberRegistry())
    if (std::find(impl_->wanted.begin(), impl_->wanted.end(), row.info.id) != impl_->wanted.end())
      row.make(impl_->trace, row.info.id, out);
  return out;
}

}  // namespace tonus::analysis
