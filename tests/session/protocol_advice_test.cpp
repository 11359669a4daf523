// What is said about protocols that can be run and will hardly work; the file stays valid.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tonus/session/protocol.h"

namespace tonus::session {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// Phases by kind; what a kind needs comes with it.
json phase(const std::string& id, const std::string& kind, double durationS = 60) {
  return {{"id", id}, {"kind", kind}, {"name", id}, {"cue", "Let go"}, {"duration_s", durationS}};
}
json reference(double workS = 5, double restS = 60, int reps = 3) {
  json p = phase("ref", "reference", 0);
  p["stages"] = {{{"name", "Push"}, {"cue", "Push"}, {"duration_s", workS}}};
  if (restS > 0) p["stages"].push_back({{"name", "Rest"}, {"cue", "Rest"}, {"duration_s", restS}, {"work", false}});
  p["reps"] = reps;
  return p;
}
json asking(const std::string& id, const std::vector<std::string>& what) {
  json p = phase(id, "rating", 0);
  p["asks"] = what;
  return p;
}

json protocol(const std::string& law, const json& phases) {
  return {{"schema", "tonus.protocol/2"}, {"id", "x"}, {"name", "X"}, {"review", "no"}, {"source", "test"},
          {"channels", {{{"ref", "A"}, {"role", "train_down"}}}}, {"goal", {{"direction", "down"}}},
          {"rule", {{"kind", "below"}}}, {"law", {{"kind", law}, {"start", 0.5}}}, {"phases", phases}};
}
json good(const std::string& law = "baseline") {
  return protocol(law, {phase("noise", "noise_floor"), reference(), phase("base", "baseline"), phase("train", "trial"),
                        phase("after", "transfer")});
}

std::vector<std::string> advice(const json& j) {
  EXPECT_TRUE(checkProtocol(j.dump()).empty()) << checkProtocol(j.dump())[0].text;
  std::vector<std::string> out;
  for (const ProtocolProblem& p : adviseOnProtocol(j.dump(1))) {
    EXPECT_GT(p.line, 0) << p.text;
    out.push_back(p.pointer + ' ' + p.text);
  }
  return out;
}

TEST(ProtocolAdvice, SaysNothingAboutASoundOneNorAboutTheEightThatShip) {
  EXPECT_THAT(advice(good()), IsEmpty());
  EXPECT_THAT(advice(good("reference")), IsEmpty());
  const std::string quick = " activation free relaxation short ";   // for a first try, not for a course
  int eight = 0;
  for (const Protocol& p : loadProtocols().protocols) {
    if (quick.find(' ' + p.id + ' ') != std::string::npos) continue;
    ++eight;
    EXPECT_THAT(advice(json::parse(toJson(p))), IsEmpty()) << p.id;
  }
  EXPECT_EQ(eight, 8);
}

TEST(ProtocolAdvice, TheQuickOnesLackOnlyANoiseFloor) {
  for (const Protocol& p : loadProtocols().protocols) {
    if (p.id != "activation" && p.id != "relaxation" && p.id != "short") continue;
    EXPECT_THAT(advice(json::parse(toJson(p))), ElementsAre(HasSubstr("no noise floor is measured before it"))) << p.id;
  }
}

TEST(ProtocolAdvice, ALineFromTheBaselineNeedsOneBeforeTheFirstTrial) {
  for (const char* law : {"baseline", "adaptive", "shaped"}) {
    json j = good(law);
    std::swap(j["phases"][2], j["phases"][3]);
    EXPECT_THAT(advice(j), ElementsAre(HasSubstr("/phases/2 phase 3 \"train\": the line follows from the baseline, and none comes before it; put"))) << law;
  }
  json byTest = good("shaped");
  byTest["phases"][2] = reference();
  byTest["phases"][2]["id"] = "test";
  byTest["phases"][2]["kind"] = "test";
  EXPECT_THAT(advice(byTest), IsEmpty()) << "a test's resting level is one";
  json watched = good();
  watched["phases"].erase(2);
  watched["channels"][0]["role"] = "monitor";
  EXPECT_THAT(advice(watched), IsEmpty()) << "what is only watched has no line";
}

TEST(ProtocolAdvice, AShareOfTheReferenceNeedsOneBefore) {
  for (const char* law : {"reference", "gap"}) {
    json j = good(law);
    j["phases"].erase(1);
    EXPECT_THAT(advice(j), ElementsAre(HasSubstr("/phases/2 phase 3 \"train\": the line is a share of the reference contraction"))) << law;
    j["rule"]["reference_uV"] = 200;
    EXPECT_THAT(advice(j), IsEmpty()) << "known from before";
  }
  json targets = good();
  targets["phases"][3] = reference(5, 30, 10);
  targets["phases"][3]["id"] = "grade";
  targets["phases"][3]["kind"] = "work_rest";
  targets["phases"][3]["target_percents"] = {10, 20};
  EXPECT_THAT(advice(targets), IsEmpty());
  targets["phases"].erase(1);
  EXPECT_THAT(advice(targets), ElementsAre(HasSubstr("phase 3 \"grade\": its targets are shares of the reference")));
}

TEST(ProtocolAdvice, ARatioNeedsATestBefore) {
  EXPECT_THAT(advice(good("ratio")), ElementsAre(HasSubstr("the line follows from the ratio of a test movement")));
}

TEST(ProtocolAdvice, AReferenceContractionNeedsRestAfterIt) {
  json j = good();
  j["phases"][1] = reference(5, 0);
  EXPECT_THAT(advice(j), ElementsAre(HasSubstr("phase 2 \"ref\": no rest comes after a contraction")));
  j["phases"][1] = reference(5, 10);
  EXPECT_THAT(advice(j), ElementsAre(HasSubstr("phase 2 \"ref\": the rest between strongest contractions is short")));
  j["phases"][1]["submaximal"] = true;
  EXPECT_THAT(advice(j), IsEmpty()) << "a light hold tires nobody";
  j["phases"][1] = reference(5, 0, 1);
  EXPECT_THAT(advice(j), ElementsAre(HasSubstr("no rest comes after a contraction")));
  j["phases"].insert(j["phases"].begin() + 2, phase("pause", "rest"));
  EXPECT_THAT(advice(j), IsEmpty()) << "one contraction, and a rest of its own";
}

TEST(ProtocolAdvice, TrainingNeedsATrialWithoutHelpAfterIt) {
  json j = good();
  j["phases"].erase(4);
  EXPECT_THAT(advice(j), ElementsAre(HasSubstr("phase 4 \"train\": all training is with feedback")));
  json hidden = phase("hidden", "trial");
  hidden["visual"] = hidden["sound"] = false;
  j["phases"].push_back(hidden);
  EXPECT_THAT(advice(j), IsEmpty());
  std::swap(j["phases"][3], j["phases"][4]);
  EXPECT_THAT(advice(j), ElementsAre(HasSubstr("phase 5 \"train\": all training is with feedback"))) << "before it says nothing of what stays";
}

TEST(ProtocolAdvice, ARatingIsAskedMoreThanOnce) {
  json j = good();
  j["phases"].insert(j["phases"].begin(), asking("before", {"pain_nrs", "comfort_nrs"}));
  j["phases"].push_back(asking("end", {"comfort_nrs"}));
  EXPECT_THAT(advice(j), ElementsAre(HasSubstr("/phases/0/asks phase 1 \"before\": pain is asked only once")));
  j["phases"].back()["asks"] = {"pain_nrs", "comfort_nrs"};
  EXPECT_THAT(advice(j), IsEmpty());
}

TEST(ProtocolAdvice, TheNoiseFloorIsMeasuredBeforeTheFirstTrial) {
  json j = good();
  j["phases"].erase(0);
  EXPECT_THAT(advice(j), ElementsAre(HasSubstr("phase 3 \"train\": no noise floor is measured before it")));
  j["law"]["floor_of_noise"] = 0;
  EXPECT_THAT(advice(j), IsEmpty()) << "it asks for none";
}

TEST(ProtocolAdvice, TheVisitIsAsLongAsPlanned) {
  json j = good();
  j["sessions"] = {{"count", {8, 12}}, {"per_week", {1, 2}}, {"minutes", 7}};
  EXPECT_THAT(advice(j), IsEmpty()) << "435 s of 420";
  j["sessions"]["minutes"] = 6;
  EXPECT_THAT(advice(j), ElementsAre(HasSubstr("/sessions/minutes the protocol: the phases last 8 min and the visit is planned for 6 min")));
  j["sessions"] = {{"count", {12, 8}}, {"per_week", {1, 2}}, {"minutes", 60}};
  EXPECT_THAT(advice(j), ElementsAre(HasSubstr("/sessions the protocol: the course names more as the least")));
}

TEST(ProtocolAdvice, ANumberIsNamedOnlyWhereItsPhasesAre) {
  json j = good();
  j["session_metrics"] = {"pre_baseline_median", "trial_medians", "percent_time_below_threshold"};
  EXPECT_THAT(advice(j), IsEmpty());
  j["session_metrics"] = {"recovery_half_time_s"};
  EXPECT_THAT(advice(j), ElementsAre(HasSubstr("\"recovery_half_time_s\" cannot be made: it needs a \"challenge\" and a \"recovery\"; add")));
  j["session_metrics"] = {"self_control_delta"};
  EXPECT_THAT(advice(j), ElementsAre(HasSubstr("the markers self_control_pre and self_control_post")));
  j["session_metrics"] = {"gaps_per_min", "trial_medians", "rest_time_pct"};
  EXPECT_THAT(advice(j), ElementsAre(HasSubstr("the numbers \"gaps_per_min\", \"rest_time_pct\" cannot be made: they need a \"task\"; add")));
  j["session_metrics"] = {"sunshine"};
  EXPECT_THAT(advice(j), ElementsAre(HasSubstr("Tonus knows no number \"sunshine\"")));
}

TEST(ProtocolAdvice, WaitsUntilNothingIsWrong) {
  json j = good();
  j["phases"].erase(0);
  j["phases"][0]["cue"] = "";
  EXPECT_THAT(adviseOnProtocol(j.dump()), IsEmpty());
  EXPECT_THAT(adviseOnProtocol("{"), IsEmpty());
}

}  // namespace
}  // namespace tonus::session
