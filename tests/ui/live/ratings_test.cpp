// Pain and comfort in a running session, what rising pain calls for, and the keys that steer a protocol.

#include <QSettings>

#include "clinician/session_page/pain_watch.h"
#include "clinician/session_page/rating_row.h"
#include "session_fixture.h"

namespace {

using tonus::clinician::PainWatch;
using tonus::core::EventKind;

class Ratings : public tonus::test::Session {
 protected:
  void begin(const char* protocol) {
    page_.setup().chooseProtocol(protocol);
    start();
    page_.activateWindow();
    ASSERT_TRUE(QTest::qWaitFor([&] { return page_.isActiveWindow(); }, 3000));
    page_.setFocus();
  }
  void press(int key) { QTest::keyClick(QApplication::focusWidget(), static_cast<Qt::Key>(key)); }
  template <class T>
  T& find(const char* name) { return *page_.findChild<T*>(QLatin1String(name)); }
  /// What was kept of a kind, after the end.
  std::vector<tonus::core::SessionEvent> kept(EventKind kind) {
    std::vector<tonus::core::SessionEvent> out;
    for (const auto& e : store_.writer->events)
      if (e.kind == kind) out.push_back(e);
    return out;
  }
};

TEST_F(Ratings, AreAskedInTheProtocolsRatingPhaseAndKeptAsEntriesByKeyAndByMouse) {
  begin("tth_relaxation");
  QWidget& row = find<QWidget>("ratingRow");
  EXPECT_FALSE(row.isVisible());
  press(Qt::Key_Right);
  ASSERT_TRUE(QTest::qWaitFor([&] { return row.isVisible(); }, 3000));
  EXPECT_TRUE(find<QLabel>("ratingQuestion").text().startsWith("Pain now"));
  press(Qt::Key_1);
  press(Qt::Key_0);
  press(Qt::Key_3);  // 103 is none: begun anew
  press(Qt::Key_Return);
  EXPECT_TRUE(find<QLabel>("ratingQuestion").text().startsWith("Comfort now"));
  QTest::mouseClick(&find<QPushButton>("rate3"), Qt::LeftButton);
  EXPECT_TRUE(row.isVisible()) << "the second click of a double click was for the scale before";
  QTest::qWait(450);
  QTest::mouseClick(&find<QPushButton>("rate6"), Qt::LeftButton);
  EXPECT_FALSE(row.isVisible());
  EXPECT_TRUE(page_.busy());
  QTest::qWait(200);
  page_.stopAndKeep();
  const auto entries = kept(EventKind::kEntry);
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[0].text, "pain_nrs");
  EXPECT_EQ(entries[0].value, 3);
  EXPECT_EQ(entries[1].text, "comfort_nrs");
  EXPECT_EQ(entries[1].value, 6);
}

TEST_F(Ratings, PainThatRisesSaysToStopOrEaseAndNothingStopsByItself) {
  begin("free");
  const auto rate = [&](int key) {
    press(Qt::Key_P);
    press(key);
    press(Qt::Key_Return);
    press(Qt::Key_Escape);  // comfort is left open
  };
  QWidget& alert = find<QWidget>("painAlert");
  rate(Qt::Key_2);
  EXPECT_FALSE(alert.isVisible());
  rate(Qt::Key_4);
  EXPECT_TRUE(alert.isVisible());
  EXPECT_TRUE(find<QLabel>("painWords").text().contains("from 2 to 4")) << find<QLabel>("painWords").text().toStdString();
  QTest::qWait(300);
  EXPECT_TRUE(page_.busy());
  EXPECT_EQ(page_.status().state, tonus::session::State::kRunning);
  QTest::mouseClick(&find<QPushButton>("painPause"), Qt::LeftButton);
  EXPECT_TRUE(QTest::qWaitFor([&] { return page_.status().state == tonus::session::State::kPaused; }, 2000));
  EXPECT_FALSE(alert.isVisible());
  rate(Qt::Key_5);
  QTest::mouseClick(&find<QPushButton>("painStop"), Qt::LeftButton);
  EXPECT_TRUE(page_.busy()) << "it asks first";
  EXPECT_TRUE(controls().asking());
  rate(Qt::Key_2);
  EXPECT_FALSE(alert.isVisible()) << "it fell again";
}

TEST_F(Ratings, WhileOneIsOpenOtherKeysStayTheSessions) {
  begin("free");
  press(Qt::Key_P);
  ASSERT_TRUE(find<QWidget>("ratingRow").isVisible());
  press(Qt::Key_Space);
  EXPECT_TRUE(QTest::qWaitFor([&] { return page_.status().state == tonus::session::State::kPaused; }, 2000));
  press(Qt::Key_Escape);
  EXPECT_FALSE(find<QWidget>("ratingRow").isVisible());
  EXPECT_FALSE(controls().asking()) << "this Esc left the question";
  press(Qt::Key_Escape);
  EXPECT_TRUE(controls().asking());
}

TEST_F(Ratings, APhaseIsRepeatedMadeLongerAndItsLinesLockedByKey) {
  begin("tth_relaxation");
  for (int i = 0; i < 3; ++i) {
    press(Qt::Key_Right);
    QTest::qWait(150);
    press(Qt::Key_Escape);  // the rating's question, if it is open
    if (controls().asking()) press(Qt::Key_Escape);
  }
  press(Qt::Key_E);
  press(Qt::Key_Left);
  press(Qt::Key_L);
  EXPECT_TRUE(QTest::qWaitFor([&] { return find<QLabel>("lawWords").text().startsWith("Locked"); }, 2000));
  page_.stopAndKeep();
  ASSERT_EQ(kept(EventKind::kExtend).size(), 1U);
  EXPECT_EQ(kept(EventKind::kExtend)[0].value, 30);
  const auto phases = kept(EventKind::kPhase);
  ASSERT_GE(phases.size(), 2U);
  EXPECT_EQ(phases.back().value, 2);
  EXPECT_EQ(phases.back().text, phases[phases.size() - 2].text);
  EXPECT_EQ(kept(EventKind::kLock).size(), 3U);  // every trained channel
}

TEST(PainWatch, WarnsOfARiseByTwoAndOfAHighRating) {
  PainWatch watch(7, 2);
  EXPECT_FALSE(watch.rated(3));
  EXPECT_FALSE(watch.rated(4));
  ASSERT_TRUE(watch.rated(5));
  EXPECT_EQ(watch.rated(5)->why, PainWatch::Why::kRisen);
  EXPECT_EQ(watch.rated(5)->first, 3);
  EXPECT_FALSE(watch.rated(2));
  PainWatch high(7, 2);
  ASSERT_TRUE(high.rated(8));
  EXPECT_EQ(high.rated(8)->why, PainWatch::Why::kHigh);
}

}  // namespace
