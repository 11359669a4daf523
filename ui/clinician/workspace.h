#pragma once
// The store the windows work in, and what went wrong with it. GUI thread.

#include <QObject>
#include <filesystem>
#include <memory>
#include <optional>

#include "tonus/core/clock.h"
#include "tonus/store/store.h"

namespace tonus::clinician {

/// The store of this person: `usual`, or the one an earlier version made a folder deeper while none is at `usual`.
std::filesystem::path ownStore(const std::filesystem::path& usual);

class Workspace : public QObject {
  Q_OBJECT

 public:
  explicit Workspace(core::Clock& clock, QObject* parent = nullptr) : QObject(parent), clock_(clock) {}

  /// Replaces the store in use; on a fault the old one stays and fault() says why.
  bool open(const std::filesystem::path& path, bool create);

  /// Null until one is open.
  store::Store* store() const { return store_.get(); }
  core::Clock& clock() const { return clock_; }
  const std::optional<core::Fault>& fault() const { return fault_; }
  bool demo() const { return demo_; }

 Q_SIGNALS:
  void storeChanged();
  void recordsChanged();   ///< patients or sessions: read again

 private:
  core::Clock& clock_;
  std::unique_ptr<store::Store> store_;
  std::optional<core::Fault> fault_;
  bool demo_ = false;
};

}  // namespace tonus::clinician
