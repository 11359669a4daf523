#include "redir_device.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <usbredirparser.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <deque>
#include <optional>
#include <vector>

namespace tonus::rig {

namespace {
using Bytes = std::vector<std::uint8_t>;
using Clock = std::chrono::steady_clock;

class RedirDevice {
 public:
  RedirDevice(int fd, UsbDescription description, MockUsbDevice::Behaviour behaviour, PullPlan plan);
  ~RedirDevice() { usbredirparser_destroy(parser_); }
  RedirDevice(const RedirDevice&) = delete;
  RedirDevice& operator=(const RedirDevice&) = delete;

  void serve();

 private:
  struct Waiting {
    std::uint64_t id;
    usb_redir_bulk_packet_header header;
  };
  static RedirDevice& of(void* self) { return *static_cast<RedirDevice*>(self); }
  void setCallbacks();
  void setStandardCallbacks();
  void attach();
  void describeEndpoints();
  void detach();
  void pullIfDue();
  void completeIn();
  void onControl(std::uint64_t id, const usb_redir_control_packet_header& header, std::span<std::uint8_t> data);
  void onBulk(std::uint64_t id, const usb_redir_bulk_packet_header& header, std::span<const std::uint8_t> data);
  void onCancel(std::uint64_t id);
  std::optional<Bytes> standard(const usb_redir_control_packet_header& header) const;
  Bytes stringAt(std::size_t index) const;

