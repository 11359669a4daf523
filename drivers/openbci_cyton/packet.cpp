#include "openbci_cyton/packet.h"

#include <algorithm>
#include <utility>

#include "wire/big_endian.h"

namespace tonus::drivers::openbci_cyton {

namespace {
constexpr double kReferenceVolts = 4.5;
constexpr std::int32_t kMaxCount = 0x7FFFFF;

bool couldBe(wire::Bytes start, std::size_t packetBytes) {
  if (start[0] != 0xA0) return false;
  return start.size() < packetBytes || (start[packetBytes - 1] >= 0xC0 && start[packetBytes - 1] <= 0xC6);
}

constexpr wire::PacketShape kShape{
    .bytes = kPacketBytes,
    .headBytes = 2,
    .counterModulus = 256,
    .confirmations = 1,
    .openEnded = false,
    .couldBe = couldBe,
    .counter = [](wire::Bytes head) -> unsigned { return head[1]; },
    .checksumFits = nullptr,
};
}  // namespace

const wire::PacketShape& packetShape() { return kShape; }

core::ChannelFormat channelFormat(double gain) {
  core::ChannelFormat channel;
  channel.scaleUvPerCount = kReferenceVolts * 1e6 / gain / kMaxCount;
  channel.minCount = -kMaxCount - 1;
  channel.maxCount = kMaxCount;
  return channel;
}

int MarkerWatch::next(wire::Bytes packet) {
  if (packet[kPacketBytes - 1] != kRawAux) return 0;
  const wire::Bytes aux = packet.subspan(kAuxAt, 6);
  const bool wasQuiet = std::exchange(wasQuiet_, std::ranges::all_of(aux, [](auto byte) { return byte == 0; }));
  const bool onlyFirst = std::ranges::all_of(aux.subspan(2), [](auto byte) { return byte == 0; });
  return wasQuiet && onlyFirst ? wire::readU16(aux.data()) : 0;
}

}  // namespace tonus::drivers::openbci_cyton
