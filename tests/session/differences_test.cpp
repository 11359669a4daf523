// What changed between two versions, as a clinician reads it.
#include "tonus/session/differences.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "tonus/session/field_words.h"

namespace tonus::session {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Protocol relaxation() {
  ProtocolLibrary library = loadProtocols();
  for (Protocol& p : library.protocols)
    if (p.id == "relaxation") return std::move(p);
  throw std::runtime_error("relaxation does not ship");
}

class Differences : public testing::Test {
 protected:
  std::vector<std::string> of() const { return differences(before_, after_); }
  Protocol before_ = relaxation();
  Protocol after_ = before_;
};

TEST_F(Differences, OfTheSameThereAreNoneWhateverItsId) {
  after_.id = "relaxation_2";
  EXPECT_THAT(of(), IsEmpty());
}

TEST_F(Differences, AreSaidInTheWordsOfTheScreenWithUnits) {
  after_.name = "Evening training";
  after_.phases[2].durationS = 90;
  after_.phases[2].cue = "Let go";
  after_.phases[4].sound = false;
  after_.rule.dwellMs = 500;
  after_.channels[1].role = ChannelRole::kTrainDown;
  EXPECT_THAT(of(), ElementsAre("name: “Relaxation training” → “Evening training”",
                                "to stay across: 300 ms → 500 ms", "channel TL: role: watch only → train: let go",
                                "Trial 1: what the patient reads: “Let the muscle be soft” → “Let go”",
                                "Trial 1: length: 120 s → 90 s", "Trial 2: the patient hears the level: yes → no"));
}

TEST_F(Differences, WhatHoldsForAllMusclesIsSaidOnceAndWhatHoldsForOneWithItsName) {
  after_.law.start = 0.8;
  for (ProtocolChannel& c : after_.channels) c.law.start = 0.8;
  after_.channels[0].rule.dwellMs = 500;
  EXPECT_THAT(of(), ElementsAre("first line: 0.9 × → 0.8 ×", "channel F: to stay across: 300 ms → 500 ms"));
}

TEST_F(Differences, APhaseThatMovedIsSaidOnceAndTheOthersAreNot) {
  std::rotate(after_.phases.begin() + 1, after_.phases.begin() + 2, after_.phases.begin() + 6);
  EXPECT_THAT(of(), ElementsAre("Baseline: moved from place 2 to 6"));
}

TEST_F(Differences, PhasesAndChannelsThatCameOrWentAreNamed) {
  Phase extra = after_.phases[2];
  extra.id = "trial_4";
  extra.name = "Trial 4";
  after_.phases.insert(after_.phases.begin() + 7, extra);
  after_.phases.erase(after_.phases.begin() + 3);
  after_.channels.pop_back();
  EXPECT_THAT(of(), ElementsAre("channel CP taken out", "Rest: taken out", "Trial 4: added as phase 7"));
}

TEST_F(Differences, ARuleOfAPhasesOwnIsSaidWithWhatChangedInIt) {
  before_.phases[2].rule = before_.rule;
  after_ = before_;
  after_.phases[2].rule->kind = "above";
  after_.phases[2].rule->holdS = 5;
  after_.phases[4].rule = after_.rule;
  EXPECT_THAT(of(), ElementsAre("Trial 1: a repetition is held for: 3 s → 5 s",
                                "Trial 1: rule: stay below the line → rise above the line",
                                "Trial 2: has a rule of its own: stay below the line"));
  std::swap(before_, after_);
  EXPECT_THAT(of(), testing::Contains("Trial 2: rule of its own taken out"));
}

TEST_F(Differences, LongTextsAreOnlySaidToHaveChanged) {
  after_.phases[0].instruction = "Say what will come";
  EXPECT_THAT(of(), ElementsAre("Settle: instruction changed"));
}

TEST_F(Differences, OfListsEveryItemIsSaid) {
  before_.cautions = {"Stop when it hurts", "Not after surgery"};
  after_.cautions = {"Not after surgery", "ECG filter on"};
  after_.sessionMetrics = {"trial_medians"};
  before_.phases[0].asks = {"pain_nrs"};
  after_.phases[0].asks = {"pain_nrs", "comfort_nrs"};
  before_.phases[1].targetPercents = {10, 20};
  after_.phases[1].targetPercents = {15};
  EXPECT_THAT(of(), ElementsAre("cautions: “Stop when it hurts” taken out", "cautions: “ECG filter on” added",
                                "numbers of a session: pre baseline median, trial medians, percent time below threshold, post baseline median → trial medians",
                                "Settle: what is asked: pain, 0 to 10 → pain, 0 to 10, comfort, 0 to 10",
                                "Baseline: targets of the repetitions, % of the reference: 10, 20 → 15"));
}

TEST_F(Differences, EvidenceCourseAndOutcomesAreSaidPartByPart) {
  after_.evidence = {"mixed", "Two trials", {"Sielski 2017"}};
  after_.course = {8, 12, 2, 2, 45};
  before_.outcomes = {{"odi", "first"}, {"rmdq", ""}};
  after_.outcomes = {{"odi", "first and last"}, {"pain_nrs", ""}};
  EXPECT_THAT(of(), ElementsAre("how good the evidence is: none → mixed", "sources: “Sielski 2017” added", "in short: none → “Two trials”",
                                "course: none → 8–12 sessions, 2 a week, 45 min",
                                "questionnaires and ratings: Roland-Morris disability (RMDQ) taken out",
                                "Oswestry disability (ODI): when: “first” → “first and last”",
                                "questionnaires and ratings: Pain, 0 to 10 added"));
}

TEST_F(Differences, PartsOfARepetitionAreNamed) {
  before_.phases[2].stages = {{"Work", "Tighten", 5, true}, {"Rest", "Let go", 10, false}};
  before_.phases[2].reps = 4;
  after_.phases[2].stages = before_.phases[2].stages;
  after_.phases[2].reps = 4;
  after_.phases[2].stages[1].durationS = 20;
  EXPECT_THAT(of(), ElementsAre("Trial 1, Rest: length: 10 s → 20 s"));
}

TEST(FieldWordsTest, NumbersCarryUnitsAndWordsOfFilesBecomeWordsOfPeople) {
  EXPECT_EQ(numberWords("hysteresis", 0.05), "5 % of the line");
  EXPECT_EQ(numberWords("duration_s", 120), "120 s");
  EXPECT_EQ(numberWords("start", 0.9), "0.9 ×");
  EXPECT_EQ(choiceWords("phase", "end_baseline"), "Baseline at the end");
  EXPECT_EQ(choiceWords("phase", "a_new_kind"), "a new kind");
}

}  // namespace
}  // namespace tonus::session
