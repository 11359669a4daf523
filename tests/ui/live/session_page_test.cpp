// The session screen worked by its keys, on the simulator, into a store that only counts.

#include <gtest/gtest.h>

#include <QApplication>
#include <QDir>
#include <QDoubleSpinBox>
#include <QElapsedTimer>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "clinician/session_page/control_row.h"
#include "clinician/session_page/level_bars.h"
#include "clinician/session_page/phase_timeline.h"
#include "clinician/session_page/session_page.h"
#include "clinician/session_page/setup_panel.h"
#include "clinician/session_page/status_strip.h"
#include "clinician/session_page/trace_view.h"
#include "session_fixture.h"
#include "style/button.h"

namespace {

using tonus::clinician::ControlRow;
using tonus::clinician::SessionPage;
using tonus::core::EventKind;
using tonus::session::State;

/// A recording of noise; without `timed`, nothing in it says its rate.
QString writeCsv(const QTemporaryDir& folder, double rateHz, int rows, int channelsN, bool timed = true) {
  QFile file(folder.filePath("recording.csv"));
  EXPECT_TRUE(file.open(QIODevice::WriteOnly));
  QStringList head;
  if (timed) head << "t_s";
  for (int c = 0; c < channelsN; ++c) head << QString("emg%1").arg(c + 1);
  QString text = head.join(',') + '\n';
  for (int i = 0; i < rows; ++i) {
    QStringList row;
    if (timed) row << QString::number(i / rateHz, 'f', 6);
    for (int c = 0; c < channelsN; ++c) row << QString::number((i * 7919 + c * 31) % 41 - 20);
    text += row.join(',') + '\n';
  }
  file.write(text.toUtf8());
  return file.fileName();
}

/// Two signals at 200 Hz and one at 10, two seconds.
QString writeMixedEdf(const QTemporaryDir& folder) {
  const int perRecord[] = {200, 200, 10};
  const char* names[] = {"EMG 1", "EMG 2", "Temp"};
  QByteArray bytes;
  auto put = [&](const QByteArray& text, int wide) { bytes += text.leftJustified(wide, ' ', true); };
  put("0", 8), put("X X X X", 80), put("Startdate X X X X", 80), put("01.01.20", 8), put("10.00.00", 8);
  put("1024", 8), put("", 44), put("2", 8), put("1", 8), put("3", 4);
  for (const char* name : names) put(name, 16);
  for (int i = 0; i < 3; ++i) put("", 80);
  for (int i = 0; i < 3; ++i) put("uV", 8);
  for (const char* limit : {"-3276.8", "3276.7", "-32768", "32767"})
    for (int i = 0; i < 3; ++i) put(limit, 8);
  for (int i = 0; i < 3; ++i) put("", 80);
  for (const int n : perRecord) put(QByteArray::number(n), 8);
  for (int i = 0; i < 3; ++i) put("", 32);
  for (int i = 0; i < 2 * 410; ++i) bytes += QByteArray(1, static_cast<char>(i % 97)) + QByteArray(1, 0);
  QFile file(folder.filePath("mixed.edf"));
  EXPECT_TRUE(file.open(QIODevice::WriteOnly));
  file.write(bytes);
  return file.fileName();
}

using Session = tonus::test::Session;

TEST_F(Session, OneClickAfterThePatientTheSimulatorRuns) {
  EXPECT_FALSE(page_.busy());
  start();
  EXPECT_TRUE(page_.busy());
  EXPECT_EQ(page_.status().state, State::kRunning);
  EXPECT_EQ(store_.begun.patientId, "patient-1");
}

TEST_F(Session, ShowsASignalBeforeAnythingIsRecorded) {
  EXPECT_TRUE(QTest::qWaitFor([&] { return page_.traces().sweep().head() > 40; }, 5000));
  EXPECT_EQ(page_.status().state, State::kArmed);
  EXPECT_EQ(store_.writer, nullptr);
}

TEST_F(Session, RunsFromStartToStopByKeysAndEverythingIsKept) {
  page_.setup().chooseProtocol("free");
  start();
  page_.setFocus();
  QTest::keyClick(&page_, Qt::Key_M);
  QTest::qWait(100);
  QTest::keyClick(&page_, Qt::Key_Space);
  EXPECT_TRUE(QTest::qWaitFor([&] { return page_.status().state == State::kPaused; }, 2000));
  QTest::keyClick(&page_, Qt::Key_Space);
  EXPECT_TRUE(QTest::qWaitFor([&] { return page_.status().state == State::kRunning; }, 2000));
  QTest::keyClick(&page_, Qt::Key_N);
  auto* line = page_.findChild<ControlRow*>()->findChild<QLineEdit*>();
  ASSERT_TRUE(line->isVisible());
  QTest::keyClicks(line, "moved the head");
  QTest::keyClick(line, Qt::Key_Return);
  QTest::keyClick(&page_, Qt::Key_2);
  EXPECT_EQ(page_.bars().selected(), 1U);
  QTest::keyClick(&page_, Qt::Key_Up);  // only watched: it has no line to move
  QTest::keyClick(&page_, Qt::Key_1);
  const auto hasLine = [&] {   // after a second of usable signal
    QTest::keyClick(&page_, Qt::Key_Up);
    return page_.bars().thresholdUv(0) > 0;
  };
  ASSERT_TRUE(QTest::qWaitFor(hasLine, 5000));
  QTest::qWait(300);
  QSignalSpy finished(&page_, &SessionPage::sessionFinished);
  QTest::keyClick(&page_, Qt::Key_Escape);
  QTest::keyClick(&page_, Qt::Key_Return);
  ASSERT_EQ(finished.size(), 1);
  EXPECT_FALSE(page_.busy());
  EXPECT_EQ(store_.state, tonus::store::SessionState::kDone);
  EXPECT_EQ(eventsOf(EventKind::kMarker), 1);
  EXPECT_EQ(eventsOf(EventKind::kNote), 1);
  EXPECT_EQ(eventsOf(EventKind::kPause), 1);
  EXPECT_EQ(eventsOf(EventKind::kResume), 1);
  EXPECT_EQ(eventsOf(EventKind::kThreshold), 1);
  EXPECT_GT(store_.summary.latency.screen.p50Ms, 0.0);
}

TEST_F(Session, KeysWorkWhereverInTheWindowTheFocusIsButNotUnderAHelp) {
  page_.hide();
  QWidget window;
  auto* column = new QVBoxLayout(&window);
  auto* elsewhere = new QPushButton("Sound");
  auto* page = new SessionPage({clock_, [this] { return &store_; }, {}});
  column->addWidget(elsewhere);
  column->addWidget(page);
  window.resize(1366, 760);
  window.show();
  window.activateWindow();
  ASSERT_TRUE(QTest::qWaitFor([&] { return window.isActiveWindow(); }, 3000));
  page->startFor(patient_);
  page->setup().chooseProtocol("free");
  QTest::mouseClick(page->findChild<ControlRow*>()->primary(), Qt::LeftButton);
  ASSERT_TRUE(QTest::qWaitFor([&] { return page->status().framesN > 200; }, 5000));
  QTest::mouseClick(elsewhere, Qt::LeftButton);
  elsewhere->setFocus();
  ASSERT_EQ(QApplication::focusWidget(), elsewhere);
  QTest::keyClick(elsewhere, Qt::Key_2);
  EXPECT_EQ(page->bars().selected(), 1U);
  const bool raw = page->traces().raw();
  QTest::keyClick(elsewhere, Qt::Key_R);
  EXPECT_NE(page->traces().raw(), raw);
  QTest::keyClick(elsewhere, Qt::Key_Space);
  EXPECT_TRUE(QTest::qWaitFor([&] { return page->status().state == State::kPaused; }, 2000));
  QTest::keyClick(elsewhere, Qt::Key_N);
  auto* line = page->findChild<ControlRow*>()->findChild<QLineEdit*>();
  ASSERT_TRUE(line->isVisible());
  QTest::keyClicks(line, "r2 s");  // words, not keys
  EXPECT_NE(page->traces().raw(), raw);
  QTest::keyClick(line, Qt::Key_Escape);
  {
    QWidget help(&window);
    help.setFocusPolicy(Qt::StrongFocus);
    help.setGeometry(window.rect());
    help.show();
    help.setFocus();
    QTest::keyClick(&help, Qt::Key_Escape);
    EXPECT_TRUE(page->busy());
  }
  elsewhere->setFocus();
  QTest::keyClick(elsewhere, Qt::Key_Escape);
  EXPECT_TRUE(page->busy());
  QTest::keyClick(elsewhere, Qt::Key_Return);
  EXPECT_FALSE(page->busy());
}

TEST_F(Session, WhatRanIsInTheRecordAfterwards) {
  QTemporaryDir folder;
  tonus::store::OpenOptions options;
  options.create = true;
  auto opened = tonus::store::Store::open(folder.filePath("test.tonus").toStdString(), clock_, options);
  ASSERT_TRUE(opened) << opened.fault().what;
  const auto store = std::move(opened).value();
  tonus::store::Patient patient;
  patient.code = "P-1";
  patient.name = "Maren Vogt";
  const auto added = store->addPatient(patient);
  ASSERT_TRUE(added);
  {
    SessionPage page({clock_, [&] { return store.get(); }, {}});
    page.show();
    page.startFor(*added);
    page.setFocus();
    QTest::keyClick(&page, Qt::Key_Return);
    ASSERT_TRUE(QTest::qWaitFor([&] { return page.status().framesN > 3000; }, 8000));
    QTest::keyClick(&page, Qt::Key_M);
    QTest::qWait(200);
    QTest::keyClick(&page, Qt::Key_Escape);
    QTest::keyClick(&page, Qt::Key_Return);
  }
  const auto rows = store->sessions(added->id);
  ASSERT_TRUE(rows);
  ASSERT_EQ(rows->size(), 1U);
  EXPECT_EQ(rows->front().state, tonus::store::SessionState::kDone);
  EXPECT_GT(rows->front().framesN, 3000);
  EXPECT_EQ(rows->front().lostN, 0);
  ASSERT_TRUE(rows->front().summary.has_value());
  EXPECT_GT(rows->front().summary->latency.screen.p50Ms, 0);
}

TEST_F(Session, EscapeInANoteLeavesTheNoteAndNotTheSession) {
  start();
  QTest::keyClick(&page_, Qt::Key_N);
  auto* line = page_.findChild<ControlRow*>()->findChild<QLineEdit*>();
  QTest::keyClicks(line, "m n");
  QTest::keyClick(line, Qt::Key_Escape);
  EXPECT_FALSE(line->isVisible());
  EXPECT_TRUE(page_.busy());
  page_.stopAndKeep();
  EXPECT_EQ(eventsOf(EventKind::kMarker), 0);
  EXPECT_EQ(eventsOf(EventKind::kNote), 0);
}

TEST_F(Session, ThePatientDisplayGreysWhenAnElectrodeFallsOff) {
  page_.setup().chooseSource("simulator:electrode-off");
  page_.setup().chooseProtocol("free");
  start();
  EXPECT_TRUE(QTest::qWaitFor([&] { return page_.display().model().state() == "feedback"; }, 5000));
  EXPECT_TRUE(QTest::qWaitFor([&] { return page_.display().model().state() == "unusable"; }, 12000));
  EXPECT_FALSE(page_.display().model().trouble().isEmpty());
}

TEST_F(Session, SaysInABandThatTheDeviceIsAwayAndGoesOn) {
  page_.setup().chooseSource("simulator:vanish");
  page_.setup().chooseProtocol("free");
  start();
  auto band = [&]() -> QString {
    for (const QLabel* label : page_.findChildren<QLabel*>()) {
      if (label->isVisible() && label->property("banner").isValid()) return label->text();
    }
    return {};
  };
  EXPECT_TRUE(QTest::qWaitFor([&] { return band().contains("away"); }, 12000));
  EXPECT_TRUE(QTest::qWaitFor([&] { return band().isEmpty(); }, 12000));
  EXPECT_TRUE(page_.busy());
  EXPECT_GT(page_.status().lostFrames, 0U);
}

TEST_F(Session, TheSignalIsShownAgainAfterASessionHasEnded) {
  page_.setup().chooseProtocol("free");
  start();
  page_.stopAndKeep();
  EXPECT_FALSE(page_.busy());
  EXPECT_EQ(page_.status().state, State::kArmed);
  EXPECT_TRUE(QTest::qWaitFor([&] { return page_.traces().sweep().head() > 40; }, 5000));
}

TEST_F(Session, TrainsTheFirstChannelAndWatchesTheOthers) {
  page_.setup().chooseProtocol("relaxation");
  const auto setup = page_.setup().setup();
  ASSERT_GT(setup.channels.size(), 1U);
  EXPECT_EQ(setup.channels[0].role, tonus::feedback::Role::kTrain);
  for (std::size_t i = 1; i < setup.channels.size(); ++i)
    EXPECT_EQ(setup.channels[i].role, tonus::feedback::Role::kMonitor);
  EXPECT_EQ(setup.chain.rmsWindowMs, 250);
  page_.setup().chooseProtocol("activation");
  EXPECT_EQ(page_.setup().setup().chain.rmsWindowMs, 100);
}

TEST_F(Session, ChannelsFiltersAndLinesAreThoseOfThePatientsLastSession) {
  ASSERT_TRUE(QTest::qWaitFor([&] { return page_.findChild<ControlRow*>()->primary()->isEnabled(); }, 3000));
  page_.setup().chooseProtocol("free");
  auto before = page_.setup().setup();
  before.channels[0].role = tonus::feedback::Role::kMonitor;
  before.channels[1].role = tonus::feedback::Role::kTrain;
  before.channels[1].rule.kind = "above";
  before.channels[1].rule.thresholdUv = 7;
  before.chain.rmsWindowMs = 170;
  tonus::store::SessionRow row;
  row.protocolId = "free";
  row.deviceModel = page_.status().device.model;
  row.setupJson = tonus::session::toJson(before);
  store_.rows.push_back(row);
  page_.setup().chooseProtocol("relaxation");
  EXPECT_NE(page_.setup().setup().chain.rmsWindowMs, 170);
  page_.setup().chooseProtocol("free");
  const auto now = page_.setup().setup();
  EXPECT_EQ(now.chain.rmsWindowMs, 170);
  EXPECT_EQ(now.channels[0].role, tonus::feedback::Role::kMonitor);
  EXPECT_EQ(now.channels[1].role, tonus::feedback::Role::kTrain);
  EXPECT_EQ(now.channels[1].rule.kind, "above");
  EXPECT_EQ(now.channels[1].rule.thresholdUv, 7);
}

TEST_F(Session, MusclesAreThoseOfTheLastSessionAlsoOfAnotherNumberOfChannels) {
  ASSERT_TRUE(QTest::qWaitFor([&] { return controls().primary()->isEnabled(); }, 3000));
  auto before = page_.setup().setup();
  ASSERT_EQ(before.channels.size(), 4U);
  before.channels[0].muscleId = "masseter";
  before.channels[0].side = "L";
  before.channels.resize(3);
  before.format.channels.resize(3);
  tonus::store::SessionRow row;
  row.protocolId = "free";
  row.deviceModel = page_.status().device.model;
  row.setupJson = tonus::session::toJson(before);
  store_.rows.push_back(row);
  page_.setup().chooseProtocol("free");
  EXPECT_EQ(page_.setup().setup().channels[0].muscleId, "masseter");
  EXPECT_EQ(page_.setup().setup().channels[0].side, "L");
  EXPECT_EQ(page_.setup().setup().channels.size(), 4U);
}

TEST_F(Session, TheBandIsThatOfTheSourceUnlessEditedForIt) {
  QTemporaryDir folder;
  page_.setup().chooseSource(writeCsv(folder, 200, 400, 1));
  auto* low = page_.findChild<QDoubleSpinBox*>("bandLow");
  auto* high = page_.findChild<QDoubleSpinBox*>("bandHigh");
  EXPECT_EQ(high->value(), 90);
  EXPECT_EQ(page_.setup().setup().chain.bandHighHz, 90);
  high->setValue(15);
  QMetaObject::invokeMethod(high, "editingFinished");
  EXPECT_EQ(page_.setup().setup().chain.bandHighHz, high->value());
  EXPECT_EQ(page_.setup().setup().chain.bandLowHz, low->value());
  EXPECT_LT(low->value(), 15);
  page_.setup().chooseSource("simulator");
  EXPECT_EQ(low->value(), 20);
  EXPECT_EQ(high->value(), 450);
  high->setValue(300);
  QMetaObject::invokeMethod(high, "editingFinished");
  page_.setup().chooseSource("simulator");
  EXPECT_EQ(high->value(), 300);
  EXPECT_EQ(page_.setup().setup().chain.bandHighHz, 300);
  page_.setup().chooseSource("simulator:mains");
  EXPECT_EQ(high->value(), 450);
}

TEST_F(Session, OfElevenChannelsEightAreShownAndAllAreRecorded) {
  QTemporaryDir folder;
  page_.setup().chooseSource(writeCsv(folder, 200, 4000, 11));
  EXPECT_TRUE(QTest::qWaitFor([&] { return page_.traces().sweep().head() > 40; }, 5000));
  EXPECT_EQ(page_.traces().sweep().channelsN(), 8U);
  EXPECT_TRUE(page_.traces().sweep().at(7, page_.traces().sweep().head() - 2).any);
  auto* words = page_.findChild<QLabel*>("channelsShown");
  EXPECT_TRUE(words->isVisible());
  EXPECT_EQ(words->text(), "Channels 1–8 of 11");
  QTest::mouseClick(page_.findChild<QPushButton*>("channelsAfter"), Qt::LeftButton);
  EXPECT_EQ(words->text(), "Channels 9–11 of 11");
  EXPECT_EQ(page_.traces().sweep().channelsN(), 3U);
  EXPECT_TRUE(page_.traces().sweep().at(2, page_.traces().sweep().head() - 2).any) << "what came before is drawn at once";
  EXPECT_FALSE(page_.findChild<QPushButton*>("channelsAfter")->isEnabled());
  start();
  EXPECT_EQ(store_.begun.format.channelsN(), 11U);
  EXPECT_EQ(words->text(), "Channels 9–11 of 11");
  QTest::keyClick(&page_, Qt::Key_2);
  EXPECT_EQ(page_.bars().selected(), 9U);
  QTest::keyClick(&page_, Qt::Key_PageUp, Qt::ControlModifier);
  EXPECT_EQ(words->text(), "Channels 1–8 of 11");
  EXPECT_EQ(page_.bars().selected(), 0U);
  page_.stopAndKeep();
  page_.setup().chooseSource("simulator");
  EXPECT_FALSE(words->isVisible());
}

TEST_F(Session, ARecordingIsRecordedFromItsFirstSampleToItsEnd) {
  QTemporaryDir folder;
  page_.setup().chooseSource(writeCsv(folder, 200, 500, 2));
  page_.setup().chooseProtocol("free");
  QTest::qWait(900);  // the preview plays its beginning
  QSignalSpy finished(&page_, &SessionPage::sessionFinished);
  start();
  ASSERT_TRUE(QTest::qWaitFor([&] { return finished.size() == 1; }, 6000));
  EXPECT_EQ(store_.writer->committedFrames(), 500);
  EXPECT_EQ(store_.state, tonus::store::SessionState::kDone);
  EXPECT_FALSE(page_.busy());
  bool said = false;
  for (const QLabel* label : page_.findChildren<QLabel*>())
    said = said || (label->isVisible() && label->text().contains("The recording has ended; the session is kept"));
  EXPECT_TRUE(said);
}

TEST_F(Session, AMarkAndANoteShowThemselvesOnTheTracesAndInWords) {
  page_.setup().chooseProtocol("free");
  start();
  auto* told = page_.findChild<QLabel*>("toldLine");
  QTest::keyClick(&page_, Qt::Key_M);
  ASSERT_TRUE(QTest::qWaitFor([&] { return page_.traces().marks().size() == 1; }, 2000));
  EXPECT_EQ(page_.traces().marks().front().words, "Mark");
  EXPECT_TRUE(told->isVisible());
  EXPECT_TRUE(told->text().startsWith("Marked at 0:0")) << told->text().toStdString();
  QTest::keyClick(&page_, Qt::Key_N);
  auto* line = page_.findChild<ControlRow*>()->findChild<QLineEdit*>();
  QTest::qWait(600);  // the row is renewed meanwhile
  EXPECT_GT(line->width(), 300);
  QTest::keyClicks(line, "moved");
  QTest::keyClick(line, Qt::Key_Return);
  ASSERT_TRUE(QTest::qWaitFor([&] { return page_.traces().marks().size() == 2; }, 2000));
  EXPECT_EQ(page_.traces().marks().back().words, "moved");
  EXPECT_TRUE(told->text().startsWith("Note kept at 0:0")) << told->text().toStdString();
  page_.stopAndKeep();
  EXPECT_TRUE(page_.traces().marks().empty());
}

TEST_F(Session, AfterAStopWhilePausedNothingIsPausedAnyMore) {
  page_.setup().chooseProtocol("free");
  start();
  auto* strip = page_.findChild<tonus::clinician::StatusStrip*>();
  QTest::keyClick(&page_, Qt::Key_Space);
  ASSERT_TRUE(QTest::qWaitFor([&] { return strip->accessibleDescription().contains("Paused, still recording"); }, 2000));
  page_.stopAndKeep();
  EXPECT_FALSE(strip->accessibleDescription().contains("Paused")) << strip->accessibleDescription().toStdString();
}

TEST_F(Session, ASkippedPhaseIsNotTickedOff) {
  page_.setup().chooseProtocol("short");
  start();
  auto* timeline = page_.findChild<tonus::clinician::PhaseTimeline*>();
  EXPECT_FALSE(timeline->skipped(0));
  QTest::keyClick(&page_, Qt::Key_Right);
  EXPECT_TRUE(QTest::qWaitFor([&] { return timeline->skipped(0); }, 2000));
  EXPECT_FALSE(timeline->skipped(1));
}

TEST_F(Session, ARecordingWithoutARateAsksForItInTheWindow) {
  auto words = [&] {
    QString all;
    for (const QLabel* label : page_.findChildren<QLabel*>())
      if (label->isVisible()) all += label->text() + '\n';
    return all;
  };
  ASSERT_TRUE(QTest::qWaitFor([&] { return words().contains("✓ "); }, 8000));
  QTemporaryDir folder;
  page_.setup().chooseSource(writeCsv(folder, 200, 4000, 2, false));
  auto* rate = page_.findChild<QDoubleSpinBox*>("csvRate");
  ASSERT_TRUE(rate->isVisible());
  EXPECT_FALSE(page_.findChild<QLineEdit*>("onlyChannels")->isVisible());
  QTest::qWait(400);
  EXPECT_FALSE(words().contains("✓ "));
  EXPECT_FALSE(words().contains("--")) << words().toStdString();
  rate->setValue(200);
  QTest::mouseClick(page_.findChild<QPushButton*>("openSo"), Qt::LeftButton);
  EXPECT_FALSE(rate->isVisible());
  EXPECT_EQ(page_.setup().setup().format.sampleRateHz, 200);
  EXPECT_TRUE(QTest::qWaitFor([&] { return page_.traces().sweep().head() > 40; }, 5000));
}

TEST_F(Session, ARecordingOfSeveralRatesAsksWhichChannelsInTheWindow) {
  QTemporaryDir folder;
  page_.setup().chooseSource(writeMixedEdf(folder));
  auto* names = page_.findChild<QLineEdit*>("onlyChannels");
  ASSERT_TRUE(names->isVisible());
  EXPECT_EQ(names->text(), "EMG 1, EMG 2");
  for (const QLabel* label : page_.findChildren<QLabel*>())
    EXPECT_FALSE(label->text().contains("--")) << label->text().toStdString();
  names->setText("EMG 2");
  QTest::keyClick(names, Qt::Key_Return);
  EXPECT_FALSE(names->isVisible());
  EXPECT_EQ(page_.setup().setup().format.channelsN(), 1U);
  EXPECT_EQ(page_.status().state, State::kArmed);
}

TEST_F(Session, BarsAndPatientGreyWithinHalfASecondAfterTheDeviceWent) {
  page_.setup().chooseSource("simulator:vanish");
  page_.setup().chooseProtocol("free");
  start();
  ASSERT_TRUE(QTest::qWaitFor([&] { return page_.display().model().state() == "feedback"; }, 5000));
  QElapsedTimer sinceGone;
  for (int i = 0; i < 3000 && !page_.status().deviceGone; ++i) QTest::qWait(5);
  ASSERT_TRUE(page_.status().deviceGone);
  sinceGone.start();
  EXPECT_TRUE(QTest::qWaitFor([&] { return page_.display().model().state() == "unusable"; }, 2000));
  EXPECT_LT(sinceGone.elapsed(), 500);
  EXPECT_EQ(page_.display().model().trouble(), "No signal");
}

TEST_F(Session, TabGoesThroughTheSetUpFromTopToBottomAndReachesStart) {
  auto* start = page_.findChild<ControlRow*>()->primary();
  ASSERT_TRUE(QTest::qWaitFor([&] { return start->isEnabled(); }, 3000));
  page_.activateWindow();
  ASSERT_TRUE(QTest::qWaitFor([&] { return page_.isActiveWindow(); }, 3000));
  page_.setFocus();
  QStringList names;
  for (int i = 0; i < 60 && QApplication::focusWidget() != start; ++i) {
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    names << QApplication::focusWidget()->accessibleName();
  }
  EXPECT_EQ(QApplication::focusWidget(), start);
  const qsizetype protocol = names.indexOf("Protocol");
  const qsizetype first = names.indexOf("Muscle of channel 1");
  const qsizetype last = names.indexOf("Role of channel 4");
  const qsizetype band = names.indexOf("Band from");
  const qsizetype sound = names.indexOf("Kind of sound");
  EXPECT_TRUE(0 <= names.indexOf("Signal from") && names.indexOf("Signal from") < protocol) << names.join(", ").toStdString();
  EXPECT_TRUE(protocol < first && first < last && last < band && band < sound) << names.join(", ").toStdString();
}

TEST_F(Session, EndsByItselfWithItsProtocol) {
  page_.setup().chooseProtocol("short");
  start();
  page_.setFocus();
  QSignalSpy finished(&page_, &SessionPage::sessionFinished);
  for (int i = 0; i < 8 && finished.isEmpty(); ++i) {
    QTest::keyClick(&page_, Qt::Key_Right);
    QTest::qWait(400);
  }
  EXPECT_TRUE(QTest::qWaitFor([&] { return finished.size() == 1; }, 3000));
}

TEST_F(Session, ARecordingThatIsNoneIsSaidWhereTheSourceIsChosen) {
  page_.setup().chooseSource("/no/such/recording.edf");
  bool said = false;
  for (const QLabel* label : page_.findChildren<QLabel*>())
    said = said || (label->isVisible() && label->text().startsWith("! "));
  EXPECT_TRUE(said);
  EXPECT_FALSE(page_.findChild<ControlRow*>()->primary()->isEnabled());
}

}  // namespace
