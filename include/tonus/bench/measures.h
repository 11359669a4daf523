#pragma once
// What is measured, in which order, against which aim: the one table behind the JSON, the page and the gate.

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tonus::bench {

enum class Unit { kNs, kUs, kMs, kMbPerS, kTimes };

struct Measure {
  std::string_view key;   ///< "dsp.filter_8x20_f64_ns": section, dot, JSON key
  Unit unit;
  std::string_view what;  ///< for people
  double aimAtMost = 0;   ///< 0 = none
};

/// Of two measures of one run, the first divided by the second.
struct Ratio {
  std::string_view key;
  std::string_view over, under;
  bool atLeast;     ///< larger is better
  double aim;       ///< 0 = none, told only
  double gate;      ///< beyond this CI fails: the aim with generous room; 0 = never
  std::string_view what;
};

/// An error that has a limit; 0 or 1 where it is a question of yes (0) or no.
struct Exactness {
  std::string_view key;
  double limit;
  std::string_view what;
};

std::span<const Measure> measures();
std::span<const Ratio> ratios();
std::span<const Exactness> exactness();

/// From nanoseconds per unit of work.
double inUnit(double nsPerUnit, Unit unit);
std::string_view nameOf(Unit unit);

/// What came out. Only finite numbers are kept: what was not measured is not there.
class Results {
 public:
  void set(std::string_view key, double value);
  std::optional<double> get(std::string_view key) const;
  std::optional<double> get(const Ratio& ratio) const;
  void setExact(std::string_view key, double error) { set("exact." + std::string(key), error); }
  std::optional<double> exact(std::string_view key) const { return get("exact." + std::string(key)); }

  std::vector<std::string> notes;  ///< whole sentences: what was left out, and why

 private:
  std::map<std::string, double, std::less<>> values_;
};

/// Sentences on what is worse than the gates allow; none is good. A ratio whose peer is not installed is not judged;
/// what needs no peer must be there.
std::vector<std::string> judge(const Results& results);

}  // namespace tonus::bench
