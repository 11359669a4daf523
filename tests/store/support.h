#pragma once
// A store in a folder of its own, and signal to put into it.

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "tonus/store/store.h"

namespace tonus::store {

class TempFolder {
 public:
  TempFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "tonus_store_XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  ~TempFolder() { std::filesystem::remove_all(path_); }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

template <class T>
T must(core::Result<T> result) {
  if (!result) throw std::runtime_error(result.fault().what);
  return std::move(result).value();
}
inline void must(const core::Status& status) {
  if (!status) throw std::runtime_error(status.fault().what);
}

inline core::StreamFormat formatOf(std::size_t channelsN, double rateHz) {
  core::StreamFormat format;
  format.sampleRateHz = rateHz;
  for (std::size_t c = 0; c < channelsN; ++c)
    format.channels.push_back({.label = "EMG " + std::to_string(c + 1),
                               .scaleUvPerCount = 0.0223517417907714843,
                               .offsetCounts = 3,
                               .minCount = -8388608,
                               .maxCount = 8388607,
                               .calibrated = c % 2 == 0});
  return format;
}

/// The same count for the same place, in any process.
inline std::int32_t countAt(std::int64_t frame, std::size_t channel) {
  auto x = static_cast<std::uint64_t>(frame) * 0x9E3779B97F4A7C15ULL + channel * 0xBF58476D1CE4E5B9ULL;
  x ^= x >> 31;
  x *= 0x94D049BB133111EBULL;
  return static_cast<std::int32_t>(x >> 52) - 2048 + static_cast<std::int32_t>(frame % 5000) * 10;
}

inline core::BlockPtr blockAt(std::int64_t first, std::uint32_t framesN, std::size_t channelsN,
                              std::uint64_t lostBefore = 0) {
  auto block = std::make_shared<core::ProcessedBlock>();
  block->first = {first};
  block->framesN = framesN;
  block->channelsN = static_cast<std::uint32_t>(channelsN);
  block->lostBefore = lostBefore;
  for (std::int64_t f = first; f < first + framesN; ++f)
    for (std::size_t c = 0; c < channelsN; ++c) block->counts.push_back(countAt(f, c));
  return block;
}

inline Patient patientOf(const std::string& code) {
  Patient p;
  p.code = code;
  p.name = "Ada Example";
  p.birthYear = 1970;
  p.condition = "tension headache";
  p.note = "likes the sea";
  return p;
}

inline NewSession sessionOf(const Patient& patient, const core::StreamFormat& format) {
  NewSession s;
  s.patientId = patient.id;
  s.protocolId = "free";
  s.protocolName = "Free training";
  s.deviceModel = "Simulator";
  s.deviceSerial = "42";
  s.setupJson = "{}";
  s.format = format;
  s.started = core::WallTime(std::chrono::seconds(1790000000));
  return s;
}

/// Every frame of every segment equals countAt.
inline void expectSignal(SessionReader& reader) {
  const std::size_t channelsN = reader.format().channelsN();
  for (const core::Segment& segment : reader.segments()) {
    std::vector<std::int32_t> counts(static_cast<std::size_t>(segment.framesN) * channelsN);
    const auto status = reader.read(segment.first, counts);
    ASSERT_TRUE(status.ok()) << status.fault().what;
    for (std::size_t i = 0; i < counts.size(); ++i)
      ASSERT_EQ(counts[i], countAt(segment.first.value + static_cast<std::int64_t>(i / channelsN), i % channelsN)) << i;
  }
}

}  // namespace tonus::store
