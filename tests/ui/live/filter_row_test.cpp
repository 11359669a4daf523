// Band, notch and window: how late they make the level, and another choice while a session runs.
#include "clinician/session_page/filter_row.h"

#include <QDoubleSpinBox>
#include <QSpinBox>

#include "clinician/session_page/chain_row.h"
#include "session_fixture.h"
#include "tonus/session/setup.h"

namespace tonus::test {
namespace {

using clinician::FilterRow;
using core::EventKind;

class SessionFilters : public Session {
 protected:
  FilterRow& row() { return *page_.findChild<FilterRow*>(); }
  const core::SessionEvent* change() {
    for (const auto& e : store_.writer->events)
      if (e.kind == EventKind::kFilter) return &e;
    return nullptr;
  }
  QString delayWords() { return page_.setup().findChild<QLabel*>("delayWords")->text(); }
};

TEST_F(SessionFilters, TheirDelayIsBesideThemAndFollowsEveryChoice) {
  const QString before = delayWords();
  EXPECT_TRUE(before.contains("to half") && before.contains("to 90 %")) << before.toStdString();
  auto* window = page_.setup().findChild<QSpinBox*>("rmsWindow");
  window->setValue(50);
  const QString quick = delayWords();
  EXPECT_TRUE(quick.contains("+44 ms to 90 %") || quick.contains("+43 ms to 90 %")) << quick.toStdString();
  page_.setup().findChild<QDoubleSpinBox*>("bandHigh")->setValue(60);
  EXPECT_NE(delayWords(), quick);
}

TEST_F(SessionFilters, ChangeWhileItRunsAndTheRecordSaysHow) {
  start();
  ASSERT_FALSE(row().isVisible());
  QTest::keyClick(&page_, Qt::Key_F);
  ASSERT_TRUE(row().isVisible());
  auto* low = row().findChild<QDoubleSpinBox*>("bandLow");
  ASSERT_TRUE(QTest::qWaitFor([&] { return low->hasFocus(); }, 2000));
  low->selectAll();
  QTest::keyClicks(low, "35");  // digits belong to the field, not to the channels
  QTest::keyClick(low, Qt::Key_Return);
  EXPECT_FALSE(row().isVisible());
  ASSERT_TRUE(QTest::qWaitFor([&] { return change() != nullptr; }, 3000));
  const auto chain = session::parseChain(change()->text);
  ASSERT_TRUE(chain.ok());
  EXPECT_EQ(chain->bandLowHz, 35);
  EXPECT_EQ(chain->bandHighHz, page_.setup().setup().chain.bandHighHz);
  auto* told = page_.findChild<QLabel*>("toldLine");
  EXPECT_TRUE(QTest::qWaitFor([&] { return told->text().startsWith("Other filters from"); }, 2000));
  QTest::keyClick(&page_, Qt::Key_F);
  EXPECT_EQ(low->value(), 35);  // what runs now
  page_.stopAndKeep();
  EXPECT_FALSE(row().isVisible());
}

TEST_F(SessionFilters, TheLowerEdgeStaysBelowTheUpperOne) {
  start();
  QTest::keyClick(&page_, Qt::Key_F);
  auto* low = row().findChild<QDoubleSpinBox*>("bandLow");
  low->setValue(500);
  EXPECT_LT(low->value(), row().findChild<QDoubleSpinBox*>("bandHigh")->value());
}

TEST_F(SessionFilters, EscapeLeavesThemAsTheyAreAndTheSessionGoesOn) {
  start();
  QTest::mouseClick(page_.findChild<style::Button*>("openFilters"), Qt::LeftButton);
  auto* low = row().findChild<QDoubleSpinBox*>("bandLow");
  ASSERT_TRUE(QTest::qWaitFor([&] { return low->hasFocus(); }, 2000));
  low->setValue(50);
  QTest::keyClick(low, Qt::Key_Escape);
  EXPECT_FALSE(row().isVisible());
  EXPECT_FALSE(page_.findChild<QLabel*>("endQuestion")->isVisible());
  QTest::qWait(300);
  EXPECT_EQ(change(), nullptr);
  EXPECT_EQ(page_.status().state, session::State::kRunning);
}

}  // namespace
}  // namespace tonus::test
