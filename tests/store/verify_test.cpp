// Damage is found, told in words, and does not spread.

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>

#include <fstream>

#include "support.h"

namespace tonus::store {
namespace {

using testing::HasSubstr;

class VerifyTest : public testing::Test {
 protected:
  core::ManualClock clock_{core::WallTime(std::chrono::seconds(1790000000))};
  TempFolder folder_;
  std::filesystem::path path_ = folder_ / "a.tonus";
  std::unique_ptr<Store> store_;
  std::string id_;
  std::string other_;

  void SetUp() override {
    store_ = must(Store::open(path_, clock_, {.create = true}));
    const Patient patient = must(store_->addPatient(patientOf("P-0042")));
    id_ = record(patient);
    other_ = record(patient);
  }

  std::string record(const Patient& patient) {
    auto writer = must(store_->beginSession(sessionOf(patient, formatOf(2, 1000))));
    for (std::int64_t at = 0; at < 10500; at += 100) {
      const bool gap = at == 5000;
      if (gap) at += 200;
      auto block = std::make_shared<core::ProcessedBlock>(*blockAt(at, 100, 2, gap ? 200 : 0));
      block->feedback.resize(1);
      block->feedback[0].at = {at + 100};
      block->channelFeedback.resize(2);
      must(writer->consume(block));
    }
    must(writer->finish());
    must(store_->closeSession(writer->sessionId(), {}, SessionState::kDone));
    return writer->sessionId();
  }

