// Finding, describing and opening an amplifier.

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <filesystem>
#include <thread>

#include "rig.h"
#include "tonus/drivers/registry.h"
#include "usb_devices.h"

namespace tonus::rig {
namespace {

using ::testing::HasSubstr;

/// Everybody else's eyes for as long as it lives: root may open anything.
class AsNobody {
 public:
  AsNobody() : was_(geteuid()) {
    if (was_ == 0 && seteuid(65534) != 0) was_ = 65534;
  }
  ~AsNobody() {
    if (was_ == 0 && seteuid(0) != 0) std::abort();
  }
  AsNobody(const AsNobody&) = delete;
  AsNobody& operator=(const AsNobody&) = delete;

 private:
  uid_t was_;
};

TEST_F(Rig, AmplifierIsListedWithItsNumbers) {
  plug({.channelsN = 8, .rateMilliHz = 1'000'000, .serial = "TL-0042"});
  const auto [devices, asked, unknown, faults] = drivers::listDevices();
  ASSERT_EQ(devices.size(), 2U) << "is the umockdev preload library linked first?";
  EXPECT_TRUE(faults.empty());
  EXPECT_EQ(devices[1].id, "tonus-link@usb:1-1");
  EXPECT_EQ(devices[1].driver, "tonus-link");
  EXPECT_EQ(devices[1].model, "Tonus Link test");
  EXPECT_EQ(devices[1].serial, "TL-0042");
  EXPECT_EQ(devices[1].channelsN, 8U);
  EXPECT_EQ(devices[1].sampleRateHz, 1000);
}

TEST_F(Rig, AnotherProjectsDeviceOfTheSameTestIdIsNotOurs) {
  plug({.product = "Blinking lamp"});
  const auto list = drivers::listDevices();
  EXPECT_EQ(list.devices.size(), 1U);  // the simulator
  EXPECT_TRUE(list.faults.empty());
  drivers::live::Source source(drivers::tonus_link::linkKind(), "", clock_);
  EXPECT_EQ(source.open({}).fault().code, core::FaultCode::kNotFound);
}

TEST_F(Rig, OpenTellsWhatWillBeSent) {
  plug();
  const auto source = drivers::makeUsbSource("tonus-link@usb:1-1", clock_);
  ASSERT_TRUE(source.ok());
  core::SourceConfig config;
  config.sampleRateHz = 4000;
  config.channelMask = 0b10100101;
  const auto format = (*source)->open(config);
  ASSERT_TRUE(format.ok()) << format.fault().what;
  EXPECT_EQ(format->sampleRateHz, 4000);
  ASSERT_EQ(format->channelsN(), 4U);
  EXPECT_EQ(format->channels[3].label, "EMG 8");
  EXPECT_DOUBLE_EQ(format->channels[0].scaleUvPerCount, 0.024);
  EXPECT_EQ(gadget_->channelMask(), 0b10100101U);
  EXPECT_TRUE(gadget_->leadOffOn());
  const auto info = (*source)->describe();
  EXPECT_EQ(info.serial, "TL-0001");
  EXPECT_EQ(info.channelsN, 4U);
  EXPECT_EQ(info.sampleRateHz, 4000);
}

TEST_F(Rig, RateTheAmplifierCannotReachIsRefusedInWords) {
  plug();
  drivers::live::Source source(drivers::tonus_link::linkKind(), "1-1", clock_);
  core::SourceConfig config;
  config.sampleRateHz = 8000;
  const auto format = source.open(config);
  ASSERT_FALSE(format.ok());
  EXPECT_THAT(format.fault().hint, HasSubstr("4000 Hz"));
  EXPECT_TRUE(source.open({}).ok());
}

TEST_F(Rig, EmptySocketIsSaidSo) {
  plug();
  drivers::live::Source source(drivers::tonus_link::linkKind(), "3-2", clock_);
  EXPECT_THAT(source.open({}).fault().what, HasSubstr("No Tonus Link amplifier is connected at USB 3-2"));
}

TEST_F(Rig, AmplifierThatRefusesToStartIsAFaultAndMayBeOpenedAgain) {
  plug();
  gadget_->refuse(4);
  drivers::live::Source source(drivers::tonus_link::linkKind(), "", clock_);
  ASSERT_TRUE(source.open({}).ok());
  EXPECT_EQ(source.start().fault().code, core::FaultCode::kUnsupported);
  gadget_->refuse(0);
  ASSERT_TRUE(source.open({}).ok());
  EXPECT_TRUE(source.start().ok());
}

TEST_F(Rig, KernelDriverIsDetached) {
  gadget_ = std::make_unique<TonusLinkGadget>(GadgetConfig{});
  device_ = std::make_unique<MockUsbDevice>(bed_, gadget_->description(), gadget_->behaviour());
  device_->bindKernelDriver("usbtest");
  device_->plug();
  run();
  take(1s, [&] { return taken_.frames > 100; });
  EXPECT_GT(taken_.frames, 100U);
}

/// All but the device's node itself, which is a link to a pty.
void openTestbedToAll(UMockdevTestbed* bed) {
  namespace fs = std::filesystem;
  gchar* root = umockdev_testbed_get_root_dir(bed);
  fs::permissions(root, fs::perms::all);
  for (const auto& entry : fs::recursive_directory_iterator(root))
    if (!entry.is_symlink()) fs::permissions(entry.path(), fs::perms::all);
  g_free(root);
}

TEST_F(Rig, MissingRightsAreListedWithTheCommandThatGivesThem) {
  plug();
  openTestbedToAll(bed_);
  std::filesystem::permissions(device_->nodeFile(), std::filesystem::perms(0));
  drivers::live::Source source(drivers::tonus_link::linkKind(), "", clock_);  // made while rights are there
  drivers::DeviceList list;
  std::optional<core::Fault> opening;
  {
    const AsNobody nobody;
    list = drivers::listDevices();
    opening = source.open({}).fault();
  }
  EXPECT_EQ(list.devices.size(), 1U);  // the simulator
  ASSERT_EQ(list.faults.size(), 1U);
  EXPECT_EQ(list.faults[0].code, core::FaultCode::kPermission);
  EXPECT_THAT(list.faults[0].hint, HasSubstr("resources/udev/70-tonus.rules"));
  EXPECT_EQ(opening->code, core::FaultCode::kPermission);
}

TEST_F(Rig, WatchTellsOfEveryPlugAndPull) {
  std::atomic<int> changes{0};
  const drivers::DeviceWatch watch([&] { ++changes; });
  gadget_ = std::make_unique<TonusLinkGadget>(GadgetConfig{});
  device_ = std::make_unique<MockUsbDevice>(bed_, gadget_->description(), gadget_->behaviour());
  const auto reaches = [&](int n) {
    for (const auto end = clock_.now() + 3s; changes < n && clock_.now() < end;) std::this_thread::sleep_for(2ms);
    return changes == n;
  };
  for (int round = 0; round < 3; ++round) {
    device_->plug();
    ASSERT_TRUE(reaches(2 * round + 1)) << changes;
    device_->unplug();
    ASSERT_TRUE(reaches(2 * round + 2)) << changes;
  }
}

}  // namespace
}  // namespace tonus::rig
