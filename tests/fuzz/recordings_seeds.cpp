// Writes the files the recordings fuzz target starts from: recordings_seeds DIRECTORY.

#include <filesystem>
#include <fstream>
#include <iostream>

#include "interop/invented_recording.h"
#include "tonus/interop/recording_files.h"

namespace {

using namespace tonus;

core::StreamFormat format(double rateHz, std::size_t channelsN) {
  core::StreamFormat f{.sampleRateHz = rateHz, .channels = {}};
  for (std::size_t c = 0; c < channelsN; ++c) {
    f.channels.push_back({.label = "emg " + std::to_string(c), .scaleUvPerCount = 0.1, .minCount = -2048, .maxCount = 2047});
  }
  return f;
}

bool write(const std::filesystem::path& path, core::StreamFormat f, std::vector<core::Segment> segments, interop::EdfKind kind) {
  interop::InventedRecording recording(std::move(f), std::move(segments));
  recording.marks = {{{3}, "button"}, {{20}, "caf\xC3\xA9"}};
  const core::Status status = interop::writeEdf(recording, path, kind, {"P", "", "seed"});
  if (!status) std::cerr << status.fault().what << "\n";
  return status.ok();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const std::filesystem::path directory = argv[1];
  std::filesystem::create_directories(directory);
  using interop::EdfKind;
  const bool ok = write(directory / "whole.edf", format(100, 2), {{{0}, 300}}, EdfKind::kEdfPlus) &&
                  write(directory / "gaps.edf", format(100, 1), {{{0}, 130}, {{137}, 90}, {{900}, 11}}, EdfKind::kEdfPlus) &&
                  write(directory / "whole.bdf", format(12.8, 3), {{{0}, 128}}, EdfKind::kBdfPlus) &&
                  write(directory / "gaps.bdf", format(250, 1), {{{0}, 250}, {{500}, 250}}, EdfKind::kBdfPlus);
  std::ofstream(directory / "table.csv") << "\xEF\xBB\xBFt_s,\"a\",b_mV\r\n0,1,-2\r\n0.001,1.5e-3,4\r\n0.002,0,+7.25\r\n";
  std::ofstream(directory / "bare.csv") << "x\n1\n2\n3\n";
  return ok ? 0 : 1;
}
