#include <gtest/gtest.h>

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <fstream>

#include "charts/trend_chart.h"
#include "clinician/main_window.h"
#include "clinician/notice.h"
#include "clinician/patient_form.h"
#include "clinician/patients_page.h"
#include "clinician/progress.h"
#include "clinician/session_page/session_page.h"
#include "clinician/start_page.h"
#include "practice_store.h"
#include "review/numbers.h"
#include "review/review_page.h"
#include "style/words.h"
#include "tonus/session/setup.h"
#include "style/theme.h"

namespace tonus::clinician {
namespace {

class Patients : public testing::Test {
 protected:
  void SetUp() override { QSettings().clear(); }
  void openWindow() {
    window_ = std::make_unique<MainWindow>(practice_.workspace(), theme_, MainWindow::Places{});
    window_->show();
    ASSERT_TRUE(QTest::qWaitForWindowActive(window_.get()));
  }
  template <class T>
  T* find(const char* name) { return window_->findChild<T*>(QLatin1String(name)); }

  style::Theme theme_{*qApp};
  practice::PracticeStore practice_;
  std::unique_ptr<MainWindow> window_;
};

TEST_F(Patients, AnEmptyStoreInvitesToAddTheFirst) {
  openWindow();
  QList<QLabel*> labels = window_->patients().findChildren<QLabel*>();
  EXPECT_TRUE(std::any_of(labels.begin(), labels.end(),
                          [](QLabel* l) { return l->isVisible() && l->text() == QStringLiteral("No patients yet"); }));
}

TEST_F(Patients, ANewOneIsMadeByKeyboardAlone) {
  openWindow();
  window_->patients().setFocus();
  QTest::keyClick(window_.get(), Qt::Key_N, Qt::ControlModifier);
  auto* name = find<QLineEdit>("patientName");
  ASSERT_TRUE(name->isVisible());
  EXPECT_EQ(QApplication::focusWidget(), name);
  EXPECT_EQ(find<QLineEdit>("patientCode")->text(), QStringLiteral("P-0001"));
  QTest::keyClicks(name, QStringLiteral("Maren Vogt"));
  QTest::keyClick(name, Qt::Key_Return);
  const auto stored = practice_.store().patients();
  ASSERT_TRUE(stored.ok());
  ASSERT_EQ(stored.value().size(), 1U);
  EXPECT_EQ(stored.value()[0].name, "Maren Vogt");
  EXPECT_EQ(find<QLabel>("detailName")->text(), QStringLiteral("Maren Vogt"));
  EXPECT_FALSE(name->isVisible());
}

TEST_F(Patients, ACodeInUseIsSaidBesideItsFieldAndNothingIsStored) {
  practice_.addPatient("P-0007", "Jonas Brandt", "low back pain");
  openWindow();
  find<QPushButton>("newPatient")->click();
  EXPECT_EQ(find<QLineEdit>("patientCode")->text(), QStringLiteral("P-0008"));
  find<QLineEdit>("patientName")->setText(QStringLiteral("Somebody"));
  find<QLineEdit>("patientCode")->setText(QStringLiteral("P-0007"));
  find<QPushButton>("savePatient")->click();
  EXPECT_TRUE(find<QLineEdit>("patientCode")->property("trouble").toBool());
  EXPECT_TRUE(find<QLineEdit>("patientCode")->accessibleDescription().contains(QStringLiteral("Jonas Brandt")));
  EXPECT_EQ(practice_.store().patients().value().size(), 1U);
}

TEST_F(Patients, AreFoundByNameCodeOrCondition) {
  practice_.addPatient("P-0001", "Maren Vogt", "tension headache");
  practice_.addPatient("P-0002", "Jonas Brandt", "low back pain");
  openWindow();
  auto* list = find<QListView>("patientList");
  auto* search = find<QLineEdit>("patientSearch");
  for (const char* words : {"jonas", "p-0002", "BACK"}) {
    search->setText(QLatin1String(words));
    ASSERT_EQ(list->model()->rowCount(), 1) << words;
    EXPECT_EQ(list->model()->index(0, 0).data().toString(), QStringLiteral("Jonas Brandt"));
  }
  search->setText(QStringLiteral("nobody"));
  EXPECT_EQ(list->model()->rowCount(), 0);
  search->clear();
  EXPECT_EQ(list->model()->rowCount(), 2);
}

TEST_F(Patients, HidingOneCanBeUndone) {
  practice_.addPatient("P-0001", "Maren Vogt", "tension headache");
  openWindow();
  find<QPushButton>("hidePatient")->click();
  EXPECT_EQ(find<QListView>("patientList")->model()->rowCount(), 0);
  EXPECT_TRUE(practice_.store().patients().value().empty());
  auto* undo = window_->patients().findChild<QPushButton*>(QStringLiteral("noticeAction"));
  ASSERT_TRUE(undo->isVisible());
  undo->click();
  EXPECT_EQ(find<QListView>("patientList")->model()->rowCount(), 1);
  EXPECT_EQ(find<QLabel>("detailName")->text(), QStringLiteral("Maren Vogt"));
}

TEST_F(Patients, ShowTheirCourseAndSessions) {
  const store::Patient p = practice_.addPatient("P-0001", "Maren Vogt", "tension headache");
  practice_.record(p, 0);
  practice_.record(p, 1, "loss");
  openWindow();
  auto* trend = find<charts::TrendChart>("trend");
  ASSERT_EQ(trend->points().size(), 2U);
  EXPECT_LT(trend->points()[0].dateMs, trend->points()[1].dateMs);
  EXPECT_GT(trend->points()[0].restingUv, 1);
  EXPECT_EQ(trend->points()[0].method, trend->points()[1].method);
  auto* table = find<QTableView>("sessionsTable");
  ASSERT_EQ(table->model()->rowCount(), 2);
  EXPECT_TRUE(table->model()->index(0, 4).data().toString().contains(QStringLiteral("lost")));
  QSignalSpy opened(&window_->patients(), &PatientsPage::sessionOpened);
  table->setCurrentIndex(table->model()->index(1, 0));
  QTest::keyClick(table, Qt::Key_Return);
  ASSERT_EQ(opened.size(), 1);
}

TEST_F(Patients, ACourseWithoutANumberSaysWhatWouldStandThere) {
  practice_.recordCutShort(practice_.addPatient("P-0001", "Maren Vogt", "tension headache"));
  practice_.record(practice_.addPatient("P-0002", "Jonas Brandt", "low back pain"), 0);
  openWindow();
  auto* list = find<QListView>("patientList");
  for (int row = 0; row < 2; ++row) {
    list->setCurrentIndex(list->model()->index(row, 0));
    const bool measured = list->model()->index(row, 0).data().toString() == QStringLiteral("Jonas Brandt");
    EXPECT_EQ(find<QLabel>("trendNothing")->isHidden(), measured);
  }
}

TEST_F(Patients, AFileThatIsNoStoreIsRefusedInWordsOnTheStartPage) {
  Workspace broken(practice_.workspace().clock());
  QTemporaryDir folder;
  const QString path = folder.filePath(QStringLiteral("not-a.store"));
  QFile file(path);
  ASSERT_TRUE(file.open(QIODevice::WriteOnly));
  file.write(QByteArray(4096, 'x'));
  file.close();
  EXPECT_FALSE(broken.open(path.toStdString(), false));
  MainWindow window(broken, theme_, {});
  window.show();
  auto* words = window.findChild<QLabel*>(QStringLiteral("storeTrouble"));
  EXPECT_TRUE(words->isVisible());
  EXPECT_FALSE(words->text().isEmpty());
}

TEST_F(Patients, AStoreIsMadeFromTheStartPage) {
  QTemporaryDir folder;
  const std::filesystem::path own = folder.filePath(QStringLiteral("new/tonus.store")).toStdString();
  Workspace fresh(practice_.workspace().clock());
  MainWindow window(fresh, theme_, {own, {}});
  window.show();
  ASSERT_TRUE(window.start().isVisible());
  window.findChild<QPushButton*>(QStringLiteral("makeStore"))->click();
  EXPECT_TRUE(std::filesystem::exists(own));
  EXPECT_FALSE(window.start().isVisible());
  EXPECT_TRUE(window.patients().isVisible());
}

TEST(OwnStore, IsTheUsualOneUnlessOnlyTheFormerOneIsThere) {
  QTemporaryDir folder;
  const std::filesystem::path usual = std::filesystem::path(folder.path().toStdString()) / "tonus.store";
  EXPECT_EQ(ownStore(usual), usual);
  const std::filesystem::path former = usual.parent_path() / "tonus" / "tonus.store";
  std::filesystem::create_directories(former.parent_path());
  std::ofstream(former) << 'x';
  EXPECT_EQ(ownStore(usual), former);
  std::ofstream(usual) << 'x';
  EXPECT_EQ(ownStore(usual), usual);
}

TEST_F(Patients, ASessionCutShortIsOfferedAndFinished) {
  const store::Patient p = practice_.addPatient("P-0001", "Maren Vogt", "tension headache");
  const std::string id = practice_.recordCutShort(p);
  openWindow();
  QPushButton* finish = nullptr;
  for (QPushButton* b : window_->findChildren<QPushButton*>(QStringLiteral("noticeAction")))
    if (b->isVisible()) finish = b;
  ASSERT_NE(finish, nullptr);
  EXPECT_EQ(finish->text(), QStringLiteral("Compute its numbers"));
  finish->click();
  ASSERT_TRUE(QTest::qWaitFor([&] { return practice_.store().interruptedSessions().value().empty(); }, 20000));
  const auto row = practice_.store().session(id);
  ASSERT_TRUE(row.ok());
  EXPECT_EQ(row.value().state, store::SessionState::kInterrupted);
  EXPECT_TRUE(row.value().summary.has_value());
}

TEST_F(Patients, HelpListsTheKeysOfThePageAndAnyKeyCloses) {
  openWindow();
  QTest::keyClick(window_.get(), Qt::Key_F1);
  auto* help = find<QWidget>("help");
  ASSERT_TRUE(help->isVisible());
  QStringList words;
  for (QLabel* l : help->findChildren<QLabel*>()) words << l->text();
  EXPECT_TRUE(words.contains(QStringLiteral("Ctrl+N")));
  EXPECT_TRUE(words.contains(QStringLiteral("Ctrl+3")));
  QTest::keyClick(help, Qt::Key_Escape);
  EXPECT_FALSE(help->isVisible());
}

TEST_F(Patients, HelpIsNamedAfterThePageNotThePatient) {
  practice_.addPatient("P-0001", "Maren Vogt", "tension headache");
  openWindow();
  for (const char* page : {"Patients", "Session", "Review"}) {
    QTest::keyClick(window_.get(), static_cast<Qt::Key>(Qt::Key_1 + (page[0] == 'P' ? 0 : page[0] == 'S' ? 1 : 2)), Qt::ControlModifier);
    QTest::keyClick(window_.get(), Qt::Key_F1);
    QStringList words;
    for (QLabel* l : find<QWidget>("help")->findChildren<QLabel*>()) words << l->text();
    EXPECT_TRUE(words.contains(QStringLiteral("Keys: %1").arg(QLatin1String(page)))) << words.join(u'|').toStdString();
    QTest::keyClick(find<QWidget>("help"), Qt::Key_Home);
    EXPECT_FALSE(find<QWidget>("help")->isVisible());
  }
}

TEST_F(Patients, TheWordThatASessionIsInTheRecordLeavesWithThePage) {
  practice_.addPatient("P-0001", "Maren Vogt", "tension headache");
  openWindow();
  window_->go(1);
  Q_EMIT window_->session().sessionFinished(QStringLiteral("some-id"));
  const auto told = [this] {
    for (QLabel* l : window_->findChildren<QLabel*>())
      if (l->isVisible() && l->text() == QStringLiteral("The session is in the record.")) return true;
    return false;
  };
  EXPECT_TRUE(told());
  window_->go(0);
  EXPECT_FALSE(told());
}

TEST_F(Patients, ReviewShowsTheSessionThatJustEnded) {
  const store::Patient patient = practice_.addPatient("P-0001", "Maren Vogt", "tension headache");
  practice_.record(patient, 0);
  openWindow();
  window_->go(window_->entryOf(&window_->review()));
  const QString old = window_->review().subtitle();
  const std::string id = practice_.record(patient, 3);
  Q_EMIT window_->session().sessionFinished(QString::fromStdString(id));
  window_->go(0);
  window_->go(window_->entryOf(&window_->review()));
  EXPECT_NE(window_->review().subtitle(), old);
}

TEST_F(Patients, TheFormIsSavedByCtrlEnterOfEitherKeyFromAnyField) {
  openWindow();
  int patients = 0;
  for (const Qt::Key key : {Qt::Key_Return, Qt::Key_Enter}) {
    for (const char* field : {"patientName", "patientYear", "patientNote", "patientCondition"}) {
      find<QPushButton>("newPatient")->click();
      find<QLineEdit>("patientName")->setText(QStringLiteral("Somebody"));
      auto* widget = find<QWidget>(field);
      widget->setFocus();
      const auto keypad = key == Qt::Key_Enter ? Qt::KeypadModifier : Qt::NoModifier;
      QTest::keyClick(widget, key, Qt::ControlModifier | keypad);
      EXPECT_EQ(practice_.store().patients().value().size(), static_cast<std::size_t>(++patients)) << field << " " << key;
    }
  }
}

TEST_F(Patients, EscKeepsAFilledFormUntilItIsPressedAgainAndThatCanBeUndone) {
  practice_.addPatient("P-0001", "Maren Vogt", "tension headache");
  openWindow();
  find<QPushButton>("newPatient")->click();
  auto* name = find<QLineEdit>("patientName");
  QTest::keyClick(name, Qt::Key_Escape);
  EXPECT_FALSE(name->isVisible()) << "an untouched form just goes";
  find<QPushButton>("newPatient")->click();
  QTest::keyClicks(name, QStringLiteral("Somebody"));
  QTest::keyClick(name, Qt::Key_Escape);
  ASSERT_TRUE(name->isVisible());
  EXPECT_EQ(name->text(), QStringLiteral("Somebody"));
  QTest::keyClick(name, Qt::Key_Escape);
  EXPECT_FALSE(name->isVisible());
  window_->patients().findChild<QPushButton*>(QStringLiteral("noticeAction"))->click();
  EXPECT_TRUE(name->isVisible());
  EXPECT_EQ(name->text(), QStringLiteral("Somebody"));
}

TEST_F(Patients, TabReachesTheSearchAndTheSessionsWithARowToBeSeen) {
  const store::Patient p = practice_.addPatient("P-0001", "Maren Vogt", "tension headache");
  practice_.record(p, 0);
  openWindow();
  window_->patients().setFocus();
  QStringList reached;
  for (int i = 0; i < 30; ++i) {
    reached << QApplication::focusWidget()->objectName();
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
  }
  EXPECT_TRUE(reached.contains(QStringLiteral("patientSearch"))) << reached.join(u' ').toStdString();
  EXPECT_TRUE(reached.contains(QStringLiteral("sessionsTable"))) << reached.join(u' ').toStdString();
  EXPECT_TRUE(find<QTableView>("sessionsTable")->currentIndex().isValid());
}

TEST_F(Patients, EveryPageIsReachedByItsNumber) {
  openWindow();
  QStringList titles;
  for (int i = 0; i < window_->pagesN(); ++i) {
    QTest::keyClick(window_.get(), static_cast<Qt::Key>(Qt::Key_1 + i), Qt::ControlModifier);
    titles << find<QLabel>("pageTitle")->text();
  }
  EXPECT_EQ(titles, (QStringList{QStringLiteral("Patients"), QStringLiteral("Session"), QStringLiteral("Review"), QStringLiteral("Protocols"),
                                 QStringLiteral("Devices"), QStringLiteral("Settings"),
                                 QStringLiteral("Tools")}));
}

/// Newest first, as the store gives them; each on its own day, resting level 4, 5, 6 … µV.
std::vector<store::SessionRow> visits(std::size_t n) {
  std::vector<store::SessionRow> rows(n);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    rows[i].started = core::WallTime{} + std::chrono::hours(24 * (10 - static_cast<int>(i)));
    rows[i].state = store::SessionState::kDone;
    rows[i].deviceModel = "Tonus Link amplifier";
    rows[i].format.sampleRateHz = 1000;
    rows[i].format.channels.resize(1);
    rows[i].setupJson = session::toJson(session::defaultSetup(rows[i].format));
    rows[i].summary = core::SessionSummary{};
    rows[i].summary->baselineUv = 4.0 + static_cast<double>(i);
  }
  return rows;
}

void measure(store::SessionRow& row, const std::string& muscle, const std::string& side) {
  session::SessionSetup setup = session::parseSetup(row.setupJson).value();
  setup.channels[0].muscleId = muscle;
  setup.channels[0].name = muscle + " " + side;
  setup.channels[0].side = side;
  row.setupJson = session::toJson(setup);
}

TEST(Course, DoesNotCompareAcrossAChangeOfDevice) {
  auto rows = visits(3);
  rows[2].deviceModel = "other amplifier";
  const Course course = courseOf(rows);
  ASSERT_TRUE(course.first && course.last);
  EXPECT_DOUBLE_EQ(course.last->restingUv, 4.0);
  EXPECT_DOUBLE_EQ(course.first->restingUv, 5.0) << "the oldest was measured with another device";
  EXPECT_EQ(course.points.size(), 3U);
  ASSERT_EQ(course.breaks.size(), 1U);
  EXPECT_TRUE(course.breaks[0].words.contains(QStringLiteral("other device")));
}

TEST(Course, HoldsOnlyTheMuscleAndSideOfTheNewestVisit) {
  auto rows = visits(4);
  measure(rows[0], "trapezius", "R");
  measure(rows[1], "trapezius", "L");
  measure(rows[2], "frontalis", "");
  measure(rows[3], "trapezius", "R");
  const Course course = courseOf(rows);
  EXPECT_EQ(course.restingName, QStringLiteral("Resting level, trapezius R"));
  ASSERT_EQ(course.points.size(), 2U);
  EXPECT_DOUBLE_EQ(course.points[0].restingUv, 7.0);
  EXPECT_DOUBLE_EQ(course.points[1].restingUv, 4.0);
  EXPECT_DOUBLE_EQ(course.first->restingUv, 7.0);
  EXPECT_EQ(course.points[0].method, course.points[1].method);
  ASSERT_EQ(course.breaks.size(), 1U) << "two visits elsewhere in a row are said once";
  EXPECT_EQ(course.breaks[0].words, QStringLiteral("other muscle: not compared"));
}

TEST(Course, SaysWhereTheFiltersChangedAndComparesOnlyWithTheNewestOnes) {
  auto rows = visits(4);
  session::SessionSetup slow = session::parseSetup(rows[0].setupJson).value();
  slow.chain.rmsWindowMs *= 2;
  rows[1].setupJson = session::toJson(slow);
  const Course course = courseOf(rows);
  ASSERT_EQ(course.breaks.size(), 2U);
  EXPECT_EQ(course.breaks[0].words, QStringLiteral("other filters: not compared across"));
  EXPECT_DOUBLE_EQ(course.first->restingUv, 7.0);
  EXPECT_DOUBLE_EQ(course.last->restingUv, 4.0);
}

TEST(Course, DoesNotCompareMicrovoltsWithArbitraryUnits) {
  auto rows = visits(3);
  rows[2].format.channels[0].calibrated = false;
  rows[2].setupJson = session::toJson(session::defaultSetup(rows[2].format));
  const Course course = courseOf(rows);
  EXPECT_EQ(course.unit, QStringLiteral("µV"));
  EXPECT_EQ(course.points.size(), 2U) << "no point of another unit on this axis";
  ASSERT_EQ(course.breaks.size(), 1U);
  EXPECT_EQ(course.breaks[0].words, QStringLiteral("other unit: not compared"));
}

TEST(Numbers, AMedianFrequencyIsNotListedWhereTheBandSaysNothingAboutIt) {
  auto rows = visits(1);
  EXPECT_TRUE(review::numberHeads(rows[0]).contains(QStringLiteral("MDF Hz")));
  session::SessionSetup setup = session::parseSetup(rows[0].setupJson).value();
  setup.bandwidthHz = 65;
  rows[0].setupJson = session::toJson(setup);
  rows[0].summary->channels.resize(1);
  EXPECT_FALSE(review::numberHeads(rows[0]).contains(QStringLiteral("MDF Hz")));
  EXPECT_EQ(review::numberRows(rows[0])[0].cells.size(), review::numberHeads(rows[0]).size());
}

TEST(Numbers, UnitsStandInTheHeadOrBesideEachNumberWhereTheyDiffer) {
  auto rows = visits(1);
  rows[0].format.channels.resize(2);
  rows[0].format.channels[1].calibrated = false;
  rows[0].setupJson = session::toJson(session::defaultSetup(rows[0].format));
  rows[0].summary->channels.resize(2);
  rows[0].summary->channels[1].channel = 1;
  EXPECT_EQ(review::numberHeads(rows[0])[1], QStringLiteral("Mean"));
  EXPECT_TRUE(review::numberRows(rows[0])[0].cells[1].endsWith(QStringLiteral("µV")));
  EXPECT_TRUE(review::numberRows(rows[0])[1].cells[1].endsWith(QStringLiteral("a.u.")));
  rows[0].format.channels[0].calibrated = false;
  EXPECT_EQ(review::numberHeads(rows[0])[1], QStringLiteral("Mean a.u."));
}

TEST(SignalWords, NeverCallMoreThanTheRecordUsable) {
  auto rows = visits(1);
  rows[0].framesN = 8600;   // the record stopped early, the run went on
  rows[0].durationS = 8.6;
  rows[0].summary->channels.resize(1);
  rows[0].summary->channels[0].usableS = 60;
  EXPECT_EQ(review::numberRows(rows[0])[0].cells[9], style::percent(1));
  EXPECT_EQ(signalWords(rows[0]), QStringLiteral("good"));
  rows[0].summary->channels[0].usableS = 4.3;
  EXPECT_EQ(review::numberRows(rows[0])[0].cells[9], style::percent(0.5));
  rows[0].summary->pausedS = 4.3;
  EXPECT_EQ(review::numberRows(rows[0])[0].cells[9], style::percent(1)) << "a pause is no bad signal";
}

TEST(Dates, NameTheYearWhereItIsNotThisOneAndTheMinuteInFileNames) {
  store::SessionRow row;
  row.patientCode = "P-0001";
  row.started = core::WallTime{} + std::chrono::hours(24 * 365);
  EXPECT_TRUE(style::day(row.started).contains(QStringLiteral("197")));
  store::SessionRow later = row;
  later.started += std::chrono::minutes(45);
  EXPECT_TRUE(review::fileName(row, QStringLiteral("pdf")).contains(QStringLiteral("197")));
  EXPECT_NE(review::fileName(row, QStringLiteral("pdf")), review::fileName(later, QStringLiteral("pdf")));
}

}  // namespace
}  // namespace tonus::clinician
