#pragma once
// The numbers a protocol is judged by, gathered while a session runs or is replayed, and made when it is over.

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tonus/core/sink.h"
#include "tonus/core/summary.h"

namespace tonus::analysis {

struct NumberInfo {
  std::string_view id;
  std::string_view name;   ///< "Resting level before"
  std::string_view unit;   ///< "µV", "%", "s", "" …
  std::string_view how;    ///< in a sentence
};
/// Every number there is, in the order to show them. docs/formats/protocol.md lists the same.
std::span<const NumberInfo> numberInfos();
/// Null for an unknown id.
const NumberInfo* findNumber(std::string_view id);

/// What a number may know of a channel.
struct NumberChannel {
  std::string name;
  std::string ref;           ///< of the protocol: "UT"
  std::string muscle;        ///< id
  std::string side;          ///< "L", "R" or ""
  bool trained = true;
  double referenceUv = 0;    ///< known before the session; 0 = none
};

/// Levels are RMS of the filtered signal over whole seconds in usable, unpaused signal, laid end to end within a step;
/// percent of reference needs a reference contraction. A step done over counts as it was done last.
/// consume() on one thread; numbers() after finish(). Keeps 12 bytes per channel and 10 ms.
class SessionNumbers final : public core::BlockSink {
 public:
  /// `wanted`: ids of the registry; unknown ones are left out.
  SessionNumbers(std::vector<NumberChannel> channels, std::vector<std::string> wanted);
  ~SessionNumbers() override;

  std::string_view name() const override { return "session numbers"; }
  core::SinkPolicy policy() const override;
  core::Status consume(const core::BlockPtr& block) override;
  core::Status finish() override { return {}; }

  std::vector<core::SessionNumber> numbers() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tonus::analysis
