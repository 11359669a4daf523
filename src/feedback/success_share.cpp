#include "judge.h"

namespace tonus::feedback {

std::optional<double> successShare(const std::vector<ChannelRule>& channels, double hopS,
                                   std::span<const float> envelopeUv, std::span<const core::ChannelQuality> quality,
                                   std::span<const std::uint8_t> counts) {
  Judge judge(channels, hopS);
  const std::size_t n = channels.size();
  std::vector<double> uv(n);
  std::size_t scored = 0, inTarget = 0;
  for (std::size_t hop = 0; hop < counts.size(); ++hop) {
    for (std::size_t c = 0; c < n; ++c) uv[c] = static_cast<double>(envelopeUv[hop * n + c]);
    judge.step(uv, quality.subspan(hop * n, n), {.scored = counts[hop] != 0});
    const auto t = judge.together();
    if (counts[hop] == 0 || !t.usable || !t.judged) continue;
    ++scored;
    inTarget += t.inTarget ? 1 : 0;
  }
  if (scored == 0) return std::nullopt;
  return static_cast<double>(inTarget) / static_cast<double>(scored);
}

}  // namespace tonus::feedback
