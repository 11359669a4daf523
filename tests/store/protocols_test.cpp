// The clinic's own protocols and the copies for one patient: versions are added, none is ever changed.

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>

#include "support.h"

namespace tonus::store {
namespace {

using core::FaultCode;

class ProtocolsTest : public testing::Test {
 protected:
  ProtocolVersion add(const std::string& protocol, const std::string& patient, const std::string& json,
                      const std::string& parent = {}) {
    clock_.advance(std::chrono::hours(1));
    return must(store_->addProtocolVersion({.protocolId = protocol, .patientId = patient, .parent = parent, .json = json}));
  }

  core::ManualClock clock_{core::WallTime(std::chrono::seconds(1790000000))};
  TempFolder folder_;
  std::filesystem::path path_ = folder_ / "a.tonus";
  std::unique_ptr<Store> store_ = must(Store::open(path_, clock_, {.create = true}));
  Patient anna_ = must(store_->addPatient(patientOf("P-1")));
  Patient ben_ = must(store_->addPatient(patientOf("P-2")));
};

TEST_F(ProtocolsTest, TheNewestVersionCountsAndEveryOlderOneStays) {
  const ProtocolVersion first = add("jaw", "", "one", "jaw");
  const ProtocolVersion second = add("jaw", "", "two", first.id);
  EXPECT_EQ(first.version, 1);
  EXPECT_EQ(second.version, 2);
  store_ = must(Store::open(path_, clock_));
  const auto list = must(store_->protocols());
  ASSERT_EQ(list.size(), 1U);
  EXPECT_EQ(list[0].id, second.id);
  EXPECT_EQ(list[0].json, "two");
  EXPECT_EQ(list[0].parent, first.id);
  EXPECT_EQ(list[0].created, clock_.wallNow());
  const auto all = must(store_->protocolVersions("jaw"));
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[1].json, "one");
  EXPECT_EQ(all[1].created, first.created);
  EXPECT_EQ(must(store_->protocolVersion(first.id)).json, "one");
  EXPECT_EQ(store_->protocolVersion("nothing").fault().code, FaultCode::kNotFound);
}

TEST_F(ProtocolsTest, APatientsCopyIsThatPatientsAloneAndNumberedByItself) {
  const ProtocolVersion clinic = add("jaw", "", "clinic");
  add("jaw", "", "clinic again", clinic.id);
  EXPECT_EQ(add("jaw", anna_.id, "anna", clinic.id).version, 1);
  add("neck", ben_.id, "ben");
  EXPECT_EQ(must(store_->protocols()).size(), 1U);
  const auto forAnna = must(store_->protocols(anna_.id));
  ASSERT_EQ(forAnna.size(), 2U);
  EXPECT_EQ(forAnna[0].json, "clinic again");
  EXPECT_EQ(forAnna[1].json, "anna");
  EXPECT_EQ(must(store_->protocols(ben_.id)).back().json, "ben");
  EXPECT_EQ(must(store_->protocolVersions("jaw", anna_.id)).size(), 1U);
  EXPECT_EQ(store_->addProtocolVersion({.protocolId = "jaw", .patientId = "nobody", .json = "x"}).fault().code,
            FaultCode::kNotFound);
  EXPECT_EQ(store_->addProtocolVersion({.json = "x"}).fault().code, FaultCode::kInvalid);
}

TEST_F(ProtocolsTest, AWithdrawnOneLeavesTheListsAndComesBackByUndoOrByANewVersion) {
  add("jaw", "", "clinic");
  add("jaw", anna_.id, "anna");
  must(store_->withdrawProtocol("jaw", anna_.id));
  EXPECT_EQ(must(store_->protocols(anna_.id)).size(), 1U) << "the clinic's stays";
  const auto all = must(store_->protocols(anna_.id, true));
  ASSERT_EQ(all.size(), 2U);
  EXPECT_FALSE(all[0].withdrawn);
  EXPECT_TRUE(all[1].withdrawn);
  must(store_->restoreProtocol("jaw", anna_.id));
  EXPECT_EQ(must(store_->protocols(anna_.id)).size(), 2U);
  must(store_->withdrawProtocol("jaw"));
  EXPECT_TRUE(must(store_->protocols()).empty());
  EXPECT_EQ(add("jaw", "", "clinic again").version, 2);
  EXPECT_EQ(must(store_->protocols()).size(), 1U);
  EXPECT_EQ(store_->withdrawProtocol("knee").fault().code, FaultCode::kNotFound);
}

TEST_F(ProtocolsTest, ARowChangedFromOutsideIsFoundByTheAudit) {
  add("jaw", "", "one");
  must(store_->withdrawProtocol("jaw"));
  EXPECT_TRUE(must(store_->verify()).ok);
  SQLite::Database(path_.string(), SQLite::OPEN_READWRITE, 2000).exec("UPDATE protocol_versions SET json='other'");
  EXPECT_FALSE(must(store_->verify()).auditOk);
}

TEST_F(ProtocolsTest, AReadOnlyStoreListsAndRefusesToSave) {
  add("jaw", "", "one");
  auto reader = must(Store::open(path_, clock_, {.readOnly = true}));
  EXPECT_EQ(must(reader->protocols()).size(), 1U);
  EXPECT_EQ(reader->addProtocolVersion({.protocolId = "jaw", .json = "x"}).fault().code, FaultCode::kPermission);
  EXPECT_EQ(reader->withdrawProtocol("jaw").fault().code, FaultCode::kPermission);
}

}  // namespace
}  // namespace tonus::store
