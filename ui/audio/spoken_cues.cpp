#include "audio/spoken_cues.h"

#include <utility>

namespace tonus::audio {
namespace {

// Shorter stages follow each other too quickly to be announced.
constexpr double kShortestStageS = 2.0;

}  // namespace

std::optional<QString> SpokenCues::at(const core::FeedbackFrame& frame) {
  if (!frame.phase) return std::nullopt;
  if (std::exchange(paused_, frame.paused) != frame.paused && frame.paused) return QString();
  if (frame.paused) return std::nullopt;
  const core::PhaseInfo& phase = *frame.phase;
  const bool newPhase = std::exchange(phase_, phase.index) != phase.index;
  const bool newStage = std::exchange(stage_, frame.stage) != frame.stage || std::exchange(rep_, frame.rep) != frame.rep;
  rep_ = frame.rep;
  QString words = newPhase ? QString::fromStdString(phase.cue) : QString();
  const bool hasStage = frame.stage >= 0 && static_cast<std::size_t>(frame.stage) < phase.stages.size();
  if ((newStage || newPhase) && hasStage && frame.stageLeftS >= kShortestStageS) {
    const QString stage = QString::fromStdString(phase.stages[static_cast<std::size_t>(frame.stage)].cue);
    if (!words.isEmpty() && !stage.isEmpty()) words += QStringLiteral(". ");
    words += stage;
  }
  return words.isEmpty() ? std::nullopt : std::optional(words);
}

}  // namespace tonus::audio
