#include "simulator/amplifier.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace tonus::drivers {

namespace {
constexpr double kControlS = 0.01;
constexpr double kDcUv = 5000, kDcDriftUv = 150, kDcDriftS = 90, kDcSmoothS = 2;
constexpr double kOverdrivenUv = 1.5 * kMaxCount * kUvPerCount;
constexpr double kCornersChange = 0.002;
constexpr std::uint64_t kChannelStreams = 100, kFaultStreams = 10000;

std::int32_t toCount(double uv) {
  const double count = std::clamp(uv / kUvPerCount, double{kMinCount}, double{kMaxCount});
  return static_cast<std::int32_t>(count + (count < 0 ? -0.5 : 0.5));
}
}  // namespace

Amplifier::Amplifier(const SimulatorConfig& config, std::vector<std::size_t> picked)
    : config_(config),
      picked_(std::move(picked)),
      patient_(config_),
      stepFrames_(std::max<std::int64_t>(1, std::llround(kControlS * config.sampleRateHz))),
      unit_(static_cast<std::size_t>(stepFrames_)),
      muscleUv_(static_cast<std::size_t>(stepFrames_)),
      unread_(static_cast<std::size_t>(stepFrames_) * picked_.size()) {
  channels_.reserve(picked_.size());
  for (const std::size_t c : picked_) channels_.push_back(makeChannel(c));
  for (std::size_t f = 0; f < config_.faults.size(); ++f) faults_.push_back(makeFault(config_.faults[f], f));
}

Amplifier::Channel Amplifier::makeChannel(std::size_t patientChannel) const {
  const std::uint64_t stream = kChannelStreams + 4 * patientChannel;
  const EmgCorners corners = patient_.corners(patientChannel);
  Channel ch{.emg = EmgNoise(config_.sampleRateHz, corners),
             .corners = corners,
             .emgRandom = Random(config_.seed, stream),
             .noiseRandom = Random(config_.seed, stream + 1),
             .dcRandom = Random(config_.seed, stream + 2)};
  ch.rmsUv = patient_.rmsUv(patientChannel);
  ch.dcUv = ch.dcRandom.between(-kDcUv, kDcUv);
  for (int i = 0; i < static_cast<int>(0.1 * config_.sampleRateHz); ++i) ch.emg.next(ch.emgRandom);
  return ch;
}

Amplifier::Fault Amplifier::makeFault(const SimulatedFault& fault, std::uint64_t number) const {
  Random random(config_.seed, kFaultStreams + number);
  Fault made{.asked = fault,
             .frames = framesOf(fault, config_.sampleRateHz),
             .wave = makeWave(fault, config_.sampleRateHz, Random(random.next(), 0)),
             .share = std::vector<double>(picked_.size()),
             .held = std::vector<std::optional<std::int32_t>>(picked_.size()),
             .piece = std::vector<double>(static_cast<std::size_t>(stepFrames_))};
  for (std::size_t i = 0; i < picked_.size(); ++i) {
    // What comes from outside reaches every electrode a little differently.
    const double uneven = fault.kind == FaultKind::kOffset ? 1.0 : random.between(0.85, 1.15);
    if (fault.channel < 0) made.share[i] = uneven;
    if (fault.channel == static_cast<int>(picked_[i])) made.share[i] = 1;
  }
  return made;
}

void Amplifier::controlStep() {
  const double dtS = static_cast<double>(stepFrames_) / config_.sampleRateHz;
  patient_.step(dtS, seen_);
  seen_.fresh = false;
  for (std::size_t i = 0; i < channels_.size(); ++i) {
    Channel& ch = channels_[i];
    ch.rmsStepUv = (patient_.rmsUv(picked_[i]) - ch.rmsUv) / static_cast<double>(stepFrames_);
    // Smoothed once more: a plain random walk would reach into the muscle's band.
    ch.driftAimUv += kDcDriftUv * std::sqrt(2 * dtS / kDcDriftS) * ch.dcRandom.gaussian() - ch.driftAimUv * dtS / kDcDriftS;
    ch.driftStepUv = (ch.driftAimUv - ch.driftUv) * (dtS / kDcSmoothS) / static_cast<double>(stepFrames_);
    const EmgCorners corners = patient_.corners(picked_[i]);
    if (std::abs(corners.highHz / ch.corners.highHz - 1) > kCornersChange) {
      ch.corners = corners;
      ch.emg.setCorners(corners);
    }
  }
}

