#include "phase_runner.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tonus::session {

namespace {

constexpr double kInhaleShare = 0.4;  // breathing out takes longer than in (a convention of paced breathing)

std::int64_t roundOf(const core::PhaseInfo& info) {
  std::int64_t sum = 0;
  for (const core::StageInfo& s : info.stages) sum += s.durationFrames;
  return sum;
}

}  // namespace

PhaseRunner::PhaseRunner(std::vector<core::PhaseInfo> steps, double sampleRateHz) : rateHz_(sampleRateHz) {
  core::PhaseInfo end;
  end.index = static_cast<std::uint32_t>(steps.size());
  end.part = steps.empty() ? 0 : steps.back().part + 1;
  end.name = "Finished";
  end.cue = "That was all. Well done.";
  end.feedback = end.sound = end.scored = false;
  for (core::PhaseInfo& step : steps) steps_.push_back(std::make_shared<const core::PhaseInfo>(std::move(step)));
  steps_.push_back(std::make_shared<const core::PhaseInfo>(std::move(end)));
  now_ = steps_.front();
}

bool PhaseRunner::turn(PhaseTurn how, core::SampleIndex at) {
  if (how == PhaseTurn::kBack) index_ -= index_ > 0 ? 1 : 0;
  else if (finished()) return false;
  else if (how != PhaseTurn::kRepeated) ++index_;
  now_ = steps_[index_];
  start_ = at;
  idleFrames_ = 0;
  return true;
}

bool PhaseRunner::extend(double seconds) {
  if (now_->durationFrames == 0 || !(seconds > 0)) return false;
  auto longer = std::make_shared<core::PhaseInfo>(*now_);
  std::int64_t frames = std::llround(seconds * rateHz_);
  if (const std::int64_t round = roundOf(*now_); round > 0) {
    const std::int64_t reps = (frames + round - 1) / round;
    longer->repsN += static_cast<std::uint32_t>(reps);
    frames = reps * round;
  }
  longer->durationFrames += frames;
  now_ = std::move(longer);
  return true;
}

bool PhaseRunner::due(core::SampleIndex at) const {
  return now_->durationFrames > 0 && elapsed(at) >= now_->durationFrames;
}

PhasePlace PhaseRunner::place(core::SampleIndex at) const {
  PhasePlace out;
  const std::int64_t passed = elapsed(at);
  out.stageS = static_cast<double>(std::max<std::int64_t>(0, passed)) / rateHz_;
  out.breath = breathAt(out.stageS);
  const std::int64_t round = roundOf(*now_);
  if (round == 0) return out;
  std::int64_t within = std::max<std::int64_t>(0, passed - 1);  // the hop's last frame
  out.rep = static_cast<std::uint32_t>(within / round) + 1;
  within %= round;
  for (const core::StageInfo& s : now_->stages) {
    ++out.stage;
    out.working = s.work;
    out.stageS = static_cast<double>(within + 1) / rateHz_;
    out.stageLeftS = static_cast<float>(static_cast<double>(s.durationFrames - within - 1) / rateHz_);
    if (within < s.durationFrames) break;
    within -= s.durationFrames;
  }
  const auto& targets = now_->targetPercents;
  if (!targets.empty()) out.targetOfReference = targets[(out.rep - 1) % targets.size()] / 100;
  return out;
}

float PhaseRunner::breathAt(double seconds) const {
  if (now_->breathsPerMin <= 0) return -1;
  const double breaths = seconds * now_->breathsPerMin / 60;
  const double part = breaths - std::floor(breaths);
  const double along = part < kInhaleShare ? part / kInhaleShare : 1 + (part - kInhaleShare) / (1 - kInhaleShare);
  return static_cast<float>(0.5 - 0.5 * std::cos(along * std::numbers::pi));
}

float PhaseRunner::timeLeftS(core::SampleIndex at) const {
  const std::int64_t length = now_->durationFrames;
  if (length == 0) return -1;
  return static_cast<float>(static_cast<double>(std::max<std::int64_t>(0, length - elapsed(at))) / rateHz_);
}

}  // namespace tonus::session
