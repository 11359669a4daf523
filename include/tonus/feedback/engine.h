#pragma once
// Turns envelopes and verdicts into what the patient is given, hop by hop, on sample time only.

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "tonus/core/processed.h"
#include "tonus/feedback/law.h"
#include "tonus/feedback/rule.h"

namespace tonus::feedback {

enum class Role { kTrain, kMonitor, kOff };

struct ChannelRule {
  Role role = Role::kTrain;
  RuleSettings rule;
  LawSettings law;
};

/// Which line somebody means in a phase that is judged by a rule of its own.
enum class Whose {
  kInForce,  ///< what is on screen: the phase's, and only that
  kChannel,  ///< the channel's own, which the phases after it go on by
};

/// Where the protocol is at a hop.
struct HopState {
  bool scored = false;           ///< counts for time in target
  bool paused = false;           ///< nothing moves and nothing is paid
  bool working = true;           ///< a stage of work, or a phase without stages; in others nothing is in target
  std::uint32_t rep = 0;         ///< the repetition going on, from 1, each of which can succeed once; 0 = counted freely
  double stageS = 0;             ///< since the stage (a phase without stages: the phase) began, pauses left out
  double targetOfReference = 0;  ///< this repetition's own line; 0 = the rule's
};

/// Reward is paid in arrears: seconds in target count only once the quality verdicts that cover them say usable
/// (`noticeFrames` later), so that a fault not yet noticed is never rewarded. A repetition counts once held, and no
/// sooner than the verdicts that cover its beginning.
/// Not thread-safe. No allocation in step().
class Engine {
 public:
  Engine(std::vector<ChannelRule> channels, double sampleRateHz, std::int64_t hopFrames, std::int64_t noticeFrames);
  ~Engine();

  /// One hop that ends at `at`. Sizes are channelsN. Fills `channels` and returns the frame (phase, rep, stage and
  /// breath are the caller's).
  core::FeedbackFrame step(core::SampleIndex at, std::span<const double> envelopeUv,
                           std::span<const core::ChannelQuality> quality, const HopState& state,
                           std::span<core::ChannelFeedback> channels);
  /// Lines that laws moved in the last call of any non-const function; each becomes an event.
  std::span<const LineChange> changes() const;

  // ---- by a person ----
  /// Of a rule of two channels: the ratio or difference that puts the line there now; nothing while that says nothing.
  /// Where repetitions have targets of their own in such a phase, those that follow move by as much.
  void setThreshold(std::size_t channel, double thresholdUv, Whose whose = Whose::kInForce);
  /// Of "inside" only; nothing happens where it would not be above the line. The line moved later keeps their ratio.
  void setUpperEdge(std::size_t channel, double upperUv);
  void setRatio(std::size_t channel, double ratio, Whose whose = Whose::kInForce);
  void lockLaw(std::size_t channel, bool locked);

  // ---- by the protocol, when a phase has measured it ----
  void setNoise(std::size_t channel, double noiseUv);
  /// 0: there is none after all; the line that came of it goes with it, and nothing is in target.
  void setReference(std::size_t channel, double referenceUv);
  /// Median of a baseline; laws that start by it put their lines.
  void setBaseline(std::size_t channel, double medianUv);
  /// Median of ratioNow() over a test without feedback.
  void setBaselineRatio(std::size_t channel, double ratio);
  /// A new phase: reward, scored time and repetitions start from zero; pending reward is settled to the old phase's
  /// loss. Laws that move at trial borders move. `rule`: the phase is judged by it instead, in all trained channels but
  /// its partner; a line it does not say begins where the channel's is, and what is known of the channel (reference,
  /// noise) stays known. Laws rest meanwhile; afterwards every channel has its own rule and line again, as they were.
  void startPhase(const RuleSettings* rule = nullptr);
  /// A gap: dwell starts over, pending reward is forfeited.
  void interrupt();

  /// Where the line is (of two channels: was at the last hop).
  double thresholdUv(std::size_t channel) const;
  /// A phase's rule is in force for it.
  bool judgedByPhase(std::size_t channel) const;
  /// The channel's own as it stands: what the next visit begins with.
  const RuleSettings& rule(std::size_t channel) const;
  /// Channel over partner at the last hop, by their references; nullopt while the partner rests or is not usable.
  std::optional<double> ratioNow(std::size_t channel) const;
  /// A gap law's alarm: a trained channel has been active without a rest for longer than its law allows. Rests are
  /// spells below the line (core::Rests) of at least the rule's dwell, in scored, usable time of this phase.
  bool restDue() const;
  /// The last contract_relax: seconds from leaving the contraction to the line. nullopt = none yet in this phase.
  std::optional<double> releaseS() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tonus::feedback
