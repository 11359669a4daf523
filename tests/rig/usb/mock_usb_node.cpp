#include "mock_usb_node.h"

#include <fcntl.h>
#include <pty.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace tonus::rig {

namespace {
template <class... A>
std::string format(const char* pattern, A... arguments) {
  std::array<char, 128> text{};
  std::snprintf(text.data(), text.size(), pattern, arguments...);
  return text.data();
}

std::string take(gchar* text) {
  std::string out(text == nullptr ? "" : text);
  g_free(text);
  return out;
}

void require(bool held, const char* what) {
  if (held) return;
  std::fprintf(stderr, "mock USB device: %s failed\n", what);
  std::abort();
}

int le16(const std::vector<std::uint8_t>& bytes, std::size_t at) { return bytes.at(at) | bytes.at(at + 1) << 8; }

/// umockdev takes a null-terminated list of non-const strings.
std::vector<gchar*> asList(const std::vector<std::string>& strings) {
  std::vector<gchar*> list;
  for (const std::string& s : strings) list.push_back(const_cast<gchar*>(s.c_str()));
  list.push_back(nullptr);
  return list;
}
}  // namespace

MockUsbNode::~MockUsbNode() { hangUp(); }

void MockUsbNode::appear(UMockdevIoctlBase* handler, int address) {
  node_ = format("bus/usb/%03d/%03d", description_.bus, address);
  umockdev_testbed_attach_ioctl(bed_, ("/dev/" + node_).c_str(), handler, nullptr);
  makePty(take(umockdev_testbed_get_root_dir(bed_)) + "/dev/" + node_);
  const std::string sysName = "tonus_hc/usb" + std::to_string(description_.bus) + "/" + description_.port;
  writeDescriptors(sysName);
  announce(sysName, address);
}

void MockUsbNode::makePty(const std::string& node) {
  std::filesystem::create_directories(std::filesystem::path(node).parent_path());
  std::filesystem::remove(node);
  std::array<char, 128> name{};
  require(openpty(&master_, &slave_, name.data(), nullptr, nullptr) == 0, "openpty");
  fcntl(master_, F_SETFD, FD_CLOEXEC);
  fcntl(slave_, F_SETFD, FD_CLOEXEC);
  ptyName_ = name.data();
  ready_ = true;
  setReady(false);
  require(::symlink(name.data(), node.c_str()) == 0, "symlink");
}

/// The uevent goes out as soon as the device is added, so the binary file must be there before.
void MockUsbNode::writeDescriptors(const std::string& sysName) const {
  const std::string folder = take(umockdev_testbed_get_sys_dir(bed_)) + "/devices/" + sysName;
  std::filesystem::create_directories(folder);
  std::ofstream file(folder + "/descriptors", std::ios::binary);
  for (const auto* bytes : {&description_.deviceDescriptor, &description_.configDescriptor})
    file.write(reinterpret_cast<const char*>(bytes->data()), static_cast<std::streamsize>(bytes->size()));
}

void MockUsbNode::announce(const std::string& sysName, int address) {
  const auto& d = description_.deviceDescriptor;
  const std::string vendor = format("%04x", le16(d, 8)), product = format("%04x", le16(d, 10));
  const std::vector<std::string> attributes{"busnum",
                                            std::to_string(description_.bus) + "\n",
                                            "devnum",
                                            std::to_string(address) + "\n",
                                            "speed",
                                            std::to_string(description_.speedMbps) + "\n",
                                            "bConfigurationValue",
                                            "1\n",
                                            "idVendor",
                                            vendor + "\n",
                                            "idProduct",
                                            product + "\n"};
  const std::vector<std::string> properties{"DEVTYPE",      "usb_device",
                                            "DEVNAME",      "/dev/" + node_,
                                            "BUSNUM",       format("%03d", description_.bus),
                                            "DEVNUM",       format("%03d", address),
                                            "PRODUCT",      format("%x/%x/%x", le16(d, 8), le16(d, 10), le16(d, 12)),
                                            "ID_VENDOR_ID", vendor,
                                            "ID_MODEL_ID",  product};
  auto a = asList(attributes), p = asList(properties);
  sysPath_ = take(umockdev_testbed_add_devicev(bed_, "usb", sysName.c_str(), nullptr, a.data(), p.data()));
  require(!sysPath_.empty(), "adding the device");
}

void MockUsbNode::hangUp() {
  for (int* fd : {&master_, &slave_}) {
    if (*fd >= 0) ::close(*fd);
    *fd = -1;
  }
}

void MockUsbNode::disappear() {
  umockdev_testbed_detach_ioctl(bed_, ("/dev/" + node_).c_str(), nullptr);
  umockdev_testbed_uevent(bed_, sysPath_.c_str(), "remove");
  umockdev_testbed_remove_device(bed_, sysPath_.c_str());
  std::filesystem::remove(take(umockdev_testbed_get_root_dir(bed_)) + "/dev/" + node_);
}

void MockUsbNode::setReady(bool ready) {
  if (slave_ < 0 || ready == ready_) return;
  tcflow(slave_, ready ? TCOON : TCOOFF);
  ready_ = ready;
}

}  // namespace tonus::rig
