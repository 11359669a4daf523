// Devices that share a USB id: who is listened to, who is asked, and who is left alone.

#include <gmock/gmock.h>

#include <thread>

#include "discovery/survey.h"
#include "serial_gadget.h"
#include "toy_protocol.h"
#include "transport/usb_port.h"

namespace tonus::rig {
namespace {

using namespace std::chrono_literals;
using drivers::DriverRow;
using drivers::UsbId;
using drivers::discovery::Survey;
using drivers::transport::DeviceProtocol;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr std::array<UsbId, 2> kIds{{{0x0403, 0x6015}, {0x2341, 0x0043}}};

std::unique_ptr<DeviceProtocol> makeQuiet(UsbId) { return makeToy({.question = "QQQ\n", .answer = "QUI\n"}); }
std::unique_ptr<DeviceProtocol> makeSlow(UsbId) {
  return makeToy({.baud = 230'400, .question = "WHO\n", .answer = "SLO\n", .needsReset = true});
}
std::unique_ptr<DeviceProtocol> makeLoud(UsbId) {
  return makeToy({.baud = 222'222, .question = "b:;\n", .answer = "LOU\n", .speaksUnasked = true});
}
std::unique_ptr<DeviceProtocol> makeOff(UsbId) {
  return makeToy({.question = "OFF\n", .answer = "DNG\n", .boardOff = true});
}

DriverRow row(std::string_view name, std::unique_ptr<DeviceProtocol> (*make)(UsbId)) {
  DriverRow r;
  r.name = r.model = name;
  r.usbIds = kIds;
  r.makeProtocol = make;
  return r;
}

class Asked : public ::testing::Test {
 protected:
  Asked() : bed_(umockdev_testbed_new()) {}
  ~Asked() override {
    survey_.reset();
    devices_.clear();
    g_object_unref(bed_);
  }

  SerialGadget& plug(SerialGadgetConfig config = configOf(Chip::kFtdi)) {
    gadgets_.push_back(std::make_unique<SerialGadget>(std::move(config)));
    SerialGadget& gadget = *gadgets_.back();
    devices_.push_back(std::make_unique<MockUsbDevice>(bed_, gadget.description(), gadget.behaviour()));
    devices_.back()->plug();
    return gadget;
  }
  static void answers(SerialGadget& gadget, const std::string& question, const std::string& answer) {
    gadget.onWritten([=](std::span<const std::uint8_t> written) {
      const std::string text(written.begin(), written.end());
      SerialGadget::Reaction reaction;
      if (text == question) reaction.said.assign(answer.begin(), answer.end());
      return reaction;
    });
  }
  static std::string textWritten(const SerialGadget& gadget) {
    const auto bytes = gadget.written();
    return {bytes.begin(), bytes.end()};
  }
  /// Looks and asks until all have answered; collects what was waited for.
  drivers::DeviceList survey() {
    if (!survey_) survey_ = std::make_unique<Survey>(rows_, clock_);
    survey_->look();
    const auto end = clock_.now() + 20s;
    while (survey_->busy() && clock_.now() < end) {
      for (const auto& asked : survey_->list().asked)
        if (words_.empty() || words_.back() != asked.waitingFor) words_.push_back(asked.waitingFor);
      survey_->pump(clock_.now() + 20ms);
    }
    EXPECT_FALSE(survey_->busy());
    return survey_->list();
  }

  UMockdevTestbed* bed_;
  core::SystemClock clock_;
  std::vector<std::unique_ptr<SerialGadget>> gadgets_;
  std::vector<std::unique_ptr<MockUsbDevice>> devices_;
  std::vector<DriverRow> rows_{row("quiet", makeQuiet), row("loud", makeLoud), row("slow", makeSlow)};
  std::unique_ptr<Survey> survey_;
  std::vector<std::string> words_;
};

TEST_F(Asked, WhoSpeaksUnaskedIsKnownBeforeAnybodyElseIsAsked) {
  SerialGadget& gadget = plug();
  answers(gadget, "b:;\n", "LOU\n");
  gadget.stream(3000, &toyByteAt);
  const auto list = survey();
  ASSERT_EQ(list.devices.size(), 1U);
  EXPECT_EQ(list.devices[0].id, "loud@usb:1-1");
  EXPECT_EQ(list.devices[0].model, "Toy LOU");
  EXPECT_EQ(list.devices[0].serial, "DM00TEST");
  EXPECT_EQ(list.devices[0].sampleRateHz, kToyRateHz);
  EXPECT_EQ(textWritten(gadget), "b:;\n");
}

TEST_F(Asked, QuestionsComeInTheOrderOfTheRegistryAndOnlyAfterListening) {
  SerialGadget& gadget = plug();
  answers(gadget, "WHO\n", "SLO\n");
  const auto list = survey();
  ASSERT_EQ(list.devices.size(), 1U);
  EXPECT_EQ(list.devices[0].driver, "slow");
  EXPECT_EQ(textWritten(gadget), "QQQ\nb:;\nWHO\n");
  const auto requests = devices_[0]->requests();
  const auto firstLine = std::find_if(requests.begin(), requests.end(), [](const auto& r) { return r.setup.bRequest == 3; });
  ASSERT_NE(firstLine, requests.end());
  EXPECT_EQ(firstLine->setup.wValue, 0x400D) << "222222 baud: listening comes first";
}

TEST_F(Asked, TheListSaysWhatIsWaitedFor) {
  rows_ = {row("slow", makeSlow)};
  SerialGadget& gadget = plug(configOf(Chip::kCdcAcm));
  answers(gadget, "WHO\n", "SLO\n");
  const auto began = clock_.now();
  const auto list = survey();
  EXPECT_THAT(words_, ::testing::ElementsAre("the board to start after its reset (2 s)", "an answer (1 s)"));
  EXPECT_LT(clock_.now() - began, 3s);
  ASSERT_EQ(list.devices.size(), 1U);
}

TEST_F(Asked, WhoAnswersNobodyIsUnknownAndNeverWrittenToAgain) {
  SerialGadget& gadget = plug();
  auto list = survey();
  EXPECT_TRUE(list.devices.empty());
  ASSERT_EQ(list.unknown.size(), 1U);
  EXPECT_THAT(list.unknown[0].name, HasSubstr("FT231X USB UART"));
  ASSERT_EQ(list.unknown[0].choices.size(), 3U);
  EXPECT_EQ(list.unknown[0].choices[0].id, "quiet@usb:1-1");
  const auto written = textWritten(gadget);
  const auto requestsN = devices_[0]->requests().size();
  list = survey();
  EXPECT_EQ(list.unknown.size(), 1U);
  EXPECT_EQ(textWritten(gadget), written);
  EXPECT_EQ(devices_[0]->requests().size(), requestsN);
  EXPECT_EQ(devices_[0]->inFlight(), 0U);
}

TEST_F(Asked, DongleWhoseBoardIsOffIsListedWithTheReason) {
  rows_ = {row("off", makeOff)};
  SerialGadget& gadget = plug();
  answers(gadget, "OFF\n", "DNG\n");
  const auto list = survey();
  ASSERT_EQ(list.devices.size(), 1U);
  EXPECT_EQ(list.devices[0].driver, "off");
  ASSERT_EQ(list.faults.size(), 1U);
  EXPECT_EQ(list.faults[0].what, "The board is off.");
  survey();
  EXPECT_EQ(textWritten(gadget), "OFF\nOFF\n") << "it may be on by now";
}

TEST_F(Asked, DeviceThatAnotherProgramHasOpenIsNotAsked) {
  SerialGadget& gadget = plug();
  const drivers::transport::UsbContext context;
  const auto port = openPort(context, listAt(context, "1-1").at(0), clock_);
  ASSERT_TRUE(port.ok());
  const auto list = survey();
  ASSERT_EQ(list.faults.size(), 1U);
  EXPECT_THAT(list.faults[0].what, HasSubstr("another program is using"));
  EXPECT_EQ(textWritten(gadget), "");
}

TEST_F(Asked, DevicePulledWhileItIsAskedLeavesTheList) {
  plug();
  survey_ = std::make_unique<Survey>(rows_, clock_);
  survey_->look();
  ASSERT_TRUE(survey_->busy());
  devices_[0]->unplug();
  const auto end = clock_.now() + 5s;
  while (survey_->busy() && clock_.now() < end) survey_->pump(clock_.now() + 20ms);
  EXPECT_FALSE(survey_->busy());
  const auto list = survey();
  EXPECT_TRUE(list.devices.empty() && list.unknown.empty() && list.faults.empty());
}

TEST_F(Asked, DeviceThatComesBackToItsSocketIsKnownWithoutAQuestion) {
  SerialGadget& gadget = plug();
  answers(gadget, "QQQ\n", "QUI\n");
  ASSERT_EQ(survey().devices.size(), 1U);
  const auto written = textWritten(gadget);
  devices_[0]->unplug();
  EXPECT_TRUE(survey().devices.empty());
  devices_[0]->plug();
  EXPECT_EQ(survey().devices.size(), 1U);
  EXPECT_EQ(textWritten(gadget), written) << "a session that waits for it finds it free";
}

TEST_F(Asked, TwoAreAskedAtTheSameTime) {
  auto second = configOf(Chip::kCdcAcm);
  second.port = "1-2";
  answers(plug(), "WHO\n", "SLO\n");
  answers(plug(second), "QQQ\n", "QUI\n");
  const auto began = clock_.now();
  const auto list = survey();
  ASSERT_EQ(list.devices.size(), 2U);
  EXPECT_EQ(list.devices[0].id, "slow@usb:1-1");
  EXPECT_EQ(list.devices[1].id, "quiet@usb:1-2");
  EXPECT_LT(clock_.now() - began, 6s);
}

}  // namespace
}  // namespace tonus::rig
