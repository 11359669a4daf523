#include "clinician/session_page/sweep.h"

#include <algorithm>
#include <cmath>

namespace tonus::clinician {

void Sweep::reset(std::size_t channelsN, int columnsN, double secondsN, double sampleRateHz, Signal signal,
                  std::size_t firstChannel) {
  columnsN_ = std::max(columnsN, 1);
  sampleRateHz_ = sampleRateHz;
  framesPerColumn_ = std::max(secondsN * sampleRateHz / columnsN_, 1e-6);
  signal_ = signal;
  firstChannel_ = firstChannel;
  channels_.assign(channelsN, std::vector<Column>(static_cast<std::size_t>(columnsN_)));
  middle_.assign(channelsN, 0.0);
  gaps_.clear();
  started_ = false;
  opened_ = -1;
  next_ = 0;
}

std::int64_t Sweep::columnOf(std::int64_t frame) const {
  return static_cast<std::int64_t>(std::floor(static_cast<double>(frame) / framesPerColumn_));
}

void Sweep::openColumns(std::int64_t upTo) {
  std::int64_t from = std::max(opened_ + 1, upTo - columnsN_ + 1);
  for (; from <= upTo; ++from) {
    for (auto& channel : channels_) channel[static_cast<std::size_t>(from % columnsN_)] = {};
  }
  opened_ = std::max(opened_, upTo);
}

Sweep::Dirty Sweep::push(const core::ProcessedBlock& block) {
  if (block.framesN == 0 || block.channelsN < firstChannel_ + channels_.size()) return {};
  const std::int64_t first = block.first.value;
  if (!started_ || first < next_) {
    const bool again = started_;
    if (again) reset(channels_.size(), columnsN_, framesPerColumn_ * columnsN_ / sampleRateHz_, sampleRateHz_, signal_,
                     firstChannel_);
    started_ = true;
    next_ = first;
    opened_ = columnOf(first) - 1;
    for (std::size_t c = 0; c < middle_.size(); ++c) middle_[c] = block.rawUv[firstChannel_ + c];
  }
  const std::int64_t before = columnOf(next_);
  if (first > next_) gaps_.push_back({next_, first - next_});
  openColumns(columnOf(first + block.framesN - 1));
  add(block);
  next_ = first + block.framesN;
  const std::int64_t oldest = opened_ - columnsN_;
  std::erase_if(gaps_, [&](const Gap& g) { return columnOf(g.first + g.framesN) <= oldest; });
  return {before, opened_ - before + 1};
}

void Sweep::add(const core::ProcessedBlock& block) {
  const std::vector<double>& values = signal_ == Signal::kRaw ? block.rawUv : block.filteredUv;
  const double follow = 1.0 - std::exp(-1.0 / sampleRateHz_);
  const std::size_t n = channels_.size();
  for (std::uint32_t i = 0; i < block.framesN; ++i) {
    const auto column = static_cast<std::size_t>(columnOf(block.first.value + i) % columnsN_);
    for (std::size_t c = 0; c < n; ++c) {
      double v = values[i * block.channelsN + firstChannel_ + c];
      if (signal_ == Signal::kRaw) {
        middle_[c] += follow * (v - middle_[c]);
        v -= middle_[c];
      }
      Column& at = channels_[c][column];
      const auto f = static_cast<float>(v);
      at.min = at.any ? std::min(at.min, f) : f;
      at.max = at.any ? std::max(at.max, f) : f;
      at.any = true;
    }
  }
}

}  // namespace tonus::clinician
