#pragma once
// How a recording is cut into records of one length, which EDF demands, without inventing signal.

#include <cstdint>
#include <string>
#include <vector>

#include "tonus/core/recording.h"

namespace tonus::interop {

struct Blank {
  std::int64_t first = 0, framesN = 0;
};

struct RecordPlan {
  std::int64_t framesPerRecord = 0;
  std::string durationText;               ///< of a record in seconds, at most 8 characters
  double rateHz = 0;                      ///< as a reader will compute it: frames over duration
  std::vector<std::int64_t> firsts;       ///< first frame of each record; each starts on a recorded frame
  std::vector<Blank> blanks;              ///< frames inside records that were never recorded
  bool continuous = true;                 ///< the records touch
};

/// Prefers a length that divides every segment, so that nothing is blank; else about a second, and what a record holds
/// beyond the signal is blank. At most `maxFrames` a record, unless the rate needs more to be written exactly.
RecordPlan planRecords(const std::vector<core::Segment>& segments, double rateHz, std::int64_t maxFrames);

}  // namespace tonus::interop
