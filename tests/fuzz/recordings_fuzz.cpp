// Any bytes at all as a recording file: no crash, no memory by an unchecked number, and what opens can be read whole.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include <sys/mman.h>
#include <unistd.h>

#include "tonus/interop/recording_files.h"

namespace {

namespace core = tonus::core;
namespace interop = tonus::interop;

void require(bool held, const char* promise) {
  if (held) return;
  std::fprintf(stderr, "broken promise: %s\n", promise);
  std::abort();
}

/// The bytes as a file that has a path but no place on a disk.
class MemoryFile {
 public:
  MemoryFile(const std::uint8_t* data, std::size_t size) : descriptor_(::memfd_create("recording", MFD_CLOEXEC)) {
    require(descriptor_ >= 0 && ::write(descriptor_, data, size) == static_cast<ssize_t>(size), "the input fits memory");
  }
  ~MemoryFile() { ::close(descriptor_); }
  MemoryFile(const MemoryFile&) = delete;
  std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

 private:
  int descriptor_;
};

void readWhole(core::Recording& recording, std::size_t fileBytes) {
  const core::StreamFormat& format = recording.format();
  require(format.channelsN() > 0 && format.sampleRateHz > 0 && std::isfinite(format.sampleRateHz), "a recording has a format");
  for (const core::ChannelFormat& c : format.channels) {
    require(std::isfinite(c.scaleUvPerCount) && c.scaleUvPerCount != 0, "every channel has a scale");
  }
  std::size_t valuesN = 0;
  std::int64_t end = INT64_MIN;
  for (const core::Segment& s : recording.segments()) {
    require(s.framesN > 0 && s.first.value > end, "segments are ordered, disjoint and do not touch");
    end = s.first.value + s.framesN;
    valuesN += static_cast<std::size_t>(s.framesN) * format.channelsN();
    require(valuesN <= fileBytes, "no more values than the file has bytes");
    std::vector<std::int32_t> counts(static_cast<std::size_t>(s.framesN) * format.channelsN());
    require(recording.read(s.first, counts).ok(), "a segment can be read");
    std::vector<std::int32_t> one(format.channelsN());
    require(!recording.read({end}, one).ok() || s != recording.segments().back(), "nothing lies behind the last segment");
  }
  const auto before = [](const core::DeviceEvent& a, const core::DeviceEvent& b) { return a.at < b.at; };
  require(std::is_sorted(recording.events().begin(), recording.events().end(), before), "events are ordered");
}

void tryChannels(const std::string& path, const interop::OpenOptions& options, std::size_t fileBytes) {
  auto recording = interop::openRecording(path, options);
  if (recording) return readWhole(**recording, fileBytes);
  require(!recording.fault().what.empty() && !recording.fault().hint.empty(), "a refusal says why and what to do");
}

void tryEdf(const std::string& path, std::size_t fileBytes) {
  const auto info = interop::readEdfInfo(path);
  if (!info) return;
  require(info->recordStartsS.size() == static_cast<std::size_t>(info->recordsN), "every record has a start");
  for (std::size_t s = 0; s < std::min<std::size_t>(info->signals.size(), 4); ++s) {
    const auto values = interop::readEdfSignal(path, s);
    require(values.ok() && values->size() <= fileBytes, "a signal can be read");
    if (info->signals[s].trouble.empty()) tryChannels(path, {.onlyChannels = {info->signals[s].label}, .csvRateHz = 0}, fileBytes);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const MemoryFile file(data, size);
  tryEdf(file.path(), size);
  tryChannels(file.path(), {.onlyChannels = {}, .csvRateHz = 1000}, size);
  if (const auto table = interop::readCsv(file.path())) {
    require(table->valuesUv.size() == table->rowsN * table->channels.size(), "a table is full");
    require(std::all_of(table->valuesUv.begin(), table->valuesUv.end(), [](double v) { return std::isfinite(v); }),
            "a table holds numbers");
  }
  return 0;
}
