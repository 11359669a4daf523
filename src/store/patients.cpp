#include "patients.h"

#include "audit.h"

namespace tonus::store {

namespace {

constexpr const char* kSelect = R"(
SELECT p.id, r.code, i.name, i.birth_year, r.condition, i.note, r.demo, p.at
FROM patients p
JOIN patient_revisions r ON r.seq = (SELECT max(seq) FROM patient_revisions WHERE patient = p.id)
JOIN identities i ON i.seq = (SELECT max(seq) FROM identities WHERE patient = p.id)
LEFT JOIN patient_marks m ON m.seq = (SELECT max(seq) FROM patient_marks WHERE patient = p.id)
WHERE )";

void execAudited(SQLite::Database& db, SQLite::Statement& insert, const char* table, const RowStamp& stamp) {
  insert.exec();
  addToAudit(db, table, db.getLastInsertRowid(), stamp.who, stamp.atUs);
}

}  // namespace

std::string patientsQuery(const PatientFilter& filter) {
  std::string sql = kSelect;
  sql += filter.hiddenToo ? "1" : "coalesce(m.hidden, 0) = 0";
  if (!filter.id.empty()) sql += " AND p.id = :id";
  if (!filter.code.empty()) sql += " AND r.code = :code";
  return sql + " ORDER BY r.code, p.seq";
}

std::vector<Patient> readPatients(SQLite::Database& db, const PatientFilter& filter) {
  SQLite::Statement q(db, patientsQuery(filter));
  if (!filter.id.empty()) q.bind(":id", filter.id);
  if (!filter.code.empty()) q.bind(":code", filter.code);
  std::vector<Patient> patients;
  while (q.executeStep())
    patients.push_back({.id = q.getColumn(0).getString(),
                        .code = q.getColumn(1).getString(),
                        .name = q.getColumn(2).getString(),
                        .birthYear = q.getColumn(3).getInt(),
                        .condition = q.getColumn(4).getString(),
                        .note = q.getColumn(5).getString(),
                        .demo = q.getColumn(6).getInt() != 0,
                        .created = wallTime(q.getColumn(7).getInt64())});
  return patients;
}

void insertPatient(SQLite::Database& db, const Patient& patient, const RowStamp& stamp) {
  SQLite::Statement insert(db, "INSERT INTO patients (id, who, at) VALUES (?,?,?)");
  insert.bind(1, patient.id);
  insert.bind(2, stamp.who);
  insert.bind(3, stamp.atUs);
  execAudited(db, insert, "patients", stamp);
}

void insertRevision(SQLite::Database& db, const Patient& patient, const std::string& revisionId,
                    const std::string& identityId, const RowStamp& stamp) {
  SQLite::Statement revision(
      db, "INSERT INTO patient_revisions (id, patient, code, condition, demo, who, at) VALUES (?,?,?,?,?,?,?)");
  revision.bind(1, revisionId);
  revision.bind(2, patient.id);
  revision.bind(3, patient.code);
  revision.bind(4, patient.condition);
  revision.bind(5, patient.demo ? 1 : 0);
  revision.bind(6, stamp.who);
  revision.bind(7, stamp.atUs);
  execAudited(db, revision, "patient_revisions", stamp);
  SQLite::Statement identity(
      db, "INSERT INTO identities (id, patient, name, birth_year, note, who, at) VALUES (?,?,?,?,?,?,?)");
  identity.bind(1, identityId);
  identity.bind(2, patient.id);
  identity.bind(3, patient.name);
  identity.bind(4, patient.birthYear);
  identity.bind(5, patient.note);
  identity.bind(6, stamp.who);
  identity.bind(7, stamp.atUs);
  execAudited(db, identity, "identities", stamp);
}

void insertMark(SQLite::Database& db, const std::string& patientId, const std::string& markId, bool hidden,
                const RowStamp& stamp) {
  SQLite::Statement insert(db, "INSERT INTO patient_marks (id, patient, hidden, who, at) VALUES (?,?,?,?,?)");
  insert.bind(1, markId);
  insert.bind(2, patientId);
  insert.bind(3, hidden ? 1 : 0);
  insert.bind(4, stamp.who);
  insert.bind(5, stamp.atUs);
  execAudited(db, insert, "patient_marks", stamp);
}

}  // namespace tonus::store
