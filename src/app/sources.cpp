#include "tonus/app/sources.h"

#include <utility>

#include "tonus/app/default_store.h"
#include "tonus/drivers/registry.h"
#include "tonus/interop/recording_files.h"

namespace tonus::app {

core::Result<std::unique_ptr<core::SignalSource>> makeSource(const std::string& id, core::Clock& clock,
                                                             drivers::Waiting waiting) {
  constexpr std::string_view kFile = "file:";
  if (!id.starts_with(kFile)) {
    const auto file = defaultStorePath().parent_path() / "amplifier-rates";
    return drivers::makeSource(id, clock, std::make_shared<drivers::RateMemory>(file), std::move(waiting));
  }
  auto recording = interop::openRecording(id.substr(kFile.size()));
  if (!recording) return recording.fault();
  return drivers::makeReplaySource(*std::move(recording), clock, true);
}

}  // namespace tonus::app
