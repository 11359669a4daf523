#include "rule_json.h"

#include <array>
#include <utility>

namespace tonus::session {

namespace {

using feedback::LawSettings;
using feedback::RuleSettings;
using nlohmann::json;

template <class S, class T>
using Field = std::pair<const char*, T S::*>;

constexpr std::array<Field<RuleSettings, double>, 17> kRuleNumbers{{
    {"line_uV", &RuleSettings::thresholdUv},
    {"upper_uV", &RuleSettings::upperUv},
    {"hysteresis", &RuleSettings::hysteresis},
    {"dwell_ms", &RuleSettings::dwellMs},
    {"recover_ms", &RuleSettings::recoverMs},
    {"hold_s", &RuleSettings::holdS},
    {"dip_ms", &RuleSettings::dipMs},
    {"refractory_ms", &RuleSettings::refractoryMs},
    {"reference_uV", &RuleSettings::referenceUv},
    {"noise_uV", &RuleSettings::noiseUv},
    {"ratio", &RuleSettings::ratio},
    {"least_activity", &RuleSettings::leastActivity},
    {"least_activity_uV", &RuleSettings::leastActivityUv},
    {"difference_uV", &RuleSettings::differenceUv},
    {"contract_uV", &RuleSettings::contractUv},
    {"limit_s", &RuleSettings::limitS},
    {"band_of_line", &RuleSettings::bandOfLine},
}};

constexpr std::array<Field<LawSettings, double>, 17> kLawNumbers{{
    {"start", &LawSettings::start},
    {"aim", &LawSettings::aim},
    {"aim_low", &LawSettings::aimLow},
    {"aim_high", &LawSettings::aimHigh},
    {"every_s", &LawSettings::everyS},
    {"window_s", &LawSettings::windowS},
    {"repay_s", &LawSettings::repayS},
    {"forget_s", &LawSettings::forgetS},
    {"least_move", &LawSettings::leastMove},
    {"target", &LawSettings::target},
    {"step", &LawSettings::step},
    {"lowest_uV", &LawSettings::lowestUv},
    {"highest_uV", &LawSettings::highestUv},
    {"most_of_baseline", &LawSettings::mostOfBaseline},
    {"floor_of_noise", &LawSettings::floorOfNoise},
    {"rest_aim", &LawSettings::restAim},
    {"alarm_s", &LawSettings::alarmS},
}};
constexpr std::array<Field<LawSettings, std::uint32_t>, 3> kLawCounts{{
    {"reps_n", &LawSettings::repsN},
    {"harder_from", &LawSettings::harderFrom},
    {"easier_below", &LawSettings::easierBelow},
}};

template <class S, class Fields>
void writeAll(json& j, const S& s, const Fields& fields) {
  for (const auto& [name, member] : fields) j[name] = s.*member;
}
template <class S, class Fields>
void readAll(const json& j, S& s, const Fields& fields) {
  for (const auto& [name, member] : fields)
    if (j.contains(name)) j.at(name).get_to(s.*member);
}

}  // namespace

json writeRule(const RuleSettings& r) {
  json j{{"kind", r.kind}};
  writeAll(j, r, kRuleNumbers);
  if (r.partner >= 0) j["partner_channel"] = r.partner;
  for (const feedback::CurvePoint& p : r.curve) j["curve"].push_back({p.atS, p.share});
  return j;
}

void readRule(const json& j, RuleSettings& r) {
  if (j.contains("kind")) j.at("kind").get_to(r.kind);
  readAll(j, r, kRuleNumbers);
  if (j.contains("partner_channel")) j.at("partner_channel").get_to(r.partner);
  if (!j.contains("curve")) return;
  r.curve.clear();
  for (const json& p : j.at("curve")) r.curve.push_back({p.at(0).get<double>(), p.at(1).get<double>()});
}

json writeLaw(const LawSettings& l) {
  json j{{"kind", l.kind}, {"locked", l.locked}};
  writeAll(j, l, kLawNumbers);
  writeAll(j, l, kLawCounts);
  return j;
}

void readLaw(const json& j, LawSettings& l) {
  if (j.contains("kind")) j.at("kind").get_to(l.kind);
  if (j.contains("locked")) j.at("locked").get_to(l.locked);
  readAll(j, l, kLawNumbers);
  readAll(j, l, kLawCounts);
}

}  // namespace tonus::session
