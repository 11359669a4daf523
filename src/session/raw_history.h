#pragma once
// The newest stretch of the unfiltered signal, so that another filter chain can take over without a transient.

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace tonus::session {

/// At most `framesN` frames of `channelsN` values, frame-major. All its memory is taken at construction.
class RawHistory {
 public:
  RawHistory(std::size_t framesN, std::size_t channelsN) : channelsN_(channelsN), ring_(framesN * channelsN) {}

  /// After a gap: what was before belongs to another stretch.
  void clear() { next_ = filled_ = 0; }

  void push(std::span<const double> frames) {
    if (frames.size() > ring_.size()) frames = frames.last(ring_.size());
    const std::size_t n = std::min(frames.size(), ring_.size() - next_);
    std::copy_n(frames.begin(), n, ring_.begin() + static_cast<std::ptrdiff_t>(next_));
    std::copy(frames.begin() + static_cast<std::ptrdiff_t>(n), frames.end(), ring_.begin());
    next_ = (next_ + frames.size()) % ring_.size();
    filled_ = std::min(filled_ + frames.size(), ring_.size());
  }

  std::size_t framesN() const { return filled_ / channelsN_; }
  /// Oldest first; valid until the next push().
  std::array<std::span<const double>, 2> pieces() const {
    const std::span<const double> all(ring_);
    if (filled_ < ring_.size()) return {all.first(filled_), {}};
    return {all.subspan(next_), all.first(next_)};
  }

 private:
  std::size_t channelsN_;
  std::size_t next_ = 0, filled_ = 0;  ///< in values
  std::vector<double> ring_;
};

}  // namespace tonus::session
