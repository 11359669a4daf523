// Lists of a large store: what they say, and that none of them walks through the rows of all sessions.

#include <gtest/gtest.h>

#include <SQLiteCpp/SQLiteCpp.h>

#include "many_sessions.h"
#include "open.h"
#include "patients.h"
#include "session_rows.h"
#include "support.h"

namespace tonus::store {
namespace {

constexpr int kPatients = 12;
constexpr int kSessions = 9;

class ListsTest : public testing::Test {
 protected:
  ListsTest() {
    auto writer = must(store_->beginSession(sessionOf(patient_, formatOf(2, 1000))));
    must(writer->consume(blockAt(0, 2000, 2)));
    must(writer->finish());
    must(store_->closeSession(writer->sessionId(), {}, SessionState::kDone));
    test::addManySessions(path_, writer->sessionId(), kPatients, kSessions);
  }
  /// What SQLite means to do, one step a line.
  std::string plan(const std::string& sql) {
    const Connection db = must(openStoreFile(path_, {}));
    SQLite::Statement query(*db, "EXPLAIN QUERY PLAN " + sql);
    std::string steps;
    while (query.executeStep()) steps += query.getColumn(3).getString() + "\n";
    return steps;
  }

  core::ManualClock clock_{core::WallTime(std::chrono::seconds(1790000000))};
  TempFolder folder_;
  std::filesystem::path path_ = folder_ / "a.tonus";
  std::unique_ptr<Store> store_ = must(Store::open(path_, clock_, {.create = true}));
  Patient patient_ = must(store_->addPatient(patientOf("P-0042")));
};

TEST_F(ListsTest, ActivityCountsWhatTheListOfSessionsHolds) {
  const auto activity = must(store_->activity());
  EXPECT_EQ(activity.size(), kPatients + 1U);
  for (const PatientActivity& a : activity) {
    const auto rows = must(store_->sessions(a.patientId));
    ASSERT_EQ(static_cast<std::size_t>(a.sessionsN), rows.size());
    EXPECT_EQ(a.lastSession, rows.front().started);
  }
}

TEST_F(ListsTest, TheNewestSoManyAreTheHeadOfTheWholeList) {
  const auto all = must(store_->sessions());
  ASSERT_EQ(all.size(), kPatients * kSessions + 1U);
  const auto newest = must(store_->sessions({}, 20));
  ASSERT_EQ(newest.size(), 20U);
  for (std::size_t i = 0; i < newest.size(); ++i) EXPECT_EQ(newest[i].id, all[i].id);
  const auto ofOne = must(store_->sessions(patient_.id, 5));
  ASSERT_EQ(ofOne.size(), 1U);
  EXPECT_EQ(ofOne[0].patientCode, "P-0042");
}

TEST_F(ListsTest, OnlySessionsWithoutTheirNumbersAreAskedFor) {
  EXPECT_TRUE(must(store_->interruptedSessions()).empty());
  auto writer = must(store_->beginSession(sessionOf(patient_, formatOf(2, 1000))));
  must(writer->consume(blockAt(0, 2000, 2)));
  must(writer->finish());
  const auto left = must(store_->interruptedSessions());
  ASSERT_EQ(left.size(), 1U);
  EXPECT_EQ(left[0].id, writer->sessionId());
}

TEST_F(ListsTest, NoListWalksThroughTheRowsOfAllSessions) {
  EXPECT_NE(plan("SELECT * FROM sessions s").find("SCAN s\n"), std::string::npos) << "what a walk looks like";
  const std::pair<std::string, std::string> finds[] = {
      {sessionsQuery({.patientId = "x"}), "SEARCH s USING INDEX sessions_by_patient (patient=?)"},
      {sessionsQuery({.patientId = "x", .mostN = 9}), "SEARCH s USING INDEX sessions_by_patient (patient=?)"},
      {sessionsQuery({.id = "x", .hiddenToo = true}), "(id=?)"},
      {sessionsQuery({.mostN = 200}), "SCAN s USING INDEX sessions_by_start"},
      {sessionsQuery({.hiddenToo = true, .notClosed = true}), "SCAN o USING COVERING INDEX"},
      {kActivityQuery, "SCAN sessions USING COVERING INDEX sessions_by_patient"},
      {patientsQuery({.id = "x"}), "(id=?)"},
  };
  for (const auto& [sql, step] : finds) {
    const std::string steps = plan(sql);
    EXPECT_NE(steps.find(step), std::string::npos) << sql << "\n" << steps;
    for (const char* walk : {"SCAN s\n", "SCAN sessions\n", "SCAN commits\n", "SCAN session_closes\n", "SCAN k\n", "SCAN c\n"})
      EXPECT_EQ(steps.find(walk), std::string::npos) << sql << "\n" << steps;
  }
  EXPECT_EQ(plan(sessionsQuery({.mostN = 200})).find("TEMP B-TREE FOR ORDER BY"), std::string::npos) << "it would sort them all";
}

}  // namespace
}  // namespace tonus::store
