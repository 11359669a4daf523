#include "json.h"

#include <limits>
#include <nlohmann/json.hpp>

namespace tonus::store {

using nlohmann::json;

namespace {

double number(const json& object, const char* key) {
  const json& v = object.at(key);
  return v.is_null() ? std::numeric_limits<double>::quiet_NaN() : v.get<double>();
}

core::ChannelFormat channelFormat(const json& j) {
  core::ChannelFormat c;
  j.at("label").get_to(c.label);
  c.scaleUvPerCount = number(j, "scale_uv_per_count");
  j.at("offset_counts").get_to(c.offsetCounts);
  j.at("min_count").get_to(c.minCount);
  j.at("max_count").get_to(c.maxCount);
  j.at("calibrated").get_to(c.calibrated);
  return c;
}

json toJson(const core::ChannelSummary& c) {
  return {{"channel", c.channel},
          {"name", c.name},
          {"mean_uv", c.meanUv},
          {"sd_uv", c.sdUv},
          {"median_uv", c.medianUv},
          {"p10_uv", c.p10Uv},
          {"p90_uv", c.p90Uv},
          {"mdf_hz", c.mdfHz},
          {"mnf_hz", c.mnfHz},
          {"usable_s", c.usableS},
          {"in_target_s", c.inTargetS},
          {"scored_s", c.scoredS},
          {"threshold_uv", c.thresholdUv}};
}

core::ChannelSummary channelSummary(const json& j) {
  core::ChannelSummary c;
  j.at("channel").get_to(c.channel);
  j.at("name").get_to(c.name);
  c.meanUv = number(j, "mean_uv");
  c.sdUv = number(j, "sd_uv");
  c.medianUv = number(j, "median_uv");
  c.p10Uv = number(j, "p10_uv");
  c.p90Uv = number(j, "p90_uv");
  c.mdfHz = number(j, "mdf_hz");
  c.mnfHz = number(j, "mnf_hz");
  c.usableS = number(j, "usable_s");
  c.inTargetS = number(j, "in_target_s");
  c.scoredS = number(j, "scored_s");
  c.thresholdUv = number(j, "threshold_uv");
  return c;
}

/// The keys of the screen's stand beside the summary's own, as in the first version.
void put(json& j, const std::string& prefix, const core::LatencySummary& l) {
  j[prefix + "latency_p50_ms"] = l.p50Ms;
  j[prefix + "latency_p95_ms"] = l.p95Ms;
  j[prefix + "latency_p99_ms"] = l.p99Ms;
  j[prefix + "latency_worst_ms"] = l.worstMs;
  j[prefix + "latency_n"] = l.n;
}

/// Sessions of the first version have the screen's and no count.
core::LatencySummary latency(const json& j, const std::string& prefix) {
  const auto ms = [&](const char* name) {
    const std::string key = prefix + name;
    return j.contains(key) ? number(j, key.c_str()) : std::numeric_limits<double>::quiet_NaN();
  };
  core::LatencySummary l{ms("latency_p50_ms"), ms("latency_p95_ms"), ms("latency_p99_ms"), ms("latency_worst_ms"), 0};
  l.n = j.value(prefix + "latency_n", std::uint64_t{0});
  return l;
}

std::string dump(const json& j) { return j.dump(-1, ' ', false, json::error_handler_t::replace); }

}  // namespace

std::string formatToJson(const core::StreamFormat& format) {
  json channels = json::array();
  for (const auto& c : format.channels)
    channels.push_back({{"label", c.label},
                        {"scale_uv_per_count", c.scaleUvPerCount},
                        {"offset_counts", c.offsetCounts},
                        {"min_count", c.minCount},
                        {"max_count", c.maxCount},
                        {"calibrated", c.calibrated}});
  return dump({{"sample_rate_hz", format.sampleRateHz},
               {"max_block_frames", format.maxBlockFrames},
               {"channels", std::move(channels)}});
}

std::optional<core::StreamFormat> formatFromJson(const std::string& text) {
  try {
    const json j = json::parse(text);
    core::StreamFormat format;
    format.sampleRateHz = number(j, "sample_rate_hz");
    j.at("max_block_frames").get_to(format.maxBlockFrames);
    for (const json& c : j.at("channels")) format.channels.push_back(channelFormat(c));
    return format;
  } catch (const json::exception&) {
    return std::nullopt;
  }
}

std::string summaryToJson(const core::SessionSummary& s) {
  json channels = json::array();
  for (const auto& c : s.channels) channels.push_back(toJson(c));
  json j{{"reward_s", s.rewardS},
         {"scored_s", s.scoredS},
         {"paused_s", s.pausedS},
         {"baseline_uv", s.baselineUv},
         {"shown_late_s", s.latency.shownLateS},
         {"channels", std::move(channels)}};
  json numbers = json::array();
  for (const core::SessionNumber& n : s.numbers)
    numbers.push_back({{"id", n.id}, {"of", n.of}, {"channel", n.channel}, {"value", n.value}});
  if (!numbers.empty()) j["numbers"] = std::move(numbers);
  put(j, "", s.latency.screen);
  put(j, "patient_", s.latency.patient);
  put(j, "sound_", s.latency.sound);
  return dump(j);
}

std::optional<core::SessionSummary> summaryFromJson(const std::string& text) {
  try {
    const json j = json::parse(text);
    core::SessionSummary s;
    s.rewardS = number(j, "reward_s");
    s.scoredS = number(j, "scored_s");
    s.pausedS = j.value("paused_s", 0.0);  // not said by the first sessions
    s.baselineUv = number(j, "baseline_uv");
    s.latency = {latency(j, ""), latency(j, "patient_"), latency(j, "sound_"), j.value("shown_late_s", 0.0)};
    for (const json& c : j.at("channels")) s.channels.push_back(channelSummary(c));
    for (const json& n : j.value("numbers", json::array()))
      s.numbers.push_back({n.at("id").get<std::string>(), n.value("of", std::string()), n.value("channel", -1), number(n, "value")});
    return s;
  } catch (const json::exception&) {
    return std::nullopt;
  }
}

}  // namespace tonus::store
