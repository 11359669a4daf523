// Any bytes at all through the decoders of other makers' amplifiers: no crash, and the promises of core::Decoder hold.
// The first byte chooses the decoder.

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "biosemi_activetwo/decoder.h"
#include "bitalino/decoder.h"
#include "byb_spikerbox/decoder.h"
#include "byb_spikerbox/hid_decoder.h"
#include "chords/decoder.h"
#include "openbci_cyton/decoder.h"
#include "openeeg_p2/decoder.h"

namespace {
using tonus::core::Decoder;
using tonus::core::RawBlock;
using namespace tonus::drivers;

std::unique_ptr<Decoder> make(unsigned which) {
  constexpr auto kKeep = wire::KeepCounters::kYes;
  switch (which % 10) {
    case 0: return std::make_unique<openbci_cyton::Decoder>(kKeep);
    case 1: return std::make_unique<openbci_cyton::DaisyDecoder>(kKeep);
    case 2: return std::make_unique<byb_spikerbox::HidDecoder>(*byb_spikerbox::findBox("MUSCLESB"));
    case 3: return std::make_unique<byb_spikerbox::StreamDecoder>(*byb_spikerbox::findBox("HUMANSB"));
    case 4: return std::make_unique<byb_spikerbox::StreamDecoder>(*byb_spikerbox::findBox(""));
    case 5: return std::make_unique<chords::Decoder>(kKeep, chords::boardWith(6));
    case 6: return std::make_unique<openeeg_p2::Decoder>(kKeep);
    case 7: return std::make_unique<bitalino::Decoder>(kKeep, 6);
    case 8: return std::make_unique<bitalino::Decoder>(kKeep, 1);
    default: return std::make_unique<biosemi_activetwo::Decoder>(4);
  }
}

void require(bool held, const char* promise) {
  if (held) return;
  std::fprintf(stderr, "broken promise: %s\n", promise);
  std::abort();
}

/// Blocks may be cut differently; frames may not.
struct Told {
  std::uint64_t frames = 0;
  std::uint64_t lost = 0;
  std::uint64_t sum = 0;
  std::uint64_t events = 0;
  std::int64_t next = 0;

  void take(const Decoder& decoder, const RawBlock& block) {
    require(decoder.format().has_value(), "no block without a format");
    require(block.framesN <= decoder.format()->maxBlockFrames, "no block is longer than the format says");
    require(block.counts.size() == std::size_t{block.framesN} * block.channelsN, "a block is full");
    require(block.framesN > 0 || !block.events.empty(), "a block holds a frame or an event");
    require(block.first.value == next + static_cast<std::int64_t>(block.lostBefore), "losses and indices agree");
    for (const auto& event : block.events) {
      require(event.at >= block.first, "an event is not before its block");
      events = events * 31 + static_cast<std::uint64_t>(event.at.value) + event.text.size();
    }
    next = block.first.value + block.framesN;
    frames += block.framesN;
    lost += block.lostBefore;
    std::uint64_t index = static_cast<std::uint64_t>(block.first.value);
    for (std::size_t i = 0; i < block.counts.size(); ++i) {
      if (i % block.channelsN == 0) sum = sum * 31 + index++;
      sum = sum * 31 + static_cast<std::uint32_t>(block.counts[i]);
    }
  }
  bool operator==(const Told&) const = default;
};
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::span<const std::uint8_t> bytes(data + 1, size - 1);
  const auto whole = make(data[0]), pieces = make(data[0]);
  Told one, two;
  const auto takeOne = [&](RawBlock& block) { one.take(*whole, block); };
  const auto takeTwo = [&](RawBlock& block) { two.take(*pieces, block); };
  whole->push(bytes, takeOne);
  whole->finish(takeOne);
  // Cut where the data itself says, so that the fuzzer can choose.
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t n = std::min<std::size_t>(bytes.size() - at, 1U + bytes[at]);
    pieces->push(bytes.subspan(at, n), takeTwo);
    at += n;
  }
  pieces->finish(takeTwo);
  require(one == two, "any split gives the same");
  require(one.frames == whole->counts().framesN && one.lost == whole->counts().lostN, "blocks and counts agree");
  require(whole->counts().resyncsN == pieces->counts().resyncsN, "any split gives the same resyncs");
  require(whole->counts().crcErrorsN == pieces->counts().crcErrorsN, "any split gives the same checksum errors");
  require(whole->counts().duplicatesN == pieces->counts().duplicatesN, "any split gives the same duplicates");
  require(whole->takeCounters() == pieces->takeCounters(), "any split gives the same counters");
  require(whole->takeMessages() == pieces->takeMessages(), "any split gives the same messages");
  return 0;
}
