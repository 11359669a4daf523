// Windows that are hidden, moved or stand still, and long jobs beside them: the record never notices, and what the
// screen missed is said.

#include <QSignalSpy>
#include <QTemporaryDir>
#include <chrono>
#include <thread>

#include "bridge/job.h"
#include "clinician/session_page/status_strip.h"
#include "clinician/session_page/trace_view.h"
#include "report/session_report.h"
#include "session_fixture.h"

namespace {

using namespace std::chrono_literals;
using tonus::clinician::SessionPage;
using tonus::clinician::StatusStrip;
using Stall = tonus::test::Session;

constexpr double kRateHz = 2000;

TEST_F(Stall, AWindowThatStandsStillForThreeSecondsCostsNothingOfTheRecord) {
  page_.setup().chooseProtocol("free");
  start();
  QTest::qWait(300);
  const std::int64_t before = store_.writer->committedFrames();
  std::this_thread::sleep_for(3s);
  EXPECT_GT(store_.writer->committedFrames() - before, static_cast<std::int64_t>(2 * kRateHz));
  page_.stopAndKeep();
  EXPECT_EQ(store_.writer->holesN, 0);
  EXPECT_EQ(page_.status().lostFrames, 0U);
}

TEST_F(Stall, TheFirstPictureAfterItShowsTheNewestSignalAndWhatCameLateIsSaidAndKept) {
  page_.setup().chooseProtocol("free");
  start();
  QTest::qWait(300);
  std::this_thread::sleep_for(3s);
  const auto recorded = static_cast<std::int64_t>(page_.status().framesN);
  QSignalSpy shown(&page_, &SessionPage::shown);
  ASSERT_TRUE(shown.wait(5000));
  const auto& sweep = page_.traces().sweep();
  EXPECT_GE(sweep.head(), sweep.columnOf(recorded - 400)) << "an old picture came first";
  EXPECT_GT(page_.latency().shownLateS, 2.0);
  EXPECT_GT(page_.latency().screen.worstMs, 2500.0);
  auto* strip = page_.findChild<StatusStrip*>();
  EXPECT_TRUE(QTest::qWaitFor([&] { return strip->accessibleDescription().contains("Shown late"); }, 3000));
  page_.stopAndKeep();
  EXPECT_GT(store_.summary.latency.shownLateS, 2.0);
  EXPECT_GT(store_.summary.latency.screen.worstMs, 2500.0);
}

TEST_F(Stall, HidingMinimisingAndMovingTheWindowCostsNothingAndIsNotCalledLate) {
  page_.setup().chooseProtocol("free");
  start();
  page_.hide();
  QTest::qWait(1500);
  page_.show();
  QTest::qWait(100);
  page_.showMinimized();
  QTest::qWait(1500);
  page_.showNormal();
  for (int i = 0; i < 40; ++i) {
    page_.move(10 * i, 5 * i);
    page_.resize(1200 + 4 * i, 700);
    QTest::qWait(10);
  }
  EXPECT_GT(page_.latency().screen.n, 0U);
  EXPECT_LT(page_.latency().screen.worstMs, 1500.0);
  page_.stopAndKeep();
  EXPECT_EQ(store_.writer->holesN, 0);
  EXPECT_EQ(page_.status().lostFrames, 0U);
  EXPECT_GT(store_.writer->committedFrames(), static_cast<std::int64_t>(2 * kRateHz));
}

TEST(StallOfAJob, ReportsWrittenMeanwhileCostNothingOfTheRecord) {
  tonus::core::SystemClock clock;
  QTemporaryDir folder;
  const std::filesystem::path path = folder.filePath("test.tonus").toStdString();
  tonus::store::OpenOptions create;
  create.create = true;
  const auto store = tonus::store::Store::open(path, clock, create);
  ASSERT_TRUE(store);
  tonus::store::Patient patient;
  patient.code = "P-1";
  const auto added = store.value()->addPatient(patient);
  ASSERT_TRUE(added);
  SessionPage page({clock, [&] { return store.value().get(); }, {}});
  page.show();
  page.startFor(*added);
  page.setup().chooseProtocol("free");
  page.begin();
  ASSERT_TRUE(QTest::qWaitFor([&] { return page.status().framesN > 4000; }, 8000));
  page.stopAndKeep();
  const std::string first = store.value()->sessions(added->id)->front().id;
  page.begin();

  int writtenN = 0;
  bool done = false;
  tonus::bridge::Job job;
  job.start(
      [&](const tonus::store::Progress&) -> tonus::core::Status {
        tonus::store::OpenOptions reading;
        reading.readOnly = true;
        const auto opened = tonus::store::Store::open(path, clock, reading);
        if (!opened) return opened.fault();
        for (; writtenN < 12; ++writtenN) {
          const auto pages = tonus::report::writeSessionReport(*opened.value(), first, folder.filePath("r.pdf").toStdString());
          if (!pages) return pages.fault();
        }
        return {};
      },
      [&](const tonus::core::Status& status) {
        done = true;
        EXPECT_TRUE(status.ok()) << status.fault().what;
      });
  ASSERT_TRUE(QTest::qWaitFor([&] { return done && page.status().framesN > 4000; }, 60000));
  EXPECT_EQ(writtenN, 12);
  page.stopAndKeep();
  const auto row = store.value()->sessions(added->id)->front();
  EXPECT_NE(row.id, first);
  EXPECT_EQ(row.state, tonus::store::SessionState::kDone);
  EXPECT_EQ(row.lostN, 0);
  EXPECT_GT(row.framesN, 4000);
  EXPECT_TRUE(store.value()->verify({})->ok);
}

}  // namespace
