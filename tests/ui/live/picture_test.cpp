// Pictures of the session screen at two sizes, kept where TONUS_SHOTS points; and what one frame of it costs.

#include <gtest/gtest.h>

#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QPixmap>
#include <QTest>
#include <QTimer>
#include <random>

#include "clinician/session_page/control_row.h"
#include "clinician/session_page/session_page.h"
#include "clinician/session_page/setup_panel.h"
#include "clinician/session_page/trace_view.h"
#include "memory_store.h"
#include "style/button.h"

namespace {

using tonus::clinician::ControlRow;
using tonus::clinician::SessionPage;
using tonus::clinician::TraceView;
using tonus::core::ProcessedBlock;
using tonus::test::MemoryStore;

/// A real event loop: QTest's waiting sleeps ten milliseconds at a time, which would be measured.
void run(int ms) {
  QEventLoop loop;
  QTimer::singleShot(ms, &loop, &QEventLoop::quit);
  loop.exec();
}

void tellLateness(const SessionPage& page) {
  const auto late = page.latency().screen;
  std::printf("wire to screen: p50 %.1f p95 %.1f p99 %.1f worst %.1f ms, n %llu\n", late.p50Ms, late.p95Ms, late.p99Ms,
              late.worstMs, static_cast<unsigned long long>(late.n));
}

void keep(QWidget& page, const QString& name) {
  const QString folder = qEnvironmentVariable("TONUS_SHOTS");
  const QImage image = page.grab().toImage();
  EXPECT_FALSE(image.isNull());
  if (!folder.isEmpty())
    image.save(QDir(folder).filePath(name + '-' + qEnvironmentVariable("TONUS_SCHEME", "light") + ".png"));
}

TEST(SessionPicture, SetUpAndATrialAtTwoSizes) {
  tonus::core::SystemClock clock;
  MemoryStore store;
  SessionPage page({clock, [&] { return &store; }, {}});
  tonus::store::Patient patient;
  patient.id = "p";
  patient.name = "Maren Vogt";
  page.resize(1366 - 176, 768 - 56);
  page.show();
  page.startFor(patient);
  page.setup().chooseProtocol("short");
  run(3000);
  keep(page, "setup-1366");
  page.resize(1920 - 176, 1080 - 56);
  run(300);
  keep(page, "setup-1920");
  QTest::mouseClick(page.findChild<ControlRow*>()->primary(), Qt::LeftButton);
  run(600);
  page.setFocus();
  QTest::keyClick(&page, Qt::Key_Right);
  run(9000);
  QTest::keyClick(&page, Qt::Key_Right);
  run(9000);
  keep(page, "session-1920");
  page.resize(1366 - 176, 768 - 56);
  run(400);
  keep(page, "session-1366");
  QTest::keyClick(&page, Qt::Key_M);
  run(500);
  keep(page, "session-marked-1366");
  QTest::keyClick(&page, Qt::Key_N);
  run(500);
  keep(page, "session-note-1366");
  QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
  tellLateness(page);
  EXPECT_GT(page.latency().screen.n, 100U);
  QTest::keyClick(&page, Qt::Key_Space);
  run(600);
  keep(page, "session-paused-1366");
}

TEST(SessionPicture, EightChannelsWithAnElectrodeOffAndAGap) {
  tonus::core::SystemClock clock;
  MemoryStore store;
  SessionPage page({clock, [&] { return &store; }, {}});
  tonus::store::Patient patient;
  patient.id = "p";
  patient.name = "Maren Vogt";
  page.resize(1366 - 176, 768 - 56);
  page.show();
  page.startFor(patient);
  page.setup().chooseSource("simulator:8ch+vanish+electrode-off");
  page.setup().chooseProtocol("free");
  run(500);
  QTest::mouseClick(page.findChild<ControlRow*>()->primary(), Qt::LeftButton);
  for (int i = 0; i < 100 && !page.status().deviceGone; ++i) run(100);
  ASSERT_TRUE(page.status().deviceGone);
  tellLateness(page);
  run(600);
  keep(page, "session-away-1366");
  for (int i = 0; i < 150 && page.status().deviceGone; ++i) run(100);
  ASSERT_FALSE(page.status().deviceGone);
  run(800);
  keep(page, "session-gap-1366");
  EXPECT_FALSE(page.traces().sweep().gaps().empty());
}

TEST(TracePaint, EightChannelsOfTenSecondsAt1920) {
  TraceView view;
  view.resize(1920, 900);
  view.setLanes(std::vector<tonus::clinician::TraceLane>(8, {"1 Frontalis", "train", false}), 2000);
  view.show();
  std::mt19937 random(7);
  std::normal_distribution<double> normal(0, 12);
  struct Painted : QObject {
    int n = 0;
    bool eventFilter(QObject*, QEvent* e) override {
      n += e->type() == QEvent::Paint ? 1 : 0;
      return false;
    }
  } painted;
  view.installEventFilter(&painted);
  int paintsN = 0;
  double worst = 0, sum = 0;
  const int framesN = 400;
  std::int64_t at = 0;
  for (int frame = -700; frame < framesN; ++frame) {
    std::vector<tonus::core::BlockPtr> blocks;
    for (int b = 0; b < 2; ++b) {  // 16 ms at 2000 Hz in blocks of 16 frames
      auto block = std::make_shared<ProcessedBlock>();
      block->first = {at};
      block->framesN = 16;
      block->channelsN = 8;
      block->filteredUv.resize(128);
      for (double& v : block->filteredUv) v = normal(random);
      block->rawUv = block->filteredUv;
      at += 16;
      blocks.push_back(block);
    }
    QElapsedTimer timer;
    timer.start();
    view.showBlocks(blocks);
    QCoreApplication::sendPostedEvents();
    QCoreApplication::processEvents();
    const double ms = static_cast<double>(timer.nsecsElapsed()) * 1e-6;
    if (frame < 0) continue;
    paintsN += painted.n;
    painted.n = 0;
    sum += ms;
    worst = std::max(worst, ms);
  }
  std::printf("traces, 8 channels x 10 s at 1920 px: mean %.2f ms, worst %.2f ms a frame\n", sum / framesN, worst);
  EXPECT_GE(paintsN, framesN * 9 / 10) << "what was measured was painted";
  EXPECT_GT(view.sweep().head(), 1920);
}

}  // namespace
