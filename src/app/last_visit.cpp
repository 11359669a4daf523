#include "tonus/app/last_visit.h"

#include <algorithm>

namespace tonus::app {

namespace {

using core::EventKind;
using core::PhaseKind;
using feedback::RuleSettings;
using feedback::VisitEnd;
using session::ChannelSetup;

constexpr std::size_t kLookBack = 40;  // sessions; who trained otherwise for so long begins afresh

void apply(const core::SessionEvent& e, RuleSettings& rule) {
  if (e.text == core::kOfPhase) return;
  switch (e.kind) {
    case EventKind::kThreshold:
      // A line of two channels was put at its moment; what it came to follows as a kRatio.
      if (const auto* row = feedback::findRule(rule.kind); row == nullptr || row->ofTwo) return;
      if (rule.upperUv > 0 && rule.thresholdUv > 0) rule.upperUv *= e.value / rule.thresholdUv;
      rule.thresholdUv = e.value;
      return;
    case EventKind::kUpperEdge: rule.upperUv = e.value; return;
    case EventKind::kNoiseFloor: rule.noiseUv = e.value; return;
    case EventKind::kReference: rule.referenceUv = e.value; return;
    case EventKind::kRatio: rule.ratio = e.value; return;
    default: return;
  }
}

bool hasLine(const ChannelSetup& c) {
  const auto* row = feedback::findRule(c.rule.kind);
  return c.role == feedback::Role::kTrain && row != nullptr && (row->ofTwo || c.rule.thresholdUv > 0);
}

bool adapts(const feedback::LawSettings& law) {
  return std::ranges::any_of(feedback::lawRegistry(), [&](const auto& row) { return row.kind == law.kind && row.adapts; });
}

/// The channel of last time on this muscle and side; without a muscle, the one at the same place without one.
const ChannelSetup* sameIn(const LastVisit& last, const session::SessionSetup& today, std::size_t c) {
  const ChannelSetup& wanted = today.channels[c];
  const auto& all = last.setup.channels;
  if (wanted.muscleId.empty()) return c < all.size() && all[c].muscleId.empty() ? &all[c] : nullptr;
  const auto found = std::ranges::find_if(
      all, [&](const ChannelSetup& x) { return x.muscleId == wanted.muscleId && x.side == wanted.side; });
  return found == all.end() ? nullptr : &*found;
}

VisitEnd endOf(const LastVisit& last, const ChannelSetup& channel) {
  return last.ends[static_cast<std::size_t>(&channel - last.setup.channels.data())];
}

bool isLeftOut(const session::Phase& p) { return p.kind != PhaseKind::kSetUp && p.kind != PhaseKind::kRating; }

}  // namespace

bool LastVisit::hasLines() const { return std::ranges::any_of(setup.channels, hasLine); }

std::optional<LastVisit> visitOf(const store::SessionRow& row, const std::vector<core::SessionEvent>& events) {
  auto setup = session::parseSetup(row.setupJson);
  if (!setup) return std::nullopt;
  LastVisit out{row.id, row.started, row.deviceModel, *std::move(setup), {}};
  for (const core::SessionEvent& e : events) {
    if (e.kind == EventKind::kFilter)
      if (const auto chain = session::parseChain(e.text)) out.setup.chain = *chain;
    if (e.channel < 0 || static_cast<std::size_t>(e.channel) >= out.setup.channels.size()) continue;
    apply(e, out.setup.channels[static_cast<std::size_t>(e.channel)].rule);
  }
  // A line that only a person moves begins where it was left; one that follows success goes on by it.
  for (const ChannelSetup& c : out.setup.channels) {
    const bool enough = adapts(c.law) && row.summary && row.summary->scoredS > 0 && row.summary->scoredS >= c.law.windowS;
    out.ends.push_back({c.rule, 0, enough ? row.summary->successRate() : -1});
  }
  return out;
}

core::Result<std::optional<LastVisit>> lastVisit(store::Store& store, const std::string& patientId,
                                                 const std::string& protocolId) {
  const auto rows = store.sessions(patientId, kLookBack);
  if (!rows) return rows.fault();
  std::optional<LastVisit> newest;
  for (const store::SessionRow& row : *rows) {
    if (row.protocolId != protocolId) continue;
    std::vector<core::SessionEvent> events;
    if (auto reader = store.openSession(row.id))
      if (auto read = (*reader)->sessionEvents()) events = *std::move(read);
    auto visit = visitOf(row, events);
    if (!visit) continue;
    if (visit->hasLines()) return visit;
    if (!newest) newest = std::move(visit);
  }
  return newest;
}

bool linesFit(const LastVisit& last, const std::string& deviceModel, const core::StreamFormat& today) {
  const auto calibrated = [](const core::StreamFormat& f) { return std::ranges::all_of(f.channels, &core::ChannelFormat::calibrated); };
  return last.deviceModel == deviceModel && calibrated(last.setup.format) == calibrated(today);
}

void carryLines(const LastVisit& last, session::SessionSetup& today) {
  for (std::size_t c = 0; c < today.channels.size(); ++c) {
    ChannelSetup& channel = today.channels[c];
    if (channel.role != feedback::Role::kTrain) continue;
    if (const ChannelSetup* before = sameIn(last, today, c))
      channel.rule = feedback::nextVisit(endOf(last, *before), channel.law, channel.rule);
  }
}

bool trainNow(const LastVisit& last, session::SessionSetup& today) {
  session::SessionSetup wanted = today;
  for (std::size_t c = 0; c < wanted.channels.size(); ++c) {
    RuleSettings& rule = wanted.channels[c].rule;
    const ChannelSetup* before = sameIn(last, today, c);
    if (before == nullptr || before->rule.kind != rule.kind) continue;
    const std::int32_t partner = rule.partner;
    rule = before->rule;
    rule.partner = partner;
  }
  if (std::ranges::none_of(wanted.channels, hasLine)) return false;
  auto& phases = wanted.protocol.phases;
  const auto first = std::ranges::find_if(phases, [](const session::Phase& p) { return p.feedback && p.scored; });
  if (first != phases.end()) phases.erase(std::remove_if(phases.begin(), first, isLeftOut), first);
  today = std::move(wanted);
  return true;
}

}  // namespace tonus::app
