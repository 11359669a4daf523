// What an amplifier cannot do is said, and its numbers carry no unit it has not earned.

#include <gtest/gtest.h>

#include <QDoubleSpinBox>
#include <QLabel>
#include <QTest>
#include <QPushButton>
#include <algorithm>
#include <atomic>
#include <cmath>
#include <numbers>

#include "clinician/session_page/calibration_panel.h"
#include "clinician/session_page/level_bars.h"
#include "clinician/session_page/setup_panel.h"
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
    if (!device_)
      services.source = [this]() -> core::Result<std::unique_ptr<core::SignalSource>> {
        return std::unique_ptr<core::SignalSource>(std::make_unique<FakeAmplifier>(traits_, clock_));
      };
    services.device = device_;
    services.electrodes = electrodes_;
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
  clinician::ElectrodesPanel::Meter electrodes_;
  std::function<core::Result<std::unique_ptr<core::SignalSource>>(const std::string&, const drivers::Waiting&)> device_;
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

TEST_F(Amplifier, ElectrodesAreMeasuredWhileThePreviewRestsAndStandInTheRecord) {
  std::atomic<bool> go{false};
  electrodes_ = {[](const std::string&) { return true; },
                 [&](const std::string&, const drivers::Waiting& waiting) -> core::Result<std::vector<drivers::Impedance>> {
                   while (!go)
                     if (!waiting(0.5, "channel 1 of 2")) return core::Fault{core::FaultCode::kCancelled, "It was cancelled.", ""};
                   return std::vector<drivers::Impedance>{{0, drivers::Impedance::Pin::kPositive, 4.2}};
                 }};
  open({"openbci-cyton", "OpenBCI Cyton", "", 250, true});
  auto* panel = page_->findChild<clinician::ElectrodesPanel*>();
  const auto press = [this](const char* name) { QTest::mouseClick(page_->findChild<QPushButton*>(QLatin1String(name)), Qt::LeftButton); };
  press("openElectrodes");
  press("measureElectrodes");
  EXPECT_TRUE(QTest::qWaitFor([&] { return label("electrodeWords")->text().contains("channel 1 of 2"); }, 3000));
  EXPECT_EQ(page_->status().state, session::State::kIdle) << "the preview rests";
  press("cancelElectrodes");
  EXPECT_TRUE(QTest::qWaitFor([&] { return !panel->running(); }, 3000));
  EXPECT_TRUE(panel->measured().empty());
  EXPECT_EQ(page_->status().state, session::State::kArmed) << "and goes on";
  go = true;
  press("measureElectrodes");
  EXPECT_TRUE(QTest::qWaitFor([&] { return somethingSays("+ 4.2 kΩ"); }, 3000));
  EXPECT_TRUE(somethingSays("✓ good"));
  picture("electrodes-setup");
  press("closeElectrodes");
  EXPECT_TRUE(page_->setup().isVisible());
  start();
  page_->stopAndKeep();
  const auto& events = store_.writer->events;
  EXPECT_TRUE(std::any_of(events.begin(), events.end(), [](const core::SessionEvent& e) {
    return e.text.find("1 + 4.2 kΩ good") != std::string::npos;
  }));
}

TEST_F(Amplifier, OneThatCannotMeasureElectrodesSaysSo) {
  electrodes_ = {[](const std::string&) { return false; },
                 [](const std::string&, const drivers::Waiting&) { return std::vector<drivers::Impedance>{}; }};
  open({});
  QTest::mouseClick(page_->findChild<QPushButton*>("openElectrodes"), Qt::LeftButton);
  EXPECT_TRUE(label("electrodeWords")->text().contains("cannot measure its electrodes"));
  EXPECT_FALSE(page_->findChild<QPushButton*>("measureElectrodes")->isEnabled());
}

/// An amplifier that keeps us waiting until it is told to go on.
class SlowAmplifier : public Amplifier {
 protected:
  void SetUp() override {
    device_ = [this](const std::string&, const drivers::Waiting& waiting) -> core::Result<std::unique_ptr<core::SignalSource>> {
      ++opensN_;
      while (!go_)
        if (!waiting(0, "the board to start after its reset (2 s)")) return core::Fault{core::FaultCode::kCancelled, "It was cancelled.", ""};
      if (gone_) return core::Fault{core::FaultCode::kDeviceGone, "The amplifier was unplugged while it was being set up.", "Plug it in again."};
      return std::unique_ptr<core::SignalSource>(std::make_unique<FakeAmplifier>(FakeAmplifier::Traits{}, clock_));
    };
    open({});
    page_->setup().chooseSource("chords@usb:1-2");
  }
  void TearDown() override {
    go_ = true;
    page_.reset();
  }
  bool flows() {
    return QTest::qWaitFor([this] { return page_->status().state == session::State::kArmed; }, 3000);
  }
  bool waits() {
    return QTest::qWaitFor([this] { return label("sessionHeading")->text().contains("Waiting for the board to start after its reset (2 s)…"); }, 3000);
  }
  QPushButton* cancel() { return page_->findChild<QPushButton*>("cancelOpening"); }

