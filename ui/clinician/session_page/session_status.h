#pragma once
// What the line at the bottom says of a session: device, lateness, quality, recording.

#include <vector>

#include "clinician/session_page/live_run.h"
#include "clinician/session_page/status_strip.h"
#include "tonus/core/latency.h"
#include "tonus/dsp/delay.h"

namespace tonus::clinician {

struct StatusWords {
  StatusStrip::Light light = StatusStrip::Light::kCaution;
  std::vector<StatusStrip::Item> left, right;
};

struct SessionSight {
  const LiveRun& run;
  session::Status status;
  core::SessionLatency late;
  const std::vector<core::ChannelQuality>& quality;
  dsp::EnvelopeDelay delay;      ///< of the filters that run now
  bool bandwidthLimited = false;
  core::WallTime now{};
};

/// The recorder stopped early: nothing more is kept.
bool recordEnded(const session::Status& s);
StatusWords statusWords(const SessionSight& sight);

}  // namespace tonus::clinician
