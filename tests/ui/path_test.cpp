// From the patient list to live signal in the protocol's set-up phase, as somebody who sees it for the first time: by
// clicks on what is in view. The clicks are counted.

#include <gtest/gtest.h>

#include <QApplication>
#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSettings>
#include <QTest>
#include <algorithm>

#include "clinician/main_window.h"
#include "clinician/patients_page.h"
#include "clinician/session_page/control_row.h"
#include "clinician/session_page/level_bars.h"
#include "clinician/session_page/session_page.h"
#include "clinician/session_page/setup_panel.h"
#include "clinician/session_page/trace_view.h"
#include "practice_store.h"
#include "style/button.h"
#include "style/choice.h"
#include "style/theme.h"

namespace tonus::clinician {
namespace {

constexpr int kMostClicks = 6;
constexpr double kMostS = 90;

class Path : public testing::Test {
 protected:
  void SetUp() override { QSettings().clear(); }
  void TearDown() override {
    if (window_ != nullptr) window_->session().stopAndKeep();
  }
  void openWindow() {
    ASSERT_TRUE(live_.open(practice_.path(), false));
    window_ = std::make_unique<MainWindow>(live_, theme_, MainWindow::Places{});
    window_->resize(1366, 768);
    window_->show();
    ASSERT_TRUE(QTest::qWaitForWindowActive(window_.get()));
    began_.start();
  }
  /// A click where the widget is in the window: what is covered, hidden or greyed cannot be clicked.
  void click(QWidget* widget, QPoint at) {
    ASSERT_NE(widget, nullptr);
    ASSERT_TRUE(widget->isVisible() && widget->isEnabled()) << widget->objectName().toStdString();
    const QPoint inWindow = widget->mapTo(window_.get(), at);
    QWidget* under = window_->childAt(inWindow);
    ASSERT_TRUE(under != nullptr && (under == widget || widget->isAncestorOf(under))) << widget->objectName().toStdString();
    QTest::mouseClick(under, Qt::LeftButton, {}, under->mapFrom(window_.get(), inWindow));
    ++clicksN_;
  }
  void click(const char* name) {
    auto* button = window_->findChild<QPushButton*>(QLatin1String(name));
    ASSERT_NE(button, nullptr) << name;
    click(button, button->rect().center());
  }
  void choosePatient(const QString& name) {
    auto* list = window_->findChild<QListView*>(QStringLiteral("patientList"));
    for (int row = 0; row < list->model()->rowCount(); ++row) {
      const QModelIndex index = list->model()->index(row, 0);
      if (index.data().toString() == name) click(list->viewport(), list->visualRect(index).center() - list->viewport()->pos());
    }
    ASSERT_EQ(window_->patients().current().name, name.toStdString());
  }
  void clickStart() {
    auto* start = window_->findChild<ControlRow*>()->primary();
    ASSERT_TRUE(QTest::qWaitFor([&] { return start->isEnabled(); }, 5000));
    click(start, start->rect().center());
  }
  session::SessionSetup setup() { return window_->session().setup().setup(); }
  /// Running, in the set-up phase, and the traces move.
  bool showsSignalInSetUp() {
    SessionPage& page = window_->session();
    const bool moves = QTest::qWaitFor([&] { return page.busy() && page.status().framesN > 1000 && page.traces().sweep().head() > 40; }, 8000);
    return moves && page.phase() != nullptr && page.phase()->kind == core::PhaseKind::kSetUp;
  }
  bool says(const QString& words) {
    for (const QLabel* label : window_->session().findChildren<QLabel*>())
      if (label->isVisible() && label->text().contains(words)) return true;
    return false;
  }

