// Any bytes at all through the Tonus Link decoder: no crash, and the promises of core::Decoder hold.

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "tonus/core/crc32c.h"
#include "tonus_link/bytes.h"
#include "tonus_link/decoder.h"

namespace {
namespace link = tonus::drivers::tonus_link;
using tonus::core::RawBlock;
using tonus::drivers::tonus_link::Decoder;

void require(bool held, const char* promise) {
  if (held) return;
  std::fprintf(stderr, "broken promise: %s\n", promise);
  std::abort();
}

struct Told {
  std::uint64_t frames = 0;
  std::uint64_t lost = 0;
  std::uint64_t blocks = 0;
  std::int64_t indexSum = 0;
  std::uint64_t countSum = 0;

  void take(const Decoder& decoder, const RawBlock& block) {
    require(decoder.format().has_value(), "no block without a format");
    require(block.framesN <= decoder.format()->maxBlockFrames, "no block is longer than the format says");
    require(block.counts.size() == std::size_t{block.framesN} * block.channelsN, "a block is full");
    require(block.framesN > 0 || !block.events.empty(), "a block holds a frame or an event");
    require(block.first.value >= 0, "an index is never negative");
    const auto before = [](const auto& a, const auto& b) { return a.at < b.at; };
    require(std::is_sorted(block.events.begin(), block.events.end(), before), "events are ordered");
    frames += block.framesN;
    lost += block.lostBefore;
    ++blocks;
    indexSum ^= block.first.value * 31 + static_cast<std::int64_t>(blocks);
    for (const std::int32_t count : block.counts) countSum = countSum * 31 + static_cast<std::uint32_t>(count);
  }
  bool operator==(const Told&) const = default;
};

/// Makes every packet's CRC right, so that what lies behind the check is reached too.
std::vector<std::uint8_t> withRightChecksums(std::span<const std::uint8_t> bytes) {
  std::vector<std::uint8_t> out(bytes.begin(), bytes.end());
  for (std::size_t at = 0; at + link::kHeaderBytes <= out.size();) {
    const auto header = link::parseHeader(std::span(out).subspan(at));
    if (!header || header->bytes > out.size() - at) {
      ++at;
      continue;
    }
    const std::size_t body = header->bytes - link::kCrcBytes;
    link::writeLe(out.data() + at + body, tonus::core::crc32c(std::span(out).subspan(at, body)));
    at += header->bytes;
  }
  return out;
}

void check(std::span<const std::uint8_t> bytes) {
  Decoder whole(Decoder::Counters::kKeep), pieces(Decoder::Counters::kKeep);
  Told one, two;
  whole.push(bytes, [&](RawBlock& block) { one.take(whole, block); });
  // Cut where the data itself says, so that the fuzzer can choose.
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t n = std::min<std::size_t>(bytes.size() - at, 1U + bytes[at]);
    pieces.push(bytes.subspan(at, n), [&](RawBlock& block) { two.take(pieces, block); });
    at += n;
  }
  require(one == two, "any split gives the same");
  require(one.frames == whole.counts().framesN && one.lost == whole.counts().lostN, "blocks and counts agree");
  require(whole.counts().crcErrorsN == pieces.counts().crcErrorsN, "any split gives the same CRC errors");
  require(whole.counts().resyncsN == pieces.counts().resyncsN, "any split gives the same resyncs");
  require(whole.takeMessages() == pieces.takeMessages(), "any split gives the same messages");
  require(whole.takeCounters() == pieces.takeCounters(), "any split gives the same counters");
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  check({data, size});
  check(withRightChecksums({data, size}));
  return 0;
}