std::size_t Amplifier::pieceFrames(std::size_t wanted) const {
  std::int64_t end = at_ + std::min(static_cast<std::int64_t>(wanted), stepFrames_ - at_ % stepFrames_);
  for (const Fault& f : faults_) {
    if (f.frames.begin > at_) end = std::min(end, f.frames.begin);
    if (f.frames.end > at_) end = std::min(end, f.frames.end);
  }
  return static_cast<std::size_t>(end - at_);
}

void Amplifier::generate(std::size_t framesN, std::span<std::int32_t> counts) {
  while (framesN > 0) {
    if (at_ % stepFrames_ == 0) controlStep();
    const std::size_t n = pieceFrames(framesN);
    generatePiece(n, counts.first(n * channels_.size()));
    counts = counts.subspan(n * channels_.size());
    framesN -= n;
    at_ += static_cast<std::int64_t>(n);
  }
}

void Amplifier::skip(std::int64_t framesN) {
  while (framesN > 0) {
    const std::int64_t n = std::min(framesN, stepFrames_);
    generate(static_cast<std::size_t>(n), unread_);
    framesN -= n;
  }
}

void Amplifier::generatePiece(std::size_t framesN, std::span<std::int32_t> counts) {
  for (Fault& f : faults_) {
    if (f.wave && f.frames.has(at_)) f.wave->fill(std::span(f.piece).first(framesN));
  }
  for (std::size_t i = 0; i < channels_.size(); ++i) channelPiece(i, framesN, counts);
}

void Amplifier::channelPiece(std::size_t i, std::size_t framesN, std::span<std::int32_t> counts) {
  Channel& ch = channels_[i];
  for (std::size_t k = 0; k < framesN; ++k) {
    unit_[k] = ch.emg.next(ch.emgRandom);
    muscleUv_[k] = unit_[k] * ch.rmsUv;
    ch.rmsUv += ch.rmsStepUv;
  }
  for (const Fault& f : faults_) {
    if (f.frames.has(at_) && f.share[i] != 0) disturb(f, i, framesN);
  }
  for (std::size_t k = 0; k < framesN; ++k) {
    const double noiseUv = config_.noiseUv * ch.noiseRandom.gaussian();
    counts[k * channels_.size() + i] = toCount(muscleUv_[k] + noiseUv + ch.dcUv + ch.driftUv);
    ch.driftUv += ch.driftStepUv;
  }
  for (Fault& f : faults_) {
    if (f.asked.kind == FaultKind::kFlat && f.frames.has(at_) && f.share[i] != 0) {
      holdStill(f, i, channels_.size(), counts);
    }
  }
}

void Amplifier::disturb(const Fault& fault, std::size_t i, std::size_t framesN) {
  const double overdriveUv = fault.asked.amount > 0 ? fault.asked.amount : kOverdrivenUv;
  for (std::size_t k = 0; k < framesN; ++k) {
    if (fault.asked.kind == FaultKind::kElectrodeOff) {
      muscleUv_[k] = fault.share[i] * fault.piece[k];
    } else if (fault.asked.kind == FaultKind::kClipping) {
      muscleUv_[k] = overdriveUv * unit_[k];
    } else if (fault.wave) {
      muscleUv_[k] += fault.share[i] * fault.piece[k];
    }
  }
}

void Amplifier::holdStill(Fault& fault, std::size_t i, std::size_t stride, std::span<std::int32_t> counts) {
  if (!fault.held[i]) fault.held[i] = counts[i];
  for (std::size_t at = i; at < counts.size(); at += stride) counts[at] = *fault.held[i];
}

}  // namespace tonus::drivers
