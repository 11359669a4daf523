// The editor of protocols as a clinician uses it: by keyboard, by mouse, back and forth, and never a bad protocol saved.

#include <gtest/gtest.h>

#include <QSignalSpy>

#include "clinician/protocols/dry_run_patients.h"
#include "clinician/session_page/session_page.h"
#include "clinician/session_page/setup_panel.h"
#include "protocol_editor_rig.h"

namespace tonus::clinician {
namespace {

using Editor = EditorTest;

const std::string kAsShipped = "settle baseline trial_1 rest trial_2 rest_5 trial_3 transfer end_baseline ";

TEST_F(Editor, PhasesAreReorderedByKeyboardAndEveryStepCanBeUndone) {
  EXPECT_EQ(QApplication::focusWidget(), &strip());
  QTest::keyClick(&strip(), Qt::Key_Right);
  QTest::keyClick(&strip(), Qt::Key_Right, Qt::AltModifier);
  EXPECT_EQ(ids(), "settle trial_1 baseline rest trial_2 rest_5 trial_3 transfer end_baseline ");
  EXPECT_EQ(strip().selected(), 2) << "the phase that moved stays chosen";
  QTest::keyClick(&strip(), Qt::Key_Right, Qt::AltModifier);
  QTest::keyClick(&strip(), Qt::Key_Z, Qt::ControlModifier);
  QTest::keyClick(&strip(), Qt::Key_Z, Qt::ControlModifier);
  EXPECT_EQ(ids(), kAsShipped);
  EXPECT_FALSE(draft().canUndo());
  QTest::keyClick(&strip(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
  EXPECT_EQ(ids(), "settle trial_1 baseline rest trial_2 rest_5 trial_3 transfer end_baseline ");
}

TEST_F(Editor, APhaseIsDraggedToAnotherPlace) {
  // What a press does to the page around (its phase's fields come) is over before the places are measured.
  QTest::mouseClick(&strip(), Qt::LeftButton, {}, strip().box(2).center().toPoint());
  QTest::qWait(100);
  const QPoint from = strip().box(2).center().toPoint(), to = strip().box(4).center().toPoint();
  QTest::mousePress(&strip(), Qt::LeftButton, {}, from);
  for (int i = 1; i <= 5; ++i) QTest::mouseMove(&strip(), from + (to - from) * i / 5);
  QMouseEvent move(QEvent::MouseMove, to, strip().mapToGlobal(to), Qt::NoButton, Qt::LeftButton, Qt::NoModifier);
  QApplication::sendEvent(&strip(), &move);
  QTest::mouseRelease(&strip(), Qt::LeftButton, {}, to);
  EXPECT_EQ(ids(), "settle baseline rest trial_2 trial_1 rest_5 trial_3 transfer end_baseline ");
  EXPECT_EQ(strip().selected(), 4);
}

TEST_F(Editor, APhaseIsMadeShorterByItsRightEdgeAndLongerByKey) {
  choosePhase(2);
  QTest::qWait(100);
  const QRectF box = strip().box(2);
  const QPoint edge(static_cast<int>(box.right()), static_cast<int>(box.center().y()));
  const QPoint half = edge - QPoint(static_cast<int>(box.width() / 2), 0);
  QTest::mousePress(&strip(), Qt::LeftButton, {}, edge);
  QMouseEvent move(QEvent::MouseMove, half, strip().mapToGlobal(half), Qt::NoButton, Qt::LeftButton, Qt::NoModifier);
  QApplication::sendEvent(&strip(), &move);
  QTest::mouseRelease(&strip(), Qt::LeftButton, {}, half);
  EXPECT_EQ(draft().at("/phases/2/duration_s"), 60) << "half as wide: half of 2 min";
  EXPECT_EQ(ids(), kAsShipped) << "nothing was moved";
  QTest::keyClick(&strip(), Qt::Key_Plus);
  EXPECT_EQ(draft().at("/phases/2/duration_s"), 70);
  QTest::keyClick(&strip(), Qt::Key_Minus);
  QTest::keyClick(&strip(), Qt::Key_Minus);
  EXPECT_EQ(draft().at("/phases/2/duration_s"), 55);
  for (int i = 0; i < 4; ++i) QTest::keyClick(&strip(), Qt::Key_Z, Qt::ControlModifier);
  EXPECT_FALSE(draft().changed());
}

TEST_F(Editor, APhaseThatGoesRoundIsMadeLongerByRepetitionsAndPassesKeepTheirRest) {
  edit(QStringLiteral("tmd_jaw"));
  int train = 0;
  while (draft().at("/phases/" + std::to_string(train) + "/id") != "train") ++train;
  const std::string at = "/phases/" + std::to_string(train);
  EXPECT_EQ(draft().at(at + "/reps"), 30);
  draft().setPhaseLength(train, 10 * 60);   // 30 s once round
  EXPECT_EQ(draft().at(at + "/reps"), 20);
  EXPECT_TRUE(draft().problems().empty());
  edit(QStringLiteral("clbp_downtrain"));
  draft().setPhaseLength(5, 3 * 60 + 2 * 45);   // 3 × 3 min, 45 s between
  EXPECT_EQ(draft().at("/phases/5/duration_s"), 60);
  EXPECT_EQ(draft().at("/phases/5/rest_s"), 45);
}

TEST_F(Editor, ACueTooLongIsSaidBesideItsFieldWhileTypingAndCannotBeSaved) {
  QTest::mouseClick(&strip(), Qt::LeftButton, {}, strip().box(2).center().toPoint());
  type(QStringLiteral("phase_cue"), QStringLiteral("one two three four five six seven"));
  EXPECT_TRUE(canSave());
  QTest::keyClicks(find<QLineEdit>(QStringLiteral("phase_cue")), QStringLiteral(" eight"));
  EXPECT_EQ(find<QLabel>(QStringLiteral("phase_cue_words"))->text(), QStringLiteral("8 of 7 words"));
  const QString remark = find<QLabel>(QStringLiteral("phase_cue_remark"))->text();
  EXPECT_TRUE(remark.contains(QStringLiteral("Has 8 words"))) << remark.toStdString();
  EXPECT_FALSE(remark.contains(QLatin1Char('"'))) << "no words of the file: " << remark.toStdString();
  EXPECT_FALSE(canSave());
  EXPECT_TRUE(find<QPushButton>(QStringLiteral("editorProblem"))->isVisible());
  QTest::keyClick(find<QLineEdit>(QStringLiteral("phase_cue")), Qt::Key_Z, Qt::ControlModifier);
  EXPECT_EQ(find<QLineEdit>(QStringLiteral("phase_cue"))->text(), QStringLiteral("Let the muscle be soft")) << "what was typed is one step";
  EXPECT_FALSE(draft().changed());
}

TEST_F(Editor, SavingMakesTheNextVersionAndTheSessionOffersIt) {
  QTest::mouseClick(&strip(), Qt::LeftButton, {}, strip().box(2).center().toPoint());
  auto* length = find<QDoubleSpinBox>(QStringLiteral("phase_duration_s"));
  EXPECT_EQ(length->value(), 120);
  EXPECT_FALSE(canSave()) << "nothing changed yet";
  length->setValue(90);
  QTest::keyClick(length, Qt::Key_S, Qt::ControlModifier);
  ASSERT_FALSE(page().editing());
  ASSERT_NE(page().list().current(), nullptr);
  EXPECT_EQ(page().list().current()->saved.version, 2);
  click(QStringLiteral("compareProtocol"));
  EXPECT_EQ(find<QLabel>(QStringLiteral("protocolDifferences"))->text(), QStringLiteral("• Trial 1: length: 120 s → 90 s"));
  window_->go(window_->entryOf(&window_->session()));
  window_->session().setup().chooseProtocol(QStringLiteral("relaxation"));
  const auto setup = window_->session().setup().setup();
  EXPECT_EQ(setup.protocolVersion, 2);
  EXPECT_EQ(setup.protocol.phases[2].durationS, 90);
}

TEST_F(Editor, PhasesAreAddedDuplicatedAndDeleted) {
  QTest::mouseClick(&strip(), Qt::LeftButton, {}, strip().box(3).center().toPoint());
  click(QStringLiteral("duplicatePhase"));
  EXPECT_EQ(ids(), "settle baseline trial_1 rest rest_2 trial_2 rest_5 trial_3 transfer end_baseline ");
  auto* kinds = find<QComboBox>(QStringLiteral("newPhaseKind"));
  kinds->setCurrentIndex(kinds->findData(QStringLiteral("work_rest")));
  click(QStringLiteral("addPhase"));
  EXPECT_EQ(strip().selected(), 5);
  EXPECT_EQ(draft().at("/phases/5/kind"), "work_rest");
  EXPECT_EQ(draft().at("/phases/5/stages").size(), 2U) << "it begins with work and rest";
  EXPECT_TRUE(draft().problems().empty());
  ASSERT_NE(find<QDoubleSpinBox>(QStringLiteral("stage1_duration_s")), nullptr);
  find<QDoubleSpinBox>(QStringLiteral("stage1_duration_s"))->setValue(8);
  EXPECT_EQ(draft().at("/phases/5/stages/0/duration_s"), 8);
  click(QStringLiteral("removePhase"));
  click(QStringLiteral("removePhase"));
  EXPECT_EQ(draft().phasesN(), 9);
}

TEST_F(Editor, AnotherKindBringsWhatItNeedsAndDropsWhatItMustNotHave) {
  draft().setPhaseKind(2, "work_rest");
  EXPECT_TRUE(draft().problems().empty());
  EXPECT_TRUE(draft().at("/phases/2/stages").is_array());
  draft().setPhaseKind(2, "rest");
  EXPECT_TRUE(draft().problems().empty());
  EXPECT_TRUE(draft().at("/phases/2/stages").is_null());
  EXPECT_EQ(draft().at("/phases/2/scored"), false);
  draft().undo();
  draft().undo();
  EXPECT_FALSE(draft().changed());
}

TEST_F(Editor, MusclesTheirRolesAndTheLineAreChanged) {
  auto* start = find<QDoubleSpinBox>(QStringLiteral("law_start"));
  ASSERT_NE(start, nullptr);
  EXPECT_EQ(start->value(), 0.9);
  start->setValue(0.8);
  auto* role = find<QComboBox>(QStringLiteral("channel2_role"));
  role->setCurrentIndex(role->findData(QStringLiteral("train_down")));
  Q_EMIT role->activated(role->currentIndex());
  EXPECT_TRUE(draft().problems().empty());
  click(QStringLiteral("editorSave"));
  click(QStringLiteral("compareProtocol"));
  const QString words = find<QLabel>(QStringLiteral("protocolDifferences"))->text();
  EXPECT_TRUE(words.contains(QStringLiteral("first line: 0.9 × → 0.8 ×"))) << words.toStdString();
  EXPECT_TRUE(words.contains(QStringLiteral("channel TL: role: watch only → train: let go"))) << words.toStdString();
}

TEST_F(Editor, LeavingWithChangesOffersThemBack) {
  QTest::keyClick(&strip(), Qt::Key_Right, Qt::AltModifier);
  QTest::keyClick(&strip(), Qt::Key_Escape);
  EXPECT_FALSE(page().editing());
  EXPECT_EQ(page().list().current()->saved.version, 1);
  click(QStringLiteral("noticeAction"));
  EXPECT_TRUE(page().editing());
  EXPECT_NE(ids(), kAsShipped);
  EXPECT_TRUE(canSave());
}

TEST_F(Editor, TheWindowDoesNotCloseOverUnsavedChangesUnasked) {
  EXPECT_FALSE(page().unsaved());
  QTest::keyClick(&strip(), Qt::Key_Right, Qt::AltModifier);
  const std::string changed = ids();
  window_->go(0);   // asked wherever one is, and taken there
  window_->close();
  EXPECT_TRUE(window_->isVisible());
  EXPECT_TRUE(page().isVisible());
  EXPECT_TRUE(page().editing());
  EXPECT_EQ(ids(), changed) << "kept";
  draft().undo();
  window_->close();
  EXPECT_FALSE(window_->isVisible()) << "nothing is left to ask about";
}

TEST_F(Editor, AskedOverUnsavedChangesOneMayCloseWithoutThem) {
  QTest::keyClick(&strip(), Qt::Key_Right, Qt::AltModifier);
  window_->close();
  QPushButton* answer = nullptr;
  for (auto* button : window_->findChildren<QPushButton*>(QStringLiteral("noticeAction")))
    if (button->isVisible()) answer = button;
  ASSERT_NE(answer, nullptr);
  EXPECT_EQ(answer->text(), QStringLiteral("Close without them"));
  answer->click();
  EXPECT_FALSE(window_->isVisible());
  const auto copies = practice_.store().protocolVersions("relaxation", patient_.id);
  ASSERT_TRUE(copies.ok());
  EXPECT_EQ(copies->size(), 1U) << "what was not saved was not saved";
}

TEST_F(Editor, SavingWithWhatWillHardlyWorkIsAllowedAndSaidWhenReadAgain) {
  draft().removePhase(1);   // the baseline
  click(QStringLiteral("editorSave"));
  EXPECT_EQ(page().list().current()->saved.version, 2);
  EXPECT_TRUE(find<QLabel>(QStringLiteral("protocolAdvice"))->text().contains(QStringLiteral("follows from the baseline")));
}

TEST_F(Editor, NothingIsOpenedOrReloadedUnderTheEditor) {
  QTest::keyClick(&strip(), Qt::Key_Right, Qt::AltModifier);
  const std::string changed = ids();
  page().importFile(QStringLiteral("/nowhere/a.json"));
  page().reload();
  page().setPatient(practice_.addPatient("P-0002", "Jonas Brandt", "low back pain"));
  EXPECT_TRUE(page().editing());
  EXPECT_EQ(ids(), changed);
  click(QStringLiteral("editorSave"));
  const auto copies = practice_.store().protocolVersions("relaxation", patient_.id);
  ASSERT_TRUE(copies.ok());
  EXPECT_EQ(copies->size(), 2U) << "saved for whom it was edited";
}

TEST_F(Editor, ADryRunOfWhatIsEditedIsSkippedToItsResultAndNothingIsStored) {
  for (int i = 0; i < 2; ++i) QTest::keyClick(&strip(), Qt::Key_Right);   // the trial, to before the baseline
  QTest::keyClick(&strip(), Qt::Key_Left, Qt::AltModifier);
  auto* panel = find<DryRunPanel>(QStringLiteral("editorDryRun"));
  QSignalSpy finished(panel, &DryRunPanel::finished);
  QSignalSpy passed(panel, &DryRunPanel::passed);
  click(QStringLiteral("editorTry"));
  EXPECT_TRUE(panel->running());
  ASSERT_TRUE(passed.wait(5000));
  press(panel, "skipDryRun");
  ASSERT_TRUE(finished.wait(20000));
  EXPECT_EQ(panel->report().steps.size(), 9U);
  EXPECT_GT(panel->report().steps.back().ranS, 0);
  EXPECT_TRUE(wordsOf(panel, "dryRunRemarks").contains(QStringLiteral("no line was set for F")));
  EXPECT_TRUE(practice_.store().sessions().value().empty());
}

TEST_F(Editor, ADryRunIsTriedByTheOtherPatientsTooAndComparesThem) {
  auto* panel = find<DryRunPanel>(QStringLiteral("editorDryRun"));
  QSignalSpy finished(panel, &DryRunPanel::finished);
  click(QStringLiteral("editorTry"));
  press(panel, "skipDryRun");
  ASSERT_TRUE(finished.wait(20000));
  EXPECT_EQ(panel->report().patient, app::PatientKind::kLearns);
  const double learns = panel->report().sum().share();
  auto* patients = panel->findChild<DryRunPatients*>();
  EXPECT_TRUE(patients->untried().has_value());
  press(panel, "dryRunOthers");
  ASSERT_TRUE(finished.wait(60000));
  EXPECT_FALSE(patients->untried().has_value());
  EXPECT_EQ(panel->report().patient, app::PatientKind::kLearns) << "whom one looks at stays";
  EXPECT_LT(patients->of(app::PatientKind::kDoesNotRespond)->sum().share(), learns);
  EXPECT_LT(patients->of(app::PatientKind::kNoiseOnly)->sum().share(), 0.01);
  // Another patient is shown from what was kept.
  auto* choice = panel->findChild<QComboBox*>(QStringLiteral("dryRunPatient"));
  choice->setFocus();
  QTest::keyClick(choice, Qt::Key_Down);
  EXPECT_FALSE(panel->running());
  EXPECT_EQ(panel->report().patient, app::PatientKind::kDoesNotRespond);
}

TEST_F(Editor, ADryRunCanBeCancelled) {
  auto* panel = find<DryRunPanel>(QStringLiteral("editorDryRun"));
  QSignalSpy finished(panel, &DryRunPanel::finished);
  click(QStringLiteral("editorTry"));
  press(panel, "cancelDryRun");
  ASSERT_TRUE(finished.size() > 0 || finished.wait(5000));
  EXPECT_TRUE(wordsOf(panel, "dryRunState").contains(QStringLiteral("stopped")));
}

}  // namespace
}  // namespace tonus::clinician
