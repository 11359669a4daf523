#include "wire/packet_scanner.h"

#include <algorithm>
#include <utility>

namespace tonus::drivers::wire {

namespace {
constexpr std::size_t kPlacesToTry = 4;  // after damage; each is a chance for a weak checksum to be wrong
}

PacketScanner::PacketScanner(const PacketShape& shape) : shape_(shape) {
  buffer_.reserve(kPieceBytes + (shape.confirmations + 2) * shape.bytes);
  previous_.reserve(shape.bytes);
}

void PacketScanner::reset() {
  buffer_.clear();
  previous_.clear();
  inStep_ = skipping_ = false;
  sinceGood_ = 0;
  last_.reset();
  counts_ = {};
}

Bytes PacketScanner::take(Bytes& bytes) {
  const Bytes piece = bytes.first(std::min(bytes.size(), kPieceBytes));
  bytes = bytes.subspan(piece.size());
  return piece;
}

bool PacketScanner::fits(Bytes packet) const {
  return shape_.couldBe(packet, shape_.bytes) && (shape_.checksumFits == nullptr || shape_.checksumFits(packet));
}

bool PacketScanner::isDuplicate(Bytes packet) const {
  return shape_.counterModulus > 0 && std::ranges::equal(packet, previous_);
}

/// The counter `ahead` packets after the one that must come next.
unsigned PacketScanner::expected(std::size_t ahead) const {
  return static_cast<unsigned>((*last_ + 1 + ahead) % shape_.counterModulus);
}

PacketScanner::Found PacketScanner::step(Bytes rest) {
  if (rest.empty()) return {};
  return inStep_ ? inStep(rest) : search(rest);
}

PacketScanner::Found PacketScanner::inStep(Bytes rest) {
  const std::size_t n = shape_.bytes;
  if (rest.size() < n) return {};
  const Bytes packet = rest.first(n);
  if (!fits(packet)) {
    inStep_ = false;
    if (shape_.checksumFits != nullptr) ++counts_.checksumErrorsN;
    return skip(rest);
  }
  if (shape_.openEnded) {
    const std::optional<bool> cut = cutShort(rest);
    if (!cut) return {};
    if (*cut) {
      inStep_ = false;
      return skip(rest);
    }
  }
  if (shape_.counterModulus == 0 || shape_.counter(packet) == expected(0)) return accept(packet, 0);
  if (isDuplicate(packet)) return accept(packet, 0);
  return shape_.checksumFits == nullptr ? unexpected(rest) : unexpectedWithChecksum(rest);
}

/// Whether the next packet begins too early.
std::optional<bool> PacketScanner::cutShort(Bytes rest) const {
  const std::size_t n = shape_.bytes;
  if (rest.size() < n + shape_.headBytes) return over_ ? std::optional(false) : std::nullopt;
  const auto nextAt = [&](std::size_t at) {
    const Bytes head = rest.subspan(at, shape_.headBytes);
    if (!shape_.couldBe(head, n)) return false;
    return shape_.counterModulus == 0 ||
           shape_.counter(head) == (shape_.counter(rest.first(n)) + 1) % shape_.counterModulus;
  };
  if (shape_.couldBe(rest.subspan(n, shape_.headBytes), n)) return false;
  for (std::size_t at = 1; at < n; ++at)
    if (nextAt(at)) return true;
  return false;
}

/// Lost packets and a damaged counter look the same until the next packet has counted.
PacketScanner::Found PacketScanner::unexpected(Bytes rest) {
  const std::size_t n = shape_.bytes;
  const Bytes packet = rest.first(n);
  if (rest.size() < n + shape_.headBytes && !over_) return {};
  if (rest.size() >= n + shape_.headBytes) {
    const Bytes head = rest.subspan(n, shape_.headBytes);
    if (shape_.couldBe(head, n) && shape_.counter(head) == expected(1)) return accept(packet, 0);
  }
  return accept(packet, lostBefore(packet));
}

/// The counter is covered by the checksum, so it is right, unless the checksum fits by chance because bytes are missing.
PacketScanner::Found PacketScanner::unexpectedWithChecksum(Bytes rest) {
  const std::size_t n = shape_.bytes;
  for (std::size_t k = 1; k <= shape_.confirmations; ++k) {
    if (rest.size() < (k + 1) * n) {
      if (over_) break;
      return {};
    }
    if (!fits(rest.subspan(k * n, n))) {
      inStep_ = false;
      ++counts_.checksumErrorsN;
      return skip(rest);
    }
  }
  return accept(rest.first(n), lostBefore(rest.first(n)));
}

PacketScanner::Found PacketScanner::search(Bytes rest) {
  const Bytes start = rest.first(std::min(rest.size(), shape_.bytes));
  if (!shape_.couldBe(start, shape_.bytes)) return skip(rest);
  if (start.size() < shape_.bytes) return {};
  if (!fits(start)) return skip(rest);
  const bool inPlace = last_ && sinceGood_ > 0 && sinceGood_ <= kPlacesToTry * shape_.bytes &&
                       sinceGood_ % shape_.bytes == 0 &&
                       shape_.counter(start) == expected(sinceGood_ / shape_.bytes);
  if (!inPlace) {
    const std::optional<bool> sure = confirmed(rest);
    if (!sure) return {};
    if (!*sure) return skip(rest);
  }
  inStep_ = true;
  return accept(start, lostBefore(start));
}

/// By the heads of the packets behind, and no more of them, whatever has come: so no cut of the stream matters.
std::optional<bool> PacketScanner::confirmed(Bytes rest) const {
  for (std::size_t k = 1; k <= shape_.confirmations; ++k) {
    const std::size_t at = k * shape_.bytes;
    if (rest.size() <= at) return over_ ? std::optional(true) : std::nullopt;
    const Bytes head = rest.subspan(at, std::min(rest.size() - at, shape_.headBytes));
    if (!shape_.couldBe(head, shape_.bytes)) return false;
    if (head.size() < shape_.headBytes) return over_ ? std::optional(true) : std::nullopt;
    if (shape_.counterModulus > 0 &&
        shape_.counter(head) != (shape_.counter(rest.first(shape_.bytes)) + k) % shape_.counterModulus)
      return false;
    if (shape_.checksumFits != nullptr && !shape_.checksumFits(head)) return false;
  }
  return true;
}

std::uint64_t PacketScanner::lostBefore(Bytes packet) const {
  if (previous_.empty()) return 0;
  if (shape_.counterModulus > 0) {
    const unsigned modulus = shape_.counterModulus;
    return (shape_.counter(packet) % modulus + modulus - expected(0)) % modulus;
  }
  return sinceGood_ == 0 ? 0 : std::max<std::uint64_t>(1, (sinceGood_ + shape_.bytes / 2) / shape_.bytes);
}

PacketScanner::Found PacketScanner::skip(Bytes rest) {
  if (!std::exchange(skipping_, true)) ++counts_.resyncsN;
  ++sinceGood_;
  Found found;
  found.consumed = 1;
  found.skipped = rest.first(1);
  return found;
}

PacketScanner::Found PacketScanner::accept(Bytes packet, std::uint64_t lostPackets) {
  Found found;
  found.consumed = packet.size();
  skipping_ = false;
  sinceGood_ = 0;
  if (isDuplicate(packet)) {
    ++counts_.duplicatesN;
    found.skipped = {};
    return found;
  }
  if (shape_.counterModulus > 0)
    last_ = last_ ? static_cast<unsigned>(expected(lostPackets)) : shape_.counter(packet) % shape_.counterModulus;
  previous_.assign(packet.begin(), packet.end());
  found.packet = packet;
  found.lostPackets = lostPackets;
  return found;
}

}  // namespace tonus::drivers::wire
