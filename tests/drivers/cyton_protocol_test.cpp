// The conversation with an OpenBCI dongle and board, which are played here.

#include "openbci_cyton/protocol.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "drivers/protocol_rig.h"

namespace tonus::tests {
namespace {

using drivers::openbci_cyton::Protocol;
using drivers::transport::Impedance;
using drivers::transport::Task;
using drivers::transport::Turn;
using Outcome = Turn::Outcome;

class FakeCyton final : public FakeDevice {
 public:
  bool boardOn = true;
  bool daisy = false;
  bool streaming = false;
  int stopsLost = 0;
  int testN = 0;  // inputs on the test signal
  double kOhm = 10;
  std::vector<std::string> commands{};

  void onWrite(const Wire& bytes, std::chrono::nanoseconds now) override {
    if (bytes == Wire{0xF0, 0x07})
      return send(now + 5ms, wire(boardOn ? "Success: System is Up$$$" : "Failure: System is Down$$$"));
    if (!boardOn) return;
    const std::string command(bytes.begin(), bytes.end());
    commands.push_back(command);
    if (command == "b") {
      streaming = true;
      counter_ = 0;
      next_ = now + 4ms;
    } else if (command == "s") {
      if (stopsLost-- <= 0) streaming = false;
    } else if (command == "v") {
      send(now + 400ms, wire(std::string("OpenBCI V3 8-16 channel\r\nOn Board ADS1299 Device ID: 0x3E\r\n") +
                             (daisy ? "On Daisy ADS1299 Device ID: 0x3E\r\n" : "") +
                             "LIS3DH Device ID: 0x33\r\nFirmware: v3.1.2\r\n$$$"));
    } else {
      if (command == "-") testN = 8;
      if (command == "d") testN = 0;
      if (command.front() == 'z') loaded_ = command[2] == '1' || command[3] == '1';
      send(now + 60ms, wire("Success: set$$$"));
    }
  }

  Wire read(std::chrono::nanoseconds now) override {
    Wire out = FakeDevice::read(now);
    for (; streaming && next_ <= now; next_ += 4ms) {
      const Wire one = packet(std::chrono::duration<double>(next_).count());
      out.insert(out.end(), one.begin(), one.end());
    }
    return out;
  }

