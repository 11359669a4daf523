// A device behind a bridge chip as a signal source: timeline, silence, cables, two at once.

#include <gmock/gmock.h>

#include "live/protocol_connection.h"
#include "live/source.h"
#include "serial_gadget.h"
#include "toy_protocol.h"
#include "transport/usb_port.h"

namespace tonus::rig {
namespace {

using namespace std::chrono_literals;
using core::ReadStatus;
using drivers::live::Source;
using ::testing::HasSubstr;

drivers::live::Kind toyKind() {
  drivers::live::Kind kind;
  kind.driver = kind.model = "toy";
  kind.ids = {{0x0403, 0x6015}};
  kind.connect = [](const auto& context, const auto& presence,
                    const auto& clock) -> core::Result<std::unique_ptr<drivers::live::Connection>> {
    auto port = openPort(context, presence, clock);
    if (!port) return port.fault();
    return std::unique_ptr<drivers::live::Connection>(
        std::make_unique<drivers::live::ProtocolConnection>(*std::move(port), makeToy({}), 256, clock));
  };
  return kind;
}

SerialGadget::Reaction toyReacts(std::span<const std::uint8_t> written) {
  const std::string text(written.begin(), written.end());
  if (text == "WHO\n") return {{'T', 'O', 'Y', '\n'}, std::nullopt};
  if (text == "b") return {{}, kToyRateHz * kToyPacketBytes};
  return {{}, 0.0};
}

/// One device and a session's reader on it.
struct Bench {
  Bench(UMockdevTestbed* bed, SerialGadgetConfig config) : path(config.port), gadget(std::move(config)) {
    gadget.stream(0, &toyByteAt);
    gadget.onWritten(&toyReacts);
    device = std::make_unique<MockUsbDevice>(bed, gadget.description(), gadget.behaviour());
    device->plug();
  }
  ~Bench() { source.reset(); }

  void start() {
    source = std::make_unique<Source>(toyKind(), path, clock);
    const auto format = source->open({});
    ASSERT_TRUE(format.ok()) << format.fault().what;
    const auto started = source->start();
    ASSERT_TRUE(started.ok()) << started.fault().what;
  }
  void take(std::chrono::milliseconds time, const std::function<bool()>& until = nullptr) {
    const auto end = clock.now() + time;
    while (clock.now() < end && !(until && until())) {
      const auto status = source->read(std::min(end, clock.now() + 20ms), block);
      if (!status) {
        fault = status.fault();
        return;
      }
      if (*status == ReadStatus::kGone) ++goneN;
      if (*status != ReadStatus::kBlock) continue;
      for (const auto& event : block.events) events += event.text + "\n";
      if (block.framesN == 0) continue;
      next += static_cast<std::int64_t>(block.lostBefore);
      ASSERT_EQ(block.first.value, next);
      next += block.framesN;
      framesN += block.framesN;
      lostN += block.lostBefore;
    }
  }

  std::string path;
  core::SystemClock clock;
  SerialGadget gadget;
  std::unique_ptr<MockUsbDevice> device;
  std::unique_ptr<Source> source;
  core::RawBlock block;
  int goneN = 0;
  std::int64_t next = 0;
  std::uint64_t framesN = 0, lostN = 0;
  std::string events;
  std::optional<core::Fault> fault;
};

class WireSource : public ::testing::Test {
 protected:
  WireSource() : bed_(umockdev_testbed_new()) {}
  ~WireSource() override { g_object_unref(bed_); }

