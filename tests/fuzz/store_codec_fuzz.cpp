// Any bytes at all as a stored chunk or as rows of what was shown: refused, or decoded within their bounds; and what
// the encoder makes of any numbers comes back.

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "shown_codec.h"
#include "tonus/store/codec.h"

namespace {

void require(bool held, const char* promise) {
  if (held) return;
  std::fprintf(stderr, "broken promise: %s\n", promise);
  std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tonus::store;
  if (size < 3) return 0;
  const std::size_t channelsN = data[0] % 9U;
  const std::size_t framesN = data[1] * 16U + data[2] % 16U;
  const std::span bytes(data + 3, size - 3);

  std::vector<std::int32_t> out(framesN);
  (void)decodeCounts(bytes, out);
  ChunkView view;
  if (view.open(bytes, framesN, channelsN))
    for (std::size_t c = 0; c <= channelsN; ++c) (void)view.decode(c, out);
  std::vector<StoredHop> hops;
  (void)decodeHops(bytes, channelsN, hops);
  std::vector<tonus::core::QualityFrame> quality;
  (void)decodeQuality(bytes, channelsN, quality);
  std::vector<tonus::core::MetricValue> metrics;
  (void)decodeMetrics(bytes, metrics);

  std::vector<std::int32_t> samples(bytes.size() / 4);
  if (!samples.empty()) std::memcpy(samples.data(), bytes.data(), samples.size() * 4);
  std::vector<std::int32_t> back(samples.size());
  require(decodeCounts(encodeCounts(samples), back) && back == samples, "any counts come back");
  return 0;
}
