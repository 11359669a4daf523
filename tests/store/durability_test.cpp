// What a commit promises: one sync, no checkpoint, and what was committed outlives a full disk.

#include <SQLiteCpp/SQLiteCpp.h>

#include <thread>

#include "open.h"
#include "shim_vfs.h"
#include "support.h"

namespace tonus::store {
namespace {

class DurabilityTest : public testing::Test {
 protected:
  core::ManualClock clock_{core::WallTime(std::chrono::seconds(1790000000))};
  TempFolder folder_;
  std::filesystem::path path_ = folder_ / "a.tonus";
  ShimVfs shim_;
  std::unique_ptr<Store> store_ = must(Store::open(path_, clock_, {.create = true}));
  Patient patient_ = must(store_->addPatient(patientOf("P-0042")));
};

TEST_F(DurabilityTest, PragmasAreThoseOfTheDesign) {
  for (const bool create : {false, true}) {
    const Connection db = must(openStoreFile(path_, {.create = create}));
    EXPECT_EQ(db->execAndGet("PRAGMA journal_mode").getString(), "wal");
    EXPECT_EQ(db->execAndGet("PRAGMA synchronous").getInt(), 2);
    EXPECT_EQ(db->execAndGet("PRAGMA page_size").getInt(), 16384);
    EXPECT_EQ(db->execAndGet("PRAGMA wal_autocheckpoint").getInt(), 0);
    EXPECT_EQ(db->execAndGet("PRAGMA foreign_keys").getInt(), 1);
    EXPECT_EQ(db->execAndGet("PRAGMA application_id").getInt(), 0x544F4E55);
  }
}

TEST_F(DurabilityTest, ACommitIsOneSyncOfTheLogAndNoWriteToTheFile) {
  constexpr std::size_t kChannels = 32;
  auto writer = must(store_->beginSession(sessionOf(patient_, formatOf(kChannels, 1000))));
  must(writer->consume(blockAt(0, 1000, kChannels)));  // the first commit after an empty log also syncs its header
  const int mainWrites = shim_.mainWrites;
  const int mainSyncs = shim_.mainSyncs;
  const int logWrites = shim_.logWrites;
  int syncs = shim_.logSyncs;
  for (std::int64_t first = 1000; first < 300000; first += 250) {
    const std::int64_t before = writer->committedFrames();
    must(writer->consume(blockAt(first, 250, kChannels)));
    const int commits = writer->committedFrames() > before ? 1 : 0;
    ASSERT_EQ(shim_.logSyncs, syncs + commits) << "at frame " << first;
    syncs = shim_.logSyncs;
  }
  EXPECT_EQ(writer->committedFrames(), 300000);
  EXPECT_GT(shim_.logWrites - logWrites, 2 * 1000) << "too little to have set off SQLite's own checkpoint";
  EXPECT_EQ(shim_.mainWrites, mainWrites);
  EXPECT_EQ(shim_.mainSyncs, mainSyncs);
  must(store_->checkpoint());
  EXPECT_GT(shim_.mainWrites, mainWrites);
  EXPECT_GT(shim_.mainSyncs, mainSyncs);
}

TEST_F(DurabilityTest, TheLogIsMovedIntoTheFileBetweenCommitsSoThatItStaysSmall) {
  constexpr std::size_t kChannels = 8;
  auto writer = must(store_->beginSession(sessionOf(patient_, formatOf(kChannels, 1000))));
  std::uintmax_t largest = 0;
  int checkpoints = 0;
  for (std::int64_t first = 0; first < 600'000; first += 500) {
    const int before = shim_.mainWrites;
    must(writer->consume(blockAt(first, 500, kChannels)));
    ASSERT_EQ(shim_.mainWrites, before) << "in a commit";
    must(writer->tick());
    checkpoints += shim_.mainWrites > before ? 1 : 0;
    largest = std::max(largest, std::filesystem::file_size(path_.string() + "-wal"));
  }
  EXPECT_EQ(checkpoints, 2);
  EXPECT_LT(largest, 40'000'000U) << "of about 70 MB that was logged";
  must(writer->finish());
  expectSignal(*must(store_->openSession(writer->sessionId())));
}

TEST_F(DurabilityTest, AFullDiskIsAFaultInWordsAndWhatWasCommittedStays) {
  for (const long left : {0L, 100L, 20000L, 50000L}) {
    auto writer = must(store_->beginSession(sessionOf(patient_, formatOf(8, 1000))));
    must(writer->consume(blockAt(0, 3000, 8)));
    shim_.bytesLeft = left;
    core::Status status;
    std::int64_t at = 3000;
    for (; status && at < 60000; at += 100) status = writer->consume(blockAt(at, 100, 8));
    ASSERT_FALSE(status.ok());
    EXPECT_EQ(status.fault().code, core::FaultCode::kDiskFull);
    EXPECT_NE(status.fault().what.find("the disk is full"), std::string::npos) << status.fault().what;
    EXPECT_FALSE(writer->finish().ok());
    const std::int64_t committed = writer->committedFrames();
    EXPECT_GE(committed, at - 1100);
    const std::string id = writer->sessionId();
    shim_.bytesLeft = -1;
    const auto row = must(store_->session(id));
    EXPECT_EQ(row.framesN, committed);
    EXPECT_EQ(row.state, SessionState::kInterrupted);
    expectSignal(*must(store_->openSession(id)));
  }
  const auto report = must(store_->verify());
  EXPECT_TRUE(report.ok) << testing::PrintToString(report.damaged);
}

TEST_F(DurabilityTest, WhatWaitedIsSavedAtTheEndIfThereIsRoomAgain) {
  auto writer = must(store_->beginSession(sessionOf(patient_, formatOf(8, 1000))));
  must(writer->consume(blockAt(0, 1900, 8)));
  shim_.bytesLeft = 0;
  EXPECT_FALSE(writer->consume(blockAt(1900, 600, 8)).ok());
  shim_.bytesLeft = -1;
  EXPECT_TRUE(writer->finish().ok());
  const auto row = must(store_->session(writer->sessionId()));
  EXPECT_EQ(row.framesN, 2500);
  EXPECT_EQ(row.state, SessionState::kInterrupted) << "a session that lost its recorder is not a whole one";
  expectSignal(*must(store_->openSession(writer->sessionId())));
  EXPECT_TRUE(must(store_->verify()).ok);
}

TEST_F(DurabilityTest, AFullDiskWhileSavingAPatientChangesNothing) {
  shim_.bytesLeft = 0;
  const auto added = store_->addPatient(patientOf("P-0043"));
  ASSERT_FALSE(added.ok());
  EXPECT_EQ(added.fault().code, core::FaultCode::kDiskFull);
  shim_.bytesLeft = -1;
  EXPECT_EQ(must(store_->patients()).size(), 1U);
  EXPECT_TRUE(store_->addPatient(patientOf("P-0043")).ok());
  EXPECT_TRUE(must(store_->verify()).ok);
}

TEST_F(DurabilityTest, AReaderOnAnotherThreadSeesOnlyWholeCommits) {
  auto writer = must(store_->beginSession(sessionOf(patient_, formatOf(2, 1000))));
  must(writer->consume(blockAt(0, 1000, 2)));
  std::atomic<bool> done{false};
  std::thread reading([&] {
    auto own = must(Store::open(path_, clock_, {.readOnly = true}));
    std::int64_t seen = 0;
    do {
      auto reader = must(own->openSession(writer->sessionId()));
      EXPECT_GE(reader->row().framesN, seen);
      seen = reader->row().framesN;
      EXPECT_EQ(seen % 1000, 0);
      expectSignal(*reader);
    } while (!done);
  });
  for (std::int64_t first = 1000; first < 40000; first += 500) must(writer->consume(blockAt(first, 500, 2)));
  done = true;
  reading.join();
}

}  // namespace
}  // namespace tonus::store
