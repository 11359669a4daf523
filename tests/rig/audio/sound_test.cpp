// The whole way of the sound: feedback frame → audio thread → Qt → a real sound server → a recording of it.

#include <gtest/gtest.h>

#include <QCoreApplication>
#include <QDataStream>
#include <QEventLoop>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>
#include <vector>

#include "audio/sound_output.h"
#include "selftest/monitor_recording.h"
#include "selftest/private_pulse.h"

namespace {

using tonus::audio::SoundOutput;
using tonus::core::FeedbackFrame;
using tonus::core::PhaseInfo;
using tonus::core::ProcessedBlock;
using tonus::core::SystemClock;
using tonus::selftest::MonitorRecording;
using tonus::selftest::PrivatePulse;

double frequency(const std::vector<float>& x, std::size_t from, std::size_t to) {
  double first = -1;
  double last = -1;
  int cycles = -1;
  for (std::size_t i = from + 1; i < to; ++i) {
    if (x[i - 1] >= 0 || x[i] < 0) continue;
    const double at = static_cast<double>(i - 1) + x[i - 1] / (x[i - 1] - x[i]);
    if (first < 0) first = at;
    last = at;
    ++cycles;
  }
  return cycles > 0 ? cycles * 48000.0 / (last - first) : 0;
}

double largestStep(const std::vector<float>& x) {
  double largest = 0;
  for (std::size_t i = 1; i < x.size(); ++i) {
    largest = std::max(largest, std::abs(static_cast<double>(x[i]) - x[i - 1]));
  }
  return largest;
}

double peak(const std::vector<float>& x, std::size_t from, std::size_t to) {
  double p = 0;
  for (std::size_t i = from; i < to; ++i) p = std::max(p, static_cast<double>(std::abs(x[i])));
  return p;
}

class Sound : public testing::Test {
 protected:
  void SetUp() override {
    if (!PrivatePulse::installed()) {
      GTEST_SKIP() << "pulseaudio and pulseaudio-utils are not installed, so there is no sound server to play to.";
    }
    pulse_ = std::make_unique<PrivatePulse>();
    ASSERT_TRUE(pulse_->start());
  }

  /// Gives the sink a frame every 10 ms, as a session does, for so long; returns when the first was given, ns.
  double give(SoundOutput& sound, float level, bool usable, int forMs) {
    const double since = static_cast<double>(
        std::chrono::duration_cast<std::chrono::nanoseconds>(clock_.now().time_since_epoch()).count());
    for (int t = 0; t < forMs; t += 10) {
      auto block = std::make_shared<ProcessedBlock>();
      FeedbackFrame frame;
      frame.level = level;
      frame.usable = usable;
      frame.arrival = clock_.now();
      frame.phase = phase_;
      block->feedback.push_back(frame);
      EXPECT_TRUE(sound.sink()->consume(block).ok());
      QTest::qWait(10);
    }
    return since;
  }

