// Every transport through the machine's own libusb: opening, the exact requests, streams, failures, cables pulled.

#include <gmock/gmock.h>

#include <cerrno>
#include <fstream>
#include <nlohmann/json.hpp>

#include "serial_gadget.h"
#include "tonus/core/clock.h"
#include "transport/ftdi.h"
#include "transport/usb_port.h"

namespace tonus::rig {
namespace {

using namespace std::chrono_literals;
using drivers::transport::BytePort;
using drivers::transport::LineSettings;
using drivers::transport::UsbContext;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// "TYPE REQUEST VALUE INDEX : data", in hexadecimal.
std::string textOf(const MockUsbDevice::Request& r) {
  std::array<char, 64> head{};
  std::snprintf(head.data(), head.size(), "%02X %02X %04X %04X", r.setup.bRequestType, r.setup.bRequest,
                r.setup.wValue, r.setup.wIndex);
  std::string text = head.data();
  if (!r.data.empty()) text += " : ";
  for (const std::uint8_t b : r.data) {
    std::snprintf(head.data(), head.size(), "%02X", b);
    text += head.data();
  }
  return text;
}

struct Case {
  Chip chip;
  const char* name;
  double bytesPerSecond;  // of a device that is sold with it
  std::vector<std::string> open, line;  // requests; the line is 115200, both pins up
  std::vector<unsigned> interfaces;     // that are claimed
};
void PrintTo(const Case& c, std::ostream* out) { *out << c.name; }

const std::vector<Case>& cases() {
  static const std::vector<Case> all{
      {Chip::kFtdi, "Ftdi", 8250, {"40 00 0000 0000", "40 02 0000 0000"},
       {"40 03 001A 0000", "40 04 0008 0000", "40 09 0001 0000", "40 01 0303 0000", "40 00 0001 0000", "40 00 0002 0000"}, {0}},
      {Chip::kFtdiDual, "FtdiDual", 48'000, {"40 00 0000 0001", "40 02 0000 0001"},
       {"40 03 001A 0001", "40 04 0008 0001", "40 09 0001 0001", "40 01 0303 0001", "40 00 0001 0001", "40 00 0002 0001"}, {0}},
      {Chip::kCdcAcm, "CdcAcm", 20'000, {}, {"21 20 0000 0000 : 00C20100000008", "21 22 0003 0000"}, {0, 1}},
      {Chip::kCdcComposite, "CdcComposite", 20'000, {}, {"21 20 0000 0000 : 00C20100000008", "21 22 0003 0000"}, {0, 1}},
      {Chip::kCp210x, "Cp210x", 9000, {"41 00 0001 0000", "41 03 0800 0000"},
       {"41 1E 0000 0000 : 00C20100", "41 13 0000 0000 : 01000000400000000000000000000000", "41 07 0303 0000",
        "41 12 000F 0000"}, {0}},
      {Chip::kCh34x, "Ch34x", 4000, {"C0 5F 0000 0000", "40 A1 0000 0000"},
       {"40 9A 1312 CC83", "40 9A 2518 00C3", "40 A4 FF9F 0000"}, {0}},
      {Chip::kHid, "Hid", 645.2 * 64, {}, {}, {0}},
      {Chip::kBulk, "Bulk", 2.31e6, {}, {}, {0}},
  };
  return all;
}

class Ports : public ::testing::TestWithParam<Case> {
 protected:
  Ports() : bed_(umockdev_testbed_new()) {}
  ~Ports() override {
    port_.reset();
    context_.reset();
    device_.reset();
    g_object_unref(bed_);
  }

  void plug() {
    gadget_ = std::make_unique<SerialGadget>(configOf(GetParam().chip));
    device_ = std::make_unique<MockUsbDevice>(bed_, gadget_->description(), gadget_->behaviour());
    device_->bindKernelDriver("usbtest");
    device_->plug();
    context_ = std::make_unique<UsbContext>();
  }
  void open() {
    const auto present = listAt(*context_, "1-1");
    ASSERT_EQ(present.size(), 1U) << "is the umockdev preload library linked first?";
    auto port = openPort(*context_, present[0], clock_);
    ASSERT_TRUE(port.ok()) << port.fault().what;
    port_ = *std::move(port);
  }
  /// Opens, and checks each byte that comes to be the next of the stream.
  void openAndRead() {
    plug();
    open();
    ASSERT_TRUE(port_->setLine({}).ok());
    read();
  }
  void read() {
    const auto status = port_->startReading(GetParam().bytesPerSecond, [this](auto bytes, core::SteadyTime) {
      for (const std::uint8_t b : bytes) wrongN_ += b != byteAt(gotN_++) ? 1 : 0;
    });
    ASSERT_TRUE(status.ok()) << status.fault().what;
  }
  BytePort::State pumpFor(std::chrono::milliseconds time, const std::function<bool()>& until = nullptr) {
    const auto end = clock_.now() + time;
    auto state = BytePort::State::kFlowing;
    while (state == BytePort::State::kFlowing && clock_.now() < end && !(until && until()))
      state = port_->pump(std::min(end, clock_.now() + 50ms));
    return state;
  }
  /// The device makes no more; what it made is read.
  void drain() {
    gadget_->stream(0, nullptr);
    pumpFor(20s, [this] { return gadget_->allSaid() && gotN_ == gadget_->saidN(); });
  }
  static std::uint8_t byteAt(std::uint64_t n) { return static_cast<std::uint8_t>(n * 167 + n / 251); }
  void stream(double atMost = 1e9) { gadget_->stream(std::min(GetParam().bytesPerSecond, atMost), &byteAt); }
  std::vector<std::string> requests(std::size_t from = 0) const {
    std::vector<std::string> texts;
    for (const auto& r : device_->requests()) texts.push_back(textOf(r));
    texts.erase(texts.begin(), texts.begin() + static_cast<std::ptrdiff_t>(from));
    return texts;
  }
  bool claims(unsigned number) const {
    const auto& all = GetParam().interfaces;
    return std::find(all.begin(), all.end(), number) != all.end();
  }

  UMockdevTestbed* bed_;
  core::SystemClock clock_;
  std::unique_ptr<SerialGadget> gadget_;
  std::unique_ptr<MockUsbDevice> device_;
  std::unique_ptr<UsbContext> context_;
  std::unique_ptr<BytePort> port_;
  std::uint64_t gotN_ = 0, wrongN_ = 0;
};

TEST_P(Ports, OpeningAndSettingTheLineMakeExactlyTheseRequests) {
  plug();
  open();
  EXPECT_EQ(requests(), GetParam().open);
  const std::size_t before = requests().size();
  ASSERT_TRUE(port_->setLine({}).ok());
  EXPECT_EQ(requests(before), GetParam().line);
}

TEST_P(Ports, KernelDriversAreTakenOffWhatIsClaimedAndGivenBack) {
  plug();
  const auto interfacesN = gadget_->description().configDescriptor.at(4);
  for (int round = 0; round < 2; ++round) {
    open();
    for (unsigned i = 0; i < interfacesN; ++i) EXPECT_EQ(device_->kernelDriverBound(i), !claims(i)) << i;
    port_.reset();
    for (unsigned i = 0; i < interfacesN; ++i) EXPECT_TRUE(device_->kernelDriverBound(i)) << i;
  }
}

TEST_P(Ports, StreamAtTheDevicesRateArrivesByteForByte) {
  openAndRead();
  stream();
  pumpFor(1500ms);
  drain();
  EXPECT_EQ(gotN_, gadget_->saidN());
  EXPECT_GT(static_cast<double>(gotN_), 1.4 * GetParam().bytesPerSecond);
  EXPECT_EQ(wrongN_, 0U);
  EXPECT_EQ(port_->counts().bytesN, gotN_);
  EXPECT_EQ(port_->counts().lineErrorsN, 0U);
}

TEST_P(Ports, CommandsArriveWhileTheStreamRuns) {
  openAndRead();
  stream();
  pumpFor(50ms);
  const std::vector<std::uint8_t> command(64, 0x3F);
  ASSERT_TRUE(port_->write(command).ok());
  EXPECT_EQ(gadget_->written(), command);
  pumpFor(100ms);
  EXPECT_EQ(wrongN_, 0U);
  EXPECT_GT(gotN_, 0U);
}

TEST_P(Ports, StallIsClearedAndNothingIsLost) {
  openAndRead();
  stream(200'000);
  pumpFor(200ms);
  device_->halt();
  EXPECT_EQ(pumpFor(300ms), BytePort::State::kFlowing);
  drain();
  EXPECT_EQ(device_->counts().clearHalts, 1U);
  EXPECT_GT(port_->counts().stallsN, 0U);
  EXPECT_EQ(gotN_, gadget_->saidN());
  EXPECT_EQ(wrongN_, 0U);
}

TEST_P(Ports, SilenceIsATimeoutAndNoPayload) {
  openAndRead();
  pumpFor(50ms);
  const auto before = clock_.now();
  EXPECT_EQ(port_->pump(before + 60ms), BytePort::State::kFlowing);
  EXPECT_GE(clock_.now() - before, 60ms);
  EXPECT_EQ(port_->counts().bytesN, 0U);
  EXPECT_TRUE(port_->fault().what.empty());
}

TEST_P(Ports, EndlessErrorsEndAfterBoundedRetries) {
  openAndRead();
  gadget_->failForEver(-EPROTO);
  EXPECT_EQ(pumpFor(5s), BytePort::State::kFailed);
  EXPECT_THAT(port_->fault().what, HasSubstr("keeps failing"));
  EXPECT_LT(device_->counts().submits, 500U);
  gadget_->failForEver(0);
  read();
  stream();
  pumpFor(2s, [this] { return gotN_ > 100; });
  EXPECT_GT(gotN_, 100U);
}

TEST_P(Ports, UnplugIsNoticedAndTheEndComes) {
  openAndRead();
  stream();
  pumpFor(100ms);
  const auto before = clock_.now();
  device_->unplug();
  EXPECT_EQ(pumpFor(2s), BytePort::State::kGone);
  EXPECT_FALSE(port_->write(std::array<std::uint8_t, 1>{1}).ok());
  EXPECT_FALSE(!GetParam().line.empty() && port_->setLine({}).ok());
  port_.reset();
  EXPECT_LT(clock_.now() - before, 2s);
  device_->plug();
  gotN_ = 0;
  open();
  read();
  stream();
  pumpFor(2s, [this] { return gotN_ > 100; });
  EXPECT_GT(gotN_, 100U);
}

TEST_P(Ports, ReadingStopsAndStartsAgain) {
  openAndRead();
  for (int round = 0; round < 3; ++round) {
    gotN_ = 0;
    stream();
    pumpFor(2s, [this] { return gotN_ > 100; });
    EXPECT_GT(gotN_, 100U);
    gadget_->stream(0, nullptr);
    pumpFor(50ms);
    port_->stopReading();
    port_->stopReading();
    EXPECT_EQ(device_->inFlight(), 0U);
    read();
  }
}

INSTANTIATE_TEST_SUITE_P(Chips, Ports, ::testing::ValuesIn(cases()),
                         [](const auto& chip) { return std::string(chip.param.name); });

// One kind of chip each.
class OnePort : public Ports {};
INSTANTIATE_TEST_SUITE_P(Ftdi, OnePort, ::testing::Values(cases().front()), [](const auto&) { return "Ftdi"; });

TEST_P(OnePort, BytesLostOnTheLineAreCounted) {
  openAndRead();
  stream();
  pumpFor(50ms);
  gadget_->reportOverrun();
  pumpFor(50ms);
  EXPECT_EQ(port_->counts().lineErrorsN, 1U);
  EXPECT_EQ(wrongN_, 0U);
}

TEST_P(OnePort, DeviceThatSomebodyElseHasOpenIsRefusedInWords) {
  plug();
  open();
  const UsbContext other;
  const auto second = openPort(other, listAt(other, "1-1").at(0), clock_);
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.fault().code, core::FaultCode::kUnavailable);
  EXPECT_THAT(second.fault().what, HasSubstr("another program is using"));
}

TEST_P(OnePort, PinsAndLatencyAreAsAsked) {
  plug();
  open();
  ASSERT_TRUE(port_->setLine({.baud = 115'200, .dtr = false, .rts = true, .latencyMs = 8}).ok());
  EXPECT_THAT(requests(), ::testing::Contains("40 01 0302 0000"));
  EXPECT_THAT(requests(), ::testing::Contains("40 09 0008 0000"));
}

/// bridge_requests.json: the baud request of every chip, as libftdi and the kernel make it.
class BaudRequests : public Ports {};
INSTANTIATE_TEST_SUITE_P(Chips, BaudRequests,
                         ::testing::Values(cases()[0], cases()[2], cases()[4], cases()[5]),
                         [](const auto& chip) { return std::string(chip.param.name); });

std::string chipInVectors(Chip chip) {
  switch (chip) {
    case Chip::kFtdi:
      return "FT231X/FT232R";
    case Chip::kCdcAcm:
      return "CDC-ACM SET_LINE_CODING 8N1";
    case Chip::kCp210x:
      return "CP210x SET_BAUDRATE";
    default:
      return "CH340/CH341";
  }
}

TEST_P(BaudRequests, EqualTheVectors) {
  plug();
  open();
  std::ifstream file(TONUS_SOURCE_DIR "/tests/vectors/devices/bridge_requests.json");
  const auto vectors = nlohmann::json::parse(file).at("vectors");
  int checkedN = 0;
  for (const auto& v : vectors) {
    if (v.at("chip") != chipInVectors(GetParam().chip)) continue;
    ++checkedN;
    const auto hex = [&](const char* key, std::size_t digits) {
      const auto text = v.at("setup").at(key).template get<std::string>();
      return text.starts_with("0x") ? text.substr(2) : std::string(digits, '0');  // "interface" is 0 here
    };
    std::string wanted = hex("bmRequestType", 2) + " " + hex("bRequest", 2) + " " + hex("wValue", 4) + " " + hex("wIndex", 4);
    if (v.contains("data_hex")) wanted += " : " + v.at("data_hex").template get<std::string>();
    const std::size_t before = requests().size();
    ASSERT_TRUE(port_->setLine({.baud = v.at("baud")}).ok());
    EXPECT_EQ(requests(before).at(0), wanted) << v;
  }
  EXPECT_GE(checkedN, 4);
}

}  // namespace
}  // namespace tonus::rig
