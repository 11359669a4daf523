#include "protocols.h"

#include "audit.h"

namespace tonus::store {

namespace {

constexpr const char* kSelect = R"(
SELECT v.id, v.protocol, coalesce(v.patient, ''), v.version, v.parent, v.json, v.at, coalesce(m.withdrawn, 0)
FROM protocol_versions v
LEFT JOIN protocol_marks m ON m.seq = (SELECT max(seq) FROM protocol_marks
                                       WHERE protocol = v.protocol AND coalesce(patient, '') = coalesce(v.patient, ''))
WHERE )";

std::vector<ProtocolVersion> rowsOf(SQLite::Statement& q) {
  std::vector<ProtocolVersion> out;
  while (q.executeStep())
    out.push_back({.id = q.getColumn(0).getString(),
                   .protocolId = q.getColumn(1).getString(),
                   .patientId = q.getColumn(2).getString(),
                   .version = q.getColumn(3).getInt(),
                   .parent = q.getColumn(4).getString(),
                   .json = q.getColumn(5).getString(),
                   .withdrawn = q.getColumn(7).getInt() != 0,
                   .created = wallTime(q.getColumn(6).getInt64())});
  return out;
}

void bindPatient(SQLite::Statement& q, int index, const std::string& patientId) {
  if (patientId.empty()) q.bind(index);
  else q.bind(index, patientId);
}

}  // namespace

std::vector<ProtocolVersion> readProtocols(SQLite::Database& db, const std::string& patientId, bool withdrawnToo) {
  std::string sql = kSelect;
  sql += R"((v.patient IS NULL OR v.patient = :patient)
  AND v.version = (SELECT max(version) FROM protocol_versions
                   WHERE protocol = v.protocol AND coalesce(patient, '') = coalesce(v.patient, '')))";
  if (!withdrawnToo) sql += " AND coalesce(m.withdrawn, 0) = 0";
  SQLite::Statement q(db, sql + " ORDER BY v.protocol, v.patient IS NOT NULL");
  q.bind(":patient", patientId);
  return rowsOf(q);
}

std::vector<ProtocolVersion> readProtocolVersions(SQLite::Database& db, const std::string& protocolId,
                                                  const std::string& patientId) {
  SQLite::Statement q(db, std::string(kSelect) +
                              "v.protocol = :protocol AND coalesce(v.patient, '') = :patient ORDER BY v.version DESC");
  q.bind(":protocol", protocolId);
  q.bind(":patient", patientId);
  return rowsOf(q);
}

std::optional<ProtocolVersion> readProtocolVersion(SQLite::Database& db, const std::string& id) {
  SQLite::Statement q(db, std::string(kSelect) + "v.id = :id");
  q.bind(":id", id);
  auto found = rowsOf(q);
  return found.empty() ? std::nullopt : std::optional<ProtocolVersion>(std::move(found.front()));
}

void insertProtocolVersion(SQLite::Database& db, const ProtocolVersion& version, const RowStamp& stamp) {
  SQLite::Statement insert(
      db, "INSERT INTO protocol_versions (id, protocol, patient, version, parent, json, who, at) VALUES (?,?,?,?,?,?,?,?)");
  insert.bind(1, version.id);
  insert.bind(2, version.protocolId);
  bindPatient(insert, 3, version.patientId);
  insert.bind(4, version.version);
  insert.bind(5, version.parent);
  insert.bind(6, version.json);
  insert.bind(7, stamp.who);
  insert.bind(8, stamp.atUs);
  insert.exec();
  addToAudit(db, "protocol_versions", db.getLastInsertRowid(), stamp.who, stamp.atUs);
}

void insertProtocolMark(SQLite::Database& db, const std::string& markId, const std::string& protocolId,
                        const std::string& patientId, bool withdrawn, const RowStamp& stamp) {
  SQLite::Statement insert(
      db, "INSERT INTO protocol_marks (id, protocol, patient, withdrawn, who, at) VALUES (?,?,?,?,?,?)");
  insert.bind(1, markId);
  insert.bind(2, protocolId);
  bindPatient(insert, 3, patientId);
  insert.bind(4, withdrawn ? 1 : 0);
  insert.bind(5, stamp.who);
  insert.bind(6, stamp.atUs);
  insert.exec();
  addToAudit(db, "protocol_marks", db.getLastInsertRowid(), stamp.who, stamp.atUs);
}

}  // namespace tonus::store
