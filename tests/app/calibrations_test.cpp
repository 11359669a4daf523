// What the user measured is kept, used for the same amplifier only, and written into every session.
#include "tonus/app/calibrations.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "support/noise_source.h"
#include "tonus/app/live_session.h"

namespace tonus::app {
namespace {

namespace fs = std::filesystem;

/// As a driver delivers a board whose gain nobody published.
class Board final : public support::NoiseSource {
 public:
  using NoiseSource::NoiseSource;
  core::DeviceInfo describe() const override { return {"chords@usb:1-2", "chords", "Chords UNO-R3", "A1", 2, 1000, false}; }
  core::Result<core::StreamFormat> open(const core::SourceConfig& config) override {
    auto format = NoiseSource::open(config);
    for (core::ChannelFormat& channel : format->channels) channel.calibrated = false;
    return format;
  }
};

KeptCalibration second(const core::DeviceInfo& device) {
  return {calibratedDevice(device), 1, -8388608, 8388607, 0.25, "2026-11-23", "sine, 1000 µV peak to peak, 20 Hz", 1414.2, 0.01};
}

struct Calibrations : testing::Test {
  Calibrations() : dir(fs::temp_directory_path() / ("tonus-calibrations-" + std::to_string(::getpid()))) {
    fs::remove_all(dir);
    fs::create_directories(dir);
    store = store::Store::open(dir / "a.store", clock, {.create = true, .readOnly = false, .who = "test"}).value();
  }
  ~Calibrations() override {
    store.reset();
    fs::remove_all(dir);
  }
  core::StreamFormat applied(const core::DeviceInfo& info) {
    core::StreamFormat format = support::noiseFormat(2, 1000);
    for (core::ChannelFormat& channel : format.channels) channel.calibrated = false;
    days = book.apply(info, format);
    return format;
  }

  core::SystemClock clock;
  fs::path dir;
  std::unique_ptr<store::Store> store;
  core::DeviceInfo device{"chords@usb:1-2", "chords", "Chords UNO-R3", "A1", 2, 1000, true};
  CalibrationBook book;
  std::vector<std::string> days;
};

TEST_F(Calibrations, AreKeptWithTheStoreAndForgottenOnWish) {
  book.keep(second(device));
  ASSERT_TRUE(book.write(*store).ok());
  auto again = CalibrationBook::read(*store);
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->all(), book.all());
  book.forget(calibratedDevice(device), 1);
  ASSERT_TRUE(book.write(*store).ok());
  EXPECT_TRUE(CalibrationBook::read(*store)->all().empty());
}

TEST_F(Calibrations, AChannelMeasuredAgainKeepsTheNewerOnly) {
  book.keep(second(device));
  KeptCalibration newer = second(device);
  newer.uvPerCount = 0.5;
  book.keep(newer);
  ASSERT_EQ(book.all().size(), 1U);
  EXPECT_EQ(applied(device).channels[1].scaleUvPerCount, 0.5);
}

TEST_F(Calibrations, HoldForTheSameAmplifierInAnySocketAndForNoOther) {
  book.keep(second(device));
  device.id = "chords@usb:3-4";
  EXPECT_TRUE(applied(device).channels[1].calibrated);
  EXPECT_EQ(days, (std::vector<std::string>{"", "2026-11-23"}));
  EXPECT_FALSE(applied(device).channels[0].calibrated) << "only the channel that was measured";
  device.serial = "A2";
  EXPECT_FALSE(applied(device).channels[1].calibrated);
}

TEST_F(Calibrations, WithoutASerialNumberTheyBelongToTheSocket) {
  device.serial = "0";
  book.keep(second(device));
  EXPECT_TRUE(applied(device).channels[1].calibrated);
  device.id = "chords@usb:3-4";
  EXPECT_FALSE(applied(device).channels[1].calibrated);
}

TEST_F(Calibrations, AnotherRangeOfTheConverterIsAnotherBoard) {
  book.keep(second(device));
  core::StreamFormat format = support::noiseFormat(2, 1000);
  format.channels[1].calibrated = false;
  format.channels[1].maxCount = 1023;
  (void)book.apply(device, format);
  EXPECT_FALSE(format.channels[1].calibrated);
}

TEST_F(Calibrations, PublishedMicrovoltsAreNotReplaced) {
  book.keep(second(device));
  core::StreamFormat format = support::noiseFormat(2, 1000);
  const auto none = book.apply(device, format);
  EXPECT_EQ(format, support::noiseFormat(2, 1000));
  EXPECT_TRUE(none[1].empty());
}

TEST_F(Calibrations, DamagedOnesAreAFaultAndNotASilentLoss) {
  ASSERT_TRUE(store->setSetting("calibrations", "[{\"device\":3}]").ok());
  EXPECT_FALSE(CalibrationBook::read(*store).ok());
  EXPECT_EQ(store->setting("calibrations").value(), "[{\"device\":3}]");
}

TEST_F(Calibrations, EverySessionCarriesItsOwn) {
  book.keep(second(device));
  support::NoiseSource::Script script;
  script.framesN = 3000;
  session::Session::Options options;
  options.threads = false;
  auto live = LiveSession::open(std::make_unique<Board>(script, clock), clock, options);
  ASSERT_TRUE(live.ok());
  (*live)->use(book);
  store::Patient patient;
  patient.code = "P-1";
  patient = store->addPatient(patient).value();
  ASSERT_TRUE((*live)->start(*store, patient, session::defaultSetup((*live)->format())).ok());
  ASSERT_TRUE((*live)->runInline(2).ok());
  const auto id = (*live)->stop();
  ASSERT_TRUE(id.ok());
  const auto row = store->session(*id);
  ASSERT_TRUE(row.ok());
  EXPECT_FALSE(row->format.channels[0].calibrated);
  EXPECT_TRUE(row->format.channels[1].calibrated);
  const auto setup = session::parseSetup(row->setupJson);
  ASSERT_TRUE(setup.ok());
  EXPECT_EQ(setup->channels[1].calibratedOn, "2026-11-23");
  EXPECT_EQ(setup->format.channels[1].scaleUvPerCount, 0.25);
}

}  // namespace
}  // namespace tonus::app
