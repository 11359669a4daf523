#include "support/training_room.h"

#include <algorithm>
#include <cmath>

#include "tonus/core/clock.h"
#include "tonus/dsp/quality.h"
#include "tonus/dsp/signal_chain.h"

namespace tonus::support {

struct TrainingRoom::Impl {
  core::ManualClock clock;
  drivers::SimulatorConfig config;
  std::unique_ptr<drivers::Simulator> patient;
  core::StreamFormat format;
  std::size_t n;
  std::int64_t hopFrames;
  dsp::SignalChain chain;
  dsp::QualityMonitor monitor;
  feedback::Engine engine;
  core::RawBlock raw;
  std::vector<double> rawUv, filtered, envelope;
  std::vector<core::MetricValue> metrics;
  std::vector<core::QualityFrame> verdicts;
  std::vector<core::ChannelQuality> quality;
  std::vector<core::ChannelFeedback> shown;
  core::SampleIndex next{};

  static drivers::SimulatorConfig inHops(drivers::SimulatorConfig c) {
    c.live = false;
    c.blockFrames = static_cast<std::uint32_t>(c.sampleRateHz / 100);
    return c;
  }
  static core::StreamFormat opened(drivers::Simulator& s) {
    const auto format = s.open({});
    (void)s.start();
    return *format;
  }

  Impl(drivers::SimulatorConfig c, std::vector<feedback::ChannelRule> rules, const dsp::ChainSettings& settings)
      : config(inHops(std::move(c))),
        patient(drivers::makeSimulator(config, clock)),
        format(opened(*patient)),
        n(format.channelsN()),
        hopFrames(config.blockFrames),
        chain(settings, format.sampleRateHz, n),
        monitor(format, settings.bandLowHz, settings.bandHighHz),
        engine(std::move(rules), format.sampleRateHz, hopFrames, monitor.noticeFrames()),
        quality(n),
        shown(n) {}

  void read() {
    while (true) {
      const auto status = patient->read(core::SteadyTime::max(), raw);
      if (status.ok() && *status == core::ReadStatus::kBlock && raw.framesN > 0) break;
    }
    if (raw.first != next) {
      chain.restart();
      engine.interrupt();
    }
    next = raw.first + raw.framesN;
    rawUv.resize(raw.counts.size());
    for (std::size_t i = 0; i < rawUv.size(); ++i) rawUv[i] = raw.counts[i] * format.channels[i % n].scaleUvPerCount;
    filtered.resize(rawUv.size());
    envelope.resize(rawUv.size());
    metrics.clear();
    verdicts.clear();
    chain.process(raw.first, rawUv, filtered, envelope, metrics);
    monitor.push(raw, rawUv, {chain.warmUpFrames()}, verdicts);
    if (!verdicts.empty()) quality.assign(verdicts.back().channels.begin(), verdicts.back().channels.end());
  }

  std::span<const double> newest() const { return std::span(envelope).last(n); }

  std::vector<core::ChannelQuality> qualityNow() const {
    auto q = quality;
    for (std::size_t c = 0; c < n; ++c)
      if (monitor.suspect(c)) q[c].add(core::QualityReason::kSuspect);
    return q;
  }

  core::FeedbackFrame hop(const std::shared_ptr<const core::PhaseInfo>& phase, feedback::HopState state, std::int32_t stage) {
    read();
    core::FeedbackFrame frame = engine.step(next, newest(), qualityNow(), state, shown);
    frame.phase = phase;
    frame.stage = stage;
    frame.rep = state.rep;
    patient->giveFeedback(frame);
    return frame;
  }
};

TrainingRoom::TrainingRoom(drivers::SimulatorConfig patient, std::vector<feedback::ChannelRule> channels,
                           dsp::ChainSettings chain)
    : impl_(std::make_unique<Impl>(std::move(patient), std::move(channels), chain)) {}
TrainingRoom::~TrainingRoom() = default;

feedback::Engine& TrainingRoom::engine() { return impl_->engine; }

void TrainingRoom::run(core::PhaseInfo info, double seconds, const OnHop& onHop) {
  Impl& p = *impl_;
  const auto phase = std::make_shared<const core::PhaseInfo>(std::move(info));
  const double rateHz = p.format.sampleRateHz;
  const auto tell = [&](const core::FeedbackFrame& f) {
    if (onHop) onHop({f, p.shown, p.engine.changes(), static_cast<double>(p.next.value) / rateHz});
  };
  p.engine.startPhase();
  if (phase->stages.empty()) {
    for (double t = 0; t < seconds; t += 0.01) tell(p.hop(phase, {.scored = phase->scored, .stageS = t}, -1));
    return;
  }
  for (std::uint32_t rep = 1; rep <= phase->repsN; ++rep)
    for (std::size_t s = 0; s < phase->stages.size(); ++s) {
      const core::StageInfo& stage = phase->stages[s];
      const double lengthS = static_cast<double>(stage.durationFrames) / rateHz;
      for (double t = 0; t < lengthS - 0.005; t += 0.01)
        tell(p.hop(phase, {.scored = phase->scored, .working = stage.work, .rep = rep, .stageS = t},
                   static_cast<std::int32_t>(s)));
    }
}

void TrainingRoom::takeBaseline(double seconds, const OnHop& onHop) {
  Impl& p = *impl_;
  core::PhaseInfo info;
  info.kind = core::PhaseKind::kBaseline;
  info.feedback = info.scored = false;
  std::vector<std::vector<double>> uv(p.n);
  run(info, seconds, [&](const RoomHop& hop) {
    if (onHop) onHop(hop);
    for (std::size_t c = 0; c < p.n; ++c)
      if (hop.channels[c].quality.usable()) uv[c].push_back(static_cast<double>(hop.channels[c].envelopeUv));
  });
  for (std::size_t c = 0; c < p.n; ++c) {
    if (uv[c].empty()) continue;
    std::ranges::nth_element(uv[c], uv[c].begin() + static_cast<std::ptrdiff_t>(uv[c].size() / 2));
    p.engine.setBaseline(c, uv[c][uv[c].size() / 2]);
  }
}

core::PhaseInfo trialPhase() {
  core::PhaseInfo info;
  info.kind = core::PhaseKind::kTrial;
  return info;
}

core::PhaseInfo restPhase() {
  core::PhaseInfo info;
  info.kind = core::PhaseKind::kRest;
  info.feedback = info.scored = false;
  return info;
}

core::PhaseInfo workRestPhase(double workS, double restS, std::uint32_t repsN, double rateHz) {
  core::PhaseInfo info;
  info.kind = core::PhaseKind::kWorkRest;
  info.up = true;
  info.stages = {{"Work", "", std::llround(workS * rateHz), true}, {"Rest", "", std::llround(restS * rateHz), false}};
  info.repsN = repsN;
  return info;
}

}  // namespace tonus::support
