// Entry of the loadable module.
#include "module.h"

extern "C" {
__attribute__((visibility("default"))) int tonusBenchPeersInterface() { return tonus::bench::kPeersInterface; }

__attribute__((visibility("default"))) void tonusBenchPeers(tonus::bench::Peers& peers) {
  using namespace tonus::bench;
  [[maybe_unused]] const auto skip = [&peers](const char* what, const char* package) {
    peers.skipped.push_back(std::string(what) + " is not compared: " + package + " was not installed when the comparison was built.");
  };
#if defined(TONUS_PEER_LIQUID)
  addLiquid(peers);
#else
  skip("liquid-dsp", "libliquid-dev");
#endif
  addFftw(peers);  // the product's own dependency
#if defined(TONUS_PEER_BOOST)
  addBoost(peers);
#else
  skip("Boost's lock-free queue", "libboost-dev");
#endif
#if defined(TONUS_PEER_JACK)
  addJack(peers);
#else
  skip("JACK's ring", "libjack-jackd2-dev");
#endif
#if defined(TONUS_PEER_FLAC)
  addFlac(peers);
#else
  skip("FLAC", "libflac-dev");
#endif
  addScipy(peers);
}
}
