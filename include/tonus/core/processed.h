#pragma once
// The one value that recorder, screen, sound and network all receive for the same sample indices.

#include <cstdint>
#include <memory>
#include <vector>

#include "tonus/core/block.h"
#include "tonus/core/channel_list.h"
#include "tonus/core/feedback_frame.h"
#include "tonus/core/quality.h"
#include "tonus/core/session_event.h"

namespace tonus::core {

struct MetricValue {
  std::uint16_t metric = 0;   ///< position in dsp's metric registry
  std::uint16_t channel = 0;
  SampleIndex at;             ///< end of the window it describes
  double value = 0;

  friend bool operator==(const MetricValue&, const MetricValue&) = default;
};

/// One verdict for all channels.
struct QualityFrame {
  SampleIndex at;                          ///< end of the 100 ms it describes
  ChannelList<ChannelQuality> channels;
};

/// Immutable once published (shared_ptr<const ProcessedBlock>). All sample vectors are framesN × channelsN,
/// frame-major. Vectors keep their capacity when the pool reuses a block.
struct ProcessedBlock {
  SampleIndex first;
  std::uint32_t framesN = 0;
  std::uint32_t channelsN = 0;
  double sampleRateHz = 0;
  SteadyTime arrival{};
  std::uint64_t lostBefore = 0;
  bool lossEstimated = false;
  bool paused = false;                          ///< recorded, but feedback and statistics rest
  std::vector<std::int32_t> counts;             ///< as received
  std::vector<double> rawUv;                    ///< (count - offset) * scale
  std::vector<double> filteredUv;
  std::vector<double> envelopeUv;               ///< trailing RMS of filteredUv
  std::vector<FeedbackFrame> feedback;          ///< one per feedback hop that ends in this block
  std::vector<ChannelFeedback> channelFeedback; ///< feedback.size() × channelsN
  std::vector<QualityFrame> quality;            ///< one per quality hop that ends in this block
  std::vector<MetricValue> metrics;             ///< values whose hop ends in this block
  std::vector<SessionEvent> events;             ///< ordered by `at`

  SampleIndex end() const { return first + framesN; }
  void clear();
};

using BlockPtr = std::shared_ptr<const ProcessedBlock>;

}  // namespace tonus::core
