#include "tonus/analysis/summary.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "tonus/core/arrears.h"
#include "tonus/dsp/metric.h"

namespace tonus::analysis {

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

/// Linear interpolation between order statistics (numpy's default). Sorts `v`.
double percentile(std::vector<float>& v, double p) {
  if (v.empty()) return kNone;
  std::sort(v.begin(), v.end());
  const double position = p / 100 * static_cast<double>(v.size() - 1);
  const auto below = static_cast<std::size_t>(position);
  const std::size_t above = std::min(below + 1, v.size() - 1);
  const double part = position - static_cast<double>(below);
  return static_cast<double>(v[below]) * (1 - part) + static_cast<double>(v[above]) * part;
}

std::size_t metricIndex(std::string_view id) {
  const auto rows = dsp::metricRegistry();
  const auto row = std::find_if(rows.begin(), rows.end(), [&](const dsp::MetricRow& r) { return r.info.id == id; });
  return static_cast<std::size_t>(row - rows.begin());
}

struct ChannelState {
  SessionStatistics::Channel channel;
  core::Arrears target;
  std::vector<float> envelopeUv;
  std::vector<float> baselineUv;
  std::vector<float> mdfHz, mnfHz;
  core::SampleIndex doubtfulUntil{};  // a spectrum whose window reaches back before this is not counted
  double thresholdUv = 0;
};

}  // namespace

struct SessionStatistics::Impl {
  std::shared_ptr<SessionNumbers> numbers;
  std::int64_t noticeFrames;
  std::vector<ChannelState> channels;
  std::optional<core::SampleIndex> lastHop;
  double hopS = 0;
  std::int64_t pausedHops = 0;
  std::uint32_t phase = 0;
  double rewardS = 0, scoredS = 0;            // of phases already over
  float phaseRewardS = 0, phaseScoredS = 0;   // of the one that runs
  std::size_t mdf = metricIndex("mdf"), mnf = metricIndex("mnf");

  void hop(const core::FeedbackFrame& f, const core::ChannelFeedback* row, double rateHz) {
    if (hopS == 0) measureHop(f, rateHz);
    if (f.paused) ++pausedHops;
    const std::uint32_t index = f.phase ? f.phase->index : 0;
    if (index != phase) {
      closePhase();
      phase = index;
    }
    phaseRewardS = f.rewardS;
    phaseScoredS = f.scoredS;
    const bool resting = f.phase && f.stage >= 0 && !f.phase->stages[static_cast<std::size_t>(f.stage)].work;
    const bool scored = f.phase && f.phase->scored && !resting;
    const bool baseline = f.phase && f.phase->kind == core::PhaseKind::kBaseline;
    for (std::size_t c = 0; c < channels.size(); ++c) take(channels[c], row[c], f, scored, baseline, rateHz);
  }

  void take(ChannelState& s, const core::ChannelFeedback& v, const core::FeedbackFrame& f, bool scored, bool baseline,
            double rateHz) const {
    s.thresholdUv = static_cast<double>(v.thresholdUv);
    if (!v.quality.usable()) {
      s.target.forfeit();
      s.doubtfulUntil = f.at + std::llround(rateHz);  // metrics look back one second
    }
    if (f.paused) return;
    s.target.hop(scored && v.quality.usable(), v.inTarget);
    if (!v.quality.usable()) return;
    s.envelopeUv.push_back(v.envelopeUv);
    if (baseline) s.baselineUv.push_back(v.envelopeUv);
  }

  // Hops come at a fixed distance; it is learnt from the first, which is 10 ms to the nearest frame.
  void measureHop(const core::FeedbackFrame&, double rateHz) {
    const auto frames = std::max<std::int64_t>(1, std::llround(rateHz / 100));
    hopS = static_cast<double>(frames) / rateHz;
    for (ChannelState& s : channels) s.target = core::Arrears(static_cast<std::size_t>((noticeFrames + frames - 1) / frames));
  }

