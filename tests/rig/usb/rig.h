#pragma once
// One test's bench: a umockdev testbed, an amplifier plugged into it, and a reader that checks every block it takes.

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "mock_usb_device.h"
#include "tonus/core/clock.h"
#include "tonus/core/source.h"
#include "tonus_link/connection.h"
#include "tonus_link_gadget.h"

namespace tonus::rig {

using namespace std::chrono_literals;
using core::ReadStatus;

struct Taken {
  std::uint64_t frames = 0;
  std::uint64_t lost = 0;
  std::uint64_t estimated = 0;  ///< the part of `lost` that the host's clock said
  std::int64_t next = 0;        ///< index that must come next
  int goneReads = 0;
  std::vector<std::string> events;
  std::optional<core::Fault> fault;

  bool has(const std::string& text) const;
};

class Rig : public ::testing::Test {
 protected:
  Rig();
  ~Rig() override;

  /// Makes the amplifier and plugs it in.
  void plug(GadgetConfig config = {});
  /// A source on it, opened and started; fails the test where no device is found.
  void run(const core::SourceConfig& config = {});
  /// Reads for that long, or until `until` holds after a read. Each block must follow the one before, and (while
  /// `checkSamples`) hold what the amplifier measured at its index.
  void take(std::chrono::milliseconds time, const std::function<bool()>& until = nullptr);
  /// After this the amplifier sends nothing new; what it made has been read when this returns.
  void drain();

  UMockdevTestbed* bed_ = nullptr;
  core::SystemClock clock_;
  std::unique_ptr<TonusLinkGadget> gadget_;
  std::unique_ptr<MockUsbDevice> device_;
  std::unique_ptr<drivers::live::Source> source_;
  core::RawBlock block_;
  Taken taken_;
  bool checkSamples_ = true;

 private:
  void check();
};

}  // namespace tonus::rig
