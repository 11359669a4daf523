#pragma once
// ProcessedBlocks that come back when the last reader lets go, so that steady state allocates nothing.

#include <memory>

#include "tonus/core/processed.h"

namespace tonus::session {

/// take(): one thread. Blocks may be released on any thread and outlive the pool.
class BlockPool {
 public:
  BlockPool();
  ~BlockPool();
  std::shared_ptr<core::ProcessedBlock> take();

 private:
  struct Shelf;
  std::shared_ptr<Shelf> shelf_;
};

}  // namespace tonus::session
