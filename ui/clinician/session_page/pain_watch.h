#pragma once
// When a patient's pain says to stop or ease. Pure. The limits are a convention of caution (a change of 2 points on the 0–10
// scale is commonly taken as one that matters to a patient), not a finding about any protocol.

#include <optional>

namespace tonus::clinician {

class PainWatch {
 public:
  enum class Why { kRisen, kHigh };
  struct Warning {
    Why why;
    double first = 0, now = 0;
  };

  explicit PainWatch(double limit = 7, double rise = 2) : limit_(limit), rise_(rise) {}

  /// A rating, in order; the first of a session is what the others are compared with.
  std::optional<Warning> rated(double pain) {
    if (!first_) first_ = pain;
    if (pain - *first_ >= rise_) return Warning{Why::kRisen, *first_, pain};
    if (pain >= limit_) return Warning{Why::kHigh, *first_, pain};
    return std::nullopt;
  }

 private:
  double limit_, rise_;
  std::optional<double> first_;
};

}  // namespace tonus::clinician
