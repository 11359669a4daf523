#include "tonus/store/store.h"

#include <random>

#include "audit.h"
#include "json.h"
#include "open.h"
#include "patients.h"
#include "protocols.h"
#include "session_reader.h"
#include "session_rows.h"
#include "session_writer.h"
#include "tonus/core/uuid.h"
#include "verify.h"

namespace tonus::store {

namespace fs = std::filesystem;
using core::Fault;
using core::FaultCode;
using core::Result;
using core::Status;

namespace {

Fault noSuchPatient() {
  return {FaultCode::kNotFound, "There is no such patient in this store.", "Nothing was changed."};
}
Fault noSuchProtocol() {
  return {FaultCode::kNotFound, "There is no such protocol in this store.", "Nothing was changed."};
}
Fault noSuchSession() {
  return {FaultCode::kNotFound, "There is no such session in this store.", "Nothing was changed."};
}

class FileStore final : public Store {
 public:
  FileStore(fs::path path, Connection db, core::Clock& clock, OpenOptions options)
      : path_(std::move(path)),
        db_(std::move(db)),
        clock_(clock),
        options_(std::move(options)),
        random_(std::random_device{}()) {}

  const fs::path& path() const override { return path_; }

  Result<std::vector<Patient>> patients() override;
  Result<std::optional<Patient>> patientByCode(const std::string& code) override;
  Result<Patient> addPatient(Patient patient) override;
  Status revisePatient(const Patient& patient) override;
  Status hidePatient(const std::string& id) override { return mark(id, true); }
  Status restorePatient(const std::string& id) override { return mark(id, false); }

  Result<std::vector<ProtocolVersion>> protocols(const std::string& patientId, bool withdrawnToo) override;
  Result<std::vector<ProtocolVersion>> protocolVersions(const std::string& protocolId,
                                                        const std::string& patientId) override;
  Result<ProtocolVersion> protocolVersion(const std::string& id) override;
  Result<ProtocolVersion> addProtocolVersion(ProtocolVersion version) override;
  Status withdrawProtocol(const std::string& protocolId, const std::string& patientId) override {
    return markProtocol(protocolId, patientId, true);
  }
  Status restoreProtocol(const std::string& protocolId, const std::string& patientId) override {
    return markProtocol(protocolId, patientId, false);
  }

  Result<std::vector<SessionRow>> sessions(const std::string& patientId, std::size_t mostN) override;
  Result<std::vector<PatientActivity>> activity() override;
  Result<SessionRow> session(const std::string& id) override;
  Result<std::shared_ptr<SessionWriter>> beginSession(const NewSession& session) override;
  Status closeSession(const std::string& id, const core::SessionSummary& summary, SessionState state) override;
  Result<std::unique_ptr<SessionReader>> openSession(const std::string& id) override;
  Result<std::vector<SessionRow>> interruptedSessions() override;

  Result<VerifyReport> verify(const Progress& progress) override;
  Status checkpoint() override;
  Result<std::optional<std::string>> setting(const std::string& key) override;
  Status setSetting(const std::string& key, const std::string& value) override;

 private:
  RowStamp stamp() const { return {options_.who, microseconds(clock_.wallNow())}; }
  std::string newId() { return core::makeUuidV7(clock_.wallNow(), random_); }
  SQLite::Transaction begin() { return SQLite::Transaction(*db_, SQLite::TransactionBehavior::IMMEDIATE); }
  Status checkCode(const Patient& patient);
  Status mark(const std::string& id, bool hidden);
  Status markProtocol(const std::string& protocolId, const std::string& patientId, bool withdrawn);
  std::int64_t insertSession(const NewSession& session, const std::string& id);

