// What must not go wrong in a running session: how it ends, what a fault leaves, how the line is moved.

#include <QSignalSpy>

#include "clinician/session_page/level_bars.h"
#include "session_fixture.h"

namespace {

using tonus::clinician::ControlRow;
using tonus::clinician::SessionPage;
using tonus::core::EventKind;
using SessionCare = tonus::test::Session;

TEST_F(SessionCare, NoSingleKeyEndsIt) {
  page_.setup().chooseProtocol("free");
  start();
  page_.setFocus();
  auto* question = page_.findChild<QLabel*>("endQuestion");
  ASSERT_NE(question, nullptr);
  for (const Qt::Key key : {Qt::Key_Return, Qt::Key_Enter}) QTest::keyClick(&page_, key);
  EXPECT_TRUE(page_.busy());  // nothing was asked
  QTest::keyClick(&page_, Qt::Key_Escape);
  EXPECT_TRUE(question->isVisible());
  QTest::keyClick(&page_, Qt::Key_Escape);
  EXPECT_FALSE(question->isVisible());
  EXPECT_TRUE(page_.busy());
  QTest::keyClick(&page_, Qt::Key_Escape);
  EXPECT_TRUE(QTest::qWaitFor([&] { return !question->isVisible(); }, 12000));  // nobody answered
  EXPECT_TRUE(page_.busy());
  QTest::keyClick(&page_, Qt::Key_Return);
  EXPECT_TRUE(page_.busy());
}

TEST_F(SessionCare, ADoubleClickOnStopDoesNotEndIt) {
  page_.setup().chooseProtocol("free");
  start();
  auto* controls = page_.findChild<ControlRow*>();
  tonus::style::Button* stop = nullptr;
  for (auto* button : controls->findChildren<tonus::style::Button*>())
    if (button->text() == "Stop and keep") stop = button;
  ASSERT_NE(stop, nullptr);
  const QPoint at = stop->mapTo(controls, stop->rect().center());
  QTest::mouseClick(stop, Qt::LeftButton);
  EXPECT_TRUE(controls->asking());
  QTest::qWait(50);  // the row is laid out again
  QWidget* under = controls->childAt(at);
  ASSERT_NE(under, nullptr);
  QTest::mouseClick(under, Qt::LeftButton, {}, under->mapFrom(controls, at));
  EXPECT_TRUE(page_.busy());
  EXPECT_FALSE(controls->asking());
  QTest::mouseClick(stop, Qt::LeftButton);
  QTest::mouseClick(page_.findChild<tonus::style::Button*>("endSession"), Qt::LeftButton);
  EXPECT_FALSE(page_.busy());
}

TEST_F(SessionCare, AFullDiskIsSaidInWordsAndTheScreenStays) {
  store_.failAfterFrames = 3000;
  page_.setup().chooseProtocol("free");
  start();
  bool said = false;
  EXPECT_TRUE(QTest::qWaitFor(
      [&] {
        for (const QLabel* label : page_.findChildren<QLabel*>())
          said = said || (label->isVisible() && label->text().contains("disk is full"));
        return said;
      },
      8000));
}

TEST_F(SessionCare, AfterAFullDiskStoppingSaysWhatWasKeptAndNamesTheSession) {
  store_.failAfterFrames = 3000;
  page_.setup().chooseProtocol("free");
  start();
  ASSERT_TRUE(QTest::qWaitFor([&] { return !page_.status().faults.empty(); }, 8000));
  QSignalSpy finished(&page_, &SessionPage::sessionFinished);
  page_.stopAndKeep();
  ASSERT_EQ(finished.size(), 1);
  EXPECT_EQ(finished.front().front().toString(), "session-1");
  bool said = false;
  for (const QLabel* label : page_.findChildren<QLabel*>())
    said = said || (label->isVisible() && label->text().contains("disk is full") && label->text().contains("kept in the record"));
  EXPECT_TRUE(said);
}

TEST_F(SessionCare, AfterAFullDiskItIsContinuedInPlaceWithTheSameSetUpAndLines) {
  page_.setup().chooseProtocol("free");
  start();
  ASSERT_TRUE(QTest::qWaitFor([&] { return page_.bars().nudge(true); }, 5000));
  const double line = page_.bars().thresholdUv(0);
  QTest::qWait(100);
  auto* more = page_.findChild<QPushButton*>("continueRecording");
  EXPECT_FALSE(more->isVisible());
  QSignalSpy finished(&page_, &SessionPage::sessionFinished);
  store_.writer->failAfterFrames = 1;
  ASSERT_TRUE(QTest::qWaitFor([&] { return more->isVisible(); }, 8000));
  EXPECT_TRUE(more->isEnabled());
  QTest::mouseClick(more, Qt::LeftButton);
  EXPECT_TRUE(page_.busy());
  EXPECT_TRUE(QTest::qWaitFor([&] { return !more->isVisible(); }, 3000));
  EXPECT_EQ(finished.size(), 1) << "what was kept is named";
  EXPECT_EQ(store_.rows.size(), 2U);
  EXPECT_EQ(store_.begun.patientId, "patient-1");
  const auto setup = tonus::session::parseSetup(store_.begun.setupJson);
  ASSERT_TRUE(setup.ok());
  EXPECT_NEAR(setup.value().channels[0].rule.thresholdUv, line, 1e-3);
  page_.stopAndKeep();
  QTest::qWait(300);
  EXPECT_FALSE(more->isVisible()) << "it ended as it should";
}

tonus::core::ChannelFeedback level(float uv, bool usable = true) {
  tonus::core::ChannelFeedback f;
  f.envelopeUv = uv;
  if (!usable) f.quality.add(tonus::core::QualityReason::kMotion);
  return f;
}

TEST(LevelBars, AFirstLineIsTheMedianOfTheLastUsableSecondsAndCanBeTakenBack) {
  tonus::clinician::LevelBars bars;
  bars.setChannels({{0, "1 A"}});
  QSignalSpy moved(&bars, &tonus::clinician::LevelBars::thresholdMoved);
  const auto see = [&](float uv, int hops, bool usable) {
    const auto f = level(uv, usable);
    for (int i = 0; i < hops; ++i) bars.observe(&f, 1);
  };
  see(7, 99, true);
  see(900, 500, false);
  EXPECT_FALSE(bars.ease(true)) << "not a second of usable signal";
  EXPECT_TRUE(moved.isEmpty());
  see(3, 200, true);
  see(50, 40, true);   // a swallow just now
  EXPECT_TRUE(bars.ease(false));
  EXPECT_NEAR(bars.thresholdUv(0), 3, 1e-6);
  EXPECT_TRUE(bars.ease(false));
  EXPECT_NEAR(bars.thresholdUv(0), 2.85, 1e-6);
  EXPECT_TRUE(bars.undo());
  EXPECT_NEAR(bars.thresholdUv(0), 3, 1e-6);
  EXPECT_EQ(moved.size(), 3);
}

TEST(LevelBars, BothEdgesOfABandCanBeMoved) {
  tonus::clinician::LevelBars bars;
  bars.resize(200, 600);
  bars.setChannels({{0, "1 A", tonus::feedback::Role::kTrain, "inside"}});
  auto now = level(8);
  now.thresholdUv = 6;
  bars.showLevels({now}, {});
  EXPECT_NEAR(bars.upperUv(0), 12, 1e-6);
  QSignalSpy line(&bars, &tonus::clinician::LevelBars::thresholdMoved), upper(&bars, &tonus::clinician::LevelBars::upperMoved);
  using Edge = tonus::clinician::LevelBars::Edge;
  const auto drag = [&](Edge edge, int down) {
    const QPoint from(static_cast<int>(bars.track(0).center().x()), static_cast<int>(bars.lineY(0, edge)));
    QTest::mousePress(&bars, Qt::LeftButton, {}, from);
    QTest::mouseMove(&bars, from + QPoint(0, down));
    QTest::mouseRelease(&bars, Qt::LeftButton, {}, from + QPoint(0, down));
  };
  drag(Edge::kUpper, 40);
  EXPECT_LT(bars.upperUv(0), 11);
  EXPECT_NEAR(bars.thresholdUv(0), 6, 1e-6) << "the other edge stays";
  const double before = bars.upperUv(0);
  drag(Edge::kLine, 40);
  EXPECT_LT(bars.thresholdUv(0), 5);
  EXPECT_NEAR(bars.upperUv(0), before, 1e-6);
  drag(Edge::kUpper, 500);
  EXPECT_GT(bars.upperUv(0), bars.thresholdUv(0)) << "never through each other";
  bars.nudge(true, Edge::kUpper);
  EXPECT_EQ(line.size(), 4);
  EXPECT_EQ(upper.size(), 4);
  EXPECT_NEAR(upper.back().back().toDouble(), bars.upperUv(0), 1e-9);
  const double low = bars.thresholdUv(0), high = bars.upperUv(0);
  bars.ease(true);
  EXPECT_LT(bars.thresholdUv(0), low);
  EXPECT_GT(bars.upperUv(0), high);
}

TEST_F(SessionCare, DraggingTheLineChangesTheRule) {
  page_.setup().chooseProtocol("free");
  start();
  auto& bars = page_.bars();
  // a free session starts without a line
  ASSERT_TRUE(QTest::qWaitFor([&] { return bars.nudge(true); }, 5000));
  ASSERT_GT(bars.thresholdUv(0), 0);
  QTest::qWait(200);
  const double before = bars.thresholdUv(0);
  const QPoint from(static_cast<int>(bars.track(0).center().x()), static_cast<int>(bars.lineY(0)));
  const QPoint to = from - QPoint(0, 40);
  QTest::mousePress(&bars, Qt::LeftButton, {}, from);
  QTest::mouseMove(&bars, to);
  QTest::mouseRelease(&bars, Qt::LeftButton, {}, to);
  const double wanted = bars.thresholdUv(0);
  EXPECT_GT(wanted, before);
  QTest::qWait(300);
  page_.stopAndKeep();
  const auto& events = store_.writer->events;
  const auto last =
      std::find_if(events.rbegin(), events.rend(), [](const auto& e) { return e.kind == EventKind::kThreshold; });
  ASSERT_NE(last, events.rend());
  EXPECT_EQ(last->channel, 0);
  EXPECT_NEAR(last->value, wanted, 1e-6);
}

}  // namespace
