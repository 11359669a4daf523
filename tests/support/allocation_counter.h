#pragma once
// Counts every allocation of the test program it is linked into.

namespace tonus::support {

long allocationsSoFar();

}  // namespace tonus::support
