#pragma once
// The recent scored, usable past of all channels, and what other lines would have made of it.

#include <span>
#include <vector>

#include "judge.h"

namespace tonus::feedback {

/// Kept every 40 ms. No allocation after construction.
class LookBack {
 public:
  LookBack(const std::vector<ChannelRule>& channels, double hopS, std::int64_t noticeHops, double windowS);

  /// One hop; `counts`: scored, usable, not paused.
  void hop(std::span<const double> envelopeUv, const HopState& state, bool counts);
  /// A fault was noticed: what it may have touched is forgotten.
  void forget();

  /// Of the newest `windowS`.
  double seconds(double windowS) const;
  /// Share of the newest `windowS` that `which` would have been in target together, with the rules of `judge` made
  /// easier by `ease` each (Rule::ease).
  double share(const Judge& judge, std::span<const std::size_t> which, std::span<const double> ease, double windowS);
  /// The factor on all of `ease` that comes closest to the share `aim`, within a quarter and four.
  double fit(const Judge& judge, std::span<const std::size_t> which, std::span<const double> ease, double windowS,
             double aim);

 private:
  std::size_t entries(double windowS) const;

  std::size_t channelsN_, capacity_;
  std::int64_t everyHops_;
  std::size_t noticeEntries_;
  double entryS_;
  std::vector<float> uv_;                 // ring, entry-major
  std::vector<HopState> states_;
  std::size_t next_ = 0, filled_ = 0;
  std::size_t fresh_ = 0;                 // entries that verdicts do not cover yet
  std::int64_t sinceEntry_ = 0;
  Judge tried_;
  std::vector<double> now_, eased_;
};

}  // namespace tonus::feedback
