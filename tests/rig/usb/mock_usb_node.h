#pragma once
// How a fake USB device shows in the file system: sysfs entry, uevents, and a device node that can be polled.
//
// libusb poll()s the node for POLLOUT (a transfer can be reaped) and POLLERR (the device is gone). umockdev's own node
// is a plain file, always ready, so libusb would spin and never see a disconnect. Here the node is a pty slave instead:
// TCOOFF = not ready, TCOON = ready, closing the master = POLLERR | POLLHUP.

#include <umockdev.h>

#include <cstdint>
#include <string>
#include <vector>

namespace tonus::rig {

struct UsbDescription {
  std::vector<std::uint8_t> deviceDescriptor;
  std::vector<std::uint8_t> configDescriptor;
  std::vector<std::string> strings;  ///< 1…n, ASCII
  std::string port = "1-1";          ///< sysfs name: bus 1, port 1
  int bus = 1;
  int address = 5;  ///< of the first plug; one more at every other
  int speedMbps = 480;
};

class MockUsbNode {
 public:
  MockUsbNode(UMockdevTestbed* bed, const UsbDescription& description) : bed_(bed), description_(description) {}
  ~MockUsbNode();
  MockUsbNode(const MockUsbNode&) = delete;
  MockUsbNode& operator=(const MockUsbNode&) = delete;

  /// Node first, then sysfs, then the uevent: whoever hears of the device can open it.
  void appear(UMockdevIoctlBase* handler, int address);
  /// What every open handle sees at once.
  void hangUp();
  void disappear();
  void setReady(bool ready);
  /// The node's own file, for its rights.
  const std::string& pty() const { return ptyName_; }

 private:
  void makePty(const std::string& node);
  void writeDescriptors(const std::string& sysName) const;
  void announce(const std::string& sysName, int address);

  UMockdevTestbed* bed_;
  const UsbDescription& description_;
  std::string node_;  // below /dev
  std::string sysPath_;
  std::string ptyName_;
  int master_ = -1;
  int slave_ = -1;
  bool ready_ = true;
};

}  // namespace tonus::rig
