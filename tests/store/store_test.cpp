// Opening, patients, settings, migrations.

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>

#include <fstream>

#include "migrations.h"
#include "support.h"

namespace tonus::store {
namespace {

using core::FaultCode;
using testing::HasSubstr;

std::string bytesOf(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

class StoreTest : public testing::Test {
 protected:
  core::ManualClock clock_{core::WallTime(std::chrono::seconds(1790000000))};
  TempFolder folder_;
  std::filesystem::path path_ = folder_ / "a.tonus";

  std::unique_ptr<Store> open() { return must(Store::open(path_, clock_, {.create = true})); }
  void expectRefused(FaultCode code, const OpenOptions& options = {}) {
    const std::string before = bytesOf(path_);
    const auto store = Store::open(path_, clock_, options);
    ASSERT_FALSE(store.ok());
    EXPECT_EQ(store.fault().code, code) << store.fault().what;
    EXPECT_FALSE(store.fault().hint.empty());
    EXPECT_EQ(bytesOf(path_), before);
  }
};

TEST_F(StoreTest, AStoreThatIsNotThereIsNotMadeUnasked) {
  EXPECT_EQ(Store::open(path_, clock_).fault().code, FaultCode::kNotFound);
  EXPECT_FALSE(std::filesystem::exists(path_));
}

TEST_F(StoreTest, FilesThatAreNotStoresAreRefusedAndLeftAlone) {
  std::ofstream(path_) << "time,emg\n0,1\n" << std::string(5000, 'x');
  expectRefused(FaultCode::kBadFormat);
  expectRefused(FaultCode::kBadFormat, {.create = true});
  std::ofstream(path_, std::ios::trunc) << "";
  expectRefused(FaultCode::kBadFormat);
  std::filesystem::remove(path_);
  SQLite::Database(path_.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE).exec("CREATE TABLE songs (name TEXT)");
  expectRefused(FaultCode::kBadFormat);
  expectRefused(FaultCode::kBadFormat, {.create = true});
  std::filesystem::remove(path_);
  std::filesystem::create_directory(path_);
  EXPECT_EQ(Store::open(path_, clock_).fault().code, FaultCode::kBadFormat);
}

TEST_F(StoreTest, AStoreOfANewerVersionIsRefusedAndLeftAlone) {
  open();
  SQLite::Database(path_.string(), SQLite::OPEN_READWRITE).exec("PRAGMA user_version=9999");
  expectRefused(FaultCode::kNewerVersion);
  expectRefused(FaultCode::kNewerVersion, {.create = true});
  expectRefused(FaultCode::kNewerVersion, {.readOnly = true});
}

TEST_F(StoreTest, AFolderThatCannotBeWrittenIsSaidInWords) {
  const auto store = Store::open("/proc/tonus/a.tonus", clock_, {.create = true});
  ASSERT_FALSE(store.ok());
  EXPECT_EQ(store.fault().code, FaultCode::kPermission);
  EXPECT_THAT(store.fault().what, HasSubstr("/proc/tonus/a.tonus"));
}

TEST_F(StoreTest, AStoreHeldByAnotherProgramIsSaidInWords) {
  auto store = open();
  SQLite::Database other(path_.string(), SQLite::OPEN_READWRITE);
  SQLite::Transaction held(other, SQLite::TransactionBehavior::IMMEDIATE);
  const auto status = store->setSetting("a", "b");
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.fault().code, FaultCode::kLocked);
  EXPECT_TRUE(store->patients().ok()) << "reading goes on";
}

TEST_F(StoreTest, AReadOnlyStoreReadsAndRefusesToWrite) {
  must(open()->addPatient(patientOf("P-0001")));
  auto store = must(Store::open(path_, clock_, {.readOnly = true}));
  EXPECT_EQ(must(store->patients()).size(), 1U);
  EXPECT_EQ(store->addPatient(patientOf("P-0002")).fault().code, FaultCode::kPermission);
  EXPECT_EQ(store->setSetting("a", "b").fault().code, FaultCode::kPermission);
  EXPECT_EQ(store->beginSession(sessionOf(must(store->patients())[0], formatOf(1, 100))).fault().code,
            FaultCode::kPermission);
}

TEST_F(StoreTest, APatientComesBackAsGivenAndSurvivesReopening) {
  const Patient added = must(open()->addPatient(patientOf("P-0042")));
  EXPECT_EQ(added.id.size(), 36U);
  EXPECT_EQ(added.created, clock_.wallNow());
  auto store = open();
  const auto found = must(store->patientByCode("P-0042"));
  ASSERT_TRUE(found);
  EXPECT_EQ(std::tie(found->id, found->name, found->birthYear, found->condition, found->note, found->created),
            std::tie(added.id, added.name, added.birthYear, added.condition, added.note, added.created));
  EXPECT_FALSE(must(store->patientByCode("P-0043")));
  EXPECT_FALSE(must(store->patientByCode("")));
}

TEST_F(StoreTest, ARevisionIsANewRowAndTheOldOneStays) {
  auto store = open();
  Patient patient = must(store->addPatient(patientOf("P-0042")));
  patient.name = "Ada Other";
  patient.code = "P-0100";
  must(store->revisePatient(patient));
  EXPECT_EQ(must(store->patients()).at(0).name, "Ada Other");
  EXPECT_FALSE(must(store->patientByCode("P-0042")));
  SQLite::Database db(path_.string());
  EXPECT_EQ(db.execAndGet("SELECT group_concat(name) FROM (SELECT name FROM identities ORDER BY seq)").getString(),
            "Ada Example,Ada Other");
  EXPECT_EQ(db.execAndGet("SELECT count(*) FROM patients").getInt(), 1);
}

TEST_F(StoreTest, ACodeInUseIsAFaultAlsoWhenItsPatientIsHidden) {
  auto store = open();
  const Patient first = must(store->addPatient(patientOf("P-1")));
  Patient second = must(store->addPatient(patientOf("P-2")));
  EXPECT_FALSE(store->addPatient(patientOf("P-1")).ok());
  second.code = "P-1";
  EXPECT_FALSE(store->revisePatient(second).ok());
  must(store->hidePatient(first.id));
  EXPECT_FALSE(store->addPatient(patientOf("P-1")).ok());
  EXPECT_FALSE(store->addPatient(patientOf("")).ok());
}

TEST_F(StoreTest, HidingTakesPatientAndSessionsFromTheListsAndRestoringBringsThemBack) {
  auto store = open();
  const Patient patient = must(store->addPatient(patientOf("P-1")));
  must(must(store->beginSession(sessionOf(patient, formatOf(1, 100))))->finish());
  must(store->hidePatient(patient.id));
  EXPECT_TRUE(must(store->patients()).empty());
  EXPECT_TRUE(must(store->sessions()).empty());
  must(store->restorePatient(patient.id));
  EXPECT_EQ(must(store->patients()).size(), 1U);
  EXPECT_EQ(must(store->sessions()).size(), 1U);
  EXPECT_EQ(store->hidePatient("nobody").fault().code, FaultCode::kNotFound);
}

TEST_F(StoreTest, NameAndNoteStandInTheIdentityTableOnly) {
  auto store = open();
  Patient patient = patientOf("P-1");
  patient.name = "Zebulon";
  patient.note = "quokka";
  must(store->addPatient(patient));
  SQLite::Database db(path_.string());
  std::vector<std::string> holders;
  SQLite::Statement tables(db, "SELECT name FROM sqlite_master WHERE type='table'");
  while (tables.executeStep()) {
    SQLite::Statement rows(db, "SELECT * FROM " + tables.getColumn(0).getString());
    while (rows.executeStep())
      for (int c = 0; c < rows.getColumnCount(); ++c)
        if (const auto text = rows.getColumn(c).getString(); text == "Zebulon" || text == "quokka")
          holders.push_back(tables.getColumn(0).getString());
  }
  EXPECT_THAT(holders, testing::ElementsAre("identities", "identities"));
}

TEST_F(StoreTest, SessionsAreListedNewestFirstAndByPatient) {
  auto store = open();
  const Patient a = must(store->addPatient(patientOf("P-1")));
  const Patient b = must(store->addPatient(patientOf("P-2")));
  for (const int hour : {2, 3, 1}) {
    NewSession session = sessionOf(hour == 3 ? b : a, formatOf(1, 100));
    session.started += std::chrono::hours(hour);
    must(must(store->beginSession(session))->finish());
  }
  const auto all = must(store->sessions());
  ASSERT_EQ(all.size(), 3U);
  EXPECT_GT(all[0].started, all[1].started);
  EXPECT_GT(all[1].started, all[2].started);
  EXPECT_EQ(all[0].patientCode, "P-2");
  EXPECT_EQ(must(store->sessions(a.id)).size(), 2U);
  EXPECT_EQ(must(store->session(all[1].id)).started, all[1].started);
  EXPECT_EQ(store->session("nothing").fault().code, FaultCode::kNotFound);
  EXPECT_EQ(store->openSession("nothing").fault().code, FaultCode::kNotFound);
  NewSession orphan = sessionOf(a, formatOf(1, 100));
  orphan.patientId = "nobody";
  EXPECT_EQ(store->beginSession(orphan).fault().code, FaultCode::kNotFound);
  EXPECT_EQ(store->beginSession(sessionOf(a, {})).fault().code, FaultCode::kInvalid);
}

TEST_F(StoreTest, TheNewestSettingCounts) {
  auto store = open();
  EXPECT_FALSE(must(store->setting("demo")));
  must(store->setSetting("demo", "1"));
  must(store->setSetting("demo", "0"));
  EXPECT_EQ(must(store->setting("demo")), "0");
}

/// Every older schema, made by its own SQL text and filled by rows kept from that time, opens as the newest.
TEST_F(StoreTest, StoresOfEveryOlderSchemaAreBroughtUpToDate) {
  const auto migrations = shippedMigrations();
  ASSERT_FALSE(migrations.empty());
  for (const Migration& upTo : migrations) {
    path_ = folder_ / ("v" + std::to_string(upTo.version));
    {
      SQLite::Database db(path_.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
      db.exec("PRAGMA application_id=" + std::to_string(0x544F4E55));
      for (const Migration& m : migrations) {
        if (m.version > upTo.version) break;
        db.exec(m.sql);
        const auto rows =
            std::filesystem::path(TONUS_SOURCE_DIR) / "tests/store/golden" / (std::to_string(m.version) + ".sql");
        ASSERT_TRUE(std::filesystem::exists(rows)) << "keep rows of schema " << m.version << " in " << rows;
        db.exec(bytesOf(rows));
      }
      db.exec("PRAGMA user_version=" + std::to_string(upTo.version));
    }
    auto store = must(Store::open(path_, clock_));
    EXPECT_EQ(SQLite::Database(path_.string()).execAndGet("PRAGMA user_version").getInt(), migrations.back().version);
    EXPECT_EQ(must(store->patients()).at(0).name, "Grete Alt");
    const auto rows = must(store->sessions());
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].format.channels.at(0).label, "EMG 1");
    auto reader = must(store->openSession(rows[0].id));
    std::vector<std::int32_t> counts(4);
    must(reader->read({0}, counts));
    EXPECT_THAT(counts, testing::ElementsAre(5, 7, 6, -100000));
    EXPECT_EQ(must(reader->overview(0, {0}, {4}, 1)).at(0).min, -100000);
    EXPECT_EQ(must(store->protocols(rows[0].patientId)).size(), upTo.version >= 3 ? 2U : 0U);
    const auto report = must(store->verify());
    EXPECT_TRUE(report.ok) << testing::PrintToString(report.damaged);
  }
}

TEST_F(StoreTest, MigrationsAreNumberedWithoutAHole) {
  int expected = 1;
  for (const Migration& m : shippedMigrations()) EXPECT_EQ(m.version, expected++) << m.name;
}

TEST_F(StoreTest, AMigrationThatFailsLeavesTheLastGoodVersion) {
  SQLite::Database db(path_.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  const std::vector<Migration> steps = {{1, "one", "CREATE TABLE a (x)"},
                                        {2, "two", "CREATE TABLE b (x); INSERT INTO nowhere VALUES (1)"}};
  EXPECT_THROW(migrate(db, steps), SQLite::Exception);
  EXPECT_EQ(db.execAndGet("PRAGMA user_version").getInt(), 1);
  EXPECT_EQ(db.execAndGet("SELECT group_concat(name) FROM sqlite_master").getString(), "a");
}

}  // namespace
}  // namespace tonus::store
