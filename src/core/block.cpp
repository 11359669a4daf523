#include "tonus/core/block.h"

#include "tonus/core/processed.h"

namespace tonus::core {

void RawBlock::clear() {
  first = {};
  framesN = channelsN = 0;
  arrival = {};
  deviceTimeNs.reset();
  lostBefore = 0;
  lossEstimated = false;
  leadOffMask = 0;
  batteryPercent = -1;
  counts.clear();
  events.clear();
}

void ProcessedBlock::clear() {
  first = {};
  framesN = channelsN = 0;
  sampleRateHz = 0;
  arrival = {};
  lostBefore = 0;
  lossEstimated = paused = false;
  counts.clear();
  rawUv.clear();
  filteredUv.clear();
  envelopeUv.clear();
  feedback.clear();
  channelFeedback.clear();
  quality.clear();
  metrics.clear();
  events.clear();
}

}  // namespace tonus::core
