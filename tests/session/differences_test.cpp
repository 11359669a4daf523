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

TEST_F(Differences, LongTextsAndListsAreOnlySaidToHaveChanged) {
  after_.cautions.push_back("Stop when it hurts");
  after_.phases[0].instruction = "Say what will come";
  EXPECT_THAT(of(), ElementsAre("cautions changed", "Settle: instruction changed"));
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
