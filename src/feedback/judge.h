#pragma once
// Rules, hysteresis, dwell and the noise gate of all channels, hop by hop: the one place where it is decided what is in
// target, for the patient, for laws that look back and for "what if".

#include <memory>
#include <span>
#include <vector>

#include "noise_watch.h"
#include "tonus/feedback/engine.h"

namespace tonus::feedback {

class Judge {
 public:
  Judge(const std::vector<ChannelRule>& channels, double hopS);

  struct Channel {
    Role role;
    RuleSettings settings;
    std::unique_ptr<Rule> rule;
    const RuleRow* row;
    Line line;                    // of the last hop
    core::ChannelQuality quality; // of the last hop, with what the noise gate says
    bool across = false;
    bool inTarget = false;        // across for the dwell
    bool contracted = false;      // contract_relax
    std::int64_t acrossHops = 0;
    NoiseWatch noise;
    std::int64_t recoveryHops = 0;   // left
  };

  void step(std::span<const double> envelopeUv, std::span<const core::ChannelQuality> quality, const HopState& state);
  /// Of these channels only, and without the noise gate: a look back at hops that were usable.
  void stepOnly(std::span<const std::size_t> which, std::span<const double> envelopeUv, const HopState& state);
  /// Across and dwell start over.
  void interrupt();

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
  void passNoiseGate(Channel& c, double envelopeUv) const;
  void stepChannel(std::size_t c, std::span<const double> envelopeUv, const HopState& state);

  double hopS_;
  std::vector<Channel> channels_;
  mutable std::vector<Partner> partners_;  // of each channel, filled by moment()
};

}  // namespace tonus::feedback
