#pragma once
// Protocols to and from JSON values. Reading trusts that a value was checked, or made by us; what it cannot use is a fault.

#include <nlohmann/json.hpp>

#include "tonus/session/protocol.h"

namespace tonus::session {

core::Result<Protocol> readProtocol(const nlohmann::json& j);
/// The flat list of older records: tonus.protocol/1.
core::Result<Protocol> readProtocolV1(const nlohmann::json& j);
/// Either, as a record holds it: what was right when it was recorded is not judged again.
core::Result<Protocol> readStoredProtocol(const nlohmann::json& j);
nlohmann::json writeProtocol(const Protocol& p);

}  // namespace tonus::session
