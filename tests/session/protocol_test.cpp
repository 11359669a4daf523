// Every shipped protocol, and what is said about broken ones.
#include "tonus/session/protocol.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "tonus/session/pipeline.h"
#include "tonus/session/setup.h"
#include "tonus/session/steps.h"

namespace tonus::session {
namespace {

using ::testing::HasSubstr;

TEST(ShippedProtocols, AllParseAndSurviveARoundTrip) {
  const ProtocolLibrary library = loadProtocols();
  EXPECT_TRUE(library.faults.empty());
  EXPECT_GE(library.protocols.size(), 8U);
  for (const Protocol& p : library.protocols) {
    SCOPED_TRACE(p.id);
    EXPECT_FALSE(p.name.empty());
    EXPECT_FALSE(p.review.empty());
    EXPECT_FALSE(p.source.empty());
    const auto again = parseProtocol(toJson(p));
    ASSERT_TRUE(again.ok()) << again.fault().what;
    EXPECT_EQ(*again, p);
  }
}

TEST(ShippedProtocols, CuesFitOnThePatientDisplay) {
  for (const Protocol& p : loadProtocols().protocols)
    for (const Phase& phase : p.phases) {
      std::istringstream words(phase.cue);
      int n = 0;
      for (std::string w; words >> w;) ++n;
      EXPECT_GE(n, 1) << p.id << ' ' << phase.name;
      EXPECT_LE(n, 7) << p.id << ' ' << phase.cue;
    }
}

/// The least there can be.
std::string small(const std::string& rest = "", const std::string& phases = R"([
  {"id": "a", "kind": "trial", "name": "A", "cue": "Let go", "duration_s": 5}])") {
  return R"({"schema": "tonus.protocol/2", "id": "x", "name": "X", "review": "no", "source": "test", "channels": [],
  "goal": {"direction": "down"}, "rule": {"kind": "below"}, "law": {"kind": "manual"},)" + rest + R"(
  "phases": )" + phases + "}";
}

TEST(ShippedProtocols, CuesOfWorkSayWhatTheirPhaseSaysAndAskForNoMoreThanTheInstruction) {
  for (const Protocol& p : loadProtocols().protocols)
    for (const Phase& phase : p.phases) {
      SCOPED_TRACE(p.id + ", " + phase.name);
      const auto worksN = std::ranges::count_if(phase.stages, &Stage::work);
      for (const Stage& s : phase.stages) {
        if (phase.kind == core::PhaseKind::kReference) {
          EXPECT_EQ(s.cue.find("as hard as you can"), std::string::npos) << "below the strongest, where it hurts";
        }
        if (phase.kind != core::PhaseKind::kWorkRest || !s.work || worksN != 1) continue;
        std::string said = phase.cue, asked = s.cue;
        for (std::string* text : {&said, &asked}) std::ranges::transform(*text, text->begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        EXPECT_NE(asked.find(said), std::string::npos) << s.cue << " / " << phase.cue;
      }
    }
}

TEST(Protocol, TheSmallestOneIsReadWithTheUsualValues) {
  const auto p = parseProtocol(small());
  ASSERT_TRUE(p.ok()) << p.fault().what;
  EXPECT_TRUE(p->phases[0].feedback && p->phases[0].sound && p->phases[0].scored);
  EXPECT_EQ(p->phases[0].repeat, 1U);
  EXPECT_EQ(p->totalS(), 5);
  EXPECT_EQ(p->law.floorOfNoise, 1.5);
}

TEST(Protocol, EverythingThatIsWrongIsSaidAtItsLineAndColumn) {
  const std::string text = small(R"( "colour": 1,)", R"([
    {"id": "a", "kind": "jump", "name": "A", "cue": "Let go", "duration_s": -1},
    {"id": "b", "kind": "trial", "name": 7, "cue": "Let go", "pause_s": 3},
    {"kind": "trial", "name": "C", "cue": "Let go"}])");
  std::vector<std::string> said;
  for (const ProtocolProblem& p : checkProtocol(text))
    said.push_back(std::to_string(p.line) + ':' + std::to_string(p.column) + ' ' + p.text);
  EXPECT_THAT(said, testing::ElementsAre(
                        HasSubstr("2:88 the protocol has an unknown field \"colour\""),
                        HasSubstr("4:17 phase 1 \"a\": \"kind\" is \"jump\"; it may be set_up, noise_floor"),
                        "4:63 phase 1 \"a\": \"duration_s\" is -1; it must be at least 0 and at most 14400",
                        "5:34 phase 2 \"b\": \"name\" must be a text in quotes",
                        "5:62 phase 2 \"b\" has an unknown field \"pause_s\"",
                        "6:5 phase 3 \"C\" lacks \"id\""));
  EXPECT_EQ(parseProtocol(text).fault().what.find("line 2, column 88: the protocol"), 0U);
}

