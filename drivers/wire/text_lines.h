#pragma once
// Answers in plain text between packets: printable bytes up to an end mark. One byte of anything else and it was no
// text.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tonus::drivers::wire {

class TextLines {
 public:
  /// `end` closes a text ("\n", "$$$") and is not part of it.
  explicit TextLines(std::string_view end) : end_(end) { text_.reserve(kMaxBytes); }

  /// A text that this byte completes, its line ends and spaces at both sides cut off; never empty.
  std::optional<std::string> add(std::uint8_t byte) {
    const bool printable = (byte >= 0x20 && byte < 0x7F) || byte == '\r' || byte == '\n' || byte == '\t';
    if (!printable || text_.size() == kMaxBytes) {
      text_.clear();
      return std::nullopt;
    }
    text_.push_back(static_cast<char>(byte));
    if (!text_.ends_with(end_)) return std::nullopt;
    text_.resize(text_.size() - end_.size());
    const auto from = text_.find_first_not_of("\r\n\t ");
    std::optional<std::string> whole;
    if (from != std::string::npos) whole = text_.substr(from, text_.find_last_not_of("\r\n\t ") + 1 - from);
    text_.clear();
    return whole;
  }
  void clear() { text_.clear(); }

 private:
  static constexpr std::size_t kMaxBytes = 512;
  std::string_view end_;
  std::string text_;
};

}  // namespace tonus::drivers::wire