  fs::path path_;
  Connection db_;
  core::Clock& clock_;
  OpenOptions options_;
  std::mt19937_64 random_;
};

Result<std::vector<Patient>> FileStore::patients() {
  return guarded("The patients could not be read",
                 [&]() -> Result<std::vector<Patient>> { return readPatients(*db_, {}); });
}

Result<std::optional<Patient>> FileStore::patientByCode(const std::string& code) {
  return guarded("The patients could not be read", [&]() -> Result<std::optional<Patient>> {
    if (code.empty()) return std::optional<Patient>();
    auto found = readPatients(*db_, {.code = code});
    return found.empty() ? std::optional<Patient>() : std::optional<Patient>(std::move(found.front()));
  });
}

Status FileStore::checkCode(const Patient& patient) {
  if (patient.code.empty())
    return Fault{FaultCode::kInvalid, "The patient has no code.", "Give a code, such as P-0042."};
  for (const Patient& other : readPatients(*db_, {.code = patient.code, .hiddenToo = true}))
    if (other.id != patient.id)
      return Fault{FaultCode::kInvalid, "The code " + patient.code + " is already in use.",
                   "Choose another code. It may belong to a hidden patient, who can be restored."};
  return {};
}

Result<Patient> FileStore::addPatient(Patient patient) {
  return guarded("The patient could not be saved", [&]() -> Result<Patient> {
    auto transaction = begin();
    patient.id.clear();
    if (auto fine = checkCode(patient); !fine) return fine.fault();
    const RowStamp now = stamp();
    patient.id = newId();
    patient.created = wallTime(now.atUs);
    insertPatient(*db_, patient, now);
    insertRevision(*db_, patient, newId(), newId(), now);
    transaction.commit();
    return patient;
  });
}

Status FileStore::revisePatient(const Patient& patient) {
  return guarded("The patient could not be saved", [&]() -> Status {
    auto transaction = begin();
    if (patient.id.empty() || readPatients(*db_, {.id = patient.id, .hiddenToo = true}).empty()) return noSuchPatient();
    if (auto fine = checkCode(patient); !fine) return fine;
    insertRevision(*db_, patient, newId(), newId(), stamp());
    transaction.commit();
    return {};
  });
}

Status FileStore::mark(const std::string& id, bool hidden) {
  return guarded(hidden ? "The patient could not be hidden" : "The patient could not be restored", [&]() -> Status {
    auto transaction = begin();
    if (id.empty() || readPatients(*db_, {.id = id, .hiddenToo = true}).empty()) return noSuchPatient();
    insertMark(*db_, id, newId(), hidden, stamp());
    transaction.commit();
    return {};
  });
}

Result<std::vector<ProtocolVersion>> FileStore::protocols(const std::string& patientId, bool withdrawnToo) {
  return guarded("The protocols could not be read", [&]() -> Result<std::vector<ProtocolVersion>> {
    return readProtocols(*db_, patientId, withdrawnToo);
  });
}

Result<std::vector<ProtocolVersion>> FileStore::protocolVersions(const std::string& protocolId,
                                                                 const std::string& patientId) {
  return guarded("The protocol's versions could not be read", [&]() -> Result<std::vector<ProtocolVersion>> {
    return readProtocolVersions(*db_, protocolId, patientId);
  });
}

Result<ProtocolVersion> FileStore::protocolVersion(const std::string& id) {
  return guarded("The protocol could not be read", [&]() -> Result<ProtocolVersion> {
    auto found = readProtocolVersion(*db_, id);
    if (!found) return noSuchProtocol();
    return *std::move(found);
  });
}

Result<ProtocolVersion> FileStore::addProtocolVersion(ProtocolVersion version) {
  return guarded("The protocol could not be saved", [&]() -> Result<ProtocolVersion> {
    if (version.protocolId.empty())
      return Fault{FaultCode::kInvalid, "The protocol has no id.", "Give it one, such as jaw_training."};
    auto transaction = begin();
    if (!version.patientId.empty() && readPatients(*db_, {.id = version.patientId, .hiddenToo = true}).empty())
      return noSuchPatient();
    const auto before = readProtocolVersions(*db_, version.protocolId, version.patientId);
    const RowStamp now = stamp();
    version.id = newId();
    version.version = before.empty() ? 1 : before.front().version + 1;
    version.created = wallTime(now.atUs);
    version.withdrawn = false;
    insertProtocolVersion(*db_, version, now);
    if (!before.empty() && before.front().withdrawn)
      insertProtocolMark(*db_, newId(), version.protocolId, version.patientId, false, now);
    transaction.commit();
    return version;
  });
}

Status FileStore::markProtocol(const std::string& protocolId, const std::string& patientId, bool withdrawn) {
  return guarded(withdrawn ? "The protocol could not be withdrawn" : "The protocol could not be brought back", [&]() -> Status {
    auto transaction = begin();
    if (readProtocolVersions(*db_, protocolId, patientId).empty()) return noSuchProtocol();
    insertProtocolMark(*db_, newId(), protocolId, patientId, withdrawn, stamp());
    transaction.commit();
    return {};
  });
}

Result<std::vector<SessionRow>> FileStore::sessions(const std::string& patientId, std::size_t mostN) {
  return guarded("The sessions could not be read", [&]() -> Result<std::vector<SessionRow>> {
    std::vector<SessionRow> rows;
    for (NumberedSession& s : readSessions(*db_, path_, {.patientId = patientId, .mostN = mostN})) rows.push_back(std::move(s.row));
    return rows;
  });
}

Result<std::vector<PatientActivity>> FileStore::activity() {
  return guarded("The sessions could not be counted",
                 [&]() -> Result<std::vector<PatientActivity>> { return readActivity(*db_); });
}

Result<SessionRow> FileStore::session(const std::string& id) {
  return guarded("The session could not be read", [&]() -> Result<SessionRow> {
    auto found = id.empty() ? std::vector<NumberedSession>() : readSessions(*db_, path_, {.id = id, .hiddenToo = true});
    if (found.empty()) return noSuchSession();
    return std::move(found.front().row);
  });
}

Result<std::vector<SessionRow>> FileStore::interruptedSessions() {
  return guarded("The sessions could not be read", [&]() -> Result<std::vector<SessionRow>> {
    std::vector<SessionRow> rows;
    for (NumberedSession& s : readSessions(*db_, path_, {.hiddenToo = true, .notClosed = true}))
      if (s.row.state != SessionState::kRecording) rows.push_back(std::move(s.row));
    return rows;
  });
}

std::int64_t FileStore::insertSession(const NewSession& session, const std::string& id) {
  SQLite::Statement insert(
      *db_,
      "INSERT INTO sessions (id, patient, protocol_id, protocol_name, device_model, device_serial, "
      "format, setup, started, who, at) VALUES (?,?,?,?,?,?,?,?,?,?,?)");
  const RowStamp now = stamp();
  insert.bind(1, id);
  insert.bind(2, session.patientId);
  insert.bind(3, session.protocolId);
  insert.bind(4, session.protocolName);
  insert.bind(5, session.deviceModel);
  insert.bind(6, session.deviceSerial);
  insert.bind(7, formatToJson(session.format));
  insert.bind(8, session.setupJson);
  insert.bind(9, microseconds(session.started));
  insert.bind(10, now.who);
  insert.bind(11, now.atUs);
  insert.exec();
  const std::int64_t seq = db_->getLastInsertRowid();
  addToAudit(*db_, "sessions", seq, now.who, now.atUs);
  return seq;
}

Result<std::shared_ptr<SessionWriter>> FileStore::beginSession(const NewSession& session) {
  return guarded("The session could not be started", [&]() -> Result<std::shared_ptr<SessionWriter>> {
    if (session.format.channels.empty() || session.format.channelsN() > core::kMaxChannels ||
        !(session.format.sampleRateHz > 0))
      return Fault{FaultCode::kInvalid, "The session could not be started: its channels are not described.",
                   "Choose the source again."};
    if (options_.readOnly)
      return Fault{FaultCode::kPermission, "The session could not be started: the store was opened for reading only.",
                   "Open it for writing."};
    WriterSetup setup{.db = connect(path_, Access::kReadWrite, kWriterBusy),
                      .lock = nullptr,
                      .session = 0,
                      .id = newId(),
                      .format = session.format,
                      .who = options_.who};
    makeDurable(*setup.db);
    auto transaction = begin();
    if (session.patientId.empty() || readPatients(*db_, {.id = session.patientId, .hiddenToo = true}).empty())
      return noSuchPatient();
    setup.session = insertSession(session, setup.id);
    setup.lock = std::make_unique<WriterLock>(path_, setup.session);
    if (!setup.lock->held())
      return Fault{FaultCode::kPermission, "The session could not be started: no file can be made beside the store.",
                   "Check the permissions of the store's folder."};
    transaction.commit();
    return makeSessionWriter(std::move(setup), clock_);
  });
}

Status FileStore::closeSession(const std::string& id, const core::SessionSummary& summary, SessionState state) {
  return guarded("The session's numbers could not be saved", [&]() -> Status {
    auto transaction = begin();
    const auto found =
        id.empty() ? std::vector<NumberedSession>() : readSessions(*db_, path_, {.id = id, .hiddenToo = true});
    if (found.empty()) return noSuchSession();
    if (state == SessionState::kRecording || found.front().row.state == SessionState::kRecording)
      return Fault{FaultCode::kUnavailable, "The session is still being recorded.", "Stop the recording first."};
    const RowStamp now = stamp();
    SQLite::Statement insert(*db_, "INSERT INTO session_closes (session, state, summary, who, at) VALUES (?,?,?,?,?)");
    insert.bind(1, found.front().seq);
    insert.bind(2, static_cast<int>(state));
    insert.bind(3, summaryToJson(summary));
    insert.bind(4, now.who);
    insert.bind(5, now.atUs);
    insert.exec();
    addToAudit(*db_, "session_closes", db_->getLastInsertRowid(), now.who, now.atUs);
    transaction.commit();
    return {};
  });
}

Result<std::unique_ptr<SessionReader>> FileStore::openSession(const std::string& id) {
  return guarded("The session could not be opened", [&]() -> Result<std::unique_ptr<SessionReader>> {
    Connection db = connect(path_, Access::kReadOnly, kBusy);
    auto found = id.empty() ? std::vector<NumberedSession>() : readSessions(*db, path_, {.id = id, .hiddenToo = true});
    if (found.empty()) return noSuchSession();
    if (found.front().row.format.channels.empty())
      return Fault{FaultCode::kBadFormat,
                   "The description of " + nameOf(found.front().row) + " cannot be read: the file is damaged there.",
                   "All other sessions can still be read. Keep a copy of the store and check it."};
    return makeSessionReader(std::move(db), std::move(found.front()));
  });
}

Result<VerifyReport> FileStore::verify(const Progress& progress) {
  return guarded("The store could not be checked", [&] { return verifyStore(*db_, path_, progress); });
}

Status FileStore::checkpoint() {
  return guarded("The store's log could not be moved into the file", [&]() -> Status {
    if (!options_.readOnly) db_->execAndGet("PRAGMA wal_checkpoint(PASSIVE)");
    return {};
  });
}

Result<std::optional<std::string>> FileStore::setting(const std::string& key) {
  return guarded("The settings could not be read", [&]() -> Result<std::optional<std::string>> {
    SQLite::Statement query(*db_, "SELECT value FROM settings WHERE key=? ORDER BY seq DESC LIMIT 1");
    query.bind(1, key);
    return query.executeStep() ? std::optional<std::string>(query.getColumn(0).getString()) : std::nullopt;
  });
}

Status FileStore::setSetting(const std::string& key, const std::string& value) {
  return guarded("The setting could not be saved", [&]() -> Status {
    auto transaction = begin();
    const RowStamp now = stamp();
    SQLite::Statement insert(*db_, "INSERT INTO settings (key, value, who, at) VALUES (?,?,?,?)");
    insert.bind(1, key);
    insert.bind(2, value);
    insert.bind(3, now.who);
    insert.bind(4, now.atUs);
    insert.exec();
    addToAudit(*db_, "settings", db_->getLastInsertRowid(), now.who, now.atUs);
    transaction.commit();
    return {};
  });
}

}  // namespace

Result<std::unique_ptr<Store>> Store::open(const fs::path& path, core::Clock& clock, const OpenOptions& options) {
  auto db = openStoreFile(path, options);
  if (!db) return db.fault();
  return std::unique_ptr<Store>(std::make_unique<FileStore>(path, std::move(db).value(), clock, options));
}

}  // namespace tonus::store
