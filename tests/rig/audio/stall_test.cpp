// The whole way with the program's own thread standing still: a session goes on being recorded, and what a sound server
// plays goes on following the muscle.

#include <gtest/gtest.h>

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <chrono>
#include <cmath>
#include <memory>
#include <thread>
#include <vector>

#include "audio/sound_output.h"
#include "selftest/marked_source.h"
#include "selftest/private_pulse.h"
#include "tonus/app/live_session.h"
#include "ui/live/memory_store.h"

namespace {

using namespace std::chrono_literals;
using tonus::audio::SoundOutput;
using tonus::core::SteadyTime;
using tonus::selftest::MarkLog;
using tonus::selftest::PrivatePulse;

/// Recorded by another process straight into a file: our own threads have no part in it.
class FileRecording {
 public:
  explicit FileRecording(const QString& path) {
    recorder_.setStandardOutputFile(path);
    recorder_.start("parec", {"--device=@DEFAULT_MONITOR@", "--format=float32le", "--rate=48000", "--channels=1", "--latency-msec=10"});
    recorder_.waitForStarted();
  }
  void stop() {
    recorder_.terminate();
    recorder_.waitForFinished(3000);
  }

 private:
  QProcess recorder_;
};

/// Seconds at which a tone begins after a tenth of a second of silence.
std::vector<double> onsetsIn(const QString& path) {
  QFile file(path);
  EXPECT_TRUE(file.open(QIODevice::ReadOnly));
  const QByteArray bytes = file.readAll();
  const auto* x = reinterpret_cast<const float*>(bytes.constData());
  const std::size_t n = static_cast<std::size_t>(bytes.size()) / sizeof(float);
  std::vector<double> onsets;
  std::size_t quiet = 0;
  for (std::size_t i = 0; i < n; ++i) {
    if (std::abs(x[i]) < 1e-3F) {
      ++quiet;
      continue;
    }
    if (quiet > 4800) onsets.push_back(static_cast<double>(i) / 48000);
    quiet = 0;
  }
  return onsets;
}

tonus::session::SessionSetup trainFirstChannel(const tonus::core::StreamFormat& format) {
  auto setup = tonus::session::defaultSetup(format);
  for (auto& channel : setup.channels) channel.role = tonus::feedback::Role::kMonitor;
  setup.channels[tonus::selftest::kLevelChannel].role = tonus::feedback::Role::kTrain;
  setup.channels[tonus::selftest::kLevelChannel].rule.thresholdUv = 20;
  return setup;
}

TEST(StalledProgram, SoundAndRecordFollowTheMuscleWhileItStandsStillForThreeSeconds) {
  if (!PrivatePulse::installed())
    GTEST_SKIP() << "pulseaudio and pulseaudio-utils are not installed, so there is no sound server to play to.";
  PrivatePulse pulse;
  ASSERT_TRUE(pulse.start());
  tonus::core::SystemClock clock;
  SoundOutput sound(clock);
  ASSERT_TRUE(QTest::qWaitFor([&] { return sound.status().playing; }, 5000)) << sound.status().words.toStdString();
  tonus::feedback::SoundSettings settings;
  settings.tone.mode = tonus::feedback::ToneMode::kGate;
  sound.setSettings(settings);
  const auto log = std::make_shared<MarkLog>();
  auto live = tonus::app::LiveSession::open(tonus::selftest::makeMarkedSource(log, clock), clock);
  ASSERT_TRUE(live);
  live.value()->addSink(sound.sink());
  tonus::test::MemoryStore store;
  ASSERT_TRUE(live.value()->start(store, {}, trainFirstChannel(live.value()->format())).ok());
  QTest::qWait(1000);
  QTemporaryDir folder;
  const QString path = folder.filePath("monitor.raw");
  FileRecording recording(path);
  const auto recordedBytes = [&] { return QFile(path).size(); };
  ASSERT_TRUE(QTest::qWaitFor([&] { return recordedBytes() > 96000; }, 10000)) << "half a second of silence";
  log->setOn(true);

  const std::int64_t before = store.writer->committedFrames();
  std::this_thread::sleep_for(3s);  // this is the GUI's thread: nothing of it runs
  EXPECT_GT(store.writer->committedFrames() - before, 4000);
  const std::vector<SteadyTime> marks = log->take().level;
  log->setOn(false);
  QTest::qWait(500);
  recording.stop();
  ASSERT_TRUE(live.value()->stop());
  EXPECT_EQ(store.writer->holesN, 0);
  EXPECT_EQ(live.value()->status().lostFrames, 0U);

  const std::vector<double> onsets = onsetsIn(path);
  ASSERT_GE(marks.size(), 3U);
  ASSERT_GE(onsets.size(), marks.size());
  const std::size_t skip = onsets.size() - marks.size();
  for (std::size_t i = 1; i < marks.size(); ++i) {
    const double apartS = std::chrono::duration<double>(marks[i] - marks[i - 1]).count();
    EXPECT_NEAR(onsets[skip + i] - onsets[skip + i - 1], apartS, 0.05) << "mark " << i;
  }
}

}  // namespace
