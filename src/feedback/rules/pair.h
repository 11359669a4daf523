#pragma once
// What rules of two channels share.

#include <algorithm>

#include "tonus/feedback/rule.h"

namespace tonus::feedback {

/// The partner's envelope on this channel's scale: by the two references where both are known.
inline double onOurScale(const RuleSettings& s, const Partner& p) {
  const bool normalised = s.referenceUv > 0 && p.referenceUv > 0;
  return normalised ? p.envelopeUv / p.referenceUv * s.referenceUv : p.envelopeUv;
}

/// Does the partner work enough to be compared with?
inline bool works(const RuleSettings& s, const Moment& m) {
  if (!m.partner || !m.partner->usable) return false;
  const double leastUv = std::max(s.leastActivityUv, s.leastActivity * m.partner->referenceUv);
  return m.partner->envelopeUv > 0 && m.partner->envelopeUv >= leastUv;
}

}  // namespace tonus::feedback
