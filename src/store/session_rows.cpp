#include "session_rows.h"

#include <ctime>

#include "json.h"
#include "writer_lock.h"

namespace tonus::store {

namespace {

constexpr const char* kSelect = R"(
SELECT s.seq, s.id, s.patient, r.code, r.demo, s.protocol_id, s.protocol_name, s.device_model, s.device_serial,
       s.format, s.setup, s.started, c.frames_n, c.lost_n, e.seq, k.state, k.summary
FROM sessions s
LEFT JOIN patient_revisions r ON r.seq = (SELECT max(seq) FROM patient_revisions WHERE patient = s.patient)
LEFT JOIN patient_marks m ON m.seq = (SELECT max(seq) FROM patient_marks WHERE patient = s.patient)
LEFT JOIN commits c ON c.session = s.seq AND c.number = (SELECT max(number) FROM commits WHERE session = s.seq)
LEFT JOIN session_ends e ON e.session = s.seq
LEFT JOIN session_closes k ON k.seq = (SELECT max(seq) FROM session_closes WHERE session = s.seq)
WHERE )";

// Found through small indices: the rows of sessions are large.
constexpr const char* kNotClosed = R"(s.seq IN (
  SELECT o.seq FROM sessions o WHERE NOT EXISTS (SELECT 1 FROM session_closes WHERE session = o.seq)))";

SessionState stateOf(const NumberedSession& s, int closedAs, const std::filesystem::path& store) {
  if (s.closed)
    return closedAs == static_cast<int>(SessionState::kDone) ? SessionState::kDone : SessionState::kInterrupted;
  if (s.ended) return SessionState::kDone;
  return isBeingWritten(store, s.seq) ? SessionState::kRecording : SessionState::kInterrupted;
}

NumberedSession fromRow(SQLite::Statement& q, const std::filesystem::path& store) {
  NumberedSession s;
  s.seq = q.getColumn(0).getInt64();
  SessionRow& row = s.row;
  row.id = q.getColumn(1).getString();
  row.patientId = q.getColumn(2).getString();
  row.patientCode = q.getColumn(3).getString();
  row.demo = q.getColumn(4).getInt() != 0;
  row.protocolId = q.getColumn(5).getString();
  row.protocolName = q.getColumn(6).getString();
  row.deviceModel = q.getColumn(7).getString();
  row.deviceSerial = q.getColumn(8).getString();
  row.format = formatFromJson(q.getColumn(9).getString()).value_or(core::StreamFormat{});
  row.setupJson = q.getColumn(10).getString();
  row.started = wallTime(q.getColumn(11).getInt64());
  row.framesN = q.getColumn(12).getInt64();
  row.lostN = q.getColumn(13).getInt64();
  s.ended = !q.getColumn(14).isNull();
  s.closed = !q.getColumn(15).isNull();
  if (s.closed) row.summary = summaryFromJson(q.getColumn(16).getString());
  if (row.format.sampleRateHz > 0)
    row.durationS = static_cast<double>(row.framesN + row.lostN) / row.format.sampleRateHz;
  row.state = stateOf(s, s.closed ? q.getColumn(15).getInt() : 0, store);
  return s;
}

}  // namespace

std::string sessionsQuery(const SessionFilter& filter) {
  std::string sql = kSelect;
  sql += filter.hiddenToo ? "1" : "coalesce(m.hidden, 0) = 0";
  if (!filter.id.empty()) sql += " AND s.id = :id";
  if (!filter.patientId.empty()) sql += " AND s.patient = :patient";
  if (filter.notClosed) sql += std::string(" AND ") + kNotClosed;
  sql += " ORDER BY s.started DESC, s.seq DESC";
  if (filter.mostN > 0) sql += " LIMIT " + std::to_string(filter.mostN);
  return sql;
}

std::vector<NumberedSession> readSessions(SQLite::Database& db, const std::filesystem::path& store,
                                          const SessionFilter& filter) {
  SQLite::Statement query(db, sessionsQuery(filter));
  if (!filter.id.empty()) query.bind(":id", filter.id);
  if (!filter.patientId.empty()) query.bind(":patient", filter.patientId);
  std::vector<NumberedSession> rows;
  while (query.executeStep()) rows.push_back(fromRow(query, store));
  return rows;
}

std::vector<PatientActivity> readActivity(SQLite::Database& db) {
  SQLite::Statement query(db, kActivityQuery);
  std::vector<PatientActivity> rows;
  while (query.executeStep())
    rows.push_back({query.getColumn(0).getString(), query.getColumn(1).getInt64(), wallTime(query.getColumn(2).getInt64())});
  return rows;
}

std::string nameOf(const SessionRow& row) {
  const std::time_t at = core::WallTime::clock::to_time_t(row.started);
  std::tm local{};
  localtime_r(&at, &local);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%d %H:%M", &local);
  return "the session of " + row.patientCode + " of " + text;
}

}  // namespace tonus::store
