#include "json_places.h"

#include <nlohmann/json.hpp>

namespace tonus::session {

namespace {

// A parser of JSON that is known to be valid: it only has to find where things begin.
class Scan {
 public:
  Scan(std::string_view text, std::map<std::string, JsonPlace>& out) : text_(text), out_(out) {}

  void value(const std::string& pointer) {
    blank();
    out_.emplace(pointer, here_);  // a member's key was there first
    if (peek() == '{') return members(pointer);
    if (peek() == '[') return items(pointer);
    if (peek() == '"') return (void)string();
    while (at_ < text_.size() && std::string_view(",]} \t\r\n").find(peek()) == std::string_view::npos) step();
  }

 private:
  void members(const std::string& pointer) {
    step();
    for (blank(); peek() != '}'; blank()) {
      const JsonPlace place = here_;
      const std::string member = pointer + '/' + escaped(string());
      out_.emplace(member, place);
      blank();
      step();  // the colon
      value(member);
      blank();
      if (peek() == ',') step();
    }
    step();
  }

  void items(const std::string& pointer) {
    step();
    std::size_t n = 0;
    for (blank(); peek() != ']'; blank()) {
      value(pointer + '/' + std::to_string(n++));
      blank();
      if (peek() == ',') step();
    }
    step();
  }

  std::string string() {
    const std::size_t from = at_;
    step();
    while (peek() != '"') {
      if (peek() == '\\') step();
      step();
    }
    step();
    return nlohmann::json::parse(text_.substr(from, at_ - from)).get<std::string>();
  }

  static std::string escaped(const std::string& key) {
    std::string out;
    for (char c : key) out += c == '~' ? std::string("~0") : c == '/' ? std::string("~1") : std::string(1, c);
    return out;
  }

  char peek() const { return at_ < text_.size() ? text_[at_] : ']'; }
  void blank() {
    while (at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos) step();
  }
  void step() {
    if (at_ >= text_.size()) return;
    if (text_[at_++] == '\n') {
      ++here_.line;
      here_.column = 1;
    } else {
      ++here_.column;
    }
  }

  std::string_view text_;
  std::map<std::string, JsonPlace>& out_;
  std::size_t at_ = 0;
  JsonPlace here_{1, 1};
};

}  // namespace

std::map<std::string, JsonPlace> placesOf(std::string_view text) {
  std::map<std::string, JsonPlace> out;
  Scan(text, out).value("");
  return out;
}

}  // namespace tonus::session
