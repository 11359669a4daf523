#pragma once
// A fake USB device that the machine's own, unchanged libusb enumerates, opens and streams from, inside the test
// process:
//
//   test thread ─libusb→ ioctl() ─(libumockdev-preload, socket)→ testbed thread: onIoctl()  ←mutex→  pump thread
//
// Every ioctl is answered at once (the preload library holds a lock meanwhile); IN transfers wait here until the pump,
// which is the device's clock, has something for them. One testbed at a time; a device must outlive every handle that
// was opened on it.

#include <linux/usb/ch9.h>
#include <linux/usbdevice_fs.h>
#include <sys/ioctl.h>

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <thread>
#include <vector>

#include "mock_usb_node.h"

namespace tonus::rig {

class MockUsbDevice {
 public:
  /// A vendor or class request as it was made, and the data that went out with it.
  struct Request {
    usb_ctrlrequest setup{};
    std::vector<std::uint8_t> data;
  };
  /// What one IN transfer ends with: status 0 or -errno. More data than fit is an overflow.
  struct InResult {
    int status = 0;
    std::vector<std::uint8_t> data;
  };
  /// The device's side. Called with the mock's lock held: must not call the mock.
  struct Behaviour {
    /// For the oldest waiting IN transfer; nothing = not yet (NAK).
    std::function<std::optional<InResult>(std::size_t maxBytes)> onIn;
    /// A message to an OUT endpoint; 0 or -errno. Unset: there is none.
    std::function<int(std::span<const std::uint8_t> bytes)> onOut;
    /// Vendor and class requests; fills `data` for IN; its length or -errno.
    std::function<int(const usb_ctrlrequest& request, std::span<std::uint8_t> data)> onControl;
    std::function<void(unsigned alternate)> onAlternate;
  };
  struct Counts {
    std::uint64_t submits = 0, reaps = 0, emptyReaps = 0, discards = 0, clearHalts = 0;
  };

  MockUsbDevice(UMockdevTestbed* bed, UsbDescription description, Behaviour behaviour);
  ~MockUsbDevice();
  MockUsbDevice(const MockUsbDevice&) = delete;
  MockUsbDevice& operator=(const MockUsbDevice&) = delete;

  void plug();
  /// Every transfer in flight ends, open handles hang up; the next plug() has a new address, as in life.
  void unplug();
  /// The IN endpoint stalls until the host clears it.
  void halt();
  /// To every interface.
  void bindKernelDriver(std::string name);
  bool kernelDriverBound(unsigned interfaceNumber) const;
  /// Since the device was made, in order.
  std::vector<Request> requests() const;
  std::size_t inFlight() const;
  Counts counts() const;
  const std::string& nodeFile() const { return node_.pty(); }

 private:
  static gboolean ioctlThunk(UMockdevIoctlBase*, UMockdevIoctlClient* client, gpointer self);
  bool onIoctl(UMockdevIoctlClient* client);
  std::optional<int> onDriverIoctl(unsigned request, void* argument);
  std::optional<int> onTransferIoctl(unsigned request, void* argument);
  int submit(usbdevfs_urb* urb);
  int reap(void** out);
  int discard(usbdevfs_urb* urb);
  void finish(usbdevfs_urb* urb, int status, int actual);
  void finishAll(int status);
  int onDriverControl(const usbdevfs_ioctl& control);
  int claim(unsigned interfaceNumber);
  int answerControl(const usb_ctrlrequest& request, std::span<std::uint8_t> data);
  int answerStandard(const usb_ctrlrequest& request, std::span<std::uint8_t> data) const;
  void serveIn();
  void pump();

  const UsbDescription description_;
  const Behaviour behaviour_;
  UMockdevIoctlBase* handler_;
  MockUsbNode node_;
  mutable std::mutex mutex_;  // guards everything below
  std::condition_variable wake_;
  std::deque<usbdevfs_urb*> flying_, done_;
  std::string kernelDriver_;
  std::vector<bool> driverBound_;  // by interface
  std::vector<bool> claimed_;
  std::vector<Request> requests_;
  bool plugged_ = false;
  bool halted_ = false;
  int address_;
  Counts counts_;
  std::thread pumpThread_;
};

}  // namespace tonus::rig