  void closePhase() {
    rewardS += std::exchange(phaseRewardS, 0.0F);
    scoredS += std::exchange(phaseScoredS, 0.0F);
    // What is still owed at a border is not paid, here as in the feedback engine.
    for (ChannelState& s : channels) s.target.forfeit();
  }

  void metric(const core::MetricValue& m, bool paused) {
    if (m.channel >= channels.size() || paused) return;
    ChannelState& s = channels[m.channel];
    if (m.at < s.doubtfulUntil || !std::isfinite(m.value)) return;
    if (m.metric == mdf) s.mdfHz.push_back(static_cast<float>(m.value));
    if (m.metric == mnf) s.mnfHz.push_back(static_cast<float>(m.value));
  }
};

SessionStatistics::SessionStatistics(std::vector<Channel> channels, std::int64_t noticeFrames,
                                     std::shared_ptr<SessionNumbers> numbers)
    : impl_(std::make_unique<Impl>()) {
  impl_->noticeFrames = noticeFrames;
  impl_->numbers = std::move(numbers);
  for (Channel& c : channels) impl_->channels.push_back({std::move(c), core::Arrears(0), {}, {}, {}, {}, {}, 0});
}
SessionStatistics::~SessionStatistics() = default;

core::SinkPolicy SessionStatistics::policy() const { return {core::QueuePolicy::kInline, {}}; }

core::Status SessionStatistics::consume(const core::BlockPtr& block) {
  for (std::size_t h = 0; h < block->feedback.size(); ++h)
    impl_->hop(block->feedback[h], block->channelFeedback.data() + h * block->channelsN, block->sampleRateHz);
  for (const core::MetricValue& m : block->metrics) impl_->metric(m, block->paused);
  if (impl_->numbers) return impl_->numbers->consume(block);
  return {};
}

core::Status SessionStatistics::finish() {
  impl_->closePhase();
  return {};
}

core::SessionSummary SessionStatistics::summary() const {
  core::SessionSummary out;
  out.rewardS = impl_->rewardS;
  out.scoredS = impl_->scoredS;
  out.pausedS = static_cast<double>(impl_->pausedHops) * impl_->hopS;
  out.baselineUv = kNone;
  if (impl_->numbers) out.numbers = impl_->numbers->numbers();
  bool haveBaseline = false;
  for (std::size_t c = 0; c < impl_->channels.size(); ++c) {
    ChannelState s = impl_->channels[c];
    core::ChannelSummary r;
    r.channel = static_cast<int>(c);
    r.name = s.channel.name;
    const double n = static_cast<double>(s.envelopeUv.size());
    double sum = 0, squares = 0;
    for (float v : s.envelopeUv) sum += static_cast<double>(v);
    r.meanUv = n > 0 ? sum / n : kNone;
    for (float v : s.envelopeUv) squares += (static_cast<double>(v) - r.meanUv) * (static_cast<double>(v) - r.meanUv);
    r.sdUv = n > 0 ? std::sqrt(squares / n) : kNone;
    r.medianUv = percentile(s.envelopeUv, 50);
    r.p10Uv = percentile(s.envelopeUv, 10);
    r.p90Uv = percentile(s.envelopeUv, 90);
    r.mdfHz = percentile(s.mdfHz, 50);
    r.mnfHz = percentile(s.mnfHz, 50);
    r.usableS = n * impl_->hopS;
    r.inTargetS = static_cast<double>(s.target.inTargetHops()) * impl_->hopS;
    r.scoredS = static_cast<double>(s.target.scoredHops()) * impl_->hopS;
    r.thresholdUv = s.thresholdUv;
    if (s.channel.trained && !haveBaseline) {
      // As for a line from the baseline: less than a second of it says nothing.
      if (static_cast<double>(s.baselineUv.size()) * impl_->hopS >= 1) out.baselineUv = percentile(s.baselineUv, 50);
      haveBaseline = true;
    }
    out.channels.push_back(std::move(r));
  }
  return out;
}

}  // namespace tonus::analysis
