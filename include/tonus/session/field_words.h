#pragma once
// What the fields of a protocol file are called by people, for editors and for lists of differences.

#include <string>
#include <string_view>

namespace tonus::session {

struct FieldWords {
  std::string_view key;    ///< "dwell_ms"
  std::string_view label;  ///< "Time to stay across"
  std::string_view unit;   ///< "ms", "×", "%", or empty
  double shown = 1;        ///< a number is shown times this: 100 for shares in percent
};

/// Null for a field that has no words of its own.
const FieldWords* fieldWords(std::string_view key);
/// "wait 300 ms", 67 % for 0.67 of an "aim": a number with its unit, without needless zeros.
std::string numberWords(std::string_view key, double value);
/// "Trial without help" for "transfer"; the word itself where there is none better.
std::string choiceWords(std::string_view key, std::string_view value);

}  // namespace tonus::session
