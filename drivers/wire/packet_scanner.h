#pragma once
// Finds packets of one fixed length in a stream of bytes, and counts what is missing by a counter inside them. What the
// packets look like comes as a table of pure functions, so that one scanner serves every such device.
//
// In step with the stream, a packet is taken as soon as it is complete. Out of step (at the start, after damage), a
// packet is taken only if the ones behind it agree, or if it stands where it must and counts as it must. The result
// never depends on how the bytes were cut.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace tonus::drivers::wire {

using Bytes = std::span<const std::uint8_t>;

struct PacketShape {
  std::size_t bytes = 0;        ///< of a packet
  std::size_t headBytes = 0;    ///< enough for `counter`; all of it where there is a checksum
  unsigned counterModulus = 0;  ///< 0: packets carry no counter
  unsigned confirmations = 1;   ///< packets that must agree before one found out of step is believed
  /// Nothing closes a packet: only the next one's start shows that none of its bytes is missing, so it waits for that.
  bool openEnded = false;
  /// Whether a packet of `packetBytes` may begin like this; `start` is at most a whole packet, never empty.
  bool (*couldBe)(Bytes start, std::size_t packetBytes) = nullptr;
  unsigned (*counter)(Bytes head) = nullptr;
  /// Of a whole packet that could be one; null: nothing more can be checked.
  bool (*checksumFits)(Bytes packet) = nullptr;
};

class PacketScanner {
 public:
  struct Counts {
    std::uint64_t resyncsN = 0;
    std::uint64_t checksumErrorsN = 0;
    std::uint64_t duplicatesN = 0;
  };
  struct Found {
    std::size_t consumed = 0;       ///< 0: more bytes are needed
    Bytes packet;                   ///< empty: `skipped` was no packet
    Bytes skipped;
    std::uint64_t lostPackets = 0;  ///< before `packet`; without a counter, as many as the damaged bytes make
  };

  explicit PacketScanner(const PacketShape& shape);

  /// `onFound(const Found&)` for each packet and each stretch that is none; what it points to is valid in the call.
  template <class OnFound>
  void push(Bytes bytes, OnFound&& onFound) {
    while (!bytes.empty()) {
      const Bytes piece = take(bytes);
      buffer_.insert(buffer_.end(), piece.begin(), piece.end());
      drain(onFound);
    }
  }
  /// The stream is over: a packet that waited for others to agree is taken if nothing speaks against it.
  template <class OnFound>
  void finish(OnFound&& onFound) {
    over_ = true;
    drain(onFound);
    over_ = false;
  }
  void reset();
  const Counts& counts() const { return counts_; }
  const PacketShape& shape() const { return shape_; }

 private:
  static constexpr std::size_t kPieceBytes = 4096;

  template <class OnFound>
  void drain(OnFound&& onFound) {
    std::size_t at = 0;
    for (Found found; (found = step(Bytes(buffer_).subspan(at))).consumed > 0; at += found.consumed) onFound(found);
    buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(at));
  }
  static Bytes take(Bytes& bytes);
  Found step(Bytes rest);
  Found inStep(Bytes rest);
  std::optional<bool> cutShort(Bytes rest) const;
  Found unexpected(Bytes rest);
  Found unexpectedWithChecksum(Bytes rest);
  Found search(Bytes rest);
  Found skip(Bytes rest);
  Found accept(Bytes packet, std::uint64_t lostPackets);
  bool fits(Bytes packet) const;
  bool isDuplicate(Bytes packet) const;
  unsigned expected(std::size_t ahead) const;
  /// Nothing: cannot be told before more bytes come.
  std::optional<bool> confirmed(Bytes rest) const;
  std::uint64_t lostBefore(Bytes packet) const;

  const PacketShape shape_;
  std::vector<std::uint8_t> buffer_;
  bool inStep_ = false;
  bool over_ = false;
  bool skipping_ = false;
  std::size_t sinceGood_ = 0;           // bytes skipped since the last packet
  std::optional<unsigned> last_;        // counter the last packet should have had
  std::vector<std::uint8_t> previous_;  // the last packet taken; empty before the first
  Counts counts_;
};

}  // namespace tonus::drivers::wire
