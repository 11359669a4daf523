#include "gate.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

namespace tonus::bench {
namespace {

using nlohmann::json;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// A run in which everything is as good as it is meant to be.
json goodRun() {
  json out;
  const auto put = [&out](std::string_view key, double value) {
    const auto dot = key.find('.');
    out[std::string(key.substr(0, dot))][std::string(key.substr(dot + 1))] = value;
  };
  for (const Measure& m : measures()) put(m.key, 1);
  for (const Exactness& e : exactness()) out["exact"][std::string(e.key)] = 0;
  for (const char* slow : {"dsp.filter_8x20_liquid_f32_ns", "dsp.filter_8x20_scipy_ns", "dsp.psd1024_scipy_us", "dsp.psd1024_fftw_planned_us",
                           "dsp.welch4s_recompute_us", "dsp.welch4s_scipy_us", "ring.items_one_thread_ns", "store.codec_encode_mb_s"})
    put(slow, 200);
  return out;
}

std::vector<std::string> judged(const json& run) {
  const auto results = readResults(run.dump());
  EXPECT_TRUE(results.ok()) << results.fault().what;
  return judge(*results);
}

TEST(Gate, LetsAGoodRunPass) { EXPECT_THAT(judged(goodRun()), IsEmpty()); }

TEST(Gate, RefusesWhatIsNotTheDocument) {
  EXPECT_FALSE(readResults("").ok());
  EXPECT_FALSE(readResults("{\"dsp\":").ok());
  EXPECT_FALSE(readResults("[]").ok());
  EXPECT_FALSE(readResults("{}").ok());
  json run = goodRun();
  run["ring"].erase("block_ns");
  EXPECT_THAT(readResults(run.dump()).fault().what, HasSubstr("ring.block_ns"));
  run = goodRun();
  run["store"]["codec_ratio"] = "2.9";
  EXPECT_FALSE(readResults(run.dump()).ok());
  run = goodRun();
  run["exact"].erase("codec_loss");
  EXPECT_FALSE(readResults(run.dump()).ok());
}

TEST(Gate, EveryGatedRatioFailsWhenItIsBad) {
  for (const Ratio& r : ratios()) {
    if (r.gate == 0) continue;
    json run = goodRun();
    const auto dot = r.over.find('.');
    run[std::string(r.over.substr(0, dot))][std::string(r.over.substr(dot + 1))] = r.atLeast ? 1e-3 : 1e6;
    EXPECT_THAT(judged(run), Contains(HasSubstr(std::string(r.key) + " is "))) << r.key;
  }
}

TEST(Gate, HasRoomBetweenTheAimAndTheFailure) {
  for (const Ratio& r : ratios()) {
    if (r.gate == 0 || r.aim == 0) continue;
    EXPECT_TRUE(r.atLeast ? r.gate <= r.aim : r.gate >= r.aim) << r.key;
  }
}

TEST(Gate, EveryErrorBeyondItsLimitFails) {
  for (const Exactness& e : exactness()) {
    json run = goodRun();
    run["exact"][std::string(e.key)] = e.limit * 2 + 1e-300;
    EXPECT_THAT(judged(run), ElementsAre(HasSubstr(std::string(e.key)))) << e.key;
    run["exact"][std::string(e.key)] = nullptr;
    EXPECT_THAT(judged(run), ElementsAre(HasSubstr("was not measured"))) << e.key;
  }
}

TEST(Gate, APeerThatIsNotInstalledIsNotJudgedButOursMustBeThere) {
  json run = goodRun();
  for (const char* peer : {"filter_8x20_liquid_f32_ns", "filter_8x20_scipy_ns", "psd1024_scipy_us", "psd1024_fftw_held_us", "welch4s_scipy_us"})
    run["dsp"][peer] = nullptr;
  run["store"]["flac5_ratio"] = run["ring"]["boost_block_ns"] = nullptr;
  EXPECT_THAT(judged(run), IsEmpty());
  run["dsp"]["welch4s_update_us"] = nullptr;
  EXPECT_THAT(judged(run), ElementsAre(HasSubstr("welch_update_vs_recompute was not measured")));
}

TEST(Gate, NeverLooksAtATimeByItself) {
  json run = goodRun();
  for (auto& section : run)
    for (auto& value : section)
      if (value.is_number()) value = value.get<double>() * (section.contains("codec_ratio") ? 1 : 1000);
  for (auto& value : run["exact"]) value = 0;
  EXPECT_THAT(judged(run), IsEmpty());
}

}  // namespace
}  // namespace tonus::bench
