#pragma once
// Plays a device to a protocol: bytes and virtual time, nothing else.

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "transport/device_protocol.h"

namespace tonus::tests {

using namespace std::chrono_literals;
using Wire = std::vector<std::uint8_t>;

inline Wire wire(std::string_view text) { return {text.begin(), text.end()}; }

class FakeDevice {
 public:
  virtual ~FakeDevice() = default;
  /// What comes of it is sent at its time.
  virtual void onWrite(const Wire& bytes, std::chrono::nanoseconds now) = 0;
  /// Up to now, since the last call.
  virtual Wire read(std::chrono::nanoseconds now) {
    Wire out;
    std::erase_if(pending_, [&](const Pending& p) {
      if (p.at > now) return false;
      out.insert(out.end(), p.bytes.begin(), p.bytes.end());
      return true;
    });
    return out;
  }
  virtual void onLine(const drivers::transport::LineSettings& line) { line_ = line; }

 protected:
  struct Pending {
    std::chrono::nanoseconds at;
    Wire bytes;
  };
  void send(std::chrono::nanoseconds at, Wire bytes) { pending_.push_back({at, std::move(bytes)}); }
  std::vector<Pending> pending_;
  drivers::transport::LineSettings line_;
};

struct Talk {
  drivers::transport::Turn turn;
  std::vector<Wire> written;
  std::vector<std::string> waitedFor;
  std::chrono::nanoseconds took{};
};

/// Ends in failure after two virtual minutes.
inline Talk converse(drivers::transport::DeviceProtocol& protocol, drivers::transport::Task task, FakeDevice& device,
                     std::chrono::nanoseconds& now, const core::SourceConfig& config = {}) {
  using drivers::transport::Turn;
  Talk talk;
  const auto began = now;
  protocol.begin(task, config);
  Wire received;
  while (now - began < 120s) {
    talk.turn = protocol.advance(received, {.sinceBegin = now - began, .sinceReset = now});
    if (talk.turn.line) device.onLine(*talk.turn.line);
    if (!talk.turn.write.empty()) {
      talk.written.push_back(talk.turn.write);
      device.onWrite(talk.turn.write, now);
    }
    if (talk.waitedFor.empty() || talk.waitedFor.back() != talk.turn.waitingFor)
      talk.waitedFor.push_back(talk.turn.waitingFor);
    if (talk.turn.outcome != Turn::Outcome::kBusy) break;
    now += std::min<std::chrono::nanoseconds>(talk.turn.wakeIn, 20ms);
    received = device.read(now);
  }
  talk.took = now - began;
  return talk;
}

}  // namespace tonus::tests