  void change(const std::string& sql) {
    SQLite::Database db(path_.string(), SQLite::OPEN_READWRITE, 2000);
    ASSERT_GT(db.exec(sql), 0) << sql;
  }
};

TEST_F(VerifyTest, AWholeStoreIsWhole) {
  const auto report = must(store_->verify());
  EXPECT_TRUE(report.ok) << testing::PrintToString(report.damaged);
  EXPECT_TRUE(report.auditOk);
  EXPECT_EQ(report.sessionsN, 2);
  EXPECT_EQ(report.chunksN, 22);
}

TEST_F(VerifyTest, AChangedByteOfSignalIsToldWithItsPlaceAndTheRestIsReadable) {
  change(
      "UPDATE chunks SET counts = CAST(substr(counts,1,100) || x'5A5B' || substr(counts,103) AS BLOB) WHERE seq = 4");
  const auto report = must(store_->verify());
  EXPECT_FALSE(report.ok);
  EXPECT_TRUE(report.auditOk);
  ASSERT_EQ(report.damaged.size(), 1U);
  EXPECT_THAT(report.damaged[0], testing::AllOf(HasSubstr("P-0042"), HasSubstr("at 0:03.0")));

  auto reader = must(store_->openSession(id_));
  std::vector<std::int32_t> counts(2000);
  for (const std::int64_t first : {0, 1000, 2000, 4000}) EXPECT_TRUE(reader->read({first}, counts).ok()) << first;
  const auto status = reader->read({3000}, counts);
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.fault().code, core::FaultCode::kBadFormat);
  EXPECT_THAT(status.fault().what, testing::AllOf(HasSubstr("P-0042"), HasSubstr("0:03.0")));
  EXPECT_TRUE(reader->overview(0, {0}, {4999}, 77).ok());
  EXPECT_THAT(reader->warnings(), testing::ElementsAre(HasSubstr("0:03.0")));
  expectSignal(*must(store_->openSession(other_)));
}

TEST_F(VerifyTest, EachKindOfDamageIsTold) {
  struct Case {
    const char* sql;
    const char* words;
  };
  const Case cases[] = {
      {"DELETE FROM chunks WHERE seq = 2", "missing or its checksum is wrong"},
      {"UPDATE pieces SET cells = zeroblob(length(cells)) WHERE seq = 2", "overview does not fit"},
      {"UPDATE pieces SET first = first + 10 WHERE seq = 6", "frames are missing"},
      {"UPDATE gaps SET frames_n = 100 WHERE seq = 1", "frames are missing"},
      {"DELETE FROM gaps WHERE seq = 1", "frames are missing"},
      {"UPDATE commits SET hops = CAST(x'00' || hops AS BLOB) WHERE seq = 3", "feedback cannot be read"},
      {"UPDATE commits SET quality_crc = 1 WHERE seq = 3", "verdicts on the signal cannot be read"},
      {"UPDATE commits SET metrics_crc = 1 WHERE seq = 3", "measured values cannot be read"},
      {"UPDATE commits SET frames_n = frames_n + 1 WHERE seq = 11", "were counted"},
      {"UPDATE sessions SET format = '{' WHERE seq = 1", "channels are not described"},
      {"DELETE FROM patients", "is gone"},
  };
  const std::filesystem::path copy = folder_ / "copy.tonus";
  must(store_->checkpoint());
  for (const Case& c : cases) {
    std::filesystem::copy_file(path_, copy, std::filesystem::copy_options::overwrite_existing);
    ASSERT_GT(SQLite::Database(copy.string(), SQLite::OPEN_READWRITE).exec(c.sql), 0) << c.sql;
    const auto report = must(must(Store::open(copy, clock_))->verify());
    EXPECT_FALSE(report.ok) << c.sql;
    EXPECT_THAT(report.damaged, testing::Contains(HasSubstr(c.words))) << c.sql;
  }
}

TEST_F(VerifyTest, AChangedMissingOrAddedRowBreaksTheListOfChanges) {
  const std::filesystem::path copy = folder_ / "copy.tonus";
  must(store_->checkpoint());
  for (const char* sql : {"UPDATE identities SET name = 'Bob'", "DELETE FROM session_closes WHERE seq = 1",
                          "INSERT INTO settings (key, value, who, at) VALUES ('a', 'b', 'c', 1)",
                          "UPDATE audit SET who = 'someone' WHERE seq = 2", "DELETE FROM audit WHERE seq = 2"}) {
    std::filesystem::copy_file(path_, copy, std::filesystem::copy_options::overwrite_existing);
    ASSERT_GT(SQLite::Database(copy.string(), SQLite::OPEN_READWRITE).exec(sql), 0) << sql;
    const auto report = must(must(Store::open(copy, clock_))->verify());
    EXPECT_FALSE(report.auditOk) << sql;
    EXPECT_FALSE(report.ok) << sql;
  }
}

TEST_F(VerifyTest, AnyDamagedByteOfTheFileEndsInWordsNotInACrash) {
  store_.reset();
  std::ifstream in(path_, std::ios::binary);
  const std::string whole((std::istreambuf_iterator<char>(in)), {});
  std::mt19937 random(3);
  const std::filesystem::path copy = folder_ / "copy.tonus";
  int told = 0;
  constexpr int kRounds = 120;
  for (int round = 0; round < kRounds; ++round) {
    std::string bytes = whole;
    for (int i = 0; i < 20; ++i) bytes[random() % bytes.size()] = static_cast<char>(random());
    std::ofstream(copy, std::ios::binary | std::ios::trunc) << bytes;
    auto store = Store::open(copy, clock_);
    if (!store) {
      ++told;
      continue;
    }
    const auto report = (*store)->verify();
    if (!report || !report->ok) ++told;
    for (const std::string& id : {id_, other_}) {
      auto reader = (*store)->openSession(id);
      if (!reader) continue;
      std::vector<std::int32_t> counts(2000);
      for (std::int64_t first = 0; first < 10000; first += 1000) (void)(*reader)->read({first}, counts).ok();
      (void)(*reader)->hops({0}, {20000}).ok();
      (void)(*reader)->overview(0, {0}, {10500}, 300).ok();
    }
  }
  EXPECT_GT(told, kRounds * 8 / 10);
}

TEST_F(VerifyTest, CancelStopsIt) {
  const auto report = store_->verify([](double) { return false; });
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.fault().code, core::FaultCode::kCancelled);
}

}  // namespace
}  // namespace tonus::store
