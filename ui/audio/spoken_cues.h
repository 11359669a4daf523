#pragma once
// When is there something to say? At each new phase its cue, at each new stage its own; nothing twice.

#include <QString>
#include <optional>

#include "tonus/core/processed.h"

namespace tonus::audio {

class SpokenCues {
 public:
  /// What to say because of this frame; empty text: fall silent (a pause).
  std::optional<QString> at(const core::FeedbackFrame& frame);
  void restart() { *this = {}; }

 private:
  std::int64_t phase_ = -1;
  std::int32_t stage_ = -1;
  std::uint32_t rep_ = 0;
  bool paused_ = false;
};

}  // namespace tonus::audio
