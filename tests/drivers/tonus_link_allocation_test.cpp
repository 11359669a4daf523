// Decoding must not touch the heap once the stream flows: it runs on the acquire thread.

#include <gtest/gtest.h>

#include "drivers/tonus_link_capture.h"
#include "drivers/tonus_link_encoder.h"
#include "support/allocation_counter.h"

namespace tonus::tests {
namespace {

TEST(TonusLink, DecodesWithoutTheHeapOnceTheStreamFlows) {
  TonusLinkEncoder device(8);
  LinkDecoder decoder(LinkDecoder::Counters::kOff);
  std::vector<core::RawBlock> ring(4);  // blocks are swapped out, as a live source does
  std::size_t blocksN = 0;
  const core::Decoder::OnBlock take = [&](core::RawBlock& block) { std::swap(ring[blocksN++ % ring.size()], block); };
  decoder.push(device.format(), take);
  std::vector<Bytes> packets;
  for (int p = 0; p < 100; ++p) packets.push_back(device.data(8));
  for (int p = 0; p < 10; ++p) decoder.push(packets[static_cast<std::size_t>(p)], take);
  const auto before = support::allocationsSoFar();
  for (std::size_t p = 10; p < packets.size(); ++p) {
    decoder.push(std::span(packets[p]).first(99), take);
    decoder.push(std::span(packets[p]).subspan(99), take);
  }
  EXPECT_EQ(support::allocationsSoFar() - before, 0);
  EXPECT_EQ(blocksN, 100U);
}

}  // namespace
}  // namespace tonus::tests
