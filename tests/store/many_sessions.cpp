#include "many_sessions.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <array>
#include <cstdio>

namespace tonus::test {
namespace {

constexpr std::array kNames{"Vogt", "Lindqvist", "Alt", "Haddad", "Okafor", "Brandt", "Moreau", "Şahin", "Novák", "Ødegaard", "Zimmer"};
constexpr std::array kFirst{"Maren", "Nora", "Grete", "Samir", "Ada", "Jonas", "Claire", "Elif", "Petr", "Liv", "Hans"};
constexpr std::array kConditions{"tension headache", "torticollis", "bruxism", "low back pain", ""};
constexpr std::int64_t kDayUs = 86400LL * 1000000;
constexpr std::int64_t kNewestUs = 1790000000LL * 1000000;

std::string idOf(char kind, int number) {
  char text[37];
  std::snprintf(text, sizeof text, "%08x-00%c0-7000-8000-%012d", static_cast<unsigned>(number), kind, number);
  return text;
}

void addPatient(SQLite::Database& db, const std::string& id, int number) {
  SQLite::Statement patient(db, "INSERT INTO patients (id, who, at) VALUES (?, 'many', ?)");
  patient.bind(1, id);
  patient.bind(2, kNewestUs);
  patient.exec();
  const auto i = static_cast<std::size_t>(number);
  SQLite::Statement revision(db, "INSERT INTO patient_revisions (id, patient, code, condition, demo, who, at) VALUES (?,?,?,?,0,'many',?)");
  revision.bind(1, idOf('b', number));
  revision.bind(2, id);
  revision.bind(3, "M-" + std::to_string(number));
  revision.bind(4, kConditions[i % kConditions.size()]);
  revision.bind(5, kNewestUs);
  revision.exec();
  SQLite::Statement identity(db, "INSERT INTO identities (id, patient, name, birth_year, note, who, at) VALUES (?,?,?,?,'','many',?)");
  identity.bind(1, idOf('c', number));
  identity.bind(2, id);
  identity.bind(3, std::string(kFirst[i % kFirst.size()]) + " " + kNames[i / kFirst.size() % kNames.size()] + " " + std::to_string(number));
  identity.bind(4, 1950 + number % 50);
  identity.bind(5, kNewestUs);
  identity.exec();
}

/// The statements that copy one session with all that its row in a list needs.
struct Copy {
  SQLite::Statement session, commit, end, close;

  explicit Copy(SQLite::Database& db)
      : session(db, "INSERT INTO sessions (id, patient, protocol_id, protocol_name, device_model, device_serial, format, setup, "
                    "started, who, at) SELECT ?1, ?2, protocol_id, protocol_name, device_model, device_serial, format, setup, ?3, "
                    "who, ?3 FROM sessions WHERE seq = ?4"),
        commit(db, "INSERT INTO commits (session, number, end_frame, frames_n, lost_n, who, at, hops_last, hops_crc, quality_crc, "
                   "metrics_crc, hops, quality, metrics) SELECT ?1, number, end_frame, frames_n, lost_n, who, at, hops_last, "
                   "hops_crc, quality_crc, metrics_crc, x'', x'', x'' FROM commits WHERE session = ?2 ORDER BY number DESC LIMIT 1"),
        end(db, "INSERT INTO session_ends (session, frames_n, lost_n, who, at) SELECT ?1, frames_n, lost_n, who, at FROM "
                "session_ends WHERE session = ?2"),
        close(db, "INSERT INTO session_closes (session, state, summary, who, at) SELECT ?1, state, summary, who, at FROM "
                  "session_closes WHERE session = ?2") {}

  void run(SQLite::Database& db, const std::string& id, const std::string& patient, std::int64_t startedUs, std::int64_t from) {
    session.reset();
    session.bind(1, id);
    session.bind(2, patient);
    session.bind(3, startedUs);
    session.bind(4, from);
    session.exec();
    const std::int64_t seq = db.getLastInsertRowid();
    for (SQLite::Statement* copied : {&commit, &end, &close}) {
      copied->reset();
      copied->bind(1, seq);
      copied->bind(2, from);
      copied->exec();
    }
  }
};

}  // namespace

void addManySessions(const std::filesystem::path& store, const std::string& templateId, int patientsN, int sessionsN) {
  SQLite::Database db(store.string(), SQLite::OPEN_READWRITE);
  db.exec("PRAGMA synchronous=OFF");
  SQLite::Statement find(db, "SELECT seq FROM sessions WHERE id = ?");
  find.bind(1, templateId);
  find.executeStep();
  const std::int64_t from = find.getColumn(0).getInt64();
  find.reset();
  Copy copy(db);
  for (int p = 1; p <= patientsN; ++p) {
    SQLite::Transaction transaction(db);
    const std::string patient = idOf('a', p);
    addPatient(db, patient, p);
    for (int s = 0; s < sessionsN; ++s)
      copy.run(db, idOf('d', p * sessionsN + s), patient, kNewestUs - kDayUs * 7 * s - 60000000LL * p, from);
    transaction.commit();
  }
  db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
}

}  // namespace tonus::test
