#pragma once
// RawBlock in, ProcessedBlock out: the whole data path, top to bottom, in one synchronous call.

#include <memory>
#include <string>

#include "tonus/core/processed.h"
#include "tonus/session/setup.h"

namespace tonus::session {

/// What a clinician may do to a running session; takes effect at the next frame and becomes an event there.
struct Command {
  enum class Kind { kThreshold, kPause, kResume, kNextPhase, kMarker, kNote, kStop, kFilter, kUpperEdge,
                    kRepeatPhase, kPreviousPhase, kExtendPhase, kNoiseFloor, kReference, kRatio, kLock, kEntry };
  Kind kind = Kind::kMarker;
  std::size_t channel = 0;   ///< kThreshold, kUpperEdge, kNoiseFloor, kReference, kRatio, kLock
  double valueUv = 0;        ///< kThreshold, kUpperEdge, kNoiseFloor (0 = not known), kReference
  double value = 0;          ///< kExtendPhase: seconds; kRatio; kLock: 1 = locked; kEntry
  std::string text;          ///< kMarker, kNote; kEntry: what the number is ("pain_nrs")
  feedback::Whose whose = feedback::Whose::kInForce;  ///< kThreshold, kRatio
  dsp::ChainSettings chain;  ///< kFilter: see Pipeline::apply
};

/// No threads, no I/O, no clock; no allocation per block in steady state (blocks come from a pool). The same code
/// live, in replay, in tonusctl and in tests: the same samples and commands give the same bits, however split.
/// Not thread-safe; the blocks it returns may be read from any thread and outlive the pipeline.
class Pipeline {
 public:
  explicit Pipeline(SessionSetup setup);
  ~Pipeline();

  core::BlockPtr process(const core::RawBlock& raw);
  /// kFilter: from the next frame on the chain is one that has already run over the last 4 s (or since the start, or
  /// since a gap), so that nothing settles and no jump is seen; a baseline that is being taken begins again, nothing
  /// else notices.
  void apply(const Command& command);

  /// Frames per feedback hop (10 ms) and per quality hop (100 ms), at least 1.
  std::int64_t feedbackHopFrames() const;
  /// The protocol has run to its end.
  bool finished() const;
  /// The step that runs has no fixed length and is one that somebody ends when they are done: set-up, a rating.
  bool waitsForSomebody() const;
  /// With the chain as it is now.
  const SessionSetup& setup() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tonus::session
