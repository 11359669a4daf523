// The program's own drivers, by the registry, against boards played behind the chips they are sold with.

#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>

#include <set>

#include "boards.h"
#include "tonus/core/clock.h"
#include "tonus/drivers/impedance.h"
#include "tonus/drivers/registry.h"

namespace tonus::rig {
namespace {

using namespace std::chrono_literals;
using core::ReadStatus;
using ::testing::HasSubstr;

class Boards : public ::testing::Test {
 protected:
  Boards() : bed_(umockdev_testbed_new()) {}
  ~Boards() override {
    source_.reset();
    devices_.clear();
    g_object_unref(bed_);
  }

  SerialGadget& plug(SerialGadgetConfig config, void (*play)(SerialGadget&)) {
    gadgets_.push_back(std::make_unique<SerialGadget>(std::move(config)));
    play(*gadgets_.back());
    devices_.push_back(
        std::make_unique<MockUsbDevice>(bed_, gadgets_.back()->description(), gadgets_.back()->behaviour()));
    devices_.back()->plug();
    return *gadgets_.back();
  }
  void start(const std::string& id) {
    auto source = drivers::makeSource(id, clock_);
    ASSERT_TRUE(source.ok()) << source.fault().what;
    source_ = *std::move(source);
    const auto format = source_->open({});
    ASSERT_TRUE(format.ok()) << format.fault().what;
    format_ = *format;
    const auto started = source_->start();
    ASSERT_TRUE(started.ok()) << started.fault().what;
  }
  /// Reads; each frame must follow the one before, and be what the board measured, until it was started anew.
  void take(std::chrono::milliseconds time, std::int32_t (*count)(std::uint64_t, std::size_t),
            const std::function<bool()>& until = nullptr) {
    const auto end = clock_.now() + time;
    while (clock_.now() < end && !(until && until())) {
      const auto status = source_->read(std::min(end, clock_.now() + 50ms), block_);
      ASSERT_TRUE(status.ok()) << status.fault().what;
      if (*status == ReadStatus::kGone) ++goneN_;
      if (*status != ReadStatus::kBlock || block_.framesN == 0) continue;
      next_ += static_cast<std::int64_t>(block_.lostBefore);
      ASSERT_EQ(block_.first.value, next_);
      lostN_ += block_.lostBefore;
      for (std::uint32_t f = 0; f < block_.framesN && count != nullptr; ++f)
        for (std::uint32_t c = 0; c < block_.channelsN; ++c)
          ASSERT_EQ(block_.counts[std::size_t{f} * block_.channelsN + c], count(framesN_ + f, c)) << framesN_ + f;
      next_ += block_.framesN;
      framesN_ += block_.framesN;
    }
  }

