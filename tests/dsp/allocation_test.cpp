// Counts every allocation of the program, to prove that steady state needs none.
#include <gtest/gtest.h>

#include <random>

#include "quality_run.h"
#include "support/allocation_counter.h"
#include "tonus/dsp/signal_chain.h"

namespace tonus::dsp {
namespace {

TEST(Allocation, TheCounterCounts) {
  const long before = support::allocationsSoFar();
  const auto p = std::make_unique<int>(1);
  EXPECT_EQ(support::allocationsSoFar() - before, p ? 1 : 0);
}

TEST(Allocation, TheChainNeedsNoneInSteadyState) {
  ChainSettings s;
  s.mainsHz = 50;
  SignalChain chain(s, 2000, 11);
  std::mt19937 random(1);
  std::normal_distribution<double> normal(0, 20);
  std::vector<double> in(11 * 64), filtered(in.size()), envelope(in.size());
  std::vector<core::MetricValue> metrics;
  long during = 0;
  std::size_t values = 0;
  for (int k = 0; k < 200; ++k) {
    for (double& v : in) v = normal(random);
    metrics.clear();
    const long before = support::allocationsSoFar();
    chain.process({k * 64}, in, filtered, envelope, metrics);
    values += k >= 80 ? metrics.size() : 0;
    during += k >= 80 ? support::allocationsSoFar() - before : 0;  // by then metrics has its capacity
  }
  EXPECT_GT(values, 100u);
  EXPECT_EQ(during, 0);
}

TEST(Allocation, TheQualityMonitorNeedsNoneInSteadyState) {
  test::Signal s;
  std::mt19937 random(2);
  for (int n = 0; n < 4096; ++n) s.counts.push_back(static_cast<std::int32_t>(random() % 1000));
  QualityMonitor monitor(s.stream(), 20, 450);
  std::vector<core::QualityFrame> frames;
  frames.reserve(8);
  long during = 0;
  for (std::size_t n = 0; n < 4096; n += 64) {
    const auto block = test::blockOf(s, n, 64);
    const auto uv = test::uvOf(block, s.format);
    frames.clear();
    const long before = support::allocationsSoFar();
    monitor.push(block, uv, {0}, frames);
    during += support::allocationsSoFar() - before;
  }
  EXPECT_EQ(during, 0);
}

}  // namespace
}  // namespace tonus::dsp
