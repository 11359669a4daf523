#pragma once
// A mocked device's behaviour as a USB device of a QEMU guest, over the usbredir protocol: this is the end that has the
// device; QEMU connects to the socket.

#include <chrono>
#include <functional>
#include <string>

#include "mock_usb_device.h"

namespace tonus::rig {

struct PullPlan {
  std::chrono::duration<double> pullAfter{0};  ///< of the first stream; 0 = never
  std::chrono::duration<double> backAfter{1};
  std::function<int()> startsN;   ///< how often the device was told to stream
  std::function<void()> onPulled;
};

/// Serves one guest until it is gone; the exit status of a program.
int serveUsb(const std::string& socketPath, UsbDescription description, MockUsbDevice::Behaviour behaviour,
             PullPlan plan);

}  // namespace tonus::rig
