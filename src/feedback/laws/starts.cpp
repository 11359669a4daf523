// Laws whose line is put once, from what a phase measured, and those that go on from there by counted repetitions.

#include "laws/rows.h"

namespace tonus::feedback {

namespace {
class Manual final : public ThresholdLaw {
 public:
  double start(const LawSettings&, const Ground&) const override { return 0; }
  double move(const LawSettings&, const Evidence&) const override { return 1; }
};

class OfBaseline final : public ThresholdLaw {
 public:
  double start(const LawSettings& s, const Ground& g) const override { return g.baselineUv * s.start; }
  double move(const LawSettings&, const Evidence&) const override { return 1; }
};

class OfReference final : public ThresholdLaw {
 public:
  double start(const LawSettings& s, const Ground& g) const override { return g.referenceUv * s.start; }
  double move(const LawSettings& s, const Evidence& e) const override { return staircase(s, e); }
};

class Shaped final : public ThresholdLaw {
 public:
  double start(const LawSettings& s, const Ground& g) const override { return g.baselineUv * s.start; }
  double move(const LawSettings& s, const Evidence& e) const override { return staircase(s, e); }
};

class RatioShaping final : public ThresholdLaw {
 public:
  double start(const LawSettings& s, const Ground& g) const override { return g.baselineRatio * s.start; }
  double move(const LawSettings& s, const Evidence& e) const override { return staircase(s, e); }
};

// Rests: the line is what counts as rest and stays there; the patient learns to get below it more often.
class Gap final : public ThresholdLaw {
 public:
  double start(const LawSettings& s, const Ground& g) const override { return g.referenceUv * s.start; }
  double move(const LawSettings&, const Evidence&) const override { return 1; }
};
}  // namespace

double staircase(const LawSettings& s, const Evidence& e) {
  if (e.repsN < s.repsN) return 1;
  if (e.successesN >= s.harderFrom) return 1 - s.step;
  if (e.successesN < s.easierBelow) return 1 + s.step;
  return 1;
}

std::unique_ptr<ThresholdLaw> makeManual() { return std::make_unique<Manual>(); }
std::unique_ptr<ThresholdLaw> makeOfBaseline() { return std::make_unique<OfBaseline>(); }
std::unique_ptr<ThresholdLaw> makeOfReference() { return std::make_unique<OfReference>(); }
std::unique_ptr<ThresholdLaw> makeShaped() { return std::make_unique<Shaped>(); }
std::unique_ptr<ThresholdLaw> makeRatioShaping() { return std::make_unique<RatioShaping>(); }
std::unique_ptr<ThresholdLaw> makeGap() { return std::make_unique<Gap>(); }

}  // namespace tonus::feedback
