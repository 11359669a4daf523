#pragma once
// What was computed beside the raw counts in one commit (hops, verdicts, metric values) as compact exact bytes:
// rows of 32-bit words, of which only those that differ from the row before are written. docs/formats/store.md.

#include <cstdint>
#include <span>
#include <vector>

#include "tonus/core/processed.h"
#include "tonus/store/store.h"

namespace tonus::store {

/// Rows of one length: count, width, then per row a bitmap and the changed words.
std::vector<std::uint8_t> encodeRows(std::span<const std::uint32_t> words, std::size_t width);
/// False: not rows of this width. `words` grows by no more than the bytes can hold.
bool decodeRows(std::span<const std::uint8_t> bytes, std::size_t width, std::vector<std::uint32_t>& words);

std::vector<std::uint8_t> encodeHops(std::span<const StoredHop> hops, std::size_t channelsN);
bool decodeHops(std::span<const std::uint8_t> bytes, std::size_t channelsN, std::vector<StoredHop>& out);

std::vector<std::uint8_t> encodeQuality(std::span<const core::QualityFrame> frames, std::size_t channelsN);
bool decodeQuality(std::span<const std::uint8_t> bytes, std::size_t channelsN, std::vector<core::QualityFrame>& out);

std::vector<std::uint8_t> encodeMetrics(std::span<const core::MetricValue> values);
bool decodeMetrics(std::span<const std::uint8_t> bytes, std::vector<core::MetricValue>& out);

}  // namespace tonus::store
