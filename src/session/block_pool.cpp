#include "block_pool.h"

#include <cstddef>
#include <mutex>
#include <new>
#include <vector>

namespace tonus::session {

namespace {
constexpr std::size_t kShelfRoom = 4096;  // more blocks than any queue keeps; beyond it memory goes back to the heap
constexpr std::size_t kControlBytes = 96; // room for a shared_ptr's bookkeeping
}  // namespace

/// Returned blocks and bookkeeping, behind a lock held for a push or a pop.
struct BlockPool::Shelf {
  std::mutex mutex;
  std::vector<std::unique_ptr<core::ProcessedBlock>> blocks;
  std::vector<void*> controls;

  Shelf() {
    blocks.reserve(kShelfRoom);
    controls.reserve(kShelfRoom);
  }
  ~Shelf() {
    for (void* p : controls) ::operator delete(p);
  }

  std::unique_ptr<core::ProcessedBlock> takeBlock() {
    const std::scoped_lock lock(mutex);
    if (blocks.empty()) return nullptr;
    auto block = std::move(blocks.back());
    blocks.pop_back();
    return block;
  }
  void put(std::unique_ptr<core::ProcessedBlock> block) {
    block->clear();
    const std::scoped_lock lock(mutex);
    if (blocks.size() < kShelfRoom) blocks.push_back(std::move(block));
  }
  void* takeControl() {
    const std::scoped_lock lock(mutex);
    if (controls.empty()) return nullptr;
    void* p = controls.back();
    controls.pop_back();
    return p;
  }
  void putControl(void* p) {
    {
      const std::scoped_lock lock(mutex);
      if (controls.size() < kShelfRoom) {
        controls.push_back(p);
        return;
      }
    }
    ::operator delete(p);
  }

  /// Recycles the control blocks of shared_ptr.
  template <class T>
  struct Recycler {
    using value_type = T;
    std::shared_ptr<Shelf> shelf;

    explicit Recycler(std::shared_ptr<Shelf> s) : shelf(std::move(s)) {}
    template <class U>
    Recycler(const Recycler<U>& other) : shelf(other.shelf) {}

    T* allocate(std::size_t n) {
      static_assert(sizeof(T) <= kControlBytes || sizeof(T) == 1);
      void* p = n == 1 ? shelf->takeControl() : nullptr;
      return static_cast<T*>(p != nullptr ? p : ::operator new(std::max(kControlBytes, n * sizeof(T))));
    }
    void deallocate(T* p, std::size_t) { shelf->putControl(p); }
    template <class U>
    friend bool operator==(const Recycler& a, const Recycler<U>& b) { return a.shelf == b.shelf; }
  };
};

BlockPool::BlockPool() : shelf_(std::make_shared<Shelf>()) {}
BlockPool::~BlockPool() = default;

std::shared_ptr<core::ProcessedBlock> BlockPool::take() {
  auto block = shelf_->takeBlock();
  if (!block) block = std::make_unique<core::ProcessedBlock>();
  const auto shelf = shelf_;
  return {block.release(), [shelf](core::ProcessedBlock* b) { shelf->put(std::unique_ptr<core::ProcessedBlock>(b)); },
          Shelf::Recycler<core::ProcessedBlock>(shelf)};
}

}  // namespace tonus::session
