#pragma once
// What a patient's last visit left for the next: muscles, filters and lines; and a session that trains by them at once.

#include <optional>
#include <string>
#include <vector>

#include "tonus/core/processed.h"
#include "tonus/feedback/law.h"
#include "tonus/session/setup.h"
#include "tonus/store/store.h"

namespace tonus::app {

struct LastVisit {
  std::string sessionId;
  core::WallTime started{};
  std::string deviceModel;
  /// As it stood when the visit ended: rules with their lines, noise floors and references, and the filters.
  session::SessionSetup setup;
  std::vector<feedback::VisitEnd> ends;  ///< like setup.channels

  /// Some trained channel has a line.
  bool hasLines() const;
};

/// Pure: how a session ended, by its set-up and events. nullopt: its set-up cannot be read.
std::optional<LastVisit> visitOf(const store::SessionRow& row, const std::vector<core::SessionEvent>& events);

/// The newest session of a patient with this protocol that left a line; without one, the newest. nullopt: none.
core::Result<std::optional<LastVisit>> lastVisit(store::Store& store, const std::string& patientId,
                                                 const std::string& protocolId);

/// Lines of amplitudes go from visit to visit only on one kind of amplifier, calibrated alike.
bool linesFit(const LastVisit& last, const std::string& deviceModel, const core::StreamFormat& today);

/// Lines of the channels on the same muscle and side, by the same rule, as feedback::nextVisit brings them.
void carryLines(const LastVisit& last, session::SessionSetup& today);

/// The session goes from set-up and rating straight to feedback, by the last visit's very lines, noise floors and
/// references: what else comes before the first scored feedback is left out. False, and nothing is changed, where no
/// trained channel would have a line.
bool trainNow(const LastVisit& last, session::SessionSetup& today);

}  // namespace tonus::app