  std::atomic<bool> go_{false}, gone_{false};
  std::atomic<int> opensN_{0};
};

TEST_F(SlowAmplifier, OpeningSaysWhatItWaitsForWhileTheWindowGoesOn) {
  ASSERT_TRUE(waits());
  EXPECT_TRUE(cancel()->isVisible());
  EXPECT_FALSE(page_->findChild<clinician::ControlRow*>()->primary()->isEnabled());
  picture("opening");
  go_ = true;
  EXPECT_TRUE(flows());
  EXPECT_FALSE(cancel()->isVisible());
  EXPECT_TRUE(label("sessionHeading")->text().contains("Maren Vogt"));
  start();
}

TEST_F(SlowAmplifier, OpeningCanBeCancelled) {
  ASSERT_TRUE(waits());
  QTest::mouseClick(cancel(), Qt::LeftButton);
  EXPECT_TRUE(QTest::qWaitFor([this] { return somethingSays("It was cancelled."); }, 3000));
  EXPECT_FALSE(cancel()->isVisible());
  EXPECT_EQ(page_->status().state, session::State::kIdle);
  go_ = true;
  page_->setup().chooseSource("chords@usb:1-2");
  EXPECT_TRUE(flows()) << "and tried again";
}

TEST_F(SlowAmplifier, UnpluggedMeanwhileItIsSaid) {
  ASSERT_TRUE(waits());
  gone_ = true;
  go_ = true;
  EXPECT_TRUE(QTest::qWaitFor([this] { return somethingSays("unplugged while it was being set up"); }, 3000));
}

TEST_F(SlowAmplifier, AnotherSourceChosenMeanwhileIsTheOneThatOpens) {
  ASSERT_TRUE(waits());
  page_->setup().chooseSource("simulator");
  EXPECT_TRUE(flows());
  go_ = true;
  QTest::qWait(200);
  EXPECT_GT(page_->status().device.channelsN, 0U);
  EXPECT_EQ(page_->status().device.driver, "simulator");
}

TEST_F(SlowAmplifier, ItStaysOpenWhenThePageIsLeftAndAfterASession) {
  go_ = true;
  ASSERT_TRUE(flows());
  page_->hide();
  EXPECT_EQ(page_->status().state, session::State::kIdle) << "nobody looks: no signal";
  page_->show();
  page_->enter();
  EXPECT_TRUE(flows());
  EXPECT_EQ(opensN_, 1) << "it was not reset when the page was entered";
  start();
  page_->stopAndKeep();
  EXPECT_EQ(store_.state, store::SessionState::kDone);
  EXPECT_TRUE(flows());
  start();
  EXPECT_EQ(opensN_, 1) << "it was not reset";
}

TEST_F(SlowAmplifier, LetGoItIsOpenedAnew) {
  go_ = true;
  ASSERT_TRUE(flows());
  page_->hide();
  page_->letGo();
  page_->show();
  page_->enter();
  EXPECT_TRUE(flows());
  EXPECT_EQ(opensN_, 2);
}

/// 10 s of a sine of 100 counts RMS on channel 1, as blocks of the preview.
void feed(clinician::CalibrationPanel& panel, double hz, double growth = 0) {
  for (std::int64_t n = 0; n < 2500; n += 50) {
    core::ProcessedBlock block;
    block.channelsN = 2;
    block.framesN = 50;
    for (std::int64_t i = n; i < n + 50; ++i) {
      const double t = static_cast<double>(i) / 250;
      const double sine = (1 + growth * t) * 100 * std::numbers::sqrt2 * std::sin(2 * std::numbers::pi * hz * t);
      block.counts.push_back(static_cast<std::int32_t>(std::lround(sine)));
      block.counts.push_back(0);
    }
    panel.take(block);
  }
}

class Calibrating : public Amplifier {
 protected:
  void SetUp() override {
    open({});
    QTest::mouseClick(button("openCalibration"), Qt::LeftButton);
    panel_ = page_->findChild<clinician::CalibrationPanel*>();
    ASSERT_TRUE(panel_->isVisible());
    panel_->findChild<QDoubleSpinBox*>("knownSize")->setValue(1000);
    panel_->findChild<QDoubleSpinBox*>("knownHz")->setValue(20);
  }
  QPushButton* button(const char* name) { return page_->findChild<QPushButton*>(QLatin1String(name)); }