  UMockdevTestbed* bed_;
};

TEST_F(WireSource, EveryFrameArrivesAndStopIsTold) {
  Bench bench(bed_, configOf(Chip::kFtdi));
  bench.start();
  EXPECT_EQ(bench.source->describe().id, "toy@usb:1-1");
  EXPECT_EQ(bench.source->describe().model, "Toy TOY");
  bench.take(1500ms);
  EXPECT_GT(bench.framesN, 1300U);
  EXPECT_EQ(bench.lostN, 0U);
  bench.source->stop();
  EXPECT_EQ(bench.gadget.written().back(), 's');
  EXPECT_FALSE(bench.source->read(bench.clock.now(), bench.block).ok());
}

TEST_F(WireSource, DeviceThatDoesNotAnswerIsRefusedInWords) {
  Bench bench(bed_, configOf(Chip::kFtdi));
  bench.gadget.onWritten({});
  Source source(toyKind(), "1-1", bench.clock);
  const auto format = source.open({});
  ASSERT_FALSE(format.ok());
  EXPECT_THAT(format.fault().what, HasSubstr("did not answer"));
  EXPECT_FALSE(format.fault().hint.empty());
}

TEST_F(WireSource, ChosenByHandItOpensADeviceOfAnyId) {
  auto config = configOf(Chip::kFtdi);
  config.product = 0x6001;
  Bench bench(bed_, config);
  EXPECT_EQ(Source(toyKind(), "", bench.clock).open({}).fault().code, core::FaultCode::kNotFound);
  bench.start();
  bench.take(500ms);
  EXPECT_GT(bench.framesN, 100U);
}

TEST_F(WireSource, ChipThatChattersWhileTheDeviceIsSilentIsNoSignal) {
  Bench bench(bed_, configOf(Chip::kFtdi));
  bench.start();
  bench.take(400ms);
  bench.gadget.setSilent(true);
  bench.take(3s, [&] { return bench.gadget.startsN() == 2; });
  bench.gadget.setSilent(false);
  const auto before = bench.framesN;
  bench.take(1s, [&] { return bench.framesN > before + 100; });
  EXPECT_EQ(bench.gadget.startsN(), 2);
  EXPECT_GT(bench.framesN, before + 100);
  EXPECT_THAT(bench.events, HasSubstr("the amplifier was started anew"));
  bench.gadget.setSilent(true);
  bench.take(5s);
  ASSERT_TRUE(bench.fault);
  EXPECT_THAT(bench.fault->what, HasSubstr("sends no signal"));
}

/// 256 packets lost look like none to an 8-bit counter.
TEST_F(WireSource, LossOfAWholeTurnOfTheCounterIsSeenByTime) {
  Bench bench(bed_, configOf(Chip::kFtdi));
  bench.start();
  const auto began = bench.clock.now();
  bench.take(1500ms);
  ASSERT_EQ(bench.lostN, 0U);
  bench.gadget.setSilent(true);
  bench.take(256ms);
  bench.gadget.setSilent(false);
  bench.take(1s);
  const double elapsedS = std::chrono::duration<double>(bench.clock.now() - began).count();
  EXPECT_NEAR(static_cast<double>(bench.next), elapsedS * kToyRateHz, 150);
  EXPECT_GT(bench.lostN, 200U);
}

TEST_F(WireSource, PulledAndPutBackIsAGapInTheSameTimeline) {
  Bench bench(bed_, configOf(Chip::kFtdi));
  bench.start();
  const auto began = bench.clock.now();
  bench.take(500ms);
  const auto pulledAt = bench.clock.now();
  bench.device->unplug();
  bench.gadget.stream(0, nullptr);
  bench.take(2s, [&] { return bench.goneN > 0; });
  EXPECT_LT(bench.clock.now() - pulledAt, 500ms);
  bench.take(400ms);
  bench.device->plug();
  const auto before = bench.framesN;
  bench.take(4s, [&] { return bench.framesN > before + 300; });
  EXPECT_GT(bench.framesN, before + 300);
  EXPECT_THAT(bench.events, HasSubstr("the amplifier is back after"));
  const double elapsedS = std::chrono::duration<double>(bench.clock.now() - began).count();
  EXPECT_NEAR(static_cast<double>(bench.next), elapsedS * kToyRateHz, 150);
  EXPECT_GT(bench.lostN, 300U);
}

TEST_F(WireSource, DeviceWithoutASerialNumberIsKnownByItsSocket) {
  auto config = configOf(Chip::kFtdi);
  config.serial = "";
  Bench bench(bed_, config);
  bench.start();
  bench.take(300ms);
  bench.device->unplug();
  bench.gadget.stream(0, nullptr);
  bench.take(300ms);
  config.port = "1-3";
  Bench other(bed_, config);
  auto before = bench.framesN;
  bench.take(700ms);
  EXPECT_EQ(bench.framesN, before);
  EXPECT_TRUE(other.gadget.written().empty()) << "another device in another socket";
  bench.device->plug();
  bench.take(4s, [&] { return bench.framesN > before; });
  EXPECT_GT(bench.framesN, before);
}

TEST_F(WireSource, TwoDevicesAtOnceAreTwoSources) {
  auto config = configOf(Chip::kFtdi);
  config.port = "1-2";
  config.serial = "DM00OTHER";
  Bench one(bed_, configOf(Chip::kFtdi)), two(bed_, config);
  one.start();
  two.start();
  const auto end = one.clock.now() + 1500ms;
  while (one.clock.now() < end) {
    one.take(20ms);
    two.take(20ms);
  }
  for (const Bench* bench : {&one, &two}) {
    EXPECT_GT(bench->framesN, 1200U);
    EXPECT_EQ(bench->lostN, 0U);
  }
}

}  // namespace
}  // namespace tonus::rig
