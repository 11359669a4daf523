// The conversations with SpikerBoxes, Chords boards, P2 boards, BITalino and BioSemi, played here.

#include <gtest/gtest.h>

#include "biosemi_activetwo/protocol.h"
#include "bitalino/protocol.h"
#include "byb_spikerbox/hid_protocol.h"
#include "byb_spikerbox/serial_protocol.h"
#include "chords/protocol.h"
#include "drivers/amplifier_streams.h"
#include "drivers/protocol_rig.h"
#include "openeeg_p2/protocol.h"
#include "tonus/drivers/registry.h"

namespace tonus::tests {
namespace {

using drivers::transport::Task;
using drivers::transport::Turn;
using Outcome = Turn::Outcome;

StreamDevice streamNamed(const std::string& name) {
  for (StreamDevice& device : streamDevices())
    if (device.name == name) return device;
  throw std::runtime_error("no such device: " + name);
}

/// Says `stream`, over and over, at a steady rate from `from` on, on one baud rate.
struct Unasked final : FakeDevice {
  Wire stream{};
  double bytesPerSecond = 4000;
  std::chrono::nanoseconds from{};
  std::uint32_t baud = 0;  // 0: any
  std::vector<Wire> heard{};
  std::function<Wire(const Wire&)> answer = [](const Wire&) { return Wire{}; };
  std::size_t saidN = 0;

