// The pyramid against every sample.

#include <gtest/gtest.h>

#include <SQLiteCpp/SQLiteCpp.h>

#include "support.h"

namespace tonus::store {
namespace {

constexpr std::size_t kChannels = 3;

class OverviewTest : public testing::Test {
 protected:
  core::ManualClock clock_{core::WallTime(std::chrono::seconds(1790000000))};
  TempFolder folder_;
  std::unique_ptr<Store> store_ = must(Store::open(folder_ / "a.tonus", clock_, {.create = true}));
  std::vector<char> recorded_;  // by frame
  std::string id_;

  void record(std::uint32_t seed) {
    std::mt19937 random(seed);
    const Patient patient = must(store_->addPatient(patientOf("P-" + std::to_string(seed))));
    auto writer = must(store_->beginSession(sessionOf(patient, formatOf(kChannels, 1000))));
    recorded_.clear();
    while (recorded_.size() < 20000) {
      const std::uint64_t lost = random() % 60 == 0 ? 1 + random() % 2000 : 0;
      const auto n = static_cast<std::uint32_t>(random() % 90);
      recorded_.resize(recorded_.size() + lost, 0);
      must(writer->consume(blockAt(static_cast<std::int64_t>(recorded_.size()), n, kChannels, lost)));
      recorded_.resize(recorded_.size() + n, 1);
    }
    must(writer->finish());
    id_ = writer->sessionId();
  }

  MinMax brute(std::size_t channel, std::int64_t from, std::int64_t to) const {
    MinMax range{.min = 0, .max = 0, .gap = true};
    for (std::int64_t f = std::max<std::int64_t>(0, from);
         f < std::min<std::int64_t>(to, static_cast<std::int64_t>(recorded_.size())); ++f) {
      if (recorded_[static_cast<std::size_t>(f)] == 0) continue;
      const std::int32_t v = countAt(f, channel);
      range.min = range.gap ? v : std::min(range.min, v);
      range.max = range.gap ? v : std::max(range.max, v);
      range.gap = false;
    }
    return range;
  }

  void expectExact(SessionReader& reader, std::size_t channel, std::int64_t from, std::int64_t to,
                   std::int64_t columns) {
    const auto got = must(reader.overview(channel, {from}, {to}, static_cast<std::size_t>(columns)));
    ASSERT_EQ(got.size(), static_cast<std::size_t>(columns));
    for (std::int64_t i = 0; i < columns; ++i) {
      const std::int64_t a = from + (to - from) * i / columns;
      const std::int64_t b = std::max(a + 1, from + (to - from) * (i + 1) / columns);
      const MinMax want = brute(channel, a, b);
      const MinMax& have = got[static_cast<std::size_t>(i)];
      ASSERT_EQ(have.gap, want.gap) << "column " << i << " of " << columns << ", frames " << a << " to " << b;
      if (want.gap) continue;
      ASSERT_EQ(have.min, want.min) << "column " << i << " of " << columns << ", frames " << a << " to " << b;
      ASSERT_EQ(have.max, want.max) << "column " << i << " of " << columns << ", frames " << a << " to " << b;
    }
  }
};

TEST_F(OverviewTest, EveryColumnOfAnyRangeIsExactWithGaps) {
  std::mt19937 random(1);
  for (std::uint32_t seed = 1; seed <= 3; ++seed) {
    record(seed);
    auto reader = must(store_->openSession(id_));
    const auto end = static_cast<std::int64_t>(recorded_.size());
    for (const std::int64_t columns : {1, 2, 77, 1920}) expectExact(*reader, 0, 0, end, columns);
    for (int round = 0; round < 60; ++round) {
      const std::int64_t from = static_cast<std::int64_t>(random() % 21000) - 500;
      const std::int64_t to = from + 1 + static_cast<std::int64_t>(random() % (round % 2 == 0 ? 300 : 21000));
      expectExact(*reader, random() % kChannels, from, to, 1 + static_cast<std::int64_t>(random() % 2500));
    }
  }
}

TEST_F(OverviewTest, MoreColumnsThanFramesShowEachFrameWhereItLies) {
  record(4);
  auto reader = must(store_->openSession(id_));
  expectExact(*reader, 1, 100, 110, 37);
  expectExact(*reader, 1, 100, 101, 5);
}

TEST_F(OverviewTest, ColumnsOfWholeCellsReadNoSignal) {
  record(5);
  SQLite::Database((folder_ / "a.tonus").string(), SQLite::OPEN_READWRITE).exec("DELETE FROM chunks");
  auto reader = must(store_->openSession(id_));
  expectExact(*reader, 2, 0, 70 * kOverviewCell, 35);
  EXPECT_TRUE(reader->warnings().empty());
  must(reader->overview(2, {0}, {70 * kOverviewCell + 1}, 36));
  EXPECT_FALSE(reader->warnings().empty()) << "between cells the signal was needed";
}

TEST_F(OverviewTest, NonsenseIsAFault) {
  record(6);
  auto reader = must(store_->openSession(id_));
  EXPECT_FALSE(reader->overview(kChannels, {0}, {100}, 10).ok());
  EXPECT_FALSE(reader->overview(0, {100}, {100}, 10).ok());
  EXPECT_FALSE(reader->overview(0, {0}, {100}, 0).ok());
}

}  // namespace
}  // namespace tonus::store
