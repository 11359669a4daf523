#include <memory>

#include "cases.h"
#include "signals.h"
#include "tonus/store/codec.h"

namespace tonus::bench {

namespace {

constexpr std::size_t kSecond = static_cast<std::size_t>(kRateHz);
constexpr std::size_t kBytesPerCount = 3;  // 24 bit

/// Chunk by chunk, a second each, as the recorder does it.
struct CodecRun {
  std::vector<std::vector<std::int32_t>> seconds;  // planar
  std::vector<std::vector<std::uint8_t>> chunks;

  explicit CodecRun(const CodecTask& task) {
    const std::size_t n = task.channelsN * kSecond;
    for (std::size_t at = 0; at + n <= task.counts.size(); at += n) {
      auto& planar = seconds.emplace_back(n);
      for (std::size_t i = 0; i < n; ++i) planar[i % task.channelsN * kSecond + i / task.channelsN] = task.counts[at + i];
    }
    chunks.resize(seconds.size());
  }
  void encode() {
    for (std::size_t s = 0; s < seconds.size(); ++s) chunks[s] = store::encodeChunk(seconds[s], kSecond, seconds[s].size() / kSecond);
  }
  /// Counts that are not what they were.
  double decode() const {
    double lost = 0;
    std::vector<std::int32_t> out(kSecond);
    for (std::size_t s = 0; s < seconds.size(); ++s) {
      store::ChunkView view;
      const std::size_t channelsN = seconds[s].size() / kSecond;
      if (!view.open(chunks[s], kSecond, channelsN)) return static_cast<double>(seconds[s].size());
      for (std::size_t c = 0; c < channelsN; ++c) {
        if (!view.decode(c, out)) return static_cast<double>(kSecond);
        for (std::size_t i = 0; i < kSecond; ++i) lost += out[i] == seconds[s][c * kSecond + i] ? 0 : 1;
      }
    }
    return lost;
  }
  void decodeOnly() const {
    std::vector<std::int32_t> out(kSecond);
    for (std::size_t s = 0; s < seconds.size(); ++s) {
      store::ChunkView view;
      const std::size_t channelsN = seconds[s].size() / kSecond;
      if (!view.open(chunks[s], kSecond, channelsN)) return;
      for (std::size_t c = 0; c < channelsN; ++c) (void)view.decode(c, out);
    }
  }
};

}  // namespace

Group codecGroup(bool quick, const Peers& peers, Results& results) {
  CodecTask task{kChannelsN, kSecond, countsOf(simulate(kChannelsN, quick ? 4 : 10))};
  const auto bytesN = static_cast<double>(task.counts.size() * kBytesPerCount);
  auto run = std::make_shared<CodecRun>(task);
  run->encode();
  results.setExact("codec_loss", run->decode());
  std::size_t packedN = 0;
  for (const auto& chunk : run->chunks) packedN += chunk.size();
  results.set("store.codec_ratio", bytesN / static_cast<double>(packedN));
  Group group{"Codec",
              {{"store.codec_encode_mb_s", "Tonus", bytesN, [run] { run->encode(); }, {}},
               {"store.codec_decode_mb_s", "Tonus", bytesN, [run] { run->decodeOnly(); }, {}}}};
  if (!peers.flac) return group;
  std::shared_ptr<PackPeer> flac = peers.flac(task);
  const std::size_t flacN = flac->encode();
  if (flacN == 0 || !flac->decode()) {
    results.notes.push_back("libFLAC was left out: it did not give the counts back.");
    return group;
  }
  results.set("store.flac5_ratio", bytesN / static_cast<double>(flacN));
  group.contenders.push_back({"store.flac5_encode_mb_s", "libFLAC 5", bytesN, [flac] { (void)flac->encode(); }, {}});
  group.contenders.push_back({"store.flac5_decode_mb_s", "libFLAC 5", bytesN, [flac] { (void)flac->decode(); }, {}});
  return group;
}

}  // namespace tonus::bench