  UMockdevTestbed* bed_;
  core::SystemClock clock_;
  std::vector<std::unique_ptr<SerialGadget>> gadgets_;
  std::vector<std::unique_ptr<MockUsbDevice>> devices_;
  std::unique_ptr<core::SignalSource> source_;
  core::StreamFormat format_;
  core::RawBlock block_;
  std::int64_t next_ = 0;
  std::uint64_t framesN_ = 0, lostN_ = 0;
  int goneN_ = 0;
};

TEST_F(Boards, CytonIsFoundSetUpAndRead) {
  plug(configOf(Chip::kFtdi), playCyton);
  const auto list = drivers::listDevices();
  ASSERT_EQ(list.devices.size(), 2U);
  EXPECT_EQ(list.devices[1].id, "openbci-cyton@usb:1-1");
  EXPECT_EQ(list.devices[1].model, "OpenBCI Cyton");
  start(list.devices[1].id);
  EXPECT_EQ(format_.sampleRateHz, 250);
  ASSERT_EQ(format_.channelsN(), 8U);
  EXPECT_TRUE(format_.channels[0].calibrated);
  take(2s, cytonCount);
  EXPECT_GT(framesN_, 450U);
  EXPECT_EQ(lostN_, 0U);
}

TEST_F(Boards, OptionsBehindTheNameReachTheChipAndTheBoard) {
  SerialGadget& gadget = plug(configOf(Chip::kFtdi), playCyton);
  start("openbci-cyton@usb:1-1+test+latency=7");
  EXPECT_EQ(source_->describe().id, "openbci-cyton@usb:1-1+test+latency=7");
  EXPECT_THAT(source_->describe().model, HasSubstr("test signal"));
  std::vector<std::string> events;
  while (events.empty()) {
    const auto status = source_->read(clock_.now() + 2s, block_);
    ASSERT_TRUE(status.ok() && *status == ReadStatus::kBlock);
    for (const auto& event : block_.events) events.push_back(event.text);
  }
  EXPECT_THAT(events[0], HasSubstr("nothing of a patient"));
  source_->stop();
  const auto bytes = gadget.written();
  const std::string written(bytes.begin(), bytes.end());
  EXPECT_THAT(written, HasSubstr("-x1065100X"));
  EXPECT_TRUE(written.ends_with("d")) << "normal inputs again";
  const auto requests = devices_[0]->requests();
  int latenciesN = 0;
  for (const auto& r : requests) {
    if (r.setup.bRequestType != 0x40 || r.setup.bRequest != 0x09) continue;
    ++latenciesN;
    EXPECT_EQ(r.setup.wValue, 7) << "the latency timer";
  }
  EXPECT_GE(latenciesN, 1);
}

TEST_F(Boards, ARateLearnedBeforeIsUsedForThatDeviceAloneAndSurvivesAPull) {
  const auto folder = std::filesystem::temp_directory_path() / ("tonus-boards-" + std::to_string(::getpid()));
  const auto rates = std::make_shared<drivers::RateMemory>(folder / "amplifier-rates");
  rates->remember("openbci-cyton " + configOf(Chip::kFtdi).serial, {.hz = 250.6, .boundHz = 0.01});
  auto other = configOf(Chip::kFtdi);
  other.port = "1-2";
  other.serial = "ANOTHER";
  plug(configOf(Chip::kFtdi), playCyton);
  plug(other, playCyton);
  source_ = *drivers::makeSource("openbci-cyton@usb:1-2", clock_, rates);
  EXPECT_EQ(source_->open({})->sampleRateHz, 250);
  source_ = *drivers::makeSource("openbci-cyton@usb:1-1", clock_, rates);
  EXPECT_EQ(source_->open({})->sampleRateHz, 250.6);
  EXPECT_EQ(source_->describe().sampleRateHz, 250.6);
  ASSERT_TRUE(source_->start().ok());
  take(500ms, cytonCount);
  devices_[0]->unplug();
  gadgets_[0]->stream(0, nullptr);
  take(2s, nullptr, [this] { return goneN_ > 0; });
  devices_[0]->plug();
  const auto before = framesN_;
  take(8s, nullptr, [&] { return framesN_ > before + 50; });
  EXPECT_GT(framesN_, before + 50) << "the same device, the same rate: the session goes on";
  source_->stop();
  EXPECT_EQ(rates->of("openbci-cyton " + configOf(Chip::kFtdi).serial)->hz, 250.6) << "nothing is learned in less than 10 s";
  std::filesystem::remove_all(folder);
}

TEST_F(Boards, OptionsThatADeviceDoesNotHaveAreRefusedInWords) {
  for (const char* id : {"chords@usb:1-1+test", "tonus-link+latency=2", "openbci-cyton+latency=0", "openbci-cyton+latency=256",
                         "openbci-cyton+latency=", "openbci-cyton+tset", "openbci-cyton@usb:+test", "openbci-cyton+",
                         "simulator+test"}) {
    const auto source = drivers::makeSource(id, clock_);
    ASSERT_FALSE(source.ok()) << id;
    EXPECT_FALSE(source.fault().hint.empty()) << id;
  }
  EXPECT_TRUE(drivers::makeSource("openbci-cyton+test", clock_).ok());
}

TEST_F(Boards, CytonPulledAndPutBackGoesOnByItself) {
  plug(configOf(Chip::kFtdi), playCyton);
  start("openbci-cyton@usb:1-1");
  const auto began = clock_.now();
  take(500ms, cytonCount);
  devices_[0]->unplug();
  gadgets_[0]->stream(0, nullptr);
  take(2s, nullptr, [this] { return goneN_ > 0; });
  take(500ms, nullptr);
  devices_[0]->plug();
  const auto before = framesN_;
  take(8s, nullptr, [&] { return framesN_ > before + 100; });
  EXPECT_GT(framesN_, before + 100);
  const double elapsedS = std::chrono::duration<double>(clock_.now() - began).count();
  EXPECT_NEAR(static_cast<double>(next_), elapsedS * 250, 40);
}

void playCytonAtTwelve(SerialGadget& gadget) { playCytonOnSkin(gadget, 12); }

TEST_F(Boards, CytonMeasuresBothElectrodesOfEveryChannelAndStreamsAfterwards) {
  plug(configOf(Chip::kFtdi), playCytonAtTwelve);
  double most = 0;
  std::set<std::string> waited;
  const auto measured = drivers::measureImpedance("openbci-cyton@usb:1-1", clock_, [&](double done, const std::string& words) {
    most = std::max(most, done);
    waited.insert(words);
    return true;
  });
  ASSERT_TRUE(measured.ok()) << measured.fault().what;
  ASSERT_EQ(measured->size(), 16U);
  for (const drivers::Impedance& one : *measured) EXPECT_NEAR(one.kOhm, 12, 0.5) << one.channel;
  EXPECT_TRUE(waited.contains("channel 8 of 8"));
  EXPECT_GT(most, 0.9);
  start("openbci-cyton@usb:1-1");
  take(500ms, nullptr);
  EXPECT_GT(framesN_, 50U);
}

TEST_F(Boards, AnImpedanceMeasurementThatIsCancelledLeavesTheBoardAtItsDefaults) {
  SerialGadget& board = plug(configOf(Chip::kFtdi), playCytonAtTwelve);
  const auto measured = drivers::measureImpedance("openbci-cyton@usb:1-1", clock_, [](double, const std::string& words) {
    return words != "channel 2 of 8";
  });
  ASSERT_FALSE(measured.ok());
  EXPECT_EQ(measured.fault().code, core::FaultCode::kCancelled);
  const auto bytes = board.written();
  const std::string written(bytes.begin(), bytes.end());
  EXPECT_GT(written.rfind('d'), written.rfind('z')) << "the defaults come after the last lead-off command";
}

TEST_F(Boards, PulledWhileItsElectrodesAreMeasuredItSaysSo) {
  plug(configOf(Chip::kFtdi), playCytonAtTwelve);
  const auto measured = drivers::measureImpedance("openbci-cyton@usb:1-1", clock_, [this](double, const std::string& words) {
    if (words == "channel 1 of 8") devices_[0]->unplug();
    return true;
  });
  ASSERT_FALSE(measured.ok());
  EXPECT_EQ(measured.fault().code, core::FaultCode::kDeviceGone);
  EXPECT_FALSE(measured.fault().hint.empty());
}

TEST_F(Boards, ABoardThatCannotMeasureElectrodesIsNotAskedTo) {
  SerialGadget& board = plug(configOf(Chip::kCdcAcm), playChords);
  EXPECT_FALSE(drivers::canMeasureImpedance("chords@usb:1-1"));
  const auto measured = drivers::measureImpedance("chords@usb:1-1", clock_, {});
  ASSERT_FALSE(measured.ok());
  EXPECT_TRUE(board.written().empty());
}

TEST_F(Boards, OpeningSaysWhatItWaitsForAndCanBeGivenUp) {
  plug(configOf(Chip::kCdcAcm), playChords);
  std::set<std::string> waited;
  auto source = drivers::makeSource("chords@usb:1-1", clock_, nullptr, [&](double, const std::string& words) {
    waited.insert(words);
    return waited.size() < 2;
  });
  ASSERT_TRUE(source.ok());
  const auto opened = (*source)->open({});
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.fault().code, core::FaultCode::kCancelled);
  EXPECT_EQ(waited.size(), 2U);
}

TEST_F(Boards, DongleWithoutItsBoardSaysSo) {
  plug(configOf(Chip::kFtdi), playDongleAlone);
  const auto list = drivers::listDevices();
  ASSERT_EQ(list.faults.size(), 1U);
  EXPECT_THAT(list.faults[0].what, HasSubstr("does not hear its board"));
  EXPECT_THAT(list.faults[0].hint, HasSubstr("radio channel"));
}

TEST_F(Boards, ChordsIsFoundBehindAnArduinosOwnUsbAndBehindACh340) {
  auto clone = configOf(Chip::kCh34x);
  clone.port = "1-2";
  plug(configOf(Chip::kCdcAcm), playChords);
  plug(clone, playChords);
  const auto list = drivers::listDevices();
  ASSERT_EQ(list.devices.size(), 3U);
  EXPECT_EQ(list.devices[1].id, "chords@usb:1-1");
  EXPECT_EQ(list.devices[2].id, "chords@usb:1-2");
  for (const char* id : {"chords@usb:1-1", "chords@usb:1-2"}) {
    next_ = 0;
    framesN_ = 0;
    start(id);
    EXPECT_EQ(format_.channelsN(), 6U);
    EXPECT_FALSE(format_.channels[0].calibrated);
    take(1s, chordsCount);
    EXPECT_GT(framesN_, 200U);
    EXPECT_EQ(lostN_, 0U);
  }
}

TEST_F(Boards, SpikerBoxWithTheDonglesIdIsKnownByItsStream) {
  SerialGadget& box = plug(configOf(Chip::kFtdi), playSpikerBox);
  const auto list = drivers::listDevices();
  ASSERT_EQ(list.devices.size(), 2U);
  EXPECT_EQ(list.devices[1].driver, "byb-serial");
  const auto written = box.written();
  EXPECT_EQ(std::count(written.begin(), written.end(), 0xF0), 0) << "the dongle's question was not put to it";
}

TEST_F(Boards, WatchShowsADeviceAsAskedAndThenByItsName) {
  std::atomic<int> changes{0};
  drivers::DeviceWatch watch([&] { ++changes; });
  plug(configOf(Chip::kCdcAcm), playChords);
  std::string waited;
  const auto end = clock_.now() + 10s;
  while (clock_.now() < end && watch.list().devices.size() < 2) {
    for (const auto& asked : watch.list().asked) waited = asked.waitingFor.empty() ? waited : asked.waitingFor;
    clock_.sleepUntil(clock_.now() + 5ms);
  }
  ASSERT_EQ(watch.list().devices.size(), 2U);
  EXPECT_EQ(watch.list().devices[1].model, "Chords UNO-R3");
  EXPECT_TRUE(watch.list().asked.empty());
  EXPECT_FALSE(waited.empty());
  EXPECT_GE(changes, 2);
  devices_[0]->unplug();
  while (clock_.now() < end && watch.list().devices.size() > 1) clock_.sleepUntil(clock_.now() + 5ms);
  EXPECT_EQ(watch.list().devices.size(), 1U);
}

}  // namespace
}  // namespace tonus::rig