  const int fd_;
  const UsbDescription description_;
  const MockUsbDevice::Behaviour behaviour_;
  const PullPlan plan_;
  usbredirparser* parser_;
  bool over_ = false, greeted_ = false, attached_ = false, pulled_ = false;
  int alternate_ = 0;
  std::deque<Waiting> waiting_;
  std::optional<Clock::time_point> streamsSince_, pulledAt_;
};

RedirDevice::RedirDevice(int fd, UsbDescription description, MockUsbDevice::Behaviour behaviour, PullPlan plan)
    : fd_(fd),
      description_(std::move(description)),
      behaviour_(std::move(behaviour)),
      plan_(std::move(plan)),
      parser_(usbredirparser_create()) {
  parser_->priv = this;
  setCallbacks();
  setStandardCallbacks();
  std::uint32_t abilities[USB_REDIR_CAPS_SIZE] = {};
  for (const int ability : {usb_redir_cap_connect_device_version, usb_redir_cap_ep_info_max_packet_size,
                            usb_redir_cap_64bits_ids, usb_redir_cap_32bits_bulk_length,
                            usb_redir_cap_device_disconnect_ack})
    usbredirparser_caps_set_cap(abilities, ability);
  usbredirparser_init(parser_, "tonus board", abilities, USB_REDIR_CAPS_SIZE, usbredirparser_fl_usb_host);
}

void RedirDevice::setCallbacks() {
  parser_->log_func = [](void*, int level, const char* text) {
    if (level <= usbredirparser_warning) std::fprintf(stderr, "[redir] %s\n", text);
  };
  parser_->read_func = [](void* self, std::uint8_t* to, int n) -> int {
    const ssize_t got = recv(of(self).fd_, to, static_cast<std::size_t>(n), MSG_DONTWAIT);
    if (got > 0) return static_cast<int>(got);
    if (got < 0 && errno == EAGAIN) return 0;
    of(self).over_ = true;
    return -1;
  };
  parser_->write_func = [](void* self, std::uint8_t* from, int n) -> int {
    const ssize_t sent = send(of(self).fd_, from, static_cast<std::size_t>(n), MSG_NOSIGNAL);
    return sent >= 0 ? static_cast<int>(sent) : errno == EAGAIN ? 0 : -1;
  };
  parser_->hello_func = [](void* self, usb_redir_hello_header*) { of(self).greeted_ = true; };
  parser_->control_packet_func = [](void* self, std::uint64_t id, usb_redir_control_packet_header* header,
                                    std::uint8_t* data, int n) {
    of(self).onControl(id, *header, {data, static_cast<std::size_t>(n)});
    usbredirparser_free_packet_data(of(self).parser_, data);
  };
  parser_->bulk_packet_func = [](void* self, std::uint64_t id, usb_redir_bulk_packet_header* header,
                                 std::uint8_t* data, int n) {
    of(self).onBulk(id, *header, {data, static_cast<std::size_t>(n)});
    usbredirparser_free_packet_data(of(self).parser_, data);
  };
  parser_->cancel_data_packet_func = [](void* self, std::uint64_t id) { of(self).onCancel(id); };
  parser_->reset_func = [](void* self) { of(self).waiting_.clear(); };
  parser_->device_disconnect_ack_func = [](void*) {};
  parser_->filter_reject_func = [](void*) {};
  // A CDC device's notifications: never any.
  parser_->start_interrupt_receiving_func = [](void* self, std::uint64_t id,
                                               usb_redir_start_interrupt_receiving_header* h) {
    usb_redir_interrupt_receiving_status_header status{usb_redir_success, h->endpoint};
    usbredirparser_send_interrupt_receiving_status(of(self).parser_, id, &status);
  };
  parser_->stop_interrupt_receiving_func = [](void* self, std::uint64_t id,
                                              usb_redir_stop_interrupt_receiving_header* h) {
    usb_redir_interrupt_receiving_status_header status{usb_redir_success, h->endpoint};
    usbredirparser_send_interrupt_receiving_status(of(self).parser_, id, &status);
  };
}

void RedirDevice::setStandardCallbacks() {
  parser_->set_configuration_func = [](void* self, std::uint64_t id, usb_redir_set_configuration_header* h) {
    usb_redir_configuration_status_header status{usb_redir_success, h->configuration};
    usbredirparser_send_configuration_status(of(self).parser_, id, &status);
  };
  parser_->get_configuration_func = [](void* self, std::uint64_t id) {
    usb_redir_configuration_status_header status{usb_redir_success, 1};
    usbredirparser_send_configuration_status(of(self).parser_, id, &status);
  };
  parser_->set_alt_setting_func = [](void* self, std::uint64_t id, usb_redir_set_alt_setting_header* h) {
    RedirDevice& device = of(self);
    device.alternate_ = h->alt;
    device.behaviour_.onAlternate(h->alt);
    device.describeEndpoints();
    usb_redir_alt_setting_status_header status{usb_redir_success, h->interface, h->alt};
    usbredirparser_send_alt_setting_status(device.parser_, id, &status);
  };
  parser_->get_alt_setting_func = [](void* self, std::uint64_t id, usb_redir_get_alt_setting_header* h) {
    usb_redir_alt_setting_status_header status{usb_redir_success, h->interface,
                                               static_cast<std::uint8_t>(of(self).alternate_)};
    usbredirparser_send_alt_setting_status(of(self).parser_, id, &status);
  };
}

/// Endpoints of the current settings, by the configuration's own descriptors.
void RedirDevice::describeEndpoints() {
  usb_redir_ep_info_header endpoints{};
  std::fill(std::begin(endpoints.type), std::end(endpoints.type), std::uint8_t{usb_redir_type_invalid});
  endpoints.type[0] = endpoints.type[16] = usb_redir_type_control;
  usb_redir_interface_info_header interfaces{};
  const Bytes& c = description_.configDescriptor;
  bool current = false;
  for (std::size_t at = 0; at + 2 <= c.size() && c[at] >= 2; at += c[at]) {
    if (c[at + 1] == USB_DT_INTERFACE) {
      current = c[at + 3] == (c[at + 2] == 0 ? alternate_ : 0);
      if (!current) continue;
      const auto i = interfaces.interface_count++;
      interfaces.interface[i] = c[at + 2];
      interfaces.interface_class[i] = c[at + 5];
      interfaces.interface_subclass[i] = c[at + 6];
      interfaces.interface_protocol[i] = c[at + 7];
    } else if (c[at + 1] == USB_DT_ENDPOINT && current) {
      const std::size_t i = (c[at + 2] & 0x0FU) + ((c[at + 2] & 0x80U) != 0 ? 16 : 0);
      endpoints.type[i] = c[at + 3] & 3;
      endpoints.interval[i] = c[at + 6];
      endpoints.interface[i] = interfaces.interface[interfaces.interface_count - 1];
      endpoints.max_packet_size[i] = static_cast<std::uint16_t>(c[at + 4] | c[at + 5] << 8);
    }
  }
  usbredirparser_send_interface_info(parser_, &interfaces);
  usbredirparser_send_ep_info(parser_, &endpoints);
}

void RedirDevice::attach() {
  const Bytes& d = description_.deviceDescriptor;
  alternate_ = 0;
  describeEndpoints();
  usb_redir_device_connect_header connect{};
  connect.speed = description_.speedMbps == 480 ? usb_redir_speed_high : usb_redir_speed_full;
  connect.device_class = d[4];
  connect.vendor_id = static_cast<std::uint16_t>(d[8] | d[9] << 8);
  connect.product_id = static_cast<std::uint16_t>(d[10] | d[11] << 8);
  connect.device_version_bcd = 0x100;
  usbredirparser_send_device_connect(parser_, &connect);
  attached_ = true;
  std::fputs("[board] plugged\n", stderr);
}

void RedirDevice::detach() {
  waiting_.clear();
  plan_.onPulled();
  usbredirparser_send_device_disconnect(parser_);
  attached_ = false;
  pulled_ = true;
  pulledAt_ = Clock::now();
  std::fputs("[board] pulled\n", stderr);
}

Bytes RedirDevice::stringAt(std::size_t index) const {
  if (index == 0) return {4, USB_DT_STRING, 0x09, 0x04};
  if (index > description_.strings.size()) return {};
  Bytes text{0, USB_DT_STRING};
  for (const char c : description_.strings[index - 1]) text.insert(text.end(), {static_cast<std::uint8_t>(c), 0});
  text[0] = static_cast<std::uint8_t>(text.size());
  return text;
}

/// Nothing: not a request that every device answers alike.
std::optional<Bytes> RedirDevice::standard(const usb_redir_control_packet_header& header) const {
  if ((header.requesttype & USB_TYPE_MASK) != USB_TYPE_STANDARD) return std::nullopt;
  if (header.request == USB_REQ_GET_STATUS) return Bytes{0, 0};
  if (header.request != USB_REQ_GET_DESCRIPTOR) return Bytes{};
  switch (header.value >> 8) {
    case USB_DT_DEVICE:
      return description_.deviceDescriptor;
    case USB_DT_CONFIG:
      return description_.configDescriptor;
    case USB_DT_STRING:
      return stringAt(header.value & 0xFFU);
    default:
      return Bytes{};
  }
}

void RedirDevice::onControl(std::uint64_t id, const usb_redir_control_packet_header& header,
                            std::span<std::uint8_t> data) {
  usb_redir_control_packet_header reply = header;
  reply.status = usb_redir_success;
  const bool isIn = (header.endpoint & USB_DIR_IN) != 0;
  Bytes answer;
  if (auto known = standard(header)) {
    answer = std::move(*known);
    if (isIn && answer.empty()) reply.status = usb_redir_stall;
  } else {
    const usb_ctrlrequest request{header.requesttype, header.request, header.value, header.index, header.length};
    answer.resize(header.length);
    const int n = behaviour_.onControl(request, isIn ? std::span(answer) : data);
    if (n < 0) reply.status = usb_redir_stall;
    answer.resize(static_cast<std::size_t>(std::clamp<int>(n, 0, header.length)));
  }
  answer.resize(std::min<std::size_t>(answer.size(), header.length));
  if (isIn) reply.length = static_cast<std::uint16_t>(answer.size());
  usbredirparser_send_control_packet(parser_, id, &reply, isIn ? answer.data() : nullptr,
                                     isIn ? static_cast<int>(answer.size()) : 0);
}

void RedirDevice::onBulk(std::uint64_t id, const usb_redir_bulk_packet_header& header,
                         std::span<const std::uint8_t> data) {
  if ((header.endpoint & USB_DIR_IN) != 0) {
    waiting_.push_back({id, header});
    return;
  }
  usb_redir_bulk_packet_header reply = header;
  reply.status = behaviour_.onOut && behaviour_.onOut(data) == 0 ? usb_redir_success : usb_redir_stall;
  usbredirparser_send_bulk_packet(parser_, id, &reply, nullptr, 0);
}

void RedirDevice::onCancel(std::uint64_t id) {
  const auto waiting = std::find_if(waiting_.begin(), waiting_.end(), [&](const Waiting& w) { return w.id == id; });
  if (waiting == waiting_.end()) return;
  usb_redir_bulk_packet_header reply = waiting->header;
  reply.status = usb_redir_cancelled;
  reply.length = reply.length_high = 0;
  waiting_.erase(waiting);
  usbredirparser_send_bulk_packet(parser_, id, &reply, nullptr, 0);
}

void RedirDevice::completeIn() {
  while (!waiting_.empty() && attached_) {
    Waiting& next = waiting_.front();
    const std::size_t wanted = next.header.length | std::size_t{next.header.length_high} << 16;
    const auto result = behaviour_.onIn(wanted);
    if (!result) return;
    next.header.status = result->status == 0 ? usb_redir_success : usb_redir_ioerror;
    next.header.length = static_cast<std::uint16_t>(result->data.size());
    next.header.length_high = static_cast<std::uint16_t>(result->data.size() >> 16);
    Bytes data = result->data;  // the parser takes it writable
    usbredirparser_send_bulk_packet(parser_, next.id, &next.header, data.data(), static_cast<int>(data.size()));
    waiting_.pop_front();
  }
}

void RedirDevice::pullIfDue() {
  const auto now = Clock::now();
  if (pulledAt_ && now - *pulledAt_ > plan_.backAfter) {
    pulledAt_.reset();
    attach();
  }
  if (!streamsSince_ && plan_.startsN() > 0) streamsSince_ = now;
  const bool wanted = plan_.pullAfter.count() > 0 && !pulled_;
  if (wanted && streamsSince_ && now - *streamsSince_ > plan_.pullAfter) detach();
}

void RedirDevice::serve() {
  bool first = true;
  while (!over_) {
    const bool writes = usbredirparser_has_data_to_write(parser_) != 0;
    pollfd poll{fd_, static_cast<short>(POLLIN | (writes ? POLLOUT : 0)), 0};
    ::poll(&poll, 1, 1);
    if ((poll.revents & (POLLIN | POLLHUP)) != 0 && usbredirparser_do_read(parser_) != 0) return;
    // Not before the peer's hello: its abilities fix how packets look.
    if (greeted_ && first) {
      first = false;
      attach();
    }
    if (attached_ || pulledAt_) pullIfDue();
    completeIn();
    if (usbredirparser_has_data_to_write(parser_) != 0 && usbredirparser_do_write(parser_) != 0) return;
  }
}
}  // namespace

int serveUsb(const std::string& socketPath, UsbDescription description, MockUsbDevice::Behaviour behaviour,
             PullPlan plan) {
  const int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::snprintf(address.sun_path, sizeof address.sun_path, "%s", socketPath.c_str());
  unlink(address.sun_path);
  if (bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 || listen(listener, 1) != 0) {
    std::perror("board_server: socket");
    return 1;
  }
  const int fd = accept(listener, nullptr, nullptr);
  if (fd < 0) return 1;
  RedirDevice(fd, std::move(description), std::move(behaviour), std::move(plan)).serve();
  close(fd);
  close(listener);
  unlink(address.sun_path);
  return 0;
}

}  // namespace tonus::rig