  clinician::CalibrationPanel* panel_ = nullptr;
};

TEST_F(Calibrating, MeasuredAndKeptTheSignalIsInMicrovoltsAndSaysSince) {
  EXPECT_FALSE(page_->setup().isVisible());
  QTest::mouseClick(button("measureKnown"), Qt::LeftButton);
  feed(*panel_, 20);
  EXPECT_TRUE(panel_->words().contains(" counts RMS at 20.0")) << panel_->words().toStdString();
  EXPECT_TRUE(panel_->words().contains(" µV a count. Seconds differ by")) << panel_->words().toStdString();
  picture("calibration");
  QTest::mouseClick(button("useKnown"), Qt::LeftButton);
  EXPECT_TRUE(page_->setup().isVisible());
  EXPECT_TRUE(label("calibratedOn")->text().contains("µV of channel 1: calibrated by you on"));
  EXPECT_TRUE(label("signalLimits")->text().contains("Not calibrated: channel 2"));
  EXPECT_TRUE(store_.settings["calibrations"].find("chords A1") != std::string::npos);
  picture("calibrated-setup");
  start();
  EXPECT_TRUE(label("calibratedBy")->isVisible());
  EXPECT_TRUE(QTest::qWaitFor([this] { return page_->bars().accessibleDescription().contains("µV"); }, 3000));
  EXPECT_TRUE(page_->bars().accessibleDescription().contains("a.u.")) << "the other channel is not calibrated";
  page_->stopAndKeep();
  const auto stored = session::parseSetup(store_.begun.setupJson);
  ASSERT_TRUE(stored.ok());
  EXPECT_EQ(stored->channels[0].calibratedOn.size(), 10U);
  EXPECT_TRUE(stored->channels[1].calibratedOn.empty());
  EXPECT_TRUE(store_.begun.format.channels[0].calibrated);
  EXPECT_NEAR(store_.begun.format.channels[0].scaleUvPerCount, 3.5355, 0.05) << "some of the preview's noise may come first";
}

TEST_F(Calibrating, ForgottenItIsInArbitraryUnitsAgain) {
  QTest::mouseClick(button("measureKnown"), Qt::LeftButton);
  feed(*panel_, 20);
  QTest::mouseClick(button("useKnown"), Qt::LeftButton);
  QTest::mouseClick(button("openCalibration"), Qt::LeftButton);
  EXPECT_TRUE(label("knownKept")->text().contains("Calibrated by you on"));
  QTest::mouseClick(button("forgetKnown"), Qt::LeftButton);
  EXPECT_FALSE(label("calibratedOn")->isVisible());
  EXPECT_TRUE(label("signalLimits")->text().contains("Not calibrated: levels are in a.u."));
}

TEST_F(Calibrating, WhatIsNotThereOrNotSteadyIsRefusedInWords) {
  QTest::mouseClick(button("measureKnown"), Qt::LeftButton);
  feed(*panel_, 60);
  EXPECT_TRUE(panel_->words().contains("not there")) << panel_->words().toStdString();
  EXPECT_FALSE(button("useKnown")->isVisible());
  QTest::mouseClick(button("measureKnown"), Qt::LeftButton);
  feed(*panel_, 20, 0.01);
  EXPECT_TRUE(panel_->words().contains("not steady")) << panel_->words().toStdString();
  EXPECT_FALSE(button("useKnown")->isVisible());
  panel_->findChild<QDoubleSpinBox*>("knownHz")->setValue(120);
  QTest::mouseClick(button("measureKnown"), Qt::LeftButton);
  EXPECT_TRUE(panel_->words().contains("cannot be measured at this sample rate")) << panel_->words().toStdString();
}

TEST_F(Calibrating, EscapeCancelsTheMeasurementAndThenLeaves) {
  QTest::mouseClick(button("measureKnown"), Qt::LeftButton);
  EXPECT_TRUE(button("cancelKnown")->isVisible());
  QTest::keyClick(panel_, Qt::Key_Escape);
  EXPECT_TRUE(panel_->isVisible());
  EXPECT_FALSE(button("cancelKnown")->isVisible());
  QTest::keyClick(panel_, Qt::Key_Escape);
  EXPECT_FALSE(panel_->isVisible());
  EXPECT_TRUE(page_->setup().isVisible());
}

}  // namespace
}  // namespace tonus::test
