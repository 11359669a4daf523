#pragma once
// Other libraries doing the same work. They live in a module of their own (tests/bench/peers) that is loaded when it is
// there, so that the product links none of them.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tonus/core/result.h"
#include "tonus/dsp/biquad.h"

namespace tonus::bench {

/// The same block again and again through filters that keep their state.
struct FilterTask {
  std::vector<dsp::Biquad> sections;
  std::size_t channelsN = 0;
  std::vector<double> in;  ///< frames × channels, frame-major
};
/// One density with a periodic Hann window, mean removed, and its median and mean frequency.
struct SpectrumTask {
  std::vector<double> x;
  double rateHz = 0, lowHz = 0, highHz = 0;
};
/// 24-bit counts to be packed without loss, a second at a time.
struct CodecTask {
  std::size_t channelsN = 0, secondFrames = 0;
  std::vector<std::int32_t> counts;  ///< frame-major
};

struct Peer {
  std::string who;
  std::function<void()> call;
  /// What one call gives from a fresh start: the filtered block, or { median, mean frequency }.
  std::function<std::vector<double>()> result;
};

/// Blocks of samples from one thread to another. make, push: producer. pop, read: consumer.
class BlockQueue {
 public:
  virtual ~BlockQueue() = default;
  virtual void make(std::span<const std::int32_t> samples) = 0;  ///< the producer writes a block
  virtual bool push() = 0;                                       ///< and hands it over; false: full, try again
  virtual bool pop() = 0;
  virtual std::int64_t read() = 0;                               ///< sum of the block popped last
};

class PackPeer {
 public:
  virtual ~PackPeer() = default;
  virtual std::size_t encode() = 0;  ///< bytes, 0 if it failed
  virtual bool decode() = 0;         ///< what encode() made; false if it is not the counts again
};

/// SciPy in a process of its own that times itself when told to. Jobs: "sosfilt" (a block of 8 channels × 20 samples,
/// state kept), "welch1024" (1024 samples, one segment), "welch4s" (4 s at 2 kHz, segments of 1024, half overlapping).
class ScriptPeer {
 public:
  virtual ~ScriptPeer() = default;
  virtual const std::string& who() const = 0;
  /// Nanoseconds per call; NaN if the process ended.
  virtual double round(std::string_view job, std::chrono::nanoseconds about) = 0;
};

/// Each is empty where its library was not installed when the module was built; `skipped` says so in words.
struct Peers {
  std::function<Peer(const FilterTask&)> liquid;
  std::function<Peer(const SpectrumTask&)> fftwHeld, fftwPlanned;
  std::function<std::unique_ptr<BlockQueue>(std::size_t blocksN, std::size_t samplesN)> boostBlocks, boostItems, jack;
  std::function<std::unique_ptr<PackPeer>(const CodecTask&)> flac;
  std::shared_ptr<ScriptPeer> scipy;
  std::vector<std::string> skipped;
};

/// The module's file name, looked for beside the program.
inline constexpr std::string_view kPeersModule = "libtonus_bench_peers.so";
/// Changes with anything above.
inline constexpr int kPeersInterface = 1;

/// Stays loaded until the program ends. A module of another build is a Fault.
core::Result<Peers> loadPeers(const std::filesystem::path& module);

}  // namespace tonus::bench
