#pragma once
// Runs the laws of all channels: when they may move, what they look back on, where their limits are.

#include <vector>

#include "look_back.h"
#include "repetitions.h"

namespace tonus::feedback {

/// Moves lines in the judge's settings and notes each move. No allocation after construction.
class LineLaws {
 public:
  LineLaws(const std::vector<ChannelRule>& channels, Judge& judge, double hopS, std::int64_t noticeHops);

  void hop(std::span<const double> envelopeUv, const HopState& state, bool counts, bool inTarget,
           Repetitions::Outcome outcome);
  void forget() { lookBack_.forget(); }
  /// A phase is judged by a rule of its own: nothing in it is learnt from, and nothing moves for it.
  void rest(bool on) { resting_ = on; }
  /// A phase is over. `scored`: it was one that counts.
  void endTrial(bool scored, bool usable, Repetitions::Outcome outcome);

  void setBaseline(std::size_t c, double uv);
  /// 0: it turned out to be none; a line that it put goes with it.
  void setReference(std::size_t c, double uv);
  void setBaselineRatio(std::size_t c, double ratio);
  void lock(std::size_t c, bool locked) { laws_[c].settings.locked = locked; }
  /// A person moved the line: it stays there until the phase is over.
  void byPerson(std::size_t c) {
    laws_[c].byPerson = true;
    laws_[c].ofReference = false;
  }

  bool asksForRests(std::size_t c) const {
    return judge_[c].role == Role::kTrain && laws_[c].settings.kind == "gap" && !resting_;
  }
  double alarmS(std::size_t c) const { return laws_[c].settings.alarmS; }
  std::span<const LineChange> changes() const { return changes_; }
  void clearChanges() { changes_.clear(); }

 private:
  struct Law {
    LawSettings settings;
    std::unique_ptr<ThresholdLaw> law;
    std::string_view kind;
    Ground ground;
    bool byPerson = false;
    bool ofReference = false;   // its line was put by a reference contraction
    std::uint32_t repsN = 0, successesN = 0;
  };
  bool adaptive(std::size_t c) const;
  void start(std::size_t c, const Ground& g);
  void addReps(Repetitions::Outcome outcome);
  void moveByReps();
  void owe(const LawSettings& s, bool inTarget);
  void adapt(bool trialEnded);
  void ease(std::size_t c, double factor, double success);
  void limit(std::size_t c);
  void note(std::size_t c, double success);

  Judge& judge_;
  double hopS_;
  std::vector<Law> laws_;
  LookBack lookBack_;
  std::vector<std::size_t> together_;  // channels that adapt
  std::vector<double> ease_, ones_;
  bool resting_ = false;
  double sinceMoveS_ = 0;
  double owedS_ = 0;             // of success
  std::vector<LineChange> changes_;
};

}  // namespace tonus::feedback
