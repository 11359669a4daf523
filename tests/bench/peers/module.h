#pragma once
// One function a library; a library that was not installed when this was built says so.

#include "tonus/bench/peers.h"

namespace tonus::bench {

void addLiquid(Peers& peers);
void addFftw(Peers& peers);
void addBoost(Peers& peers);
void addJack(Peers& peers);
void addFlac(Peers& peers);
void addScipy(Peers& peers);

}  // namespace tonus::bench
