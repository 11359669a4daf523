// A protocol tried out through the real engine: what passes, what the lines came to, and what is said of it.
#include "tonus/app/dry_run.h"

#include <gmock/gmock.h>

namespace tonus::app {
namespace {

using testing::Contains;
using testing::HasSubstr;

session::Protocol shortOne() {
  session::ProtocolLibrary library = session::loadProtocols();
  for (session::Protocol& p : library.protocols)
    if (p.id == "short") return std::move(p);
  throw std::runtime_error("the short protocol does not ship");
}

DryRunReport must(core::Result<DryRunReport> result) {
  if (!result) throw std::runtime_error(result.fault().what);
  return *std::move(result);
}

TEST(DryRun, GoesThroughEveryPhaseForItsLengthAndSetsTheLineFromTheBaseline) {
  const session::Protocol p = shortOne();
  const DryRunReport report = must(dryRun(p, 0));
  ASSERT_EQ(report.steps.size(), p.phases.size());
  EXPECT_EQ(report.now, report.steps.size());
  EXPECT_NEAR(report.ranS, p.totalS(), 1);
  for (std::size_t i = 0; i < p.phases.size(); ++i)
    EXPECT_NEAR(report.steps[i].ranS, p.phases[i].durationS, 0.1) << p.phases[i].name;
  EXPECT_EQ(report.steps[0].linesUv[0], 0) << "settling: no line yet";
  EXPECT_GT(report.steps[2].linesUv[0], 0) << "first trial";
  EXPECT_GT(report.steps[2].scoredS, 15);
}

TEST(DryRun, TheSameProtocolGivesTheSameReport) {
  const DryRunReport a = must(dryRun(shortOne(), 0));
  const DryRunReport b = must(dryRun(shortOne(), 0));
  for (std::size_t i = 0; i < a.steps.size(); ++i) {
    EXPECT_EQ(a.steps[i].inTargetS, b.steps[i].inTargetS);
    EXPECT_EQ(a.steps[i].linesUv, b.steps[i].linesUv);
  }
  EXPECT_EQ(a.remarks, b.remarks);
}

TEST(DryRun, ATrialBeforeAnyBaselineIsSaidToHaveNoLine) {
  session::Protocol p = shortOne();
  std::swap(p.phases[1], p.phases[2]);
  const DryRunReport report = must(dryRun(p, 0));
  EXPECT_THAT(report.remarks, Contains(testing::AllOf(HasSubstr("Trial 1"), HasSubstr("no line was set for F"))));
}

TEST(DryRun, GoesOnByItselfWhereSomebodyWouldHaveTo) {
  session::Protocol p = shortOne();
  p.phases[0].durationS = 0;
  const DryRunReport report = must(dryRun(p, 0));
  EXPECT_NEAR(report.steps[0].ranS, kDryRunWaitS, 1);
  EXPECT_GT(report.steps.back().ranS, 0);
  EXPECT_THAT(report.remarks, Contains(HasSubstr("waits until you go on")));
}

TEST(DryRun, TellsHowFarItIsAndIsStoppedWhenAsked) {
  double last = -1;
  std::size_t toldN = 0;
  const auto stopped = dryRun(shortOne(), 0, [&](const DryRunReport& soFar) {
    EXPECT_GT(soFar.ranS, last);
    last = soFar.ranS;
    return ++toldN < 20;
  });
  ASSERT_FALSE(stopped.ok());
  EXPECT_EQ(stopped.fault().code, core::FaultCode::kCancelled);
  EXPECT_EQ(toldN, 20U);
  EXPECT_LT(last, 15);
}

session::Protocol shipped(std::string_view id) {
  session::ProtocolLibrary library = session::loadProtocols();
  for (session::Protocol& p : library.protocols)
    if (p.id == id) return std::move(p);
  throw std::runtime_error("no such protocol");
}

TEST(DryRun, APatientWhoLearnsCanDoAnExerciseAndOneWhoDoesNotRespondFallsBehind) {
  const DryRunReport report = must(dryRun(shipped("pfp_vmo"), 0));
  EXPECT_THAT(report.remarks, testing::Not(Contains(HasSubstr("no line")))) << "a balance has its line while the other muscle works";
  const DryRunSum learns = report.sum();
  const DryRunSum doesNot = must(dryRun(shipped("pfp_vmo"), 0, {}, PatientKind::kDoesNotRespond)).sum();
  EXPECT_EQ(learns.repsAskedN, 40U);
  EXPECT_GE(learns.repsN, 20U);
  EXPECT_GT(learns.share(), 0.5);
  EXPECT_LT(doesNot.repsN, learns.repsN / 2);
}

TEST(DryRun, NoMuscleIsNotRewardedAndWhereItIsThatIsSaid) {
  for (const PatientKind kind : {PatientKind::kNoiseOnly, PatientKind::kArtefacts}) {
    const DryRunReport report = must(dryRun(shipped("shoulder_scapular"), 0, {}, kind));
    EXPECT_EQ(report.sum().inTargetS, 0);
    EXPECT_EQ(report.sum().repsN, 0U);
    EXPECT_THAT(report.remarks, testing::Not(Contains(HasSubstr("no muscle"))));
  }
  // A line that any noise is below, and no noise floor to tell it by.
  session::Protocol careless = shortOne();
  careless.channels[0].law.start = 2;
  const DryRunReport report = must(dryRun(careless, 0, {}, PatientKind::kNoiseOnly));
  EXPECT_GT(report.sum().inTargetS, 0);
  EXPECT_THAT(report.remarks, Contains(HasSubstr("no muscle at all")));
}

TEST(DryRun, EveryShippedProtocolGoesToItsEnd) {
  const session::ProtocolLibrary library = session::loadProtocols();
  for (const session::Protocol& p : library.protocols) {
    if (p.totalS() > 1800) continue;
    const DryRunReport report = must(dryRun(p, 0));
    EXPECT_GT(report.steps.back().ranS, 0) << p.name;
    EXPECT_THAT(report.remarks, testing::Not(Contains(HasSubstr("before the protocol did")))) << p.name;
  }
}

}  // namespace
}  // namespace tonus::app
