#pragma once
// A session's numbers, gathered block by block while it runs (or while it is replayed: the same result).

#include <memory>
#include <string>
#include <vector>

#include "tonus/analysis/session_numbers.h"
#include "tonus/core/sink.h"
#include "tonus/core/summary.h"

namespace tonus::analysis {

/// Statistics of the envelope at every feedback hop where the channel was usable and the session not paused.
/// Percentiles are exact (linear interpolation between order statistics, as numpy's default).
/// consume on one thread; summary() after finish().
class SessionStatistics final : public core::BlockSink {
 public:
  struct Channel {
    std::string name;
    bool trained = true;
  };
  /// `noticeFrames`: how long a fault may go unnoticed (dsp::QualityMonitor); time in target is paid that much later.
  /// `numbers`: those of the protocol, if it names any.
  SessionStatistics(std::vector<Channel> channels, std::int64_t noticeFrames, std::shared_ptr<SessionNumbers> numbers = {});
  ~SessionStatistics() override;

  std::string_view name() const override { return "statistics"; }
  core::SinkPolicy policy() const override;
  core::Status consume(const core::BlockPtr& block) override;
  core::Status finish() override;

  /// Latencies are NaN: only a display can know them.
  core::SessionSummary summary() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tonus::analysis
