#pragma once
// What the self-test of the real-time path found: marked blocks followed to the painted pixel and to the recorded sound.

#include <string>
#include <vector>

#include "tonus/core/latency.h"

namespace tonus::app {

/// One way out. Everything from the arrival of the marked block.
struct MeasuredPath {
  core::LatencySummary observed;    ///< to the mark in what was painted or recorded; n = 0: nothing could be read back
  core::LatencySummary stamped;     ///< to where Tonus itself says it was out
  double apartMs = 0;               ///< largest difference of the two for one mark (sound: of their medians)
  std::uint64_t missedN = 0;        ///< marks never seen or heard
  std::vector<double> observedMs;   ///< one a mark, in order
  std::string how;                  ///< how it was observed, or why it could not be; a whole sentence
};

struct MeasuredLatency {
  MeasuredPath display;   ///< the clinician's live traces
  MeasuredPath patient;   ///< the patient display
  MeasuredPath audio;
  double seconds = 0;
  std::uint64_t lostFrames = 0;     ///< by the session that was measured
  std::string beyond;               ///< what no number here contains; whole sentences
};

/// Of the observed if there are any, else of the stamped.
inline const core::LatencySummary& best(const MeasuredPath& path) {
  return path.observed.n > 0 ? path.observed : path.stamped;
}

}  // namespace tonus::app
