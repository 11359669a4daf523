// What a clinician may change of a protocol beside its phases' order: in plain words, with undo and the live check.

#include <QCheckBox>
#include <QPlainTextEdit>

#include "clinician/protocols/curve_field.h"
#include "protocol_editor_rig.h"

namespace tonus::clinician {
namespace {

class Fields : public EditorTest {
 protected:
  void write(const QString& field, const QString& text) {
    auto* edit = find<QPlainTextEdit>(field);
    ASSERT_NE(edit, nullptr) << field.toStdString();
    edit->setPlainText(text);
  }
  QString differencesAfterSaving() {
    click(QStringLiteral("editorSave"));
    auto* words = find<QLabel>(QStringLiteral("protocolDifferences"));
    if (words == nullptr) click(QStringLiteral("compareProtocol"));
    words = find<QLabel>(QStringLiteral("protocolDifferences"));
    return words == nullptr ? QString() : words->text();
  }
};

TEST_F(Fields, TheFirstScreenIsSimpleAndTheRestUnfolds) {
  EXPECT_FALSE(find<QPlainTextEdit>(QStringLiteral("protocol_cautions"))->isVisible());
  EXPECT_FALSE(find<QComboBox>(QStringLiteral("phase_posture"))->isVisible());
  click(QStringLiteral("foldCautions"));
  EXPECT_TRUE(find<QPlainTextEdit>(QStringLiteral("protocol_cautions"))->isVisible());
  auto* head = find<QAbstractButton>(QStringLiteral("foldEvidence"));
  head->setFocus();
  QTest::keyClick(head, Qt::Key_Return);
  EXPECT_TRUE(find<QComboBox>(QStringLiteral("evidence_grade"))->isVisible());
  QTest::keyClick(head, Qt::Key_Space);
  EXPECT_FALSE(find<QComboBox>(QStringLiteral("evidence_grade"))->isVisible());
}

TEST_F(Fields, WhatIsSeldomNeededOfRuleAndLineIsFoldedAway) {
  auto* pause = find<QDoubleSpinBox>(QStringLiteral("rule_refractory_ms"));
  EXPECT_FALSE(pause->isVisible());
  click(QStringLiteral("foldFine"));
  EXPECT_TRUE(pause->isVisible());
  pause->setValue(500);
  find<QDoubleSpinBox>(QStringLiteral("law_highest_uV"))->setValue(20);
  const auto protocol = draft().protocol();
  ASSERT_TRUE(protocol.ok());
  EXPECT_EQ(protocol->channels[0].rule.refractoryMs, 500);
  EXPECT_EQ(protocol->channels[0].law.highestUv, 20);
  EXPECT_FALSE(find<QDoubleSpinBox>(QStringLiteral("law_window_s"))->isVisible()) << "this line does not look back";
}

TEST_F(Fields, CautionsAreOneALineAndWhatIsTypedIsOneStepBack) {
  click(QStringLiteral("foldCautions"));
  auto* edit = find<QPlainTextEdit>(QStringLiteral("protocol_cautions"));
  const auto before = draft().at("/cautions");
  edit->setFocus();
  edit->selectAll();
  QTest::keyClicks(edit, QStringLiteral("Stop when it hurts"));
  QTest::keyClick(edit, Qt::Key_Return);
  EXPECT_TRUE(edit->toPlainText().endsWith(QLatin1Char('\n'))) << "an empty line may be typed";
  QTest::keyClicks(edit, QStringLiteral("Not after surgery"));
  EXPECT_EQ(draft().at("/cautions"), nlohmann::json({"Stop when it hurts", "Not after surgery"}));
  QTest::keyClick(edit, Qt::Key_Z, Qt::ControlModifier);
  EXPECT_EQ(draft().at("/cautions"), before);
  QTest::keyClick(edit, Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
  EXPECT_EQ(edit->toPlainText(), QStringLiteral("Stop when it hurts\nNot after surgery"));
}

TEST_F(Fields, EvidenceIsGradedExplainedAndTakenBack) {
  click(QStringLiteral("foldEvidence"));
  EXPECT_TRUE(draft().at("/evidence").is_null());
  EXPECT_FALSE(find<QPlainTextEdit>(QStringLiteral("evidence_summary"))->isVisible());
  choose(QStringLiteral("evidence_grade"), QStringLiteral("mixed"));
  EXPECT_TRUE(find<QPlainTextEdit>(QStringLiteral("evidence_summary"))->isVisible());
  write(QStringLiteral("evidence_summary"), QStringLiteral("Two trials, one for, one against"));
  write(QStringLiteral("evidence_sources"), QStringLiteral("Sielski 2017\nFlor 1993"));
  EXPECT_TRUE(draft().problems().empty());
  EXPECT_EQ(draft().protocol()->evidence.sources, (std::vector<std::string>{"Sielski 2017", "Flor 1993"}));
  choose(QStringLiteral("evidence_grade"), QString());
  EXPECT_TRUE(draft().at("/evidence").is_null());
  draft().undo();
  EXPECT_EQ(draft().at("/evidence/grade"), "mixed");
}

TEST_F(Fields, WhatAFileMustSayIsToldToBeMissingWhenItIsEmptied) {
  click(QStringLiteral("foldEvidence"));
  write(QStringLiteral("protocol_source"), QString());
  EXPECT_FALSE(canSave());
  EXPECT_TRUE(find<QLabel>(QStringLiteral("protocol_source_remark"))->isVisible());
  click(QStringLiteral("foldEvidence"));
  click(QStringLiteral("editorProblem"));
  EXPECT_TRUE(find<QPlainTextEdit>(QStringLiteral("protocol_source"))->isVisible()) << "unfolded to be mended";
  EXPECT_TRUE(find<QPlainTextEdit>(QStringLiteral("protocol_source"))->hasFocus());
}

TEST_F(Fields, ACourseIsPlannedAndLeftOpenAgain) {
  click(QStringLiteral("foldCourse"));
  click(QStringLiteral("planCourse"));
  find<QDoubleSpinBox>(QStringLiteral("course_count_0"))->setValue(6);
  find<QDoubleSpinBox>(QStringLiteral("course_week_1"))->setValue(3);
  find<QDoubleSpinBox>(QStringLiteral("course_minutes"))->setValue(30);
  ASSERT_TRUE(draft().problems().empty());
  EXPECT_EQ(draft().protocol()->course, (session::CoursePlan{6, 12, 1, 3, 30}));
  find<QDoubleSpinBox>(QStringLiteral("course_minutes"))->setValue(5);
  EXPECT_TRUE(find<QLabel>(QStringLiteral("course_minutes_remark"))->text().contains(QStringLiteral("planned for 5 min")));
  EXPECT_TRUE(canSave()) << "a warning hinders nobody";
  click(QStringLiteral("planCourse"));
  EXPECT_TRUE(draft().at("/sessions").is_null());
}

TEST_F(Fields, TheGoalAndItsQuestionnairesAreChanged) {
  click(QStringLiteral("foldGoal"));
  write(QStringLiteral("protocol_criterion"), QStringLiteral("Calm in three sessions"));
  click(QStringLiteral("addOutcome"));
  choose(QStringLiteral("outcome1_id"), QStringLiteral("hit6"));
  type(QStringLiteral("outcome1_when"), QStringLiteral("first and last"));
  click(QStringLiteral("addOutcome"));
  EXPECT_TRUE(draft().problems().empty());
  click(QStringLiteral("outcome2_remove"));
  EXPECT_EQ(draft().protocol()->outcomes, (std::vector<session::Outcome>{{"hit6", "first and last"}}));
  const QString words = differencesAfterSaving();
  EXPECT_TRUE(words.contains(QStringLiteral("Headache impact (HIT-6) added"))) << words.toStdString();
}

TEST_F(Fields, NumbersOfASessionAreAddedTakenOutAndCheckedAgainstThePhases) {
  click(QStringLiteral("foldNumbers"));
  choose(QStringLiteral("protocol_session_metrics_add"), QStringLiteral("recovery_half_time_s"));
  auto* remark = find<QLabel>(QStringLiteral("protocol_session_metrics_remark"));
  EXPECT_TRUE(remark->text().contains(QStringLiteral("“Half-time of recovery” cannot be made: it needs a “Challenge” and a “Recovery”"))) << remark->text().toStdString();
  EXPECT_TRUE(canSave());
  click(QStringLiteral("protocol_session_metrics_recovery_half_time_s_remove"));
  EXPECT_FALSE(remark->isVisible());
  EXPECT_FALSE(draft().changed());
}

TEST_F(Fields, APhaseHasAPostureAPacedBreathAndADirection) {
  choosePhase(2);
  click(QStringLiteral("phaseMore"));
  choose(QStringLiteral("phase_posture"), QStringLiteral("stand"));
  choose(QStringLiteral("phase_direction"), QStringLiteral("up"));
  find<QDoubleSpinBox>(QStringLiteral("phase_breaths_per_min"))->setValue(6);
  const auto protocol = draft().protocol();
  ASSERT_TRUE(protocol.ok());
  EXPECT_EQ(protocol->phases[2].posture, "stand");
  EXPECT_EQ(protocol->phases[2].up, true);
  EXPECT_EQ(protocol->phases[2].breathsPerMin, 6);
  choose(QStringLiteral("phase_posture"), QString());
  EXPECT_TRUE(draft().at("/phases/2/posture").is_null());
  draft().undo();
  const QString words = differencesAfterSaving();
  EXPECT_TRUE(words.contains(QStringLiteral("Trial 1: posture: none → standing"))) << words.toStdString();
}

TEST_F(Fields, WhatARatingAsksIsTicked) {
  draft().setPhaseKind(0, "rating");
  choosePhase(0);
  auto* pain = find<QCheckBox>(QStringLiteral("phase_asks_pain_nrs"));
  ASSERT_TRUE(pain->isVisible());
  EXPECT_TRUE(pain->isChecked());
  find<QCheckBox>(QStringLiteral("phase_asks_comfort_nrs"))->click();
  EXPECT_EQ(draft().at("/phases/0/asks"), nlohmann::json({"pain_nrs", "comfort_nrs"}));
  EXPECT_TRUE(find<QLabel>(QStringLiteral("phase_asks_remark"))->text().contains(QStringLiteral("asked only once")));
  pain->click();
  find<QCheckBox>(QStringLiteral("phase_asks_comfort_nrs"))->click();
  EXPECT_FALSE(canSave()) << "a rating asks something";
  draft().undo();
  EXPECT_TRUE(find<QCheckBox>(QStringLiteral("phase_asks_comfort_nrs"))->isChecked());
  choosePhase(1);
  EXPECT_FALSE(pain->isVisible()) << "a baseline asks nothing";
}

TEST_F(Fields, TargetsOfRepetitionsAreTypedWithCommas) {
  draft().setPhaseKind(2, "work_rest");
  choosePhase(2);
  type(QStringLiteral("phase_target_percents"), QStringLiteral("10, 20, 35"));
  EXPECT_EQ(draft().protocol()->phases[2].targetPercents, (std::vector<double>{10, 20, 35}));
  type(QStringLiteral("phase_target_percents"), QStringLiteral("10, 900"));
  EXPECT_FALSE(canSave());
  EXPECT_TRUE(find<QLabel>(QStringLiteral("phase_target_percents_remark"))->isVisible());
  find<QLineEdit>(QStringLiteral("phase_target_percents"))->selectAll();
  QTest::keyClick(find<QLineEdit>(QStringLiteral("phase_target_percents")), Qt::Key_Delete);
  EXPECT_TRUE(draft().at("/phases/2/target_percents").is_null());
  EXPECT_TRUE(canSave());
}

TEST_F(Fields, ATargetCurveIsDrawnTypedAndDragged) {
  choose(QStringLiteral("rule_kind"), QStringLiteral("follow"));
  click(QStringLiteral("addCurvePoint"));
  EXPECT_EQ(draft().at("/rule/curve").size(), 4U) << "it begins as a slope up, a hold and a slope down";
  find<QDoubleSpinBox>(QStringLiteral("curve2_percent"))->setValue(50);
  EXPECT_EQ(draft().at("/rule/curve/1/1"), 0.5);
  find<QDoubleSpinBox>(QStringLiteral("curve2_s"))->setValue(30);
  EXPECT_EQ(draft().at("/rule/curve/1/0"), 10) << "points stay in their order";
  EXPECT_EQ(find<QDoubleSpinBox>(QStringLiteral("curve2_s"))->value(), 10);
  QTest::qWait(100);   // the picture has its place
  auto* view = find<CurveView>(QStringLiteral("curveView"));
  const auto before = draft().at("/rule/curve");
  const QPoint from = view->placeOf(2).toPoint(), to = from + QPoint(0, view->height());
  QTest::mousePress(view, Qt::LeftButton, {}, from);
  QMouseEvent move(QEvent::MouseMove, to, view->mapToGlobal(to), Qt::NoButton, Qt::LeftButton, Qt::NoModifier);
  QApplication::sendEvent(view, &move);
  QTest::mouseRelease(view, Qt::LeftButton, {}, to);
  EXPECT_EQ(draft().at("/rule/curve/2/1"), 0) << "below the axis is on it";
  ASSERT_TRUE(draft().protocol().ok());
  EXPECT_EQ(draft().protocol()->channels[0].rule.curve.size(), 4U) << "of all trained muscles";
  draft().undo();
  EXPECT_EQ(draft().at("/rule/curve"), before) << "one drag is one step";
  click(QStringLiteral("curve4_remove"));
  EXPECT_EQ(draft().at("/rule/curve").size(), 3U);
}

TEST_F(Fields, APhaseIsJudgedByARuleOfItsOwnAndLikeTheOthersAgain) {
  choosePhase(2);
  click(QStringLiteral("phaseMore"));
  click(QStringLiteral("phaseOwnRule"));
  auto* who = find<QComboBox>(QStringLiteral("judgedWho"));
  ASSERT_TRUE(who->isVisible());
  choose(QStringLiteral("judgedWho"), QStringLiteral("/phases/2"));
  EXPECT_FALSE(find<QComboBox>(QStringLiteral("law_kind"))->isVisible()) << "the line is the protocol's";
  choose(QStringLiteral("rule_kind"), QStringLiteral("above"));
  const auto protocol = draft().protocol();
  ASSERT_TRUE(protocol.ok());
  ASSERT_TRUE(protocol->phases[2].rule.has_value());
  EXPECT_EQ(protocol->phases[2].rule->kind, "above");
  EXPECT_EQ(protocol->rule.kind, "below");
  click(QStringLiteral("phaseOwnRule"));
  EXPECT_TRUE(draft().at("/phases/2/rule").is_null());
  EXPECT_TRUE(find<QComboBox>(QStringLiteral("law_kind"))->isVisible());
  EXPECT_FALSE(draft().changed());
  draft().undo();
  draft().setPhaseKind(2, "rest");
  EXPECT_TRUE(draft().problems().empty()) << "a rest judges nothing";
}

TEST_F(Fields, WhatWillHardlyWorkIsSaidUnderTheTimelineAndMayBeSaved) {
  auto* first = find<QLabel>(QStringLiteral("advice1"));
  ASSERT_NE(first, nullptr);
  EXPECT_TRUE(first->text().contains(QStringLiteral("Phase 3, Trial 1: No noise floor is measured before it"))) << first->text().toStdString();
  QTest::keyClick(&strip(), Qt::Key_Right);
  click(QStringLiteral("removePhase"));   // the baseline
  first = find<QLabel>(QStringLiteral("advice1"));
  EXPECT_TRUE(first->text().contains(QStringLiteral("follows from the baseline"))) << first->text().toStdString();
  EXPECT_TRUE(canSave());
  strip().select(0);
  click(QStringLiteral("showAdvice1"));
  EXPECT_EQ(strip().selected(), 1);
  EXPECT_TRUE(find<QLabel>(QStringLiteral("phase_remark"))->isVisible());
  draft().undo();
  EXPECT_TRUE(find<QLabel>(QStringLiteral("advice1"))->text().contains(QStringLiteral("noise floor")));
}

}  // namespace
}  // namespace tonus::clinician
