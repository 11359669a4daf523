#include <atomic>
#include <thread>

#include "cases.h"
#include "signals.h"
#include "tonus/core/ring.h"
#include "tonus/session/wakeup.h"

namespace tonus::bench {

using namespace std::chrono_literals;

// What acquire and process do in a session: push, notify; sleep, pop.
void measureWakeups(int n, core::Clock& clock, Results& results) {
  core::BlockRing ring(64, kChannelsN * kBlockFrames);
  session::Wakeup filled;
  std::vector<double> us;
  std::thread process([&] {
    core::RawBlock got;
    while (static_cast<int>(us.size()) < n) {
      if (!ring.pop(got)) {
        filled.wait(100ms);
        continue;
      }
      us.push_back(static_cast<double>(std::chrono::nanoseconds(clock.now() - got.arrival).count()) * 1e-3);
    }
  });
  core::RawBlock block;
  for (int sent = 0; sent < n;) {
    std::this_thread::sleep_for(1ms);
    block.counts.assign(kChannelsN * kBlockFrames, 1);
    block.arrival = clock.now();
    if (ring.push(block)) ++sent;
    filled.notify();
  }
  process.join();
  results.set("ring.wakeup_p50_us", percentile(us, 0.5));
  results.set("ring.wakeup_p99_us", percentile(us, 0.99));
}

}  // namespace tonus::bench