  style::Theme theme_{*qApp};
  practice::PracticeStore practice_;
  core::SystemClock clock_;
  Workspace live_{clock_};
  std::unique_ptr<MainWindow> window_;
  QElapsedTimer began_;
  int clicksN_ = 0;
};

TEST_F(Path, OfAPatientWithHistoryTakesAtMostSixClicksAndHasTheirMusclesAndLines) {
  const store::Patient maren = practice_.addPatient("P-0001", "Maren Vogt", "tension headache");
  const store::Patient jonas = practice_.addPatient("P-0002", "Jonas Brandt", "low back pain");
  practice_.recordWith(maren, "tth_relaxation", "frontalis", 4.25);
  practice_.recordWith(jonas, "clbp_downtrain", "es_iliocostalis", 9.5);
  openWindow();
  choosePatient(QStringLiteral("Jonas Brandt"));
  click("startSession");
  EXPECT_EQ(setup().protocol.id, "clbp_downtrain");
  window_->go(0);   // on second thoughts, the other one
  clicksN_ = 0;
  began_.restart();
  choosePatient(QStringLiteral("Maren Vogt"));
  click("startSession");
  EXPECT_EQ(setup().protocol.id, "tth_relaxation");
  EXPECT_EQ(setup().channels[0].muscleId, "frontalis");
  EXPECT_EQ(setup().channels[0].rule.thresholdUv, 4.25);
  clickStart();
  EXPECT_TRUE(showsSignalInSetUp());
  EXPECT_LE(clicksN_, kMostClicks);
  EXPECT_LT(static_cast<double>(began_.elapsed()) / 1000, kMostS);
  RecordProperty("clicks", clicksN_);
}

TEST_F(Path, OfANewPatientTakesAtMostSixClicksAndOffersTheProtocolOfTheirConditionWithItsOwnMuscles) {
  const store::Patient jonas = practice_.addPatient("P-0002", "Jonas Brandt", "low back pain");
  practice_.recordWith(jonas, "clbp_downtrain", "es_iliocostalis", 9.5);
  openWindow();
  click("newPatient");
  QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("Maren Vogt"));
  auto* condition = window_->findChild<style::Choice*>(QStringLiteral("patientCondition"));
  click(condition->lineEdit(), condition->lineEdit()->rect().center());
  QTest::keyClicks(condition->lineEdit(), QStringLiteral("tension headache"));
  click("savePatient");
  click("startSession");
  EXPECT_EQ(setup().protocol.id, "tth_relaxation");
  for (std::size_t c = 0; c < setup().protocol.channels.size(); ++c) {
    EXPECT_EQ(setup().channels[c].muscleId, setup().protocol.channels[c].muscle) << c;
    EXPECT_EQ(setup().channels[c].rule.thresholdUv, 0) << c;
  }
  clickStart();
  EXPECT_TRUE(showsSignalInSetUp());
  EXPECT_LE(clicksN_, kMostClicks);
  EXPECT_LT(static_cast<double>(began_.elapsed()) / 1000, kMostS);
  RecordProperty("clicks", clicksN_);
}

TEST_F(Path, TrainNowReachesFeedbackByTheLastVisitsLinesAndTheRecordSaysSo) {
  const store::Patient maren = practice_.addPatient("P-0001", "Maren Vogt", "tension headache");
  practice_.recordWith(maren, "tth_relaxation", "frontalis", 4.25);
  openWindow();
  choosePatient(QStringLiteral("Maren Vogt"));
  click("trainNow");
  ASSERT_TRUE(showsSignalInSetUp());
  SessionPage& page = window_->session();
  EXPECT_TRUE(says(QStringLiteral("no baseline today")));
  for (int i = 0; i < 6 && !(page.phase()->feedback && page.phase()->scored); ++i) {
    QTest::keyClick(&page, Qt::Key_Right);
    QTest::qWait(400);
    ASSERT_NE(page.phase()->kind, core::PhaseKind::kBaseline);
  }
  EXPECT_EQ(page.phase()->id, "train");
  EXPECT_NEAR(page.bars().thresholdUv(0), 4.25, 0.5);
  page.stopAndKeep();
  const auto rows = live_.store()->sessions(maren.id);
  ASSERT_TRUE(rows.ok());
  auto reader = live_.store()->openSession(rows->front().id);
  ASSERT_TRUE(reader.ok());
  const auto events = (*reader)->sessionEvents();
  ASSERT_TRUE(events.ok());
  const auto note = std::find_if(events->begin(), events->end(), [](const auto& e) { return e.kind == core::EventKind::kNote; });
  ASSERT_NE(note, events->end());
  EXPECT_TRUE(QString::fromStdString(note->text).startsWith(QStringLiteral("Trained with the lines of"))) << note->text;
  EXPECT_TRUE(QString::fromStdString(note->text).endsWith(QStringLiteral("no baseline today."))) << note->text;
  EXPECT_LT(note->at.value, 2000);
}

TEST_F(Path, TheVisitThatJustEndedIsOneToTrainBy) {
  const store::Patient maren = practice_.addPatient("P-0001", "Maren Vogt", "tension headache");
  openWindow();
  choosePatient(QStringLiteral("Maren Vogt"));
  click("startSession");
  clickStart();
  ASSERT_TRUE(showsSignalInSetUp());
  SessionPage& page = window_->session();
  for (int i = 0; i < 12 && !(page.phase()->feedback && page.phase()->scored); ++i) {
    QTest::keyClick(&page, Qt::Key_Right);
    QTest::qWait(300);
  }
  ASSERT_TRUE(page.phase()->scored);
  QTest::keyClick(&page, Qt::Key_Plus);
  ASSERT_TRUE(QTest::qWaitFor([&] { return page.bars().thresholdUv(0) > 0; }, 3000));
  window_->go(0);
  EXPECT_TRUE(window_->findChild<QLabel*>(QStringLiteral("deviceWords"))->text().contains(QStringLiteral("Maren Vogt")));
  EXPECT_TRUE(window_->findChild<QPushButton*>(QStringLiteral("startSession"))->isHidden()) << "one at a time";
  QTest::qWait(2500);  // some scored, usable time
  page.stopAndKeep();
  QTest::qWait(100);
  click("trainNow");
  ASSERT_TRUE(showsSignalInSetUp());
  EXPECT_TRUE(says(QStringLiteral("no baseline today")));
}

TEST_F(Path, APatientWithoutALineIsNotOfferedToTrainNow) {
  practice_.addPatient("P-0001", "Maren Vogt", "tension headache");
  openWindow();
  EXPECT_FALSE(window_->findChild<QPushButton*>(QStringLiteral("trainNow"))->isVisible());
  click("startSession");
  EXPECT_FALSE(window_->findChild<QPushButton*>(QStringLiteral("trainNowHere"))->isVisible());
}

}  // namespace
}  // namespace tonus::clinician