TEST(Protocol, WhatASchemaCannotSayIsCheckedToo) {
  const auto said = [](const std::string& rest, const std::string& phases) {
    std::string out;
    for (const ProtocolProblem& p : checkProtocol(small(rest, phases))) out += p.text + '\n';
    return out;
  };
  const std::string head = R"("name": "A", "cue": "Let go")";
  EXPECT_THAT(said("", R"([{"id": "a", "kind": "trial", )" + head + R"(}, {"id": "a", "kind": "free", )" + head + "}]"),
              HasSubstr("phase 2 \"a\": \"id\" is used twice"));
  EXPECT_THAT(said("", R"([{"id": "a", "kind": "work_rest", )" + head + "}]"), HasSubstr("needs \"stages\""));
  EXPECT_THAT(said("", R"([{"id": "a", "kind": "noise_floor", )" + head + "}]"), HasSubstr("needs a \"duration_s\""));
  EXPECT_THAT(said("", R"([{"id": "a", "kind": "rating", )" + head + "}]"), HasSubstr("needs \"asks\""));
  EXPECT_THAT(said("", R"([{"id": "a", "kind": "trial", )" + head + R"(, "repeat": 3}])"), HasSubstr("no fixed length"));
  EXPECT_THAT(said("", R"([{"id": "a", "kind": "free", "name": "A", "cue": "one two three four five six seven eight"}])"),
              HasSubstr("\"cue\" has 8 words"));
  std::string text = small();
  text.replace(text.find("below"), 5, "sideways");
  EXPECT_THAT(checkProtocol(text)[0].text, HasSubstr("rule: \"kind\" is \"sideways\""));
  text = small();
  text.replace(text.find("[]"), 2, R"([{"ref": "A", "muscle": "tail", "role": "monitor"}])");
  EXPECT_THAT(checkProtocol(text)[0].text, HasSubstr("channel 1 \"A\": \"muscle\" is \"tail\""));
}

TEST(Protocol, APhasesOwnRuleIsTheProtocolsButForWhatItSays) {
  std::string text = small("", R"([
    {"id": "a", "kind": "work_rest", "name": "A", "cue": "Bite", "target_percents": [10],
     "rule": {"kind": "above_quiet", "partner": "B", "hold_s": 1},
     "stages": [{"name": "Bite", "cue": "Bite", "duration_s": 3}]},
    {"id": "b", "kind": "trial", "name": "B", "cue": "Let go", "duration_s": 5}])");
  text.replace(text.find("[]"), 2, R"([{"ref": "A", "role": "train_down"}, {"ref": "B", "role": "monitor"}])");
  text.replace(text.find(R"({"kind": "below"})"), 17, R"({"kind": "below", "dwell_ms": 150})");
  const auto p = parseProtocol(text);
  ASSERT_TRUE(p.ok()) << p.fault().what;
  ASSERT_TRUE(p->phases[0].rule);
  EXPECT_EQ(p->phases[0].rule->kind, "above_quiet");
  EXPECT_EQ(p->phases[0].rule->dwellMs, 150);
  EXPECT_EQ(p->phases[0].rule->holdS, 1);
  EXPECT_EQ(p->phases[0].rule->partner, 1);
  EXPECT_EQ(p->phases[0].rule->recoverMs, 1000);
  EXPECT_FALSE(p->phases[1].rule);
  const auto again = parseProtocol(toJson(*p));
  ASSERT_TRUE(again.ok()) << again.fault().what;
  EXPECT_EQ(*again, *p);
  const auto steps = stepsOf(*p, 100, {{0, "A"}});
  EXPECT_EQ(steps[0].rule, "above_quiet");
  EXPECT_EQ(steps[1].rule, "");
}

TEST(Protocol, WhatIsWrongWithAPhasesOwnRuleIsSaidAtItsLine) {
  const auto said = [](const std::string& kind, const std::string& rule) {
    std::string out;
    for (const ProtocolProblem& p : checkProtocol(small("", R"([
    {"id": "a", "kind": ")" + kind + R"(", "name": "A", "cue": "Let go", "duration_s": 5,
     "rule": )" + rule + "}]")))
      out += std::to_string(p.line) + ' ' + p.text + '\n';
    return out;
  };
  EXPECT_EQ(said("trial", R"({"kind": "above"})"), "");
  EXPECT_THAT(said("trial", R"({"kind": "sideways"})"), HasSubstr("5 phase 1 \"a\", rule: \"kind\" is \"sideways\", which is no rule"));
  EXPECT_THAT(said("trial", R"({"kind": "above", "hold_s": -1})"), HasSubstr("5 phase 1 \"a\", rule: \"hold_s\" is -1"));
  EXPECT_THAT(said("trial", R"({"kind": "above", "colour": 1})"), HasSubstr("has an unknown field \"colour\""));
  EXPECT_THAT(said("trial", R"({"kind": "ratio_below"})"), HasSubstr("a rule of two channels needs a \"partner\""));
  EXPECT_THAT(said("trial", R"({"kind": "ratio_below", "partner": "Z"})"), HasSubstr("\"partner\" is \"Z\", which is no channel"));
  EXPECT_THAT(said("baseline", R"({"kind": "above"})"), HasSubstr("5 phase 1 \"a\": \"rule\" judges nothing"));
}

TEST(Protocol, BrokenJsonIsPointedAt) {
  const auto problems = checkProtocol("{\n \"id\": \"x\",\n ,}");
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].line, 3);
  EXPECT_EQ(problems[0].column, 2);
  EXPECT_THAT(problems[0].text, HasSubstr("not valid JSON"));
  EXPECT_THAT(parseProtocol("[]").fault().what, HasSubstr("the protocol must be an object"));
}

