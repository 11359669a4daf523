#include "selftest/marked_source.h"

#include <cmath>
#include <numbers>
#include <utility>

#include "tonus/drivers/simulator.h"

namespace tonus::selftest {
namespace {

constexpr double kMarkHz = 170;  // in the middle of the band, and no harmonic of the mains
constexpr int kEffortBlocks = 10;
// Uneven, so that marks meet the screen's frames at every phase; far enough apart to be told from each other.
constexpr int kTraceApart = 20, kTraceSpread = 10;    // blocks
constexpr int kLevelApart = 80, kLevelSpread = 20;

drivers::SimulatorConfig restingPatient() {
  drivers::SimulatorConfig config;
  config.effort.assign(config.channelsN, {{0, kRestUv}, {1e6, kRestUv}});
  config.learning = 0;
  return config;
}

class MarkedSource final : public core::SignalSource {
 public:
  MarkedSource(std::shared_ptr<MarkLog> log, core::Clock& clock)
      : log_(std::move(log)), patient_(drivers::makeSimulator(restingPatient(), clock)) {}

  core::DeviceInfo describe() const override { return patient_->describe(); }
  core::Status start() override { return patient_->start(); }
  void stop() override { patient_->stop(); }
  core::Result<core::StreamFormat> open(const core::SourceConfig& config) override {
    auto format = patient_->open(config);
    if (format) format_ = *format;
    return format;
  }

  core::Result<core::ReadStatus> read(core::SteadyTime deadline, core::RawBlock& out) override {
    auto status = patient_->read(deadline, out);
    if (status && *status == core::ReadStatus::kBlock) mark(out);
    return status;
  }

 private:
  void mark(core::RawBlock& block) {
    if (!log_->on()) return;
    if (--untilTrace_ <= 0) {
      untilTrace_ = apart(kTraceApart, kTraceSpread);
      log_->addTrace(block.arrival);
      wave(block, kTraceChannel);
    }
    if (--untilLevel_ <= 0) {
      untilLevel_ = apart(kLevelApart, kLevelSpread);
      log_->addLevel(block.arrival);
      effortLeft_ = kEffortBlocks;
    }
    if (effortLeft_ > 0 && effortLeft_-- > 0) wave(block, kLevelChannel);
  }

  void wave(core::RawBlock& block, std::size_t channel) const {
    const double counts = kMarkUv / format_.channels[channel].scaleUvPerCount;
    const double turn = 2 * std::numbers::pi * kMarkHz / format_.sampleRateHz;
    for (std::uint32_t i = 0; i < block.framesN; ++i) {
      const auto frame = static_cast<double>(block.first.value + i);
      block.counts[i * block.channelsN + channel] += static_cast<std::int32_t>(std::lround(counts * std::sin(turn * frame)));
    }
  }

  int apart(int least, int spread) { return least + std::uniform_int_distribution<int>(0, spread)(random_); }

  std::shared_ptr<MarkLog> log_;
  std::unique_ptr<drivers::Simulator> patient_;
  core::StreamFormat format_;
  std::minstd_rand random_{1};
  int untilTrace_ = 1, untilLevel_ = 1, effortLeft_ = 0;
};

}  // namespace

MarkLog::Marks MarkLog::take() {
  const std::scoped_lock lock(mutex_);
  return std::exchange(marks_, {});
}

void MarkLog::addTrace(core::SteadyTime arrival) {
  const std::scoped_lock lock(mutex_);
  marks_.trace.push_back(arrival);
}

void MarkLog::addLevel(core::SteadyTime arrival) {
  const std::scoped_lock lock(mutex_);
  marks_.level.push_back(arrival);
}

std::unique_ptr<core::SignalSource> makeMarkedSource(std::shared_ptr<MarkLog> log, core::Clock& clock) {
  return std::make_unique<MarkedSource>(std::move(log), clock);
}

}  // namespace tonus::selftest
