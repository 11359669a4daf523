// What an amplifier cannot do is said, and its numbers carry no unit it has not earned.

#include <gtest/gtest.h>

#include <QDoubleSpinBox>
#include <QLabel>
#include <QTest>
#include <algorithm>

#include "clinician/session_page/level_bars.h"
#include "clinician/session_page/status_strip.h"
#include "clinician/session_page/trace_view.h"
#include "fake_amplifier.h"
#include "session_fixture.h"
#include "tonus/session/setup.h"

namespace tonus::test {
namespace {

class Amplifier : public testing::Test {
 protected:
  void open(FakeAmplifier::Traits traits) {
    traits_ = std::move(traits);
    clinician::SessionPage::Services services{clock_, [this] { return &store_; }, {}};
    services.source = [this]() -> core::Result<std::unique_ptr<core::SignalSource>> {
      return std::unique_ptr<core::SignalSource>(std::make_unique<FakeAmplifier>(traits_, clock_));
    };
    page_ = std::make_unique<clinician::SessionPage>(std::move(services));
    page_->resize(1366, 700);
    page_->show();
    store::Patient patient;
    patient.id = "patient-1";
    patient.name = "Maren Vogt";
    page_->startFor(patient);
  }
  void start() {
    page_->begin();
    ASSERT_TRUE(QTest::qWaitFor([this] { return page_->status().framesN > 100; }, 5000));
  }
  QLabel* label(const char* name) { return page_->findChild<QLabel*>(QLatin1String(name)); }
  bool somethingSays(const QString& words) {
    const auto labels = page_->findChildren<QLabel*>();
    return std::any_of(labels.begin(), labels.end(), [&](QLabel* l) { return l->isVisible() && l->text().contains(words); });
  }
  /// For looking at: TONUS_PICTURE names a folder.
  void picture(const char* name) {
    const QString folder = qEnvironmentVariable("TONUS_PICTURE");
    if (!folder.isEmpty()) page_->grab().save(folder + QLatin1Char('/') + QLatin1String(name) + QStringLiteral(".png"));
  }
  QString strip() { return page_->findChild<clinician::StatusStrip*>()->accessibleDescription(); }

  core::SystemClock clock_;
  MemoryStore store_;
  FakeAmplifier::Traits traits_;
  std::unique_ptr<clinician::SessionPage> page_;
};

TEST_F(Amplifier, ABandwidthLimitedOneIsMarkedWhereverItsSignalIsJudged) {
  open({"openbci-cyton", "OpenBCI Cyton", "", 250, true});
  EXPECT_TRUE(label("signalLimits")->isVisible());
  EXPECT_TRUE(label("signalLimits")->text().contains("Bandwidth-limited (up to 65 Hz): relative amplitude only"));
  EXPECT_TRUE(label("signalLimits")->text().contains("No median frequency"));
  auto* high = page_->findChild<QDoubleSpinBox*>("bandHigh");
  EXPECT_LE(high->value(), 0.45 * 250) << "the low-pass moved below half the rate";
  high->setValue(450);
  EXPECT_LE(high->value(), 0.45 * 250) << "and cannot be set above it";
  picture("limited-setup");
  start();
  EXPECT_TRUE(QTest::qWaitFor([this] { return strip().contains("relative amplitude only"); }, 2000));
  EXPECT_TRUE(label("signalLimit")->isVisible());
  picture("limited-session");
  EXPECT_TRUE(label("signalLimit")->toolTip().contains("No median frequency"));
  page_->stopAndKeep();
  const auto stored = session::parseSetup(store_.begun.setupJson);
  ASSERT_TRUE(stored.ok());
  EXPECT_TRUE(session::isBandwidthLimited(*stored));
  EXPECT_EQ(session::bandHz(*stored), 65);
}

TEST_F(Amplifier, AWideOneIsNotMarked) {
  open({"byb-hid", "Muscle SpikerBox Pro", "", 5000, true});
  EXPECT_FALSE(label("signalLimits")->isVisible());
  start();
  QTest::qWait(400);
  EXPECT_FALSE(strip().contains("relative"));
  EXPECT_FALSE(label("signalLimit")->isVisible());
}

TEST_F(Amplifier, AnUncalibratedOneShowsArbitraryUnitsAndNoMicrovolts) {
  open({});
  EXPECT_TRUE(label("signalLimits")->text().contains("Not calibrated"));
  EXPECT_FALSE(somethingSays("µV"));
  start();
  EXPECT_TRUE(QTest::qWaitFor([this] { return page_->bars().accessibleDescription().contains("a.u."); }, 3000));
  EXPECT_TRUE(page_->traces().scaleWords().contains("a.u."));
  EXPECT_FALSE(page_->bars().accessibleDescription().contains("µV"));
  EXPECT_FALSE(page_->traces().accessibleDescription().contains("µV"));
  EXPECT_FALSE(somethingSays("µV"));
  picture("arbitrary-session");
}

}  // namespace
}  // namespace tonus::test
