// A running session on a small screen: what ends, holds and steers it stays in view, whatever else is shown.

#include <QLayout>
#include <QPushButton>

#include "clinician/session_page/level_bars.h"
#include "clinician/session_page/notice_band.h"
#include "clinician/session_page/status_strip.h"
#include "session_fixture.h"

namespace {

using namespace tonus;

/// What a page has in a window of 1366x768 with its frame, beside the list of pages and under the bar.
constexpr QSize kRoom(1366 - 176, 768 - 56 - 30);

class SessionRoom : public test::Session, public testing::WithParamInterface<const char*> {
 protected:
  void begin() {
    page_.setup().chooseProtocol(QString::fromLatin1(GetParam()));
    start();
    page_.activateWindow();
    ASSERT_TRUE(QTest::qWaitFor([&] { return page_.isActiveWindow(); }, 3000));
    page_.setFocus();
  }
  void press(int key) { QTest::keyClick(QApplication::focusWidget(), static_cast<Qt::Key>(key)); }
  template <class T>
  T& find(const char* name) { return *page_.findChild<T*>(QLatin1String(name)); }
  bool inside(const QWidget& w) const { return QRect({}, kRoom).contains(QRect(w.mapTo(&page_, QPoint()), w.size())); }

  /// As the window does it: a page that needs more than there is would be scrolled, its lowest rows out of sight.
  void expectInView(const char* when) {
    QTest::qWait(60);
    EXPECT_LE(page_.layout()->minimumHeightForWidth(kRoom.width()), kRoom.height()) << when;
    page_.resize(kRoom);
    QTest::qWait(60);
    EXPECT_EQ(page_.size(), kRoom) << when;
    int buttons = 0;
    for (const auto* button : controls().findChildren<QPushButton*>()) {
      if (!button->isVisible()) continue;
      ++buttons;
      EXPECT_TRUE(inside(*button)) << when << ": " << button->text().toStdString();
    }
    EXPECT_GE(buttons, 3) << when;
    EXPECT_TRUE(inside(*page_.findChild<clinician::StatusStrip*>())) << when;
  }
};

TEST_P(SessionRoom, HoldsTheButtonsAndTheStatusWhateverElseIsShown) {
  begin();
  expectInView("running");
  press(Qt::Key_P);
  expectInView("a rating is open");
  press(Qt::Key_8);
  press(Qt::Key_Return);
  ASSERT_TRUE(find<QWidget>("painAlert").isVisible());
  expectInView("pain is told, comfort is asked");
  QTest::mouseClick(&find<QPushButton>("painStop"), Qt::LeftButton);
  expectInView("it asks whether to end");
  EXPECT_TRUE(controls().asking());
  EXPECT_TRUE(inside(find<QWidget>("endQuestion")));
  press(Qt::Key_Escape);
  page_.findChild<clinician::NoticeBand*>()->say("The device is away. Waiting for it: recording goes on, the time without signal is kept as a gap.");
  auto* lines = page_.findChild<QLabel*>("linesFrom");
  lines->setText("Lines begin with those of 23 November 2026");
  lines->setVisible(true);
  for (int phase = 0; phase < 14; ++phase) {
    expectInView(qPrintable(QStringLiteral("phase %1: ").arg(phase) + find<QLabel>("cueNow").text()));
    press(Qt::Key_Right);
    QTest::qWait(150);
  }
}

INSTANTIATE_TEST_SUITE_P(Protocols, SessionRoom, testing::Values("clbp_downtrain", "pfp_vmo"));

}  // namespace
