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

TEST_F(SessionCare, DraggingTheLineChangesTheRule) {
  page_.setup().chooseProtocol("free");
  start();
  auto& bars = page_.bars();
  bars.nudge(true);  // a free session starts without a line
  ASSERT_TRUE(QTest::qWaitFor([&] { return bars.thresholdUv(0) > 0; }, 2000));
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
