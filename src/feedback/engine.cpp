#include "tonus/feedback/engine.h"

#include <cassert>
#include <cmath>

#include "tonus/core/arrears.h"

namespace tonus::feedback {

namespace {
constexpr double kHoldS = 3.0;  // a spell in target this long counts as one repetition

struct Channel {
  Role role;
  RuleSettings settings;
  std::unique_ptr<Rule> rule;
  bool across = false;
  std::int64_t acrossHops = 0;
};
}  // namespace

struct Engine::Impl {
  std::vector<Channel> channels;
  double hopS;
  core::Arrears reward;
  std::int64_t heldHops = 0;
  std::uint32_t reps = 0;

  Impl(double hop, std::size_t noticeHops) : hopS(hop), reward(noticeHops) {}

  core::ChannelFeedback stepChannel(Channel& c, double envelopeUv, core::ChannelQuality quality, bool paused) const {
    core::ChannelFeedback f;
    f.envelopeUv = static_cast<float>(envelopeUv);
    f.thresholdUv = static_cast<float>(c.settings.thresholdUv);
    f.quality = quality;
    const bool believable = quality.usable() && c.role != Role::kOff;
    f.level = believable ? c.rule->level(envelopeUv, c.settings) : 0.0F;
    c.across = believable && !paused && c.rule->across(envelopeUv, c.settings, c.across);
    c.acrossHops = c.across ? c.acrossHops + 1 : 0;
    f.inTarget = c.across && static_cast<double>(c.acrossHops) * hopS * 1000.0 >= c.settings.dwellMs;
    return f;
  }

  void countHold(bool inTarget) {
    heldHops = inTarget ? heldHops + 1 : 0;
    if (heldHops == static_cast<std::int64_t>(std::llround(kHoldS / hopS))) ++reps;
  }
};

Engine::Engine(std::vector<ChannelRule> channels, double sampleRateHz, std::int64_t hopFrames,
               std::int64_t noticeFrames)
    : impl_(std::make_unique<Impl>(static_cast<double>(hopFrames) / sampleRateHz,
                                   static_cast<std::size_t>((noticeFrames + hopFrames - 1) / hopFrames))) {
  for (ChannelRule& c : channels) {
    std::unique_ptr<Rule> rule = makeRule(c.rule.kind);
    assert(rule);
    impl_->channels.push_back({c.role, std::move(c.rule), std::move(rule)});
  }
}

Engine::~Engine() = default;

core::FeedbackFrame Engine::step(core::SampleIndex at, std::span<const double> envelopeUv,
                                 std::span<const core::ChannelQuality> quality, bool scored, bool paused,
                                 std::span<core::ChannelFeedback> channels) {
  core::FeedbackFrame frame;
  frame.at = at;
  frame.paused = paused;
  bool any = false;
  frame.level = 1;
  frame.inTarget = frame.usable = true;
  for (std::size_t c = 0; c < impl_->channels.size(); ++c) {
    channels[c] = impl_->stepChannel(impl_->channels[c], envelopeUv[c], quality[c], paused);
    if (impl_->channels[c].role != Role::kTrain) continue;
    any = true;
    if (channels[c].level < frame.level || (!quality[c].usable() && frame.usable)) {
      frame.worstChannel = static_cast<std::uint16_t>(c);
      frame.quality = quality[c];
    }
    frame.level = std::min(frame.level, channels[c].level);
    frame.inTarget = frame.inTarget && channels[c].inTarget;
    frame.usable = frame.usable && quality[c].usable();
  }
  frame.usable = frame.usable && any;
  frame.inTarget = frame.inTarget && frame.usable;
  if (!frame.usable) frame.level = 0;

  if (!frame.usable) impl_->reward.forfeit();
  if (!paused) impl_->reward.hop(scored && frame.usable, frame.inTarget);
  impl_->countHold(scored && frame.inTarget);
  frame.rewardS = static_cast<float>(static_cast<double>(impl_->reward.inTargetHops()) * impl_->hopS);
  frame.scoredS = static_cast<float>(static_cast<double>(impl_->reward.scoredHops()) * impl_->hopS);
  frame.reps = impl_->reps;
  return frame;
}

void Engine::setThreshold(std::size_t channel, double thresholdUv) {
  if (channel >= impl_->channels.size()) return;
  RuleSettings& s = impl_->channels[channel].settings;
  // A band keeps its width when its lower line is dragged.
  if (s.upperUv > 0 && s.thresholdUv > 0) s.upperUv *= thresholdUv / s.thresholdUv;
  s.thresholdUv = thresholdUv;
  if (s.kind == "inside" && s.upperUv <= 0) s.upperUv = kBandOfLine * thresholdUv;
}

void Engine::setUpperEdge(std::size_t channel, double upperUv) {
  if (channel >= impl_->channels.size()) return;
  RuleSettings& s = impl_->channels[channel].settings;
  if (upperUv > s.thresholdUv) s.upperUv = upperUv;
}

double Engine::thresholdUv(std::size_t channel) const { return impl_->channels.at(channel).settings.thresholdUv; }

void Engine::startPhase() {
  impl_->reward.restart();
  impl_->heldHops = 0;
  impl_->reps = 0;
}

void Engine::interrupt() {
  impl_->reward.forfeit();
  impl_->heldHops = 0;
  for (Channel& c : impl_->channels) {
    c.across = false;
    c.acrossHops = 0;
  }
}

}  // namespace tonus::feedback
