// board_server cyton SOCKET | chords SOCKET | link SOCKET   [--pull-after S --back-after S]
// Plays a board for a QEMU guest, on the host, with the gadgets of the mocked tests:
//   cyton   the serial side of QEMU's own FT232 (usb-serial): bytes; it is pulled by closing the socket
//   chords  a CDC-ACM device, link a Tonus Link amplifier: whole USB devices by the usbredir protocol
// Ends when the guest is gone.

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <thread>

#include "boards.h"
#include "redir_device.h"
#include "tonus_link_gadget.h"

namespace tonus::rig {
namespace {

using namespace std::chrono_literals;
using Seconds = std::chrono::duration<double>;

sockaddr_un addressOf(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::snprintf(address.sun_path, sizeof address.sun_path, "%s", path.c_str());
  return address;
}

/// QEMU listens; without a peer the dongle is not plugged in.
int connectTo(const std::string& path, std::chrono::steady_clock::time_point until) {
  const sockaddr_un address = addressOf(path);
  while (std::chrono::steady_clock::now() < until) {
    const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return fd;
    close(fd);
    std::this_thread::sleep_for(50ms);
  }
  return -1;
}

/// Carries bytes until the peer is gone (false) or the gadget has streamed for `pullAfter` (true).
bool serveBytes(int fd, SerialGadget& gadget, const MockUsbDevice::Behaviour& board, Seconds pullAfter) {
  const int startsBefore = gadget.startsN();
  std::optional<std::chrono::steady_clock::time_point> streamsSince;
  while (true) {
    pollfd poll{fd, POLLIN, 0};
    ::poll(&poll, 1, 2);
    if ((poll.revents & (POLLIN | POLLHUP)) != 0) {
      std::array<std::uint8_t, 512> bytes{};
      const ssize_t n = recv(fd, bytes.data(), bytes.size(), MSG_DONTWAIT);
      if (n == 0) return false;
      if (n > 0) board.onOut(std::span(bytes).first(static_cast<std::size_t>(n)));
    }
    while (const auto said = board.onIn(512)) {
      if (send(fd, said->data.data(), said->data.size(), MSG_NOSIGNAL) < 0) return false;
    }
    const auto now = std::chrono::steady_clock::now();
    if (!streamsSince && gadget.startsN() > startsBefore) streamsSince = now;
    if (pullAfter > 0s && streamsSince && now - *streamsSince > pullAfter) return true;
  }
}

int serveCyton(const std::string& socket, Seconds pullAfter, Seconds backAfter) {
  SerialGadget gadget(configOf(Chip::kBulk));  // bytes as they are: the chip is QEMU's
  playCyton(gadget);
  const auto board = gadget.behaviour();
  for (bool pull = pullAfter > 0s;; pull = false) {
    const int fd = connectTo(socket, std::chrono::steady_clock::now() + 60s);
    if (fd < 0) return 0;
    std::fputs("[board] plugged\n", stderr);
    const bool pulled = serveBytes(fd, gadget, board, pull ? pullAfter : 0s);
    close(fd);
    if (!pulled) return 0;
    gadget.stream(0, nullptr);
    std::fputs("[board] pulled\n", stderr);
    std::this_thread::sleep_for(backAfter);
  }
}

int run(int argc, char** argv) {
  Seconds pullAfter{0}, backAfter{1};
  for (int i = 3; i + 1 < argc; i += 2)
    (std::string(argv[i]) == "--pull-after" ? pullAfter : backAfter) = Seconds(std::atof(argv[i + 1]));
  const std::string board = argc > 2 ? argv[1] : "", socket = argc > 2 ? argv[2] : "";
  if (board == "cyton") return serveCyton(socket, pullAfter, backAfter);
  if (board == "chords") {
    SerialGadget gadget(configOf(Chip::kCdcAcm));
    playChords(gadget);
    const auto starts = [&] { return gadget.startsN(); };
    const auto off = [&] { gadget.stream(0, nullptr); };
    return serveUsb(socket, gadget.description(), gadget.behaviour(), {pullAfter, backAfter, starts, off});
  }
  if (board == "link") {
    TonusLinkGadget gadget({});
    const auto starts = [&] { return gadget.startsN(); };
    return serveUsb(socket, gadget.description(), gadget.behaviour(), {pullAfter, backAfter, starts, [] {}});
  }
  std::fputs("board_server cyton|chords|link SOCKET [--pull-after S] [--back-after S]\n", stderr);
  return 2;
}

}  // namespace
}  // namespace tonus::rig

int main(int argc, char** argv) { return tonus::rig::run(argc, argv); }
