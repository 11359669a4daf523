#pragma once
// How long work tells how far it is, and is asked to stop.

#include <functional>

namespace tonus::core {

/// Called with 0..1, from the thread that works, many times a second at most. False = cancel: the work ends with a Fault
/// kCancelled and leaves nothing half done. An empty function is never asked.
using Progress = std::function<bool(double fraction)>;

}  // namespace tonus::core
