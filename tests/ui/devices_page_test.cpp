#include "clinician/devices_page.h"

#include <gtest/gtest.h>

#include <QApplication>
#include <QLabel>
#include <QtGlobal>

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
  if (const QString path = qEnvironmentVariable("TONUS_PICTURE"); !path.isEmpty()) page_.grab().save(path);
}

}  // namespace
}  // namespace tonus::clinician
