#pragma once
// Patients as rows: what is valid is the newest revision, identity and mark of each. All throw SQLite::Exception.

#include <optional>
#include <string>
#include <vector>

#include "connection.h"
#include "tonus/store/store.h"

namespace tonus::store {

struct PatientFilter {
  std::string id = {};    ///< empty: any
  std::string code = {};  ///< empty: any
  bool hiddenToo = false;
};

/// Each filter has a statement of its own, so that each finds its index.
std::string patientsQuery(const PatientFilter& filter);
/// By code.
std::vector<Patient> readPatients(SQLite::Database& db, const PatientFilter& filter);

/// Who and when.
struct RowStamp {
  std::string who;
  std::int64_t atUs = 0;
};

/// Inside a transaction.
void insertPatient(SQLite::Database& db, const Patient& patient, const RowStamp& stamp);
void insertRevision(SQLite::Database& db, const Patient& patient, const std::string& revisionId,
                    const std::string& identityId, const RowStamp& stamp);
void insertMark(SQLite::Database& db, const std::string& patientId, const std::string& markId, bool hidden,
                const RowStamp& stamp);

}  // namespace tonus::store
