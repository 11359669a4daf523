#include <algorithm>

#include "tonus/feedback/law.h"

namespace tonus::feedback {

namespace {
/// What a µV of last time is worth today: electrodes never sit twice the same.
double scaleToday(const VisitEnd& last, const RuleSettings& today, double baselineUvToday) {
  if (last.rule.referenceUv > 0 && today.referenceUv > 0) return today.referenceUv / last.rule.referenceUv;
  if (last.baselineUv > 0 && baselineUvToday > 0) return baselineUvToday / last.baselineUv;
  return 1;
}

bool hasNoLine(const RuleSettings& s) {
  const RuleRow* row = findRule(s.kind);
  return s.thresholdUv <= 0 && row != nullptr && !row->ofTwo;
}

double easeOf(const VisitEnd& last, const LawSettings& law) {
  if (last.success < 0 || law.locked) return 1;
  if (last.success > law.aimHigh) return 1 - law.step;
  return last.success < law.aimLow ? 1 + law.step : 1;
}
}  // namespace

RuleSettings nextVisit(const VisitEnd& last, const LawSettings& law, const RuleSettings& today,
                       double baselineUvToday) {
  RuleSettings next = today;
  if (last.rule.kind != today.kind || hasNoLine(last.rule)) return next;
  const double scale = scaleToday(last, today, baselineUvToday);
  next.thresholdUv = last.rule.thresholdUv * scale;
  next.upperUv = last.rule.upperUv * scale;
  next.differenceUv = last.rule.differenceUv * scale;
  next.contractUv = last.rule.contractUv * scale;
  next.ratio = last.rule.ratio;
  next.bandOfLine = last.rule.bandOfLine;
  if (const auto rule = makeRule(next.kind)) rule->ease(easeOf(last, law), next);
  if (next.thresholdUv <= 0) return next;
  if (law.lowestUv > 0) next.thresholdUv = std::max(next.thresholdUv, law.lowestUv);
  if (law.highestUv > 0) next.thresholdUv = std::min(next.thresholdUv, law.highestUv);
  next.thresholdUv = std::max(next.thresholdUv, law.floorOfNoise * today.noiseUv);
  return next;
}

}  // namespace tonus::feedback