 private:
  Wire packet(double t) {
    const double volts = loaded_ ? (kOhm * 1000 + 2200) * 6e-9 * std::sin(2 * std::numbers::pi * 31.2 * t) : 0;
    const auto count = static_cast<std::int32_t>(std::lround(volts / 4.5 * 24 * 8388607));
    Wire bytes{0xA0, counter_++};
    for (int c = 0; c < 8; ++c)
      for (const int shift : {16, 8, 0}) bytes.push_back(static_cast<std::uint8_t>(count >> shift & 0xFF));
    bytes.insert(bytes.end(), {0, 0, 0, 0, 0, 0, 0xC0});
    return bytes;
  }
  std::uint8_t counter_ = 0;
  bool loaded_ = false;
  std::chrono::nanoseconds next_{};
};

struct CytonTalk : testing::Test {
  FakeCyton device;
  std::chrono::nanoseconds now{};
};

TEST_F(CytonTalk, ABoardIsKnownWithinASecond) {
  Protocol protocol(false);
  const Talk talk = converse(protocol, Task::kIdentify, device, now);
  ASSERT_EQ(talk.turn.outcome, Outcome::kDone);
  EXPECT_EQ(protocol.identity().model, "OpenBCI Cyton");
  EXPECT_EQ(protocol.identity().firmware, "v3.1.2");
  EXPECT_EQ(protocol.identity().channelsN, 8U);
  EXPECT_EQ(protocol.identity().sampleRateHz, 250);
  EXPECT_LT(talk.took, 1s);
  EXPECT_EQ(talk.written.front(), (Wire{0xF0, 0x07})) << "the dongle is asked first";
}

TEST_F(CytonTalk, ADaisyIsFoundByItsOwnProtocolAndByNoOther) {
  Protocol plain(true);
  EXPECT_EQ(converse(plain, Task::kIdentify, device, now).turn.outcome, Outcome::kNotMine);
  device.daisy = true;
  Protocol daisy(true);
  ASSERT_EQ(converse(daisy, Task::kIdentify, device, now).turn.outcome, Outcome::kDone);
  EXPECT_EQ(daisy.identity().channelsN, 16U);
  EXPECT_EQ(daisy.format().channelsN(), 16U);
  EXPECT_EQ(daisy.format().sampleRateHz, 125);
}

TEST_F(CytonTalk, ABoardWithoutADaisyIsNotAskedTwiceAndItsSignalComesWithinThreeSeconds) {
  const auto listening = 450ms;  // for boxes that stream unasked behind the same chip
  Protocol asked(true), plain(false);
  EXPECT_FALSE(plain.knowsFrom(asked)) << "nobody answered yet";
  ASSERT_EQ(converse(asked, Task::kIdentify, device, now).turn.outcome, Outcome::kNotMine);
  EXPECT_TRUE(plain.knowsFrom(asked));
  EXPECT_EQ(plain.identity().model, "OpenBCI Cyton");
  EXPECT_EQ(plain.identity().firmware, "v3.1.2");
  EXPECT_FALSE(Protocol(true).knowsFrom(asked)) << "there is no Daisy";
  for (const Task task : {Task::kIdentify, Task::kConfigure, Task::kStart})
    ASSERT_EQ(converse(plain, task, device, now).turn.outcome, Outcome::kDone);
  EXPECT_LT(now + listening, 3s);
}

TEST_F(CytonTalk, TheTestSignalIsSwitchedOnAtTheStartAndTheInputsComeBackWithTheStop) {
  Protocol protocol(false);
  protocol.useTestSignal();
  converse(protocol, Task::kIdentify, device, now);
  EXPECT_NE(protocol.identity().model.find("test signal"), std::string::npos);
  EXPECT_NE(protocol.identity().remark.find("nothing of a patient"), std::string::npos) << "the record says so";
  converse(protocol, Task::kConfigure, device, now, {.sampleRateHz = {}, .channelMask = 0b11});
  for (int round = 0; round < 2; ++round) {
    device.commands.clear();
    ASSERT_EQ(converse(protocol, Task::kStart, device, now).turn.outcome, Outcome::kDone);
    EXPECT_EQ(device.commands, (std::vector<std::string>{"-", "x1065100X", "x2065100X", "x3165100X", "x4165100X", "x5165100X",
                                                         "x6165100X", "x7165100X", "x8165100X", "b"}));
    EXPECT_EQ(device.testN, 8);
    ASSERT_EQ(converse(protocol, Task::kStop, device, now).turn.outcome, Outcome::kDone);
    EXPECT_EQ(device.commands.back(), "d");
    EXPECT_EQ(device.testN, 0);
  }
}

TEST_F(CytonTalk, WithoutTheTestSignalItsCommandIsNeverSaid) {
  Protocol protocol(false);
  for (const Task task : {Task::kIdentify, Task::kConfigure, Task::kStart, Task::kStop})
    converse(protocol, task, device, now);
  EXPECT_EQ(std::count(device.commands.begin(), device.commands.end(), "-"), 0);
}

TEST_F(CytonTalk, ADongleWhoseBoardIsOffSaysSo) {
  device.boardOn = false;
  Protocol protocol(false);
  const Talk talk = converse(protocol, Task::kIdentify, device, now);
  ASSERT_EQ(talk.turn.outcome, Outcome::kFailed);
  EXPECT_NE(talk.turn.fault.what.find("board"), std::string::npos);
  EXPECT_NE(talk.turn.fault.hint.find("radio channel"), std::string::npos);
  EXPECT_LT(talk.took, 300ms);
}

TEST_F(CytonTalk, ABoardLeftStreamingIsStoppedFirst) {
  device.streaming = true;
  Protocol protocol(false);
  EXPECT_EQ(converse(protocol, Task::kIdentify, device, now).turn.outcome, Outcome::kDone);
  EXPECT_FALSE(device.streaming);
}

TEST_F(CytonTalk, SomethingElseIsLeftAloneAfterFewBytes) {
  struct Silent final : FakeDevice {
    void onWrite(const Wire&, std::chrono::nanoseconds) override {}
  } silent;
  Protocol protocol(false);
  const Talk talk = converse(protocol, Task::kIdentify, silent, now);
  EXPECT_EQ(talk.turn.outcome, Outcome::kNotMine);
  EXPECT_LT(talk.took, 1500ms);
  std::size_t bytes = 0;
  for (const Wire& write : talk.written) bytes += write.size();
  EXPECT_LE(bytes, 5U);
}

TEST_F(CytonTalk, EveryChannelIsSetUpForBipolarEmgAndTheOthersAreSwitchedOff) {
  Protocol protocol(false);
  const Talk talk = converse(protocol, Task::kConfigure, device, now, {.sampleRateHz = {}, .channelMask = 0b101});
  ASSERT_EQ(talk.turn.outcome, Outcome::kDone);
  EXPECT_EQ(device.commands, (std::vector<std::string>{"d", "x1060100X", "x2160100X", "x3060100X", "x4160100X", "x5160100X",
                                                       "x6160100X", "x7160100X", "x8160100X"}));
}

TEST_F(CytonTalk, ADaisyIsLeftOutWhereEightChannelsAreWanted) {
  device.daisy = true;
  Protocol protocol(false);
  converse(protocol, Task::kIdentify, device, now);
  device.commands.clear();
  ASSERT_EQ(converse(protocol, Task::kConfigure, device, now).turn.outcome, Outcome::kDone);
  EXPECT_EQ(device.commands.at(1), "c");
}

TEST_F(CytonTalk, AStopLostOverTheRadioIsRepeated) {
  Protocol protocol(false);
  converse(protocol, Task::kStart, device, now);
  EXPECT_TRUE(device.streaming);
  device.stopsLost = 2;
  EXPECT_EQ(converse(protocol, Task::kStop, device, now).turn.outcome, Outcome::kDone);
  EXPECT_FALSE(device.streaming);
}

TEST_F(CytonTalk, AStopEndsEvenIfTheBoardNeverObeys) {
  device.stopsLost = 1000;
  Protocol protocol(false);
  converse(protocol, Task::kStart, device, now);
  const Talk talk = converse(protocol, Task::kStop, device, now);
  EXPECT_EQ(talk.turn.outcome, Outcome::kDone);
  EXPECT_LE(talk.took, 2500ms);
}

TEST_F(CytonTalk, ImpedanceIsMeasuredAtBothPinsOfEveryChannel) {
  for (const double kOhm : {0.5, 10.0, 150.0}) {
    device.kOhm = kOhm;
    Protocol protocol(false);
    const Talk talk = converse(protocol, Task::kImpedance, device, now);
    ASSERT_EQ(talk.turn.outcome, Outcome::kDone) << talk.turn.fault.what;
    const auto impedances = protocol.impedances();
    ASSERT_EQ(impedances.size(), 16U);
    for (std::size_t i = 0; i < 16; ++i) {
      EXPECT_EQ(impedances[i].channel, i / 2);
      EXPECT_EQ(impedances[i].pin, i % 2 == 0 ? Impedance::Pin::kNegative : Impedance::Pin::kPositive);
      EXPECT_NEAR(impedances[i].kOhm, kOhm, 0.02 * kOhm + 0.05);
    }
    EXPECT_EQ(talk.waitedFor.size(), 10U) << "the stop, each channel, and nothing at the end";
    EXPECT_EQ(talk.waitedFor[3], "channel 3 of 8");
    EXPECT_LT(talk.took, 40s);
    EXPECT_FALSE(device.streaming);
  }
}

}  // namespace
}  // namespace tonus::tests
