#pragma once
// Which protocols there are for a patient: shipped, the clinic's own, the patient's copies; and how they come to be.

#include <string>
#include <string_view>
#include <vector>

#include "tonus/session/protocol.h"
#include "tonus/session/setup.h"
#include "tonus/store/store.h"

namespace tonus::app {

enum class ProtocolOrigin { kShipped, kClinic, kPatient };

struct OfferedProtocol {
  session::Protocol protocol;
  ProtocolOrigin origin = ProtocolOrigin::kShipped;
  store::ProtocolVersion saved;  ///< which version this is; of a shipped one everything is empty
};

struct ProtocolOffer {
  std::vector<OfferedProtocol> protocols;  ///< newest versions by name; of one name the patient's first, the shipped last
  std::vector<core::Fault> faults;         ///< files and rows that could not be used
};

/// `store` may be null and `patientId` empty: what there is without.
core::Result<ProtocolOffer> protocolsFor(store::Store* store, const std::string& patientId,
                                         std::string_view resourcesDir = {});

/// Version 1 of a copy, word for word. Empty `patientId`: for the clinic, under an id of its own where that is taken. A
/// patient has one copy of a protocol: another is a fault, unless it was withdrawn; then it is the next version.
core::Result<OfferedProtocol> copyProtocol(store::Store& store, const OfferedProtocol& from, const std::string& patientId);

/// The next version of `of`, which is not a shipped one; a protocol that cannot be used is a fault, and nothing is saved.
/// Also brings an older version back: as the newest. What equals `of` is not saved again.
core::Result<OfferedProtocol> saveProtocol(store::Store& store, const OfferedProtocol& of, session::Protocol edited);

/// A file's text as a protocol of the clinic's own, under another id where that is taken.
core::Result<OfferedProtocol> importProtocol(store::Store& store, std::string_view json);

/// Newest first; the last is the original it was copied from, as it was then. Of a shipped one: itself.
core::Result<std::vector<OfferedProtocol>> versionsOf(store::Store& store, const OfferedProtocol& protocol);

/// What a session that runs it stores.
void useProtocol(session::SessionSetup& setup, const OfferedProtocol& protocol);

}  // namespace tonus::app
