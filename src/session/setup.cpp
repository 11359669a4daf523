#include "tonus/session/setup.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "json_fields.h"
#include "protocol_json.h"
#include "rule_json.h"
#include "tonus/core/signal_band.h"

namespace tonus::session {

namespace {

using feedback::Role;
using nlohmann::json;

constexpr const char* kHint = "The signal itself is not touched; this record needs the Tonus version that made it.";

const char* name(Role r) { return r == Role::kTrain ? "train" : r == Role::kMonitor ? "monitor" : "off"; }
Role role(const std::string& s) { return s == "train" ? Role::kTrain : s == "monitor" ? Role::kMonitor : Role::kOff; }

json toObject(const core::StreamFormat& f) {
  json channels = json::array();
  for (const core::ChannelFormat& c : f.channels)
    channels.push_back({{"label", c.label},
                        {"scale_uV_per_count", c.scaleUvPerCount},
                        {"offset_counts", c.offsetCounts},
                        {"min_count", c.minCount},
                        {"max_count", c.maxCount},
                        {"calibrated", c.calibrated}});
  return {{"sample_rate_hz", f.sampleRateHz}, {"max_block_frames", f.maxBlockFrames}, {"channels", channels}};
}

json toObject(const dsp::ChainSettings& s) {
  return {{"band_pass", s.bandPass},          {"band_low_hz", s.bandLowHz},   {"band_high_hz", s.bandHighHz},
          {"band_order", s.bandOrder},        {"mains_hz", s.mainsHz},        {"notch_harmonics", s.notchHarmonics},
          {"notch_q", s.notchQ},              {"rms_window_ms", s.rmsWindowMs}, {"start_settled", s.startSettled}};
}

json toObject(const ChannelSetup& c) {
  return {{"muscle", c.muscleId},
          {"name", c.name},
          {"side", c.side},
          {"calibrated_on", c.calibratedOn},
          {"role", name(c.role)},
          {"rule", c.rule.kind},
          {"threshold_uV", c.rule.thresholdUv},
          {"upper_uV", c.rule.upperUv},
          {"hysteresis", c.rule.hysteresis},
          {"dwell_ms", c.rule.dwellMs},
          {"rule_settings", writeRule(c.rule)},
          {"law", writeLaw(c.law)}};
}

core::Status read(const json& j, core::StreamFormat& out) {
  JsonFields f(j, "The stream format");
  json channels = json::array();
  f.required("sample_rate_hz", out.sampleRateHz);
  f.required("max_block_frames", out.maxBlockFrames);
  f.required("channels", channels);
  if (!f.ok()) return f.fault(kHint);
  for (const json& c : channels) {
    JsonFields g(c, "A channel format");
    core::ChannelFormat& channel = out.channels.emplace_back();
    g.required("label", channel.label);
    g.required("scale_uV_per_count", channel.scaleUvPerCount);
    g.required("offset_counts", channel.offsetCounts);
    g.required("min_count", channel.minCount);
    g.required("max_count", channel.maxCount);
    g.required("calibrated", channel.calibrated);
    if (!g.ok()) return g.fault(kHint);
  }
  return {};
}

core::Status read(const json& j, dsp::ChainSettings& s) {
  JsonFields f(j, "The filter chain");
  f.required("band_pass", s.bandPass);
  f.required("band_low_hz", s.bandLowHz);
  f.required("band_high_hz", s.bandHighHz);
  f.required("band_order", s.bandOrder);
  f.required("mains_hz", s.mainsHz);
  f.required("notch_harmonics", s.notchHarmonics);
  f.required("notch_q", s.notchQ);
  f.required("rms_window_ms", s.rmsWindowMs);
  f.required("start_settled", s.startSettled);
  return f.ok() ? core::Status{} : f.fault(kHint);
}

core::Status read(const json& j, ChannelSetup& c, const Protocol& p) {
  JsonFields f(j, "A channel");
  std::string roleName;
  json rule = json::object(), law = json::object();
  f.optional("rule_settings", rule);  // records since tonus.protocol/2
  f.optional("law", law);
  if (law.empty()) c.law = p.law;
  try {
    readRule(rule, c.rule);
    readLaw(law, c.law);
  } catch (const json::exception&) {
    f.fail("has a rule or law that cannot be read");
  }
  f.required("muscle", c.muscleId);
  f.required("name", c.name);
  f.required("side", c.side);
  f.required("role", roleName);
  f.required("rule", c.rule.kind);
  f.required("threshold_uV", c.rule.thresholdUv);
  f.required("upper_uV", c.rule.upperUv);
  f.required("hysteresis", c.rule.hysteresis);
  f.required("dwell_ms", c.rule.dwellMs);
  f.optional("calibrated_on", c.calibratedOn);
  if (!feedback::makeRule(c.rule.kind)) f.fail("has an unknown rule \"" + c.rule.kind + '"');
  if (!feedback::makeLaw(c.law.kind)) f.fail("has an unknown law \"" + c.law.kind + '"');
  c.role = role(roleName);
  return f.ok() ? core::Status{} : f.fault(kHint);
}

}  // namespace

std::string toJson(const SessionSetup& s) {
  json channels = json::array();
  for (const ChannelSetup& c : s.channels) channels.push_back(toObject(c));
  return json{{"schema", "tonus.setup/1"},
              {"format", toObject(s.format)},
              {"channels", channels},
              {"chain", toObject(s.chain)},
              {"protocol", writeProtocol(s.protocol)},
              {"protocol_version_id", s.protocolVersionId},
              {"protocol_version", s.protocolVersion},
              {"bandwidth_hz", s.bandwidthHz},
              {"kernel", s.kernelVariant}}
      .dump();
}

std::string toJson(const dsp::ChainSettings& s) { return toObject(s).dump(); }

core::Result<dsp::ChainSettings> parseChain(std::string_view text) {
  dsp::ChainSettings s;
  if (auto ok = read(json::parse(text, nullptr, false), s); !ok) return ok.fault();
  return s;
}

core::Result<SessionSetup> parseSetup(std::string_view text) {
  const json j = json::parse(text, nullptr, false);
  JsonFields f(j, "The session's setup");
  SessionSetup s;
  json format, chain, protocol, channels;
  f.required("format", format);
  f.required("channels", channels);
  f.required("chain", chain);
  f.required("protocol", protocol);
  f.required("kernel", s.kernelVariant);
  f.optional("bandwidth_hz", s.bandwidthHz);
  f.optional("protocol_version_id", s.protocolVersionId);
  f.optional("protocol_version", s.protocolVersion);
  if (f.ok() && !channels.is_array()) f.fail("has no list of channels");
  if (!f.ok()) return f.fault(kHint);
  if (auto ok = read(format, s.format); !ok) return ok.fault();
  if (auto ok = read(chain, s.chain); !ok) return ok.fault();
  auto parsed = readStoredProtocol(protocol);
  if (!parsed) return parsed.fault();
  s.protocol = *std::move(parsed);
  for (const json& c : channels)
    if (auto ok = read(c, s.channels.emplace_back(), s.protocol); !ok) return ok.fault();
  if (s.channels.size() != s.format.channels.size())
    return core::Fault{core::FaultCode::kBadFormat, "The session's setup names another number of channels than its format",
                       kHint};
  return s;
}

dsp::ChainCourse chainsOf(const SessionSetup& setup, std::span<const core::SessionEvent> events) {
  dsp::ChainCourse out(setup.chain);
  for (const core::SessionEvent& e : events) {
    if (e.kind != core::EventKind::kFilter) continue;
    if (auto chain = parseChain(e.text)) out.parts.push_back({e.at, *chain});
  }
  return out;
}

double bandHz(const SessionSetup& setup) {
  const double half = setup.format.sampleRateHz / 2;
  return setup.bandwidthHz > 0 ? std::min(setup.bandwidthHz, half) : half;
}

bool isBandwidthLimited(const SessionSetup& setup) { return core::isBandwidthLimited(bandHz(setup)); }

std::vector<std::string> calibrationDays(const SessionSetup& setup) {
  std::vector<std::string> days;
  for (const ChannelSetup& channel : setup.channels) days.push_back(channel.calibratedOn);
  return days;
}

void use(const Protocol& protocol, SessionSetup& setup) {
  setup.protocol = protocol;
  setup.chain.rmsWindowMs = protocol.goal.rmsMs;
  for (std::size_t c = 0; c < setup.channels.size(); ++c) {
    ChannelSetup& channel = setup.channels[c];
    channel.rule = protocol.ruleFor(c);
    channel.law = protocol.lawFor(c);
    if (channel.rule.partner >= static_cast<std::int32_t>(setup.channels.size())) channel.rule.partner = -1;
    if (c >= protocol.channels.size()) {
      if (!protocol.channels.empty()) channel.role = Role::kOff;
      continue;
    }
    const ProtocolChannel& wanted = protocol.channels[c];
    channel.role = wanted.trained() ? Role::kTrain : Role::kMonitor;
    channel.muscleId = wanted.muscle;
    channel.side = std::string(wanted.side == "left" ? "L" : wanted.side == "right" ? "R" : "");
  }
}

SessionSetup defaultSetup(const core::StreamFormat& format) {
  SessionSetup s;
  s.format = format;
  s.chain.bandHighHz = std::min(s.chain.bandHighHz, 0.45 * format.sampleRateHz);
  for (const core::ChannelFormat& c : format.channels) {
    ChannelSetup channel;
    channel.name = c.label;
    s.channels.push_back(std::move(channel));
  }
  s.protocol.id = "free";
  s.protocol.name = "Free training";
  s.protocol.phases.push_back({core::PhaseKind::kFree, "Training", "Let the muscle be soft", 0, true, true, true});
  s.protocol.phases.back().id = "training";
  return s;
}

}  // namespace tonus::session
