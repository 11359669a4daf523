#pragma once
// Protocols as rows: what is valid is the highest version of each, and its newest mark. All throw SQLite::Exception.

#include <optional>
#include <string>
#include <vector>

#include "connection.h"
#include "patients.h"
#include "tonus/store/store.h"

namespace tonus::store {

/// The newest of each of the clinic's, and of the patient's if one is named; by protocol, the clinic's first.
std::vector<ProtocolVersion> readProtocols(SQLite::Database& db, const std::string& patientId, bool withdrawnToo);
/// Newest first.
std::vector<ProtocolVersion> readProtocolVersions(SQLite::Database& db, const std::string& protocolId,
                                                  const std::string& patientId);
std::optional<ProtocolVersion> readProtocolVersion(SQLite::Database& db, const std::string& id);

/// Inside a transaction.
void insertProtocolVersion(SQLite::Database& db, const ProtocolVersion& version, const RowStamp& stamp);
void insertProtocolMark(SQLite::Database& db, const std::string& markId, const std::string& protocolId,
                        const std::string& patientId, bool withdrawn, const RowStamp& stamp);

}  // namespace tonus::store
