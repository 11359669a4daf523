#pragma once
// What one patient scene costs while the level moves, full screen, as the patient would see it.

#include <QSize>
#include <QString>

#include "probe/spread.h"
#include "tonus/core/latency.h"

namespace tonus::probe {

struct SceneCost {
  Spread frame;       ///< processor time of all threads from one picture with something new to the next
  Spread apart;       ///< by the clock
  double core = 0;    ///< share of one core, 0..1
  double changeMs = 0;  ///< the GUI thread was busy with changing to it from another scene
  core::LatencySummary late;  ///< frame given → picture with it swapped
};

/// Runs the event loop for `seconds`. A hundred frames a second, as a session gives them, in work and rest with a curve, two
/// muscles and reward now and then; the level moves all the time.
SceneCost sceneCost(const QString& scene, QSize size, double seconds);

}  // namespace tonus::probe