TEST(Protocol, TheFlatListOfOlderRecordsIsStillRead) {
  const auto p = parseProtocol(R"({"schema": "tonus.protocol/1", "id": "r", "name": "R", "condition": "", "review": "v",
    "source": "s", "rule": "above", "threshold_of_baseline": 3, "muscles": ["vmo", "vl"], "phases": [
    {"kind": "baseline", "name": "Baseline", "cue": "Rest", "duration_s": 8, "feedback": false, "scored": false},
    {"kind": "trial", "name": "Work 1", "cue": "Tighten", "duration_s": 10, "feedback": true, "scored": true}]})");
  ASSERT_TRUE(p.ok()) << p.fault().what;
  EXPECT_EQ(p->rule.kind, "above");
  EXPECT_EQ(p->ruleFor(0).kind, "above");
  EXPECT_EQ(p->law.kind, "baseline");
  EXPECT_EQ(p->law.start, 3);
  EXPECT_EQ(p->lawFor(1).start, 3);
  EXPECT_TRUE(p->lostTimeCounts);
  EXPECT_EQ(p->law.floorOfNoise, 0);
  ASSERT_EQ(p->phases.size(), 2U);
  EXPECT_TRUE(p->phases[1].feedback && p->phases[1].sound && p->phases[1].scored);
  EXPECT_EQ(p->totalS(), 18);
}

TEST(Steps, RepeatsRestsAndPassesForSingleChannelsAreWrittenOut) {
  const auto p = parseProtocol(small("", R"([
    {"id": "ref", "kind": "reference", "name": "Reference", "cue": "Press", "per_channel": true, "rest_s": 4,
     "stages": [{"name": "Press", "cue": "Press", "duration_s": 5}, {"name": "Rest", "cue": "Rest", "duration_s": 10, "work": false}], "reps": 3},
    {"id": "t", "kind": "trial", "name": "Trial", "cue": "Let go", "duration_s": 20, "repeat": 3, "rest_s": 5, "marker": "m"}])"));
  ASSERT_TRUE(p.ok()) << p.fault().what;
  EXPECT_EQ(p->totalS(2), 2 * 45 + 4 + 3 * 20 + 2 * 5);
  const auto steps = stepsOf(*p, 100, {{0, "Left"}, {2, "Right"}});
  std::vector<std::string> names;
  std::int64_t frames = 0;
  for (const core::PhaseInfo& s : steps) {
    EXPECT_EQ(s.index, names.size());
    names.push_back(s.name);
    frames += s.durationFrames;
  }
  EXPECT_THAT(names, testing::ElementsAre("Reference: Left", "Rest", "Reference: Right", "Trial 1", "Rest", "Trial 2", "Rest",
                                          "Trial 3"));
  EXPECT_EQ(frames, 100 * p->totalS(2));
  EXPECT_EQ(steps[2].channel, 2);
  EXPECT_EQ(steps[2].repsN, 3U);
  EXPECT_EQ(steps[3].id, "t");
  EXPECT_EQ(steps[3].marker, "m");
  EXPECT_EQ(steps[4].kind, core::PhaseKind::kRest);
  EXPECT_EQ(steps[7].part, 1U);
}

TEST(Setup, SurvivesARoundTripAndRejectsAMismatch) {
  core::StreamFormat format;
  format.sampleRateHz = 1999.99872;
  format.channels.push_back({"Frontalis µ", 0.0223517417907714844, -3, -8388608, 8388607, true});
  format.channels.push_back({"b", 1, 0, 0, 4095, false});
  SessionSetup s = defaultSetup(format);
  s.channels[0].rule.thresholdUv = 3.4000000000000004;
  s.channels[1].role = feedback::Role::kMonitor;
  s.channels[1].side = "L";
  s.chain.mainsHz = 50;
  s.kernelVariant = "baseline";
  const auto again = parseSetup(toJson(s));
  ASSERT_TRUE(again.ok()) << again.fault().what;
  EXPECT_EQ(again->format, s.format);
  EXPECT_EQ(again->chain, s.chain);
  EXPECT_EQ(again->channels[0].rule, s.channels[0].rule);
  EXPECT_EQ(again->channels[1].role, feedback::Role::kMonitor);
  EXPECT_EQ(again->protocol, s.protocol);
  s.channels.pop_back();
  EXPECT_THAT(parseSetup(toJson(s)).fault().what, HasSubstr("number of channels"));
  EXPECT_FALSE(parseSetup("nonsense").ok());
}

}  // namespace
}  // namespace tonus::session
