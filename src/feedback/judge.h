#pragma once
// Rules, hysteresis, dwell and the noise gate of all channels, hop by hop: the one place where it is decided what is in
// target, for the patient, for laws that look back and for "what if".

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "noise_watch.h"
#include "tonus/feedback/engine.h"

namespace tonus::feedback {

class Judge {
 public:
  Judge(const std::vector<ChannelRule>& channels, double hopS);

  /// A phase's own rule, as one channel is judged by it.
  struct OfPhase {
    RuleSettings settings;
    std::unique_ptr<Rule> rule;
    const RuleRow* row;
    double targetScale = 1;       // of the repetitions' targets, where a person moved the line
  };

  struct Channel {
    Role role;
    RuleSettings settings;        // its own, and the next two
    std::unique_ptr<Rule> rule;
    const RuleRow* row;
    std::optional<OfPhase> phase; // in force instead of them
    Line line;                    // of the last hop
    core::ChannelQuality quality; // of the last hop, with what the noise gate says
    bool across = false;
    bool inTarget = false;        // across for the dwell
    bool contracted = false;      // contract_relax
    std::int64_t acrossHops = 0;
    NoiseWatch noise;
    std::int64_t recoveryHops = 0;   // left

    const RuleSettings& inForce() const { return phase ? phase->settings : settings; }
    const Rule& ruleInForce() const { return phase ? *phase->rule : *rule; }
    const RuleRow& rowInForce() const { return phase ? *phase->row : *row; }
  };

  void step(std::span<const double> envelopeUv, std::span<const core::ChannelQuality> quality, const HopState& state);
  /// Of these channels only, and without the noise gate: a look back at hops that were usable.
  void stepOnly(std::span<const std::size_t> which, std::span<const double> envelopeUv, const HopState& state);
  /// Across and dwell start over.
  void interrupt();
  /// From here on trained channels are judged by `rule`, all but its partner; null: by their own again. Nothing happens
  /// to a channel that was judged by its own and stays so.
  void judgePhaseBy(const RuleSettings* rule);
  void setNoise(std::size_t c, double uv);
  void setReference(std::size_t c, double uv);
  /// By a person, of the phase's own rule only (Engine::setThreshold, ::setUpperEdge).
  void placeInPhase(std::size_t c, double uv, std::span<const double> envelopeUv, const HopState& state);
  void placeUpperInPhase(std::size_t c, double uv, const HopState& state);

  std::size_t size() const { return channels_.size(); }
  Channel& operator[](std::size_t c) { return channels_[c]; }
  const Channel& operator[](std::size_t c) const { return channels_[c]; }

  /// What channel c's rule may look at in the last hop. The result's partner lives until the next call.
  Moment moment(std::size_t c, std::span<const double> envelopeUv, const HopState& state) const;
  float level(std::size_t c, std::span<const double> envelopeUv, const HopState& state) const;

  /// All trained channels in target; some trained; all that are trained usable, and with something to compare with.
  struct Together {
    bool any = false, inTarget = true, usable = true, judged = true;
  };
  Together together() const;

 private:
  static void forget(Channel& c);
  void passNoiseGate(Channel& c, double envelopeUv) const;
  void stepChannel(std::size_t c, std::span<const double> envelopeUv, const HopState& state);

  double hopS_;
  std::vector<Channel> channels_;
  mutable std::vector<Partner> partners_;  // of each channel, filled by moment()
};

}  // namespace tonus::feedback
