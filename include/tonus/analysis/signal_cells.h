#pragma once
// A long signal as a picture needs it: minimum and maximum of every few frames, and of sixteen such cells.

#include <atomic>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <vector>

namespace tonus::analysis {

/// µV. Where nothing was recorded the minimum is above the maximum.
struct Extremes {
  float minUv = std::numeric_limits<float>::infinity();
  float maxUv = -std::numeric_limits<float>::infinity();
  bool any() const { return minUv <= maxUv; }
};

/// Filled slab by slab by one thread while another draws what is ready. An hour of 8 channels at 2 kHz in cells of 32
/// frames: 15 MB.
class SignalCells {
 public:
  static constexpr std::int64_t kSlabFrames = 65536;
  static constexpr std::int64_t kCoarse = 16;   ///< cells in a coarse cell

  /// Frames [0, framesN). `cellFrames`: a power of two, at most kSlabFrames / kCoarse.
  SignalCells(std::size_t channelsN, std::int64_t framesN, std::int64_t cellFrames);

  std::size_t channelsN() const { return channelsN_; }
  std::int64_t framesN() const { return framesN_; }
  std::int64_t cellFrames() const { return cellFrames_; }
  std::int64_t slabsN() const { return slabsN_; }

  /// Is all of [from, to) there? Any thread.
  bool ready(std::int64_t fromFrame, std::int64_t toFrame) const;
  /// Slabs that are there. Any thread.
  std::int64_t readyN() const { return readyN_.load(std::memory_order_acquire); }
  bool complete() const { return readyN() == slabsN_; }

  /// Over cells [first, last), which are ready, of every channel. `out`: channelsN.
  void over(std::int64_t first, std::int64_t last, std::span<Extremes> out) const;

  /// The filling thread: widens a cell by the values of its frames. `low`, `high`: channelsN.
  void include(std::int64_t cell, std::span<const float> low, std::span<const float> high);
  /// The filling thread: all of the slab's cells are in.
  void publish(std::int64_t slab);

 private:
  struct Level {
    std::vector<float> low, high;   ///< cell × channel
  };
  void widen(const Level& level, std::int64_t cell, std::span<Extremes> out) const;

  std::size_t channelsN_;
  std::int64_t framesN_;
  std::int64_t cellFrames_;
  std::int64_t slabsN_;
  Level fine_, coarse_;
  std::unique_ptr<std::atomic<bool>[]> ready_;
  std::atomic<std::int64_t> readyN_{0};
};

/// All slabs: from that of `fromFrame` to the end, then what is before.
std::vector<std::int64_t> slabsFrom(const SignalCells& cells, std::int64_t fromFrame);

}  // namespace tonus::analysis
