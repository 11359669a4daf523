// The page of tools: a measurement from the button to its words, cancelled, and refused beside a recording.

#include <gtest/gtest.h>

#include <QApplication>
#include <QDir>
#include <QLabel>
#include <QProgressBar>
#include <QSignalSpy>
#include <QTest>

#include "clinician/latency_chart.h"
#include "clinician/tools_page.h"
#include "style/button.h"
#include "style/theme.h"

namespace tonus::clinician {
namespace {

class Tools : public testing::Test {
 protected:
  Tools() : page_(clock_, [this] { return busy_; }) {
    theme_.setScheme(style::schemeFromName(qEnvironmentVariable("TONUS_SCHEME", "light")));
    page_.resize(1190, 660);
    page_.show();
  }
  QString verdict() const { return page_.findChild<QLabel*>(QStringLiteral("latencyVerdict"))->text(); }
  style::Button* button(const char* name) const { return page_.findChild<style::Button*>(QLatin1String(name)); }

  style::Theme theme_{*qApp};
  core::SystemClock clock_;
  bool busy_ = false;
  ToolsPage page_;
};

TEST_F(Tools, MeasuresAndSaysWhatItSawWithWhatItLeavesOut) {
  page_.setSeconds(qEnvironmentVariableIsSet("TONUS_SHOTS") ? 20 : 3);
  QSignalSpy measured(&page_, &ToolsPage::measured);
  QTest::mouseClick(button("measureLatency"), Qt::LeftButton);
  EXPECT_TRUE(page_.measuring());
  EXPECT_FALSE(button("measureLatency")->isEnabled());
  EXPECT_TRUE(button("cancelLatency")->isVisible());
  ASSERT_TRUE(measured.wait(60000));
  EXPECT_FALSE(page_.measuring());
  EXPECT_TRUE(button("measureLatency")->isEnabled());
  EXPECT_TRUE(verdict().contains(QStringLiteral("99 % of the pictures"))) << verdict().toStdString();
  EXPECT_TRUE(verdict().contains(QStringLiteral("sound"))) << verdict().toStdString();
  auto* chart = page_.findChild<LatencyChart*>();
  EXPECT_TRUE(chart->isVisible());
  EXPECT_TRUE(chart->accessibleDescription().contains(QStringLiteral("Screen")));
  bool beyond = false;
  for (const QLabel* label : page_.findChildren<QLabel*>()) beyond = beyond || label->text().contains(QStringLiteral("Not included"));
  EXPECT_TRUE(beyond);
  QTest::qWait(100);
  const QString folder = qEnvironmentVariable("TONUS_SHOTS");
  if (!folder.isEmpty()) page_.grab().save(QDir(folder).filePath("tools-" + qEnvironmentVariable("TONUS_SCHEME", "light") + ".png"));
}

TEST_F(Tools, AMeasurementCanBeCancelledAndAnotherBegun) {
  page_.setSeconds(60);
  QSignalSpy measured(&page_, &ToolsPage::measured);
  QTest::mouseClick(button("measureLatency"), Qt::LeftButton);
  QTest::qWait(200);
  QTest::mouseClick(button("cancelLatency"), Qt::LeftButton);
  ASSERT_TRUE(measured.size() > 0 || measured.wait(5000));
  EXPECT_TRUE(verdict().contains(QStringLiteral("Cancelled"))) << verdict().toStdString();
  EXPECT_TRUE(button("measureLatency")->isEnabled());
  page_.measure();
  EXPECT_TRUE(page_.measuring());
}

TEST_F(Tools, BesideARecordingNothingIsMeasured) {
  busy_ = true;
  QTest::mouseClick(button("measureLatency"), Qt::LeftButton);
  EXPECT_FALSE(page_.measuring());
  EXPECT_TRUE(verdict().contains(QStringLiteral("being recorded"))) << verdict().toStdString();
}

}  // namespace
}  // namespace tonus::clinician
