#pragma once
// The session's end of the sound: three atomics between the process thread and the audio thread.

#include <atomic>

#include "tonus/core/sink.h"
#include "tonus/feedback/tone.h"

namespace tonus::audio {

/// consume and finish: process thread, never waits. input: any thread.
class CueSink final : public core::BlockSink {
 public:
  std::string_view name() const override { return "sound"; }
  core::SinkPolicy policy() const override { return {core::QueuePolicy::kInline, std::chrono::milliseconds(0)}; }
  core::Status consume(const core::BlockPtr& block) override;
  core::Status finish() override;

  /// What was last said, and when the samples behind it arrived (steady clock, ns; 0 = nothing yet). The three are
  /// stored one by one: a reader may see a level one hop newer than its time, which is harmless.
  struct Heard {
    feedback::ToneInput input;
    std::int64_t arrivalNs = 0;
  };
  Heard heard() const;

 private:
  static constexpr std::uint32_t kAudible = 1;
  static constexpr std::uint32_t kInTarget = 2;

  std::atomic<float> level_{0};
  std::atomic<std::uint32_t> gate_{0};
  std::atomic<std::int64_t> arrivalNs_{0};
};

}  // namespace tonus::audio
