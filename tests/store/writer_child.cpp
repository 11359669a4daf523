// Records into a store until it is killed: `store_writer_child STORE PATIENT_CODE`. A second of signal takes about
// 20 ms. Prints the session, then after each block "frames handed over, frames known to be committed".

#include <cstdio>
#include <thread>

#include "support.h"

int main(int argc, char** argv) {
  using namespace tonus;
  using namespace tonus::store;
  if (argc != 3) return 2;
  core::SystemClock clock;
  auto store = must(Store::open(argv[1], clock));
  const auto patient = must(store->patientByCode(argv[2]));
  auto writer = must(store->beginSession(sessionOf(patient.value(), formatOf(4, 1000))));
  std::printf("%s\n", writer->sessionId().c_str());
  std::int64_t handed = 0;
  for (std::int64_t at = 0;; at += 50) {
    const bool gap = at % 7000 == 6950;
    if (gap) at += 120;
    must(writer->consume(blockAt(at, 50, 4, gap ? 120 : 0)));
    handed += 50;
    if (handed % 700 == 0) must(writer->tick());
    std::printf("%lld %lld\n", static_cast<long long>(handed), static_cast<long long>(writer->committedFrames()));
    std::fflush(stdout);
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}
