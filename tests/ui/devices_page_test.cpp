#include "clinician/devices_page.h"

#include <gtest/gtest.h>

#include <QApplication>
#include <QLabel>
#include <QPushButton>
#include <QTest>
#include <QtGlobal>
#include <cmath>

#include "style/theme.h"

namespace tonus::clinician {
namespace {

class DevicesPageTest : public testing::Test {
 protected:
  DevicesPageTest() {
    page_.resize(1150, 620);
    page_.show();
  }
  bool says(const QString& words) const {
    const QList<QLabel*> labels = page_.findChildren<QLabel*>();
    return std::any_of(labels.begin(), labels.end(), [&](QLabel* l) { return l->isVisible() && l->text().contains(words); });
  }

  style::Theme theme_{*qApp};
  bridge::Devices devices_;
  DevicesPage page_{devices_};
};

TEST_F(DevicesPageTest, SaysWhoIsAskedAndWhatIsWaitedFor) {
  drivers::DeviceList list;
  list.asked = {{"1-2", "USB Serial (1a86:7523)", "the board to start after its reset (2 s)"}, {"1-3", "FT231X USB UART (0403:6015)", ""}};
  page_.showList(list);
  QCoreApplication::processEvents();
  EXPECT_TRUE(says("USB Serial (1a86:7523)"));
  EXPECT_TRUE(says("Asking… waits for the board to start after its reset (2 s)"));
  EXPECT_TRUE(says("USB 1-3"));
  EXPECT_FALSE(says("No amplifier is connected"));
}

TEST_F(DevicesPageTest, UnknownDeviceIsListedWithWhatItMayBeChosenAs) {
  drivers::DeviceList list;
  list.devices.push_back({"chords@usb:1-4", "chords", "Chords UNO-R3", "55639303235351F0A1B2", 6, 250});
  list.asked = {{"1-1", "USB Serial (1a86:7523)", "the board to start after its reset (2 s)"}};
  list.unknown = {{"1-2", "FT231X USB UART (0403:6015)",
                   {{"openbci-cyton@usb:1-2", "OpenBCI Cyton"}, {"byb-serial@usb:1-2", "Backyard Brains SpikerBox or SpikerShield"}}}};
  page_.showList(list);
  QCoreApplication::processEvents();
  EXPECT_TRUE(says("Did not say what it is, and is left alone."));
  EXPECT_TRUE(says("OpenBCI Cyton, Backyard Brains SpikerBox or SpikerShield"));
}

TEST_F(DevicesPageTest, EveryStateOfADeviceStandsInWords) {
  drivers::DeviceList list;
  list.devices.push_back({"simulator", "simulator", "Simulated amplifier", "", 4, 2000, true});
  list.devices.push_back({"openbci-cyton@usb:1-2", "openbci-cyton", "OpenBCI Cyton", "DM00Q0QM", 8, 250, true});
  list.devices.push_back({"byb-hid@usb:1-5", "byb-hid", "Muscle SpikerBox Pro", "", 2, 10000, true});
  list.asked = {{"1-3", "USB Serial (1a86:7523)", "the board to start after its reset (2 s)"}};
  list.unknown = {{"1-6", "FT231X USB UART (0403:6015)", {{"openbci-cyton@usb:1-6", "OpenBCI Cyton"}}}};
  list.faults.push_back({core::FaultCode::kUnavailable, "This account may not open the amplifier at USB 1-7.",
                         "Run this once, then plug it in again: sudo cp resources/udev/70-tonus.rules /etc/udev/rules.d/"});
  page_.showList(list);
  QCoreApplication::processEvents();
  EXPECT_TRUE(says("8 × 250 Hz, serial DM00Q0QM, bandwidth-limited (up to 65 Hz): relative amplitude only"));
  EXPECT_TRUE(says("2 × 10000 Hz, in a.u. until you calibrate it"));
  EXPECT_TRUE(says("Asking… waits for the board to start after its reset (2 s)"));
  EXPECT_TRUE(says("Did not say what it is"));
  EXPECT_TRUE(says("sudo cp resources/udev/70-tonus.rules"));
  for (QLabel* label : page_.findChildren<QLabel*>()) {
    if (label->text().contains("sudo cp")) {
      EXPECT_TRUE(label->textInteractionFlags() & Qt::TextSelectableByMouse) << "to be copied";
    }
  }
  const QString folder = qEnvironmentVariable("TONUS_PICTURE");
  for (const auto scheme : {style::Scheme::kLight, style::Scheme::kDark})
    for (const QSize size : {QSize(1150, 620), QSize(1700, 930)}) {
      if (folder.isEmpty()) break;
      theme_.setScheme(scheme);
      page_.resize(size);
      QCoreApplication::processEvents();
      page_.grab().save(QStringLiteral("%1/devices-%2-%3.png").arg(folder, style::schemeName(scheme)).arg(size.width()));
    }
  page_.showList({});
  QCoreApplication::processEvents();
  EXPECT_TRUE(says("No amplifier is connected")) << "gone";
}

TEST(ElectrodesOfADevice, AreMeasuredFromItsRowAndShownTogether) {
  style::Theme theme(*qApp);
  bridge::Devices devices;
  using Pin = drivers::Impedance::Pin;
  const auto measure = [](const std::string&, const drivers::Waiting& waiting) -> core::Result<std::vector<drivers::Impedance>> {
    (void)waiting(0.5, "channel 1 of 2");
    return std::vector<drivers::Impedance>{{0, Pin::kNegative, 4.2}, {0, Pin::kPositive, 22}, {1, Pin::kNegative, 42}, {1, Pin::kPositive, 180}};
  };
  DevicesPage page(devices, {[](const std::string& id) { return id.starts_with("openbci"); }, measure});
  page.resize(1150, 620);
  page.show();
  drivers::DeviceList list;
  list.devices.push_back({"openbci-cyton@usb:1-2", "openbci-cyton", "OpenBCI Cyton", "DM00", 8, 250, true});
  list.devices.push_back({"chords@usb:1-4", "chords", "Chords UNO-R3", "", 6, 250, true});
  page.showList(list);
  const auto says = [&](const QString& words) {
    const QList<QLabel*> labels = page.findChildren<QLabel*>();
    return std::any_of(labels.begin(), labels.end(), [&](QLabel* l) { return l->isVisible() && l->text().contains(words); });
  };
  QCoreApplication::processEvents();
  EXPECT_TRUE(says("relative amplitude only"));
  EXPECT_TRUE(says("in a.u. until you calibrate it"));
  const auto checks = page.findChildren<QPushButton*>("checkElectrodes");
  ASSERT_EQ(checks.size(), 1) << "only where the device can";
  QTest::mouseClick(checks[0], Qt::LeftButton);
  EXPECT_FALSE(says("Chords UNO-R3"));
  QTest::mouseClick(page.findChild<QPushButton*>("measureElectrodes"), Qt::LeftButton);
  EXPECT_TRUE(QTest::qWaitFor([&] { return says("180.0 kΩ"); }, 3000));
  for (const char* words : {"✓ good", "○ acceptable", "! marginal", "✕ redo", "− 4.2 kΩ", "+ 22.0 kΩ", "1 of 4 to redo"})
    EXPECT_TRUE(says(QString::fromUtf8(words))) << words;
  if (const QString folder = qEnvironmentVariable("TONUS_PICTURE"); !folder.isEmpty()) page.grab().save(folder + "/electrodes.png");
  QTest::keyClick(page.findChild<ElectrodesPanel*>(), Qt::Key_Escape);
  EXPECT_TRUE(says("Chords UNO-R3"));
}

TEST(Contact, FollowsTheClinicsScale) {
  using bridge::Contact;
  EXPECT_EQ(bridge::contactOf(9.9), Contact::kGood);
  EXPECT_EQ(bridge::contactOf(10), Contact::kAcceptable);
  EXPECT_EQ(bridge::contactOf(30), Contact::kAcceptable);
  EXPECT_EQ(bridge::contactOf(31), Contact::kMarginal);
  EXPECT_EQ(bridge::contactOf(50), Contact::kMarginal);
  EXPECT_EQ(bridge::contactOf(51), Contact::kRedo);
  EXPECT_EQ(bridge::contactOf(std::nan("")), Contact::kRedo);
}

}  // namespace
}  // namespace tonus::clinician
