// The cases of tonusctl bench under Google Benchmark, for its filters, repetitions and formats:
//   tonus_bench --benchmark_filter=filter
// Each case runs by itself here; ratios belong to tonusctl bench, where contenders take turns.
#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdio>

#include "tonus/bench/suite.h"

namespace {

void runCase(benchmark::State& state, const tonus::bench::Contender& c) {
  for (auto _ : state) {
    if (c.call) {
      c.call();
      continue;
    }
    const double ns = c.round(std::chrono::milliseconds(1));
    if (std::isnan(ns)) state.SkipWithError("the round failed");
    state.SetIterationTime(ns * 1e-9);
  }
  if (c.call) state.SetItemsProcessed(static_cast<std::int64_t>(static_cast<double>(state.iterations()) * c.unitsPerCall));
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  tonus::core::SystemClock clock;
  tonus::bench::Results results;
  tonus::bench::Peers peers;
  auto loaded = tonus::bench::loadPeers(TONUS_PEERS_MODULE);
  if (loaded) peers = *std::move(loaded);
  else results.notes.push_back(loaded.fault().what);
  const auto groups = tonus::bench::makeGroups({.quick = true, .folder = {}}, peers, clock, results);
  for (const std::string& note : peers.skipped) std::fprintf(stderr, "%s\n", note.c_str());
  for (const std::string& note : results.notes) std::fprintf(stderr, "%s\n", note.c_str());
  for (const auto& group : groups)
    for (const auto& c : group.contenders) {
      auto* registered = benchmark::RegisterBenchmark(c.key.c_str(), [&c](benchmark::State& state) { runCase(state, c); });
      if (!c.call) registered->UseManualTime()->Iterations(20);
    }
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}
