#include "edf_fields.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "edf_header.h"
#include "text_number.h"

namespace tonus::interop {

using core::Fault;
using core::FaultCode;

namespace {

constexpr double kGood = 1e-6, kBearable = 1e-4;
constexpr double kZeroWeight = 20;  // one count of 2^24 is not good: the zero must be met where it can be
constexpr std::int64_t kSearchCounts = 1024;

std::string fixed(double value, int decimals) {
  std::array<char, 400> text{};
  const int length = std::snprintf(text.data(), text.size(), "%.*f", decimals, value);
  return std::string(text.data(), static_cast<std::size_t>(length));
}

std::string withoutTrailingZeros(std::string text) {
  if (text.find('.') != std::string::npos) {
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
  }
  return text == "-0" ? "0" : text;
}

}  // namespace

std::optional<std::string> eightCharacters(double value) {
  for (int decimals = 7; decimals >= 0; --decimals) {
    const std::string text = withoutTrailingZeros(fixed(value, decimals));
    if (text.size() <= 8) return text;
  }
  return std::nullopt;
}

std::string decimal(double value) { return withoutTrailingZeros(fixed(value, 9)); }

std::string asciiField(std::string_view text, std::size_t length) {
  std::string field;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) == 0x80) continue;  // the rest of a character already replaced
    field += byte >= 32 && byte < 127 ? c : '_';
  }
  field.resize(length, ' ');
  return field;
}

namespace {

/// One end of the range: a count and its physical value as it can be written.
struct End {
  std::int64_t count = 0;
  std::string text;
  double error = INFINITY;  // in the unit
};

class RangeSearch {
 public:
  RangeSearch(const core::ChannelFormat& channel, std::int64_t bits, std::int64_t least, std::int64_t most)
      : channel_(channel), lowest_(-(std::int64_t{1} << (bits - 1))), highest_(-lowest_ - 1), least_(least), most_(most) {
    const bool known = channel.minCount < channel.maxCount;
    low_ = std::min(known ? std::max<std::int64_t>(channel.minCount, lowest_) : lowest_, least);
    high_ = std::max(known ? std::min<std::int64_t>(channel.maxCount, highest_) : highest_, most);
  }

  DigitalRange inUnit(const std::string& unit, double perMicrovolt) const {
    const double scale = channel_.scaleUvPerCount * perMicrovolt;
    DigitalRange best = made(unit, end(low_, scale), end(high_, scale), scale);
    if (best.error > kGood) best = std::min(best, symmetric(unit, scale), lessWrong);
    if (best.error > kGood) best = std::min(best, nearby(unit, scale), lessWrong);
    return best;
  }

 private:
  static bool lessWrong(const DigitalRange& a, const DigitalRange& b) { return a.error < b.error; }

  End end(std::int64_t count, double scale) const {
    const double value = static_cast<double>(count - channel_.offsetCounts) * scale;
    const auto text = eightCharacters(value);
    return text ? End{count, *text, std::abs(*parseReal(*text) - value)} : End{count, "", INFINITY};
  }

  // Around the zero both ends are rounded alike, so the zero is met exactly.
  DigitalRange symmetric(const std::string& unit, double scale) const {
    const std::int64_t zero = channel_.offsetCounts;
    const std::int64_t least = std::max({zero - low_, high_ - zero, std::int64_t{1}});
    const std::int64_t most = std::min({least + kSearchCounts, highest_ - zero, zero - lowest_});
    End below, above;
    for (std::int64_t k = least; k <= most; ++k) {
      const End here = end(zero - k, scale);
      if (here.error >= below.error) continue;
      below = here;
      above = end(zero + k, scale);
    }
    return made(unit, below, above, scale);
  }

  DigitalRange nearby(const std::string& unit, double scale) const {
    const std::int64_t slack = std::min(kSearchCounts, (high_ - low_) / 100);
    return made(unit, best(low_ - slack, std::min(low_ + slack, least_), scale),
                best(std::max(high_ - slack, most_), high_ + slack, scale), scale);
  }
  End best(std::int64_t from, std::int64_t to, double scale) const {
    End found;
    for (std::int64_t c = std::max(from, lowest_); c <= std::min(to, highest_); ++c) {
      const End here = end(c, scale);
      if (here.error < found.error) found = here;
    }
    return found;
  }

  DigitalRange made(const std::string& unit, const End& a, const End& b, double scale) const {
    DigitalRange range{unit, a.text, b.text, a.count, b.count, INFINITY};
    if (a.text == b.text || a.text.empty() || b.text.empty() || a.count >= b.count) return range;
    const auto span = static_cast<double>(b.count - a.count);
    const double low = *parseReal(a.text), read = (*parseReal(b.text) - low) / span;
    const double zeroOff = wholeOffset(static_cast<double>(a.count) - low / read) - channel_.offsetCounts;
    range.error = std::abs(read / scale - 1.0) + std::abs(zeroOff) / span * kZeroWeight;
    return range;
  }

  const core::ChannelFormat& channel_;
  std::int64_t lowest_, highest_, least_, most_, low_ = 0, high_ = 0;
};

}  // namespace

core::Result<DigitalRange> digitalRange(const core::ChannelFormat& channel, std::int64_t bits, std::int64_t least,
                                        std::int64_t most) {
  const std::int64_t limit = std::int64_t{1} << (bits - 1);
  if (least < -limit || most >= limit) {
    return Fault{FaultCode::kUnsupported,
                 "Channel \"" + channel.label + "\" has counts from " + std::to_string(least) + " to " +
                     std::to_string(most) + ", which do not fit the " + std::to_string(bits) + " bits of the format.",
                 bits == 16 ? "Nothing was written. Choose BDF+, which has 24 bits." : "Nothing was written. Choose CSV."};
  }
  const RangeSearch search(channel, bits, least, most);
  DigitalRange found = search.inUnit(channel.calibrated ? "uV" : "", 1.0);
  if (channel.calibrated && !(found.error <= kGood)) {
    for (const DigitalRange& other : {search.inUnit("mV", 1e-3), search.inUnit("V", 1e-6)}) {
      if (other.error < found.error) found = other;
    }
  }
  if (!(found.error <= kBearable)) {
    return Fault{FaultCode::kUnsupported, "The scale of channel \"" + channel.label + "\" (" +
                     std::to_string(channel.scaleUvPerCount) + " µV per count) cannot be written in this format.",
                 "Nothing was written. Choose CSV."};
  }
  return found;
}

}  // namespace tonus::interop