  void onWrite(const Wire& bytes, std::chrono::nanoseconds now) override {
    heard.push_back(bytes);
    send(now + 30ms, answer(bytes));
  }
  Wire read(std::chrono::nanoseconds now) override {
    Wire out = FakeDevice::read(now);
    if (stream.empty() || now < from) return out;
    const auto due = static_cast<std::size_t>(std::chrono::duration<double>(now - from).count() * bytesPerSecond);
    for (; saidN < due; ++saidN) {
      const std::uint8_t byte = stream[saidN % stream.size()];
      out.push_back(baud == 0 || baud == line_.baud ? byte : static_cast<std::uint8_t>(byte * 37 + saidN * 11));
    }
    return out;
  }
};

Wire spikerStream(std::size_t channelsN) {
  Wire bytes;
  for (std::size_t i = 0; i < 500; ++i)
    for (std::size_t c = 0; c < channelsN; ++c) {
      const auto v = static_cast<std::uint8_t>((i * 7 + c) % 128);
      bytes.insert(bytes.end(), {static_cast<std::uint8_t>((c == 0 ? 0x84 : 0x04)), v});
    }
  return bytes;
}

Wire message(const std::string& body) {
  return wire(std::string("\xFF\xFF\x01\x01\x80\xFF", 6) + body + std::string("\xFF\xFF\x01\x01\x81\xFF", 6));
}

struct Protocols : testing::Test {
  std::chrono::nanoseconds now{};
  Unasked device;
  std::string textOf(const Wire& bytes) { return {bytes.begin(), bytes.end()}; }
};

// ---- Backyard Brains, HID

Wire reportWith(const std::string& body) {
  Wire report{0x3F, 0x3E};
  const Wire text = message(body);
  report.insert(report.end(), text.begin(), text.end());
  report.resize(64, 0);
  return report;
}

std::string commandIn(const Wire& report) {
  std::string text(report.begin() + 2, report.end());
  return text.substr(0, text.find('\0'));
}

TEST_F(Protocols, ASpikerBoxProSaysWhatItIsAndHowItsBatteryIs) {
  device.answer = [&](const Wire& report) -> Wire {
    if (commandIn(report) == "?:;") return reportWith("FWV:1.11;HWT:MUSCLESB;HWV:1.0;");
    if (commandIn(report) == "board:;") return reportWith("BRD:0;");
    if (commandIn(report) == "V:;") return reportWith("PWR:0;");
    return {};
  };
  drivers::byb_spikerbox::HidProtocol protocol("MUSCLESB");
  const Talk talk = converse(protocol, Task::kIdentify, device, now);
  ASSERT_EQ(talk.turn.outcome, Outcome::kDone);
  EXPECT_EQ(protocol.identity().firmware, "1.11");
  EXPECT_EQ(protocol.identity().channelsN, 2U);
  EXPECT_NE(protocol.identity().remark.find("battery"), std::string::npos);
  EXPECT_LT(talk.took, 1s);
  for (const Wire& report : talk.written) {
    ASSERT_EQ(report.size(), 64U);
    EXPECT_EQ(report[0], 0x3F);
    EXPECT_EQ(report[1], 0x3E);
  }
}

TEST_F(Protocols, TwoMoreAnalogChannelsHalveTheRate) {
  device.answer = [&](const Wire& report) -> Wire {
    return commandIn(report) == "board:;" ? reportWith("BRD:1;") : Wire{};
  };
  drivers::byb_spikerbox::HidProtocol protocol("MUSCLESB");
  ASSERT_EQ(converse(protocol, Task::kIdentify, device, now).turn.outcome, Outcome::kDone);
  EXPECT_EQ(protocol.format().channelsN(), 4U);
  EXPECT_EQ(protocol.format().sampleRateHz, 5000);
}

TEST_F(Protocols, AnExpansionBoardShowsInTheFramesWhateverTheBoxCallsIt) {
  for (const std::uint32_t n : {2U, 3U, 4U}) {
    struct Box final : FakeDevice {
      explicit Box(std::uint32_t n) : stream(spikerStream(n)) {}
      const Wire stream;
      void onWrite(const Wire& report, std::chrono::nanoseconds at) override {
        if (commandIn(report) == "h:;") pending_.clear();
        for (std::size_t i = 0; commandIn(report) == "start:;" && i < 20; ++i) {
          Wire one{0x3F, 0x3E};
          one.insert(one.end(), stream.begin() + 62 * static_cast<std::ptrdiff_t>(i),
                     stream.begin() + 62 * static_cast<std::ptrdiff_t>(i + 1));
          send(at + (2 + static_cast<int>(i)) * 1ms, one);
        }
      }
    } box(n);
    drivers::byb_spikerbox::HidProtocol protocol("MUSCLESB");
    const Talk talk = converse(protocol, Task::kIdentify, box, now);
    ASSERT_EQ(talk.turn.outcome, Outcome::kDone);
    EXPECT_EQ(protocol.format().channelsN(), n);
    EXPECT_EQ(protocol.identity().sampleRateHz, n == 2 ? 10000 : 5000);
    EXPECT_EQ(commandIn(talk.written.back()), "h:;") << "it is left idle";
  }
}

TEST_F(Protocols, ASpikerBoxProOnACdcLineShowsItsExpansionBoardToo) {
  using drivers::byb_spikerbox::SerialProtocol;
  struct Box final : FakeDevice {
    void onWrite(const Wire& bytes, std::chrono::nanoseconds at) override {
      const std::string text(bytes.begin(), bytes.end());
      if (text == "?:;\n") send(at + 20ms, message("FWV:1.0;HWT:MSBPCDC;HWV:1.0;"));
      if (text == "start:;\n") send(at + 20ms, spikerStream(3));
      last = text;
    }
    std::string last;
  } box;
  SerialProtocol protocol(SerialProtocol::Line::kOwnUsb);
  ASSERT_EQ(converse(protocol, Task::kIdentify, box, now).turn.outcome, Outcome::kDone);
  EXPECT_EQ(protocol.identity().model, "Muscle SpikerBox Pro");
  EXPECT_EQ(protocol.identity().firmware, "1.0");
  EXPECT_EQ(protocol.format().channelsN(), 3U);
  EXPECT_EQ(protocol.format().sampleRateHz, 5000);
  EXPECT_EQ(box.last, "h:;\n");
}

TEST_F(Protocols, AMuteSpikerBoxIsTakenByItsIdSoonEnough) {
  drivers::byb_spikerbox::HidProtocol protocol("NEURONSB");
  const Talk talk = converse(protocol, Task::kIdentify, device, now);
  EXPECT_EQ(talk.turn.outcome, Outcome::kDone);
  EXPECT_EQ(protocol.identity().model, "Neuron SpikerBox Pro");
  EXPECT_LT(talk.took, 3s);
}

TEST_F(Protocols, TheHidStartReportIsThePublishedOne) {
  drivers::byb_spikerbox::HidProtocol protocol("MUSCLESB");
  const Talk talk = converse(protocol, Task::kStart, device, now);
  Wire expected{0x3F, 0x3E, 's', 't', 'a', 'r', 't', ':', ';'};
  expected.resize(64, 0);
  ASSERT_EQ(talk.written.size(), 1U);
  EXPECT_EQ(talk.written[0], expected);
}

TEST_F(Protocols, NoCommandThatCouldReprogramIsEverSent) {
  for (const drivers::DriverRow& row : drivers::driverRegistry()) {
    if (row.makeProtocol == nullptr) continue;
    for (const drivers::UsbId id : {drivers::UsbId{0x2E73, 1}, {0x0403, 0x6015}, {0x2341, 0x0043}}) {
      const auto protocol = row.makeProtocol(id);
      for (const Task task : {Task::kIdentify, Task::kConfigure, Task::kStart, Task::kStop, Task::kImpedance}) {
        Unasked other;
        const Talk talk = converse(*protocol, task, other, now);
        EXPECT_NE(talk.turn.outcome, Outcome::kBusy) << row.name << ": every task ends";
        for (const Wire& written : talk.written) {
          const std::string text = textOf(written);
          EXPECT_EQ(text.find("update"), std::string::npos) << row.name;
          EXPECT_FALSE(written.size() == 2 && written[0] == 0xF0 && written[1] != 0x07) << row.name;
        }
      }
    }
  }
}

// ---- Backyard Brains, serial

TEST_F(Protocols, AShieldIsKnownByItsStreamAloneAndNothingIsSaidBefore) {
  using drivers::byb_spikerbox::SerialProtocol;
  for (const std::uint32_t n : {1U, 2U, 6U}) {
    now = {};
    Unasked shield;
    shield.stream = spikerStream(n);
    shield.bytesPerSecond = 20000;
    shield.from = 1500ms;
    shield.baud = 222'222;
    SerialProtocol protocol(SerialProtocol::Line::kArduino);
    EXPECT_TRUE(protocol.recognises(std::span(shield.stream).subspan(3, 200)));
    const Talk talk = converse(protocol, Task::kIdentify, shield, now);
    ASSERT_EQ(talk.turn.outcome, Outcome::kDone) << n;
    EXPECT_EQ(protocol.identity().channelsN, n);
    EXPECT_NEAR(protocol.identity().sampleRateHz, 10050.25 / n, 0.01);
    EXPECT_EQ(protocol.identity().model, "SpikerShield");
    EXPECT_LE(talk.written.size(), 1U);
  }
}

TEST_F(Protocols, AHeartBoxIsToldFromAShieldByItsAnswer) {
  using drivers::byb_spikerbox::SerialProtocol;
  device.stream = spikerStream(1);
  device.bytesPerSecond = 20000;
  device.baud = 500'000;
  device.answer = [&](const Wire& question) { return textOf(question) == "b:;\n" ? message("HWT:HHIBOX;") : Wire{}; };
  SerialProtocol protocol(SerialProtocol::Line::kBridge);
  const Talk talk = converse(protocol, Task::kIdentify, device, now);
  ASSERT_EQ(talk.turn.outcome, Outcome::kDone);
  EXPECT_EQ(protocol.identity().model, "Human-Human Interface");
  EXPECT_EQ(protocol.identity().sampleRateHz, 10000);
}

TEST_F(Protocols, AHumanSpikerBoxIsFourteenBits) {
  using drivers::byb_spikerbox::SerialProtocol;
  device.answer = [&](const Wire&) { return message("FWV:0.12;HWT:HUMANSB;HWV:0.1;"); };
  SerialProtocol protocol(SerialProtocol::Line::kOwnUsb);
  ASSERT_EQ(converse(protocol, Task::kIdentify, device, now).turn.outcome, Outcome::kDone);
  EXPECT_EQ(protocol.format().sampleRateHz, 5000);
  EXPECT_EQ(protocol.format().channels[0].offsetCounts, 8192);
  EXPECT_FALSE(protocol.format().channels[0].calibrated);
}

TEST_F(Protocols, ABridgeThatIsNoSpikerBoxIsNeverWrittenTo) {
  using drivers::byb_spikerbox::SerialProtocol;
  SerialProtocol silent(SerialProtocol::Line::kBridge);
  const Talk talk = converse(silent, Task::kIdentify, device, now);
  EXPECT_EQ(talk.turn.outcome, Outcome::kNotMine);
  EXPECT_TRUE(talk.written.empty());
  const Stream p2 = streamNamed("openeeg").packets(0, 100);
  EXPECT_FALSE(silent.recognises(p2));
  EXPECT_FALSE(silent.recognises(streamNamed("chords6").packets(0, 100)));
  EXPECT_FALSE(silent.recognises(streamNamed("cyton").packets(0, 100)));
}

// ---- Chords

TEST_F(Protocols, AChordsBoardAnswersAfterItsResetAndItsSecond) {
  device.answer = [&](const Wire& question) { return textOf(question) == "WHORU\n" ? wire("UNO-R4\r\n") : Wire{}; };
  drivers::chords::Protocol protocol;
  const Talk talk = converse(protocol, Task::kIdentify, device, now);
  ASSERT_EQ(talk.turn.outcome, Outcome::kDone);
  EXPECT_EQ(protocol.identity().model, "Chords UNO-R4");
  EXPECT_EQ(protocol.format().sampleRateHz, 500);
  EXPECT_EQ(protocol.format().channels[0].maxCount, 16383);
  EXPECT_GE(talk.took, 2s) << "an Arduino is not ready before";
  EXPECT_EQ(talk.waitedFor.front(), "the board to start after its reset (2 s)");
}

TEST_F(Protocols, AChordsBoardAtTheSlowerBaudRateIsFoundToo) {
  struct Slow final : FakeDevice {
    void onWrite(const Wire&, std::chrono::nanoseconds at) override {
      if (line_.baud == 115'200) send(at + 1s, wire("UNO-R3\r\n"));
    }
  } slow;
  drivers::chords::Protocol protocol;
  const Talk talk = converse(protocol, Task::kIdentify, slow, now);
  ASSERT_EQ(talk.turn.outcome, Outcome::kDone);
  EXPECT_LT(talk.took, 6s);
}

TEST_F(Protocols, TextOfAnotherProgramIsNoChordsBoard) {
  device.answer = [](const Wire&) { return wire("Unknown command\r\nStartUp!\r\n"); };
  drivers::chords::Protocol protocol;
  EXPECT_EQ(converse(protocol, Task::kIdentify, device, now).turn.outcome, Outcome::kNotMine);
}

// ---- OpenEEG P2

TEST_F(Protocols, AP2BoardsRateIsMeasured) {
  for (const double rateHz : {250.0, 256.0}) {
    now = {};
    Unasked board;
    board.stream = streamNamed("openeeg").packets(0, 256);
    board.bytesPerSecond = 17 * rateHz;
    board.from = 2s;
    board.baud = 57'600;
    drivers::openeeg_p2::Protocol protocol;
    const Talk talk = converse(protocol, Task::kIdentify, board, now);
    ASSERT_EQ(talk.turn.outcome, Outcome::kDone);
    EXPECT_EQ(protocol.format().sampleRateHz, rateHz);
    EXPECT_TRUE(talk.written.empty());
  }
}

TEST_F(Protocols, SilenceIsNoP2Board) {
  drivers::openeeg_p2::Protocol protocol;
  EXPECT_EQ(converse(protocol, Task::kIdentify, device, now).turn.outcome, Outcome::kNotMine);
}

// ---- BITalino

TEST_F(Protocols, ABitalinoIsAskedForItsVersionAndStartedWithRateAndChannels) {
  device.answer = [](const Wire& bytes) { return bytes == Wire{0x07} ? wire("BITalino_v5.2\n") : Wire{}; };
  drivers::bitalino::Protocol protocol;
  ASSERT_EQ(converse(protocol, Task::kIdentify, device, now).turn.outcome, Outcome::kDone);
  EXPECT_EQ(protocol.identity().firmware, "v5.2");
  ASSERT_EQ(converse(protocol, Task::kConfigure, device, now, {.sampleRateHz = 100, .channelMask = 0b101}).turn.outcome,
            Outcome::kDone);
  EXPECT_EQ(protocol.format().channelsN(), 3U);
  EXPECT_EQ(protocol.format().sampleRateHz, 100);
  EXPECT_EQ(converse(protocol, Task::kStart, device, now).written, (std::vector<Wire>{{0x83, 0b11101}}));
}

TEST_F(Protocols, ABitalinoRefusesARateItDoesNotHave) {
  drivers::bitalino::Protocol protocol;
  const Talk talk = converse(protocol, Task::kConfigure, device, now, {.sampleRateHz = 500});
  EXPECT_EQ(talk.turn.outcome, Outcome::kFailed);
  EXPECT_NE(talk.turn.fault.hint.find("1000"), std::string::npos);
}

// ---- BioSemi

TEST_F(Protocols, ABioSemiReceiverSaysByItsStreamWhatItSends) {
  Wire frame{0x00, 0xFF, 0xFF, 0xFF, 0x00, 0x00, 0x00, 0x9E};  // MK2, mode 7: 58 words, CMS in range
  frame.resize(58 * 4, 0);
  for (int i = 0; i < 50; ++i) device.stream.insert(device.stream.end(), frame.begin(), frame.end());
  device.bytesPerSecond = 58 * 4 * 2048;
  drivers::biosemi_activetwo::Protocol protocol;
  const Talk talk = converse(protocol, Task::kIdentify, device, now);
  ASSERT_EQ(talk.turn.outcome, Outcome::kDone);
  EXPECT_EQ(protocol.format().channelsN(), 56U);
  EXPECT_EQ(protocol.format().sampleRateHz, 16384);
  ASSERT_EQ(talk.written.size(), 3U);
  EXPECT_EQ(talk.written[1].size(), 64U);
  EXPECT_EQ(talk.written[1][0], 0xFF);
  EXPECT_EQ(talk.written[2], Wire(64, 0));
  const auto decoder = protocol.makeDecoder();
  EXPECT_EQ(decoder->format(), protocol.format());
  decoder->reset();
  EXPECT_EQ(decoder->format(), protocol.format());
}

}  // namespace
}  // namespace tonus::tests
