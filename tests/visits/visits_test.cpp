// Every shipped protocol with a simulated patient who can do it, from beginning to end, through the real engine into a store.
// The table of what they come to: the program `visits` (docs/simulator.md).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "visits/visit.h"

namespace tonus::visits {
namespace {

using app::PatientKind;
using testing::IsEmpty;
using Names = std::vector<std::string>;

struct Expected {
  const char* id;
  Names steps;
  double leastShare = 0, mostShare = 1;   // of the scored time, all phases together
  std::uint32_t leastReps = 0, repsN = 0; // of scored exercises
};
void PrintTo(const Expected& e, std::ostream* out) { *out << e.id; }

std::vector<Expected> expectations() {
  return {
      // The line stays where the baseline put it, so the share is the patient's own affair.
      {"activation", {"Settle", "Baseline", "Work 1", "Rest", "Work 2", "Rest", "Work 3", "Rest", "Transfer", "End baseline"}, 0.80, 0.97},
      {"relaxation", {"Settle", "Baseline", "Trial 1", "Rest", "Trial 2", "Rest", "Trial 3", "Transfer", "End baseline"}, 0.60, 0.95},
      {"short", {"Settle", "Baseline", "Trial 1", "Rest", "Trial 2", "Transfer", "End baseline"}, 0.60, 0.95},
      // Nobody sets a line in free training: it is the clinician's.
      {"free", {"Training"}, 0, 0},
      // The law adapts: two thirds.
      {"clbp_downtrain",
       {"Set-up", "Rating before", "Noise floor", "Baseline sitting", "Baseline standing", "Trial sitting 1", "Rest", "Trial sitting 2",
        "Rest", "Trial sitting 3", "Trial without backrest 1", "Rest", "Trial without backrest 2", "Trial standing 1", "Rest",
        "Trial standing 2", "Rest", "Trial standing 3", "Rating between", "Challenge", "Recovery", "Daily task", "End baseline",
        "Rating after"},
       0.60, 0.75},
      {"tth_relaxation",
       {"Set-up", "Rating before", "Noise floor", "Adapt", "Baseline", "Without help, before", "Trial 1", "Rest", "Trial 2", "Rest",
        "Trial 3", "Rest", "Trial 4", "Rest", "Trial 5", "Rest", "Trial 6", "Rest", "Trial 7", "Rest", "Trial 8", "Rating between",
        "Challenge", "Recovery", "Without help, after", "End baseline", "Rating after"},
       0.60, 0.75},
      {"tmd_jaw",
       {"Set-up", "Rating before", "Noise floor", "Reference", "Baseline", "Discrimination", "Training", "Rating between", "Daily task",
        "Without help", "End baseline", "Rating after"},
       0.60, 0.75, 20, 30},
      // Staircases of repetitions: a good part of each work stage goes by until the muscle is there.
      {"clbp_flexion_relaxation",
       {"Set-up", "Rating before", "Noise floor", "Flexion test", "Range of motion", "Stretch", "Rating between", "Flexion test again",
        "Rating after"},
       0.45, 0.75, 5, 8},
      {"pfp_vmo",
       {"Set-up", "Rating before", "Noise floor", "Reference: VMO", "Rest", "Reference: VL", "Rest", "Reference: RF", "Rest",
        "Reference: HAM", "Baseline", "Quad set", "Straight leg raise", "Knee extension", "Rating between", "Mini squat", "Step test",
        "Rating after"},
       0.50, 0.75, 20, 40},
      {"shoulder_scapular",
       {"Set-up", "Rating before", "Noise floor", "Reference: UT", "Rest", "Reference: LT", "Rest", "Reference: SA", "Rest",
        "Reference: MD", "Baseline", "Elevation test", "Low row", "Forward raise", "Rating between", "With a weight",
        "Elevation test again", "Rating after"},
       0.55, 0.80, 18, 30},
      // Rests in daily work: the aim is a fifth of the time, and most of the scored time is work before anything was learned.
      {"neck_trapezius_gaps",
       {"Set-up", "Rating before", "Noise floor", "Reference", "Baseline", "Work before", "Letting go 1", "Rest", "Letting go 2", "Rest",
        "Letting go 3", "Work with sound 1", "Rest", "Work with sound 2", "Rest", "Work with sound 3", "Rating between", "Work after",
        "End baseline", "Rating after"},
       0.15, 0.30},
      {"wrist_rsi",
       {"Set-up", "Rating before", "Noise floor", "Reference", "Baseline", "Typing before", "Typing with feedback 1", "Rest",
        "Typing with feedback 2", "Rest", "Typing with feedback 3", "Rating between", "Typing after", "End baseline", "Rating after"},
       0.08, 0.25},
  };
}

std::size_t asked(const session::Protocol& protocol) {
  std::size_t n = 0;
  for (const session::Phase& phase : protocol.phases) n += phase.asks.size();
  return n;
}

class EachProtocol : public testing::TestWithParam<Expected> {};
INSTANTIATE_TEST_SUITE_P(Shipped, EachProtocol, testing::ValuesIn(expectations()),
                         [](const auto& each) { return std::string(each.param.id); });

TEST_P(EachProtocol, RunsToItsEndWithAPatientWhoCanDoIt) {
  const session::Protocol protocol = shipped(GetParam().id);
  const Visit v = visit(protocol, PatientKind::kLearns, 1, true);
  Names steps = GetParam().steps;
  steps.push_back("Finished");
  EXPECT_EQ(v.steps, steps);
  EXPECT_THAT(v.faults, IsEmpty());
  EXPECT_GE(v.summary.successRate(), GetParam().leastShare);
  EXPECT_LE(v.summary.successRate(), GetParam().mostShare);
  EXPECT_GE(v.reps(), GetParam().leastReps);
  EXPECT_EQ(v.repsN(), GetParam().repsN);
  EXPECT_THAT(v.missing(protocol), IsEmpty()) << "numbers the protocol is judged by";
  for (const std::string& how : v.references) EXPECT_THAT(how, testing::Not(testing::HasSubstr("differ"))) << "best two within 10 %";
  EXPECT_EQ(v.entriesN, asked(protocol)) << "what is asked for is answered once";
  EXPECT_TRUE(v.identical) << v.difference;
}

TEST_P(EachProtocol, NeverRewardsNoise) {
  const Visit v = visit(shipped(GetParam().id), PatientKind::kNoiseOnly);
  // Without a noise floor there is nothing to tell steady noise from a quiet muscle by.
  const bool knowsNoise = std::ranges::any_of(v.run, [](const Visit::Step& s) { return s.kind == core::PhaseKind::kNoiseFloor; });
  EXPECT_LE(v.summary.rewardS, knowsNoise ? 0 : 1);
  EXPECT_EQ(v.reps(), 0U);
}

TEST(Visits, EveryShippedProtocolIsAmongThem) {
  Names ids, tried;
  for (const session::Protocol& p : session::loadProtocols().protocols) ids.push_back(p.id);
  for (const Expected& e : expectations()) tried.emplace_back(e.id);
  EXPECT_THAT(tried, testing::UnorderedElementsAreArray(ids));
}

double shareOf(const Visit& v, std::string_view name) {
  const auto step = std::ranges::find(v.run, name, &Visit::Step::name);
  return step == v.run.end() ? -1 : step->share();
}

TEST(Visits, OnlyWhoLearnsGetsBetterAtWhatIsTrained) {
  struct Case {
    const char *id, *first, *last;
  };
  for (const Case& c : {Case{"pfp_vmo", "Quad set", "Mini squat"}, {"shoulder_scapular", "Low row", "With a weight"},
                        {"neck_trapezius_gaps", "Work with sound 1", "Work with sound 3"},
                        {"wrist_rsi", "Typing with feedback 1", "Typing with feedback 3"}}) {
    const Visit learns = visit(shipped(c.id), PatientKind::kLearns), doesNot = visit(shipped(c.id), PatientKind::kDoesNotRespond);
    EXPECT_GT(shareOf(learns, c.last), shareOf(learns, c.first) + 0.1) << c.id;
    EXPECT_LT(shareOf(doesNot, c.last), shareOf(doesNot, c.first) + 0.05) << c.id;
    EXPECT_LT(doesNot.summary.successRate(), learns.summary.successRate() / 2) << c.id;
  }
}

double numberOf(const Visit& v, std::string_view id, std::string_view of) {
  for (const core::SessionNumber& n : v.summary.numbers)
    if (n.id == id && n.of == of) return n.value;
  return -1;
}

TEST(Visits, BalanceAndRestAreKeptWithoutFeedback) {
  const Visit shoulder = visit(shipped("shoulder_scapular"), PatientKind::kLearns);
  EXPECT_GT(numberOf(shoulder, "ut_lt_ratio_up", "Elevation test"), 1.3);
  EXPECT_LT(numberOf(shoulder, "ut_lt_ratio_up", "Elevation test again"), 1.1);
  const Visit neck = visit(shipped("neck_trapezius_gaps"), PatientKind::kLearns);
  EXPECT_LT(numberOf(neck, "rest_time_pct", "Work before"), 5);
  EXPECT_GT(numberOf(neck, "rest_time_pct", "Work after"), 15);
}

TEST(Visits, AMuscleLetsGoInFullFlexionAndMoreSoAfterTraining) {
  const Visit v = visit(shipped("clbp_flexion_relaxation"), PatientKind::kLearns);
  const double before = numberOf(v, "mean_mvf_uv", "Flexion test"), after = numberOf(v, "mean_mvf_uv", "Flexion test again");
  EXPECT_GT(numberOf(v, "frr_max_flex_over_mvf", "Flexion test"), 3);
  EXPECT_LT(after, 0.85 * before);
}

}  // namespace
}  // namespace tonus::visits
