// Decoding must not touch the heap once the stream flows: it runs on the acquire thread.

#include <gtest/gtest.h>

#include "bitalino/decoder.h"
#include "byb_spikerbox/hid_decoder.h"
#include "chords/decoder.h"
#include "drivers/amplifier_streams.h"
#include "openbci_cyton/decoder.h"
#include "openeeg_p2/decoder.h"
#include "support/allocation_counter.h"

namespace tonus::tests {
namespace {

void expectNoHeap(core::Decoder& decoder, const Stream& stream) {
  std::vector<core::RawBlock> ring(4);  // blocks are swapped out, as a live source does
  std::size_t blocksN = 0;
  const core::Decoder::OnBlock take = [&](core::RawBlock& block) { std::swap(ring[blocksN++ % ring.size()], block); };
  const std::span<const std::uint8_t> bytes(stream);
  const std::size_t warm = bytes.size() / 4;
  for (std::size_t at = 0; at < warm; at += 62) decoder.push(bytes.subspan(at, std::min<std::size_t>(62, warm - at)), take);
  const auto before = support::allocationsSoFar();
  for (std::size_t at = warm; at < bytes.size(); at += 62)
    decoder.push(bytes.subspan(at, std::min<std::size_t>(62, bytes.size() - at)), take);
  EXPECT_EQ(support::allocationsSoFar() - before, 0);
  EXPECT_GT(blocksN, 10U);
}

StreamDevice deviceNamed(const std::string& name) {
  for (StreamDevice& device : streamDevices())
    if (device.name == name) return device;
  throw std::runtime_error("no such device: " + name);
}

TEST(AmplifierDecoders, DecodeWithoutTheHeapOnceTheStreamFlows) {
  using drivers::wire::KeepCounters;
  drivers::openbci_cyton::Decoder cyton(KeepCounters::kNo);
  expectNoHeap(cyton, deviceNamed("cyton").packets(0, 1000));
  drivers::openbci_cyton::DaisyDecoder daisy(KeepCounters::kNo);
  expectNoHeap(daisy, deviceNamed("cyton").packets(0, 1000));
  drivers::chords::Decoder chords(KeepCounters::kNo, drivers::chords::boardWith(6));
  expectNoHeap(chords, deviceNamed("chords6").packets(0, 1000));
  drivers::openeeg_p2::Decoder openEeg(KeepCounters::kNo);
  expectNoHeap(openEeg, deviceNamed("openeeg").packets(0, 1000));
  drivers::bitalino::Decoder bitalino(KeepCounters::kNo, 6);
  expectNoHeap(bitalino, deviceNamed("bitalino6").packets(0, 1000));
  const auto bioSemi = deviceNamed("biosemi").makeDecoder();
  expectNoHeap(*bioSemi, deviceNamed("biosemi").packets(0, 1000));
  Stream reports;
  for (int r = 0; r < 500; ++r) {
    reports.insert(reports.end(), {0x3F, 0x3E});
    for (int i = 0; i < 62; ++i) reports.push_back((r * 62 + i) % 4 == 0 ? 0x84 : 0x10);
  }
  drivers::byb_spikerbox::HidDecoder byb(*drivers::byb_spikerbox::findBox("MUSCLESB"));
  expectNoHeap(byb, reports);
}

}  // namespace
}  // namespace tonus::tests