  SystemClock clock_;
  std::unique_ptr<PrivatePulse> pulse_;
  std::shared_ptr<const PhaseInfo> phase_ = std::make_shared<PhaseInfo>();
};

/// What a recording of the server's monitor says about high, low and unusable.
struct Heard {
  double highHz = 0, lowHz = 0;
  double unusablePeak = 1, loudest = 1, largestStep = 1;
  int dropOuts = 0;
  double bufferMs = 0;
};

TEST_F(Sound, FollowsTheLevelAndIsSilentWhileTheSignalIsNotUsable) {
  const auto listen = [&] {
    Heard heard;
    SoundOutput sound(clock_);
    EXPECT_TRUE(QTest::qWaitFor([&] { return sound.status().playing; }, 5000)) << sound.status().words.toStdString();
    MonitorRecording recording;
    EXPECT_TRUE(recording.start());
    EXPECT_TRUE(QTest::qWaitFor([&] { return recording.samples().size() > 4800; }, 5000));
    give(sound, 0.0F, true, 900);
    const std::size_t high = recording.samples().size();
    give(sound, 1.0F, true, 900);
    const std::size_t low = recording.samples().size();
    give(sound, 1.0F, false, 700);
    const std::size_t end = recording.samples().size();
    const auto& x = recording.samples();
    if (high < 19200 || low < high + 19200 || end < low + 14400) return heard;  // the server stood still
    heard.highHz = frequency(x, high - 19200, high - 4800);
    heard.lowHz = frequency(x, low - 19200, low - 4800);
    heard.unusablePeak = peak(x, end - 14400, end - 1);
    heard.loudest = peak(x, 0, end) / sound.settings().tone.volume;
    heard.largestStep = largestStep(x) / sound.settings().tone.volume;
    heard.dropOuts = sound.status().dropOuts;
    heard.bufferMs = sound.status().bufferMs;
    std::printf("%.1f Hz, %.1f Hz, buffer %.1f ms, largest step %.4f, ran dry %d times\n", heard.highHz, heard.lowHz,
                heard.bufferMs, heard.largestStep, heard.dropOuts);
    return heard;
  };
  // A click is a step no tone of this loudness and pitch can make. On a machine too busy to feed or to record 15 ms in
  // time, holes are in the recording that Tonus did not make: listen again then, at most three times.
  const double stepLimit = tonus::feedback::Tone(48000).maxStep(440) + 1e-3;
  Heard heard;
  for (int attempt = 0; attempt < 3; ++attempt) {
    heard = listen();
    if (heard.dropOuts == 0 && heard.largestStep < stepLimit && std::abs(heard.highHz - 440) < 4 &&
        std::abs(heard.lowHz - 165) < 2 && heard.unusablePeak == 0)
      break;
  }
  EXPECT_NEAR(heard.highHz, 440, 4.0);
  EXPECT_NEAR(heard.lowHz, 165, 2.0);
  EXPECT_EQ(heard.unusablePeak, 0.0);
  EXPECT_LE(heard.loudest, tonus::feedback::kToneMaxAmplitude + 1e-2);
  if (heard.dropOuts == 0) {
    EXPECT_LT(heard.largestStep, stepLimit);
  }
}

TEST_F(Sound, StartsWithinATenthOfASecondOfTheSamplesThatCausedIt) {
  SoundOutput sound(clock_);
  ASSERT_TRUE(QTest::qWaitFor([&] { return sound.status().playing; }, 5000)) << sound.status().words.toStdString();
  MonitorRecording recording;
  ASSERT_TRUE(recording.start());
  ASSERT_TRUE(QTest::qWaitFor([&] { return recording.samples().size() > 4800; }, 5000));
  give(sound, 0.0F, false, 300);
  std::vector<double> lateMs;
  for (int burst = 0; burst < 8; ++burst) {
    const double given = give(sound, 0.2F, true, 200);
    give(sound, 0.2F, false, 250);
    const auto& x = recording.samples();
    for (std::size_t i = 0; i < x.size(); ++i) {
      if (recording.timeNs(i) < given - 5e6 || std::abs(x[i]) < 1e-4F) continue;
      lateMs.push_back((recording.timeNs(i) - given) * 1e-6);
      break;
    }
  }
  ASSERT_EQ(lateMs.size(), 8U);
  std::sort(lateMs.begin(), lateMs.end());
  ASSERT_TRUE(QTest::qWaitFor([&] { return sound.status().latency.n > 20; }, 3000));
  const auto& own = sound.status().latency;
  std::printf("samples to sound at the server's monitor: median %.1f ms, worst %.1f ms of %zu bursts\n", lateMs[4],
              lateMs.back(), lateMs.size());
  std::printf("as Tonus measures it: p50 %.1f p95 %.1f worst %.1f ms, n %llu\n", own.p50Ms, own.p95Ms, own.worstMs,
              static_cast<unsigned long long>(own.n));
  EXPECT_LT(lateMs[4], 100.0);
  EXPECT_LT(own.p50Ms, 100.0);
}

/// 44.1 kHz, 16 bit, stereo: one side a 600 Hz sine, the other silent.
QByteArray wav(double seconds) {
  const auto n = static_cast<quint32>(44100 * seconds);
  QByteArray bytes;
  QDataStream out(&bytes, QIODevice::WriteOnly);
  out.setByteOrder(QDataStream::LittleEndian);
  out.writeRawData("RIFF", 4);
  out << quint32(36 + 4 * n);
  out.writeRawData("WAVEfmt ", 8);
  out << quint32(16) << quint16(1) << quint16(2) << quint32(44100) << quint32(4 * 44100) << quint16(4) << quint16(16);
  out.writeRawData("data", 4);
  out << quint32(4 * n);
  for (quint32 i = 0; i < n; ++i) out << qint16(24000 * std::sin(2 * M_PI * 600 * i / 44100.0)) << qint16(0);
  return bytes;
}

TEST_F(Sound, OwnMusicIsHeardAtItsPitchAndDimsAwayFromTheGoal) {
  QTemporaryDir folder;
  const QString path = folder.filePath("calm.wav");
  QFile file(path);
  ASSERT_TRUE(file.open(QIODevice::WriteOnly) && file.write(wav(5)) > 0);
  file.close();
  SoundOutput sound(clock_);
  tonus::feedback::SoundSettings settings;
  settings.kind = tonus::feedback::SoundKind::kMusic;
  settings.change = tonus::feedback::SoundChange::kDims;
  sound.setSettings(settings);
  sound.setMusicFile(path);
  ASSERT_TRUE(QTest::qWaitFor([&] { return sound.status().playing && sound.musicWords() == "calm"; }, 8000));
  MonitorRecording recording;
  ASSERT_TRUE(recording.start());
  ASSERT_TRUE(QTest::qWaitFor([&] { return recording.samples().size() > 4800; }, 5000));
  give(sound, 1.0F, true, 1500);
  const std::size_t at = recording.samples().size();
  give(sound, 0.0F, true, 1500);
  const std::size_t far = recording.samples().size();
  const auto& x = recording.samples();
  ASSERT_GT(at, 40000U);
  ASSERT_GT(far, at + 40000U);
  const double heardHz = frequency(x, at - 24000, at - 4800);
  const double dB = 20 * std::log10(peak(x, at - 24000, at - 4800) / peak(x, far - 24000, far - 4800));
  std::printf("music of 600 Hz heard at %.1f Hz; %.1f dB quieter away from the goal; ran dry %d times\n", heardHz, dB,
              sound.status().dropOuts);
  EXPECT_NEAR(heardHz, 600, 6);
  EXPECT_NEAR(dB, 20, 2);
}

TEST_F(Sound, ACueIsSpokenEvenWhereThePhaseGivesNoSoundAndNotWhenMuted) {
  SoundOutput sound(clock_);
  ASSERT_TRUE(QTest::qWaitFor([&] { return sound.status().playing; }, 5000));
  MonitorRecording recording;
  ASSERT_TRUE(recording.start());
  ASSERT_TRUE(QTest::qWaitFor([&] { return recording.samples().size() > 4800; }, 5000));
  const auto loudestFor = [&](int ms) {
    const std::size_t from = recording.samples().size();
    QTest::qWait(ms);
    return peak(recording.samples(), from, recording.samples().size());
  };
  sound.say("Let your shoulders be soft");
  EXPECT_EQ(loudestFor(1200), 0.0) << "not asked for";
  sound.setSpeaks(true);
  sound.say("Let your shoulders be soft");
  const double heard = loudestFor(2500);
  EXPECT_GT(heard, 0.02);
  EXPECT_LE(heard, tonus::feedback::kSpeechMaxAmplitude * sound.settings().tone.volume + 0.01);
  sound.setMuted(true);
  sound.say("Let your shoulders be soft");
  EXPECT_EQ(loudestFor(1500), 0.0);
}

TEST_F(Sound, SaysSoWhenTheDeviceGoesAndPlaysAgainWhenItIsBack) {
  SoundOutput sound(clock_);
  ASSERT_TRUE(QTest::qWaitFor([&] { return sound.status().playing; }, 5000));
  give(sound, 0.5F, true, 200);
  pulse_->stop();
  ASSERT_TRUE(QTest::qWaitFor([&] { return !sound.status().playing; }, 8000));
  EXPECT_TRUE(sound.status().words.contains("without")) << sound.status().words.toStdString();
  ASSERT_TRUE(pulse_->start());
  EXPECT_TRUE(QTest::qWaitFor([&] { return sound.status().playing; }, 20000)) << sound.status().words.toStdString();
}

TEST_F(Sound, WithoutAnySoundServerItSaysSoAndHoldsNothingUp) {
  pulse_->stop();
  const auto before = clock_.now();
  {
    SoundOutput sound(clock_);
    EXPECT_LT(clock_.now() - before, std::chrono::milliseconds(500));
    ASSERT_TRUE(QTest::qWaitFor([&] { return sound.status().words.contains("No sound device"); }, 8000));
    EXPECT_FALSE(sound.status().playing);
    give(sound, 0.5F, true, 100);
  }
}

}  // namespace

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  QCoreApplication app(argc, argv);
  return RUN_ALL_TESTS();
}
