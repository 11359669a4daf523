#pragma once
// A device's wire format as a pure function of its bytes: no I/O, no clock. Resynchronisation and loss counting
// live here, so a captured stream decodes the same in a test, in `tonusctl decode` and live.

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "tonus/core/block.h"

namespace tonus::core {

struct DecoderCounts {
  std::uint64_t framesN = 0;
  std::uint64_t lostN = 0;         ///< frames
  std::uint64_t resyncsN = 0;      ///< times the stream had to be searched for a packet start
  std::uint64_t crcErrorsN = 0;
  std::uint64_t duplicatesN = 0;   ///< packets dropped because they came twice or late
};

class Decoder {
 public:
  /// Called for each block as soon as it is complete; the block may be swapped out or read in place.
  using OnBlock = std::function<void(RawBlock&)>;

  virtual ~Decoder() = default;
  /// Any split of a stream into pushes gives the same frames, losses and events.
  virtual void push(std::span<const std::uint8_t> bytes, const OnBlock& onBlock) = 0;
  /// The capture is over: what waited for the bytes behind it to agree is handed over. Never called live.
  virtual void finish(const OnBlock& /*onBlock*/) {}
  /// Forgets the stream position and counts (a new start of the device), keeps configuration.
  virtual void reset() = 0;
  /// Known once the stream or the device has told it.
  virtual const std::optional<StreamFormat>& format() const = 0;
  virtual const DecoderCounts& counts() const = 0;
  /// The device's own counter of each packet that carried data, since the last call.
  virtual std::vector<std::uint64_t> takeCounters() = 0;
  /// Plain-language remarks ("no format seen for 2 s"), since the last call.
  virtual std::vector<std::string> takeMessages() = 0;
};

}  // namespace tonus::core
