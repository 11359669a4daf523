#pragma once
// A session of square waves: every level is the RMS exactly, so that numbers can be worked out by hand.

#include <functional>

#include "tonus/analysis/session_numbers.h"

namespace tonus::analysis {

/// Where a hop lies.
struct Moment {
  double s = 0;              ///< since the step began, at the hop's begin
  int stage = -1;
  std::uint32_t rep = 0;
  double stageS = 0;
};

class NumberRig {
 public:
  using Level = std::function<double(std::size_t channel, const Moment& m)>;
  using Usable = std::function<bool(std::size_t channel, const Moment& m)>;

  NumberRig(std::vector<NumberChannel> channels, std::vector<std::string> wanted)
      : channelsN_(channels.size()), lineUv(channels.size(), 0), numbers_(std::move(channels), std::move(wanted)) {}

  static core::PhaseInfo phase(core::PhaseKind kind, const std::string& name, const std::string& marker = "", bool feedback = false) {
    core::PhaseInfo p;
    p.kind = kind;
    p.name = name;
    p.id = name;
    p.marker = marker;
    p.feedback = p.sound = p.scored = feedback;
    return p;
  }
  static core::PhaseInfo round(core::PhaseInfo p, std::vector<core::StageInfo> stages, std::uint32_t reps) {
    p.stages = std::move(stages);
    p.repsN = reps;
    return p;
  }
  static core::StageInfo stage(const std::string& name, double s, bool work) {
    return {name, name, static_cast<std::int64_t>(s * 1000), work};
  }

  /// `seconds` of a step (of one with stages: as long as they take).
  void step(core::PhaseInfo p, double seconds, const Level& level, const Usable& usable = {}) {
    p.index = again ? index_ : ++index_;
    again = false;
    double round = 0;
    for (const core::StageInfo& s : p.stages) round += static_cast<double>(s.durationFrames) / 1000;
    if (round > 0) seconds = round * p.repsN;
    event(core::EventKind::kPhase, -1, 0, p.name);
    const auto info = std::make_shared<const core::PhaseInfo>(std::move(p));
    for (int h = 0; h < std::lround(seconds * 100); ++h) hop(info, momentOf(*info, h / 100.0, round), level, usable);
  }
  void event(core::EventKind kind, int channel, double value, const std::string& text) {
    pending_.push_back({at_, kind, channel, value, text});
  }
  void mdf(std::size_t channel, double hz) { metrics_.push_back({mdfMetric(), static_cast<std::uint16_t>(channel), at_, hz}); }
  void lose(std::int64_t frames) {
    at_ = at_ + frames;
    lost_ = static_cast<std::uint64_t>(frames);
  }

  std::vector<core::SessionNumber> made() {
    flush();
    return numbers_.numbers();
  }
  /// The one number of a channel (and part); NaN where there is none or more than one.
  double value(const std::string& id, int channel = 0, const std::string& of = "") {
    double out = std::numeric_limits<double>::quiet_NaN();
    int n = 0;
    for (const core::SessionNumber& x : made())
      if (x.id == id && x.channel == channel && x.of == of) {
        out = x.value;
        ++n;
      }
    return n == 1 ? out : std::numeric_limits<double>::quiet_NaN();
  }

 private:
  std::size_t channelsN_;

 public:
  std::vector<double> lineUv;
  std::uint32_t reps = 0;
  bool again = false;     ///< the next step is the one before, done over
  bool paused = false;

 private:
  static std::uint16_t mdfMetric();
  static Moment momentOf(const core::PhaseInfo& p, double s, double round) {
    Moment m{.s = s};
    if (round <= 0) return m;
    m.rep = static_cast<std::uint32_t>(s / round + 1e-9) + 1;
    m.stageS = s - (m.rep - 1) * round;
    for (const core::StageInfo& stage : p.stages) {
      ++m.stage;
      const double length = static_cast<double>(stage.durationFrames) / 1000;
      if (m.stageS < length - 1e-9) break;
      m.stageS -= length;
    }
    return m;
  }

  void hop(const std::shared_ptr<const core::PhaseInfo>& p, const Moment& m, const Level& level, const Usable& usable) {
    core::ProcessedBlock b;
    b.first = at_;
    b.framesN = 10;
    b.channelsN = static_cast<std::uint32_t>(channelsN_);
    b.sampleRateHz = 1000;
    b.lostBefore = std::exchange(lost_, 0);
    b.events = std::exchange(pending_, {});
    b.metrics = std::exchange(metrics_, {});
    core::FeedbackFrame f;
    f.at = at_ + 10;
    f.phase = p;
    f.stage = m.stage;
    f.rep = m.rep;
    f.reps = reps;
    f.paused = paused;
    b.filteredUv.resize(10 * channelsN_);
    for (std::size_t c = 0; c < channelsN_; ++c) {
      const double uv = level(c, m);
      for (std::size_t i = 0; i < 10; ++i) b.filteredUv[i * channelsN_ + c] = i % 2 == 0 ? uv : -uv;
      core::ChannelFeedback row;
      row.envelopeUv = static_cast<float>(uv);
      row.thresholdUv = static_cast<float>(lineUv[c]);
      if (usable && !usable(c, m)) row.quality.add(core::QualityReason::kMains);
      b.channelFeedback.push_back(row);
    }
    b.feedback.push_back(std::move(f));
    at_ = at_ + 10;
    (void)numbers_.consume(std::make_shared<const core::ProcessedBlock>(std::move(b)));
  }
  void flush() {
    core::ProcessedBlock b;
    b.first = at_;
    b.channelsN = static_cast<std::uint32_t>(channelsN_);
    b.sampleRateHz = 1000;
    b.events = std::exchange(pending_, {});
    b.metrics = std::exchange(metrics_, {});
    (void)numbers_.consume(std::make_shared<const core::ProcessedBlock>(std::move(b)));
  }

  SessionNumbers numbers_;
  std::uint32_t index_ = 0;
  core::SampleIndex at_{0};
  std::uint64_t lost_ = 0;
  std::vector<core::SessionEvent> pending_;
  std::vector<core::MetricValue> metrics_;
};

}  // namespace tonus::analysis
