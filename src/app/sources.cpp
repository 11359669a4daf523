#include "tonus/app/sources.h"

#include "tonus/drivers/registry.h"
#include "tonus/interop/recording_files.h"

namespace tonus::app {

core::Result<std::unique_ptr<core::SignalSource>> makeSource(const std::string& id, core::Clock& clock) {
  constexpr std::string_view kFile = "file:";
  if (!id.starts_with(kFile)) return drivers::makeSource(id, clock);
  auto recording = interop::openRecording(id.substr(kFile.size()));
  if (!recording) return recording.fault();
  return drivers::makeReplaySource(*std::move(recording), clock, true);
}

}  // namespace tonus::app
