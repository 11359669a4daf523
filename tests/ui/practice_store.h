#pragma once
// A real store in a folder of its own, with sessions recorded through the real engine from a seeded simulator.

#include <QTemporaryDir>
#include <memory>
#include <string>

#include "clinician/workspace.h"
#include "tonus/core/clock.h"
#include "tonus/store/store.h"

namespace tonus::practice {

class PracticeStore {
 public:
  PracticeStore();

  clinician::Workspace& workspace() { return workspace_; }
  store::Store& store() { return *workspace_.store(); }
  std::filesystem::path path() const;
  store::Patient addPatient(const std::string& code, const std::string& name, const std::string& condition);
  /// 80 s of the shipped short protocol; `faults` as the simulator takes them ("loss"). Returns the session's id.
  std::string record(const store::Patient& patient, int visit, const std::string& faults = {});
  /// Some seconds of this protocol's set-up phase with the simulator's usual four channels, the first on this muscle with
  /// this line.
  std::string recordWith(const store::Patient& patient, const std::string& protocol, const std::string& muscle, double lineUv);
  /// As after a crash: some seconds were committed, nobody finished.
  std::string recordCutShort(const store::Patient& patient);

 private:
  QTemporaryDir folder_;
  core::ManualClock clock_;
  clinician::Workspace workspace_;
};

}  // namespace tonus::practice
