#include "tonus/feedback/sound_mix.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <limits>
#include <numbers>
#include <string>

#include "sound/chime.h"
#include "sound/nature.h"

namespace {

using namespace tonus::feedback;

constexpr double kRateHz = 48000;
constexpr std::array<SoundKind, 5> kKinds{SoundKind::kTone, SoundKind::kRain, SoundKind::kSurf, SoundKind::kStream,
                                          SoundKind::kMusic};

Pcm sine(double hz, double seconds, float amplitude = 1.0F) {
  auto x = std::make_shared<std::vector<float>>(static_cast<std::size_t>(seconds * kRateHz));
  for (std::size_t i = 0; i < x->size(); ++i)
    (*x)[i] = amplitude * static_cast<float>(std::sin(2.0 * std::numbers::pi * hz * static_cast<double>(i) / kRateHz));
  return x;
}

SoundSettings settingsOf(SoundKind kind, SoundChange change = SoundChange::kClears) {
  SoundSettings s;
  s.kind = kind;
  s.change = change;
  s.tone.volume = 1;
  return s;
}

std::vector<float> play(SoundMix& mix, const ToneInput& input, double seconds, bool muted = false) {
  std::vector<float> out(static_cast<std::size_t>(seconds * kRateHz));
  mix.render(input, muted, out);
  return out;
}

double rms(const std::vector<float>& x) {
  double sum = 0;
  for (const float v : x) sum += static_cast<double>(v) * v;
  return std::sqrt(sum / static_cast<double>(x.size()));
}

double peak(const std::vector<float>& x) {
  double p = 0;
  for (const float v : x) p = std::max(p, static_cast<double>(std::abs(v)));
  return p;
}

/// Mean slope over mean size: grows with how much of the sound is high.
double brightness(const std::vector<float>& x) {
  double slope = 0, size = 0;
  for (std::size_t i = 1; i < x.size(); ++i) {
    slope += std::abs(static_cast<double>(x[i]) - x[i - 1]);
    size += std::abs(static_cast<double>(x[i]));
  }
  return slope / size;
}

constexpr ToneInput heard(float level, bool inTarget = false) { return {level, inTarget, true}; }

TEST(SoundGolden, EveryPartIsItsFormula) {
  std::ifstream file(TONUS_SOURCE_DIR "/tests/feedback/golden/sound.csv");
  std::string line;
  ASSERT_TRUE(std::getline(file, line));
  Tone tone(kRateHz);
  std::vector<float> tones(72000);
  tone.render({220, 1.0F, true}, tones);
  Chime chime(kRateHz);
  chime.strike();
  std::array<Nature, 3> nature{Nature(NatureKind::kRain, kRateHz), Nature(NatureKind::kSurf, kRateHz),
                               Nature(NatureKind::kStream, kRateHz)};
  long long next = 0;
  int rows = 0;
  while (std::getline(file, line)) {
    long long at = 0;
    std::array<double, 5> want{};
    ASSERT_EQ(std::sscanf(line.c_str(), "%lld,%lf,%lf,%lf,%lf,%lf", &at, want.data(), &want[1], &want[2], &want[3], &want[4]), 6);
    std::array<double, 5> got{};
    for (; next <= at; ++next) {
      got[0] = tones[static_cast<std::size_t>(next)];
      got[1] = chime.next();
      for (std::size_t k = 0; k < 3; ++k) got[2 + k] = nature[k].next();
    }
    for (std::size_t k = 0; k < 5; ++k) ASSERT_NEAR(got[k], want[k], k == 0 ? 1e-6 : 1e-7) << "column " << k << " sample " << at;
    ++rows;
  }
  EXPECT_GT(rows, 1000);
}

TEST(SoundMix, NoPartIsLouderThanItsLimitAndTogetherTheyStayBelowFullScale) {
  for (const SoundKind kind : kKinds) {
    for (const SoundChange change : {SoundChange::kClears, SoundChange::kDims}) {
      SoundMix mix(kRateHz);
      SoundSettings s = settingsOf(kind, change);
      s.tone.volume = 100;  // nonsense is limited, not believed
      s.chime = true;
      mix.setSettings(s);
      mix.setMusic(sine(300, 1, 50));
      EXPECT_LE(peak(play(mix, heard(1), 2)), 0.25 + 1e-6);
      play(mix, heard(1, true), 0.1);
      mix.say(sine(500, 2, 50));
      EXPECT_LE(peak(play(mix, heard(1, true), 3)), 1.0);
    }
  }
}

TEST(SoundMix, IsExactlySilentWhenNothingMayBeHeard) {
  for (const SoundKind kind : kKinds) {
    SoundMix mix(kRateHz);
    SoundSettings s = settingsOf(kind);
    s.chime = true;
    mix.setSettings(s);
    mix.setMusic(sine(300, 1));
    EXPECT_GT(rms(play(mix, heard(0.5F), 1)), 0.01);
    play(mix, {0.9F, true, false}, 0.2);
    const auto x = play(mix, {0.9F, true, false}, 0.5);
    EXPECT_EQ(peak(x), 0) << "the signal is not usable: no sound and no chime either";
    play(mix, heard(0.5F), 1);
    play(mix, heard(0.5F), 0.2, true);
    EXPECT_EQ(peak(play(mix, heard(0.5F), 0.5, true)), 0) << "muted";
    EXPECT_TRUE(mix.silent());
  }
}

TEST(SoundMix, NatureAndMusicClearAsTheLevelRisesAndStayAboutAsLoud) {
  for (const SoundKind kind : {SoundKind::kRain, SoundKind::kStream, SoundKind::kMusic}) {
    SoundMix mix(kRateHz);
    mix.setSettings(settingsOf(kind));
    auto music = std::make_shared<std::vector<float>>(*sine(200, 2, 0.3F));
    const Pcm high = sine(5000, 2, 0.3F);
    for (std::size_t i = 0; i < music->size(); ++i) (*music)[i] += (*high)[i];
    mix.setMusic(music);
    double before = 0, quietest = 1, loudest = 0;
    for (const float level : {0.0F, 0.25F, 0.5F, 0.75F, 1.0F}) {
      play(mix, heard(level), 1.5);
      const auto x = play(mix, heard(level), 2);
      EXPECT_GT(brightness(x), before) << "level " << level;
      before = brightness(x);
      quietest = std::min(quietest, rms(x));
      loudest = std::max(loudest, rms(x));
    }
    EXPECT_LT(20 * std::log10(loudest / quietest), 12) << "muffled, not gone";
  }
}

TEST(SoundMix, NatureAndMusicDimAwayFromTheGoal) {
  for (const SoundKind kind : {SoundKind::kRain, SoundKind::kSurf, SoundKind::kStream, SoundKind::kMusic}) {
    SoundMix mix(kRateHz);
    mix.setSettings(settingsOf(kind, SoundChange::kDims));
    mix.setMusic(sine(300, 1, 0.5F));
    play(mix, heard(0), 9);
    const double far = rms(play(mix, heard(0), 9));  // once through the surf's waves
    play(mix, heard(1), 9);
    const double at = rms(play(mix, heard(1), 9));
    EXPECT_NEAR(20 * std::log10(at / far), 20, 2);
  }
}

TEST(SoundMix, LoudnessOfTheToneFollowsTheLevelInEqualDecibels) {
  SoundSettings s = settingsOf(SoundKind::kTone);
  s.tone.mode = ToneMode::kVolume;
  std::vector<double> db;
  for (const float level : {0.0F, 0.5F, 1.0F}) {
    SoundMix mix(kRateHz);
    mix.setSettings(s);
    play(mix, heard(level), 0.5);
    db.push_back(20 * std::log10(rms(play(mix, heard(level), 1))));
  }
  EXPECT_NEAR(db[0] - db[1], 13.01, 0.05);
  EXPECT_NEAR(db[1] - db[2], 13.01, 0.05);
  s.tone.pitch = TonePitch::kRises;
  SoundMix mix(kRateHz);
  mix.setSettings(s);
  play(mix, heard(1), 0.5);
  EXPECT_NEAR(20 * std::log10(rms(play(mix, heard(1), 1))), db[0], 0.05);
}

TEST(SoundMix, TheBellRingsOnceOnReachingTheTargetAndNotAgainForThreeSeconds) {
  SoundMix mix(kRateHz);
  SoundSettings s = settingsOf(SoundKind::kMusic);  // without music: only the bell is heard
  s.chime = true;
  mix.setSettings(s);
  EXPECT_EQ(peak(play(mix, heard(0.3F), 0.5)), 0);
  EXPECT_GT(peak(play(mix, heard(0.9F, true), 0.2)), 0.05);
  play(mix, heard(0.9F, true), 2.5);
  EXPECT_EQ(peak(play(mix, heard(0.9F, true), 0.1)), 0) << "it dies away while the target is held";
  play(mix, heard(0.3F), 0.05);
  EXPECT_EQ(peak(play(mix, heard(0.9F, true), 0.05)), 0) << "too soon";
  play(mix, heard(0.3F), 1);
  EXPECT_GT(peak(play(mix, heard(0.9F, true), 0.2)), 0.05);
}

TEST(SoundMix, SpeechIsHeardInEveryPhaseAndTheRestIsTurnedDownUnderIt) {
  SoundMix mix(kRateHz);
  mix.setSettings(settingsOf(SoundKind::kMusic));
  mix.say(sine(500, 0.5));
  EXPECT_NEAR(peak(play(mix, {0, false, false}, 0.4)), kSpeechMaxAmplitude, 1e-3);
  play(mix, {0, false, false}, 0.3);
  EXPECT_EQ(peak(play(mix, {0, false, false}, 0.1)), 0);

  mix.setSettings(settingsOf(SoundKind::kTone));
  play(mix, heard(0.5F), 1);
  const double alone = rms(play(mix, heard(0.5F), 0.5));
  mix.say(sine(500, 2, 0.0F));
  play(mix, heard(0.5F), 0.5);
  EXPECT_NEAR(rms(play(mix, heard(0.5F), 0.5)) / alone, 0.4, 0.01);
}

TEST(SoundMix, NeverClicksWhateverChangesAtOnce) {
  SoundMix mix(kRateHz);
  const Pcm music = sine(120, 1), other = sine(150, 1), words = sine(300, 0.7);
  double slope = Tone(kRateHz).maxStep(440);                                      // the tone's own
  slope += kAmbientMaxAmplitude * 1.8 * 2 * std::numbers::pi * 150 / kRateHz;     // the music's
  slope += kSpeechMaxAmplitude * 2 * std::numbers::pi * 300 / kRateHz;            // the words'
  slope += kChimeMaxAmplitude * 2 * std::numbers::pi * 523.25 * 2 / kRateHz;      // the bell's
  slope += 0.35 / (0.005 * kRateHz);                                              // the quickest ramp
  const double bound = slope;
  EXPECT_LT(bound, 0.07);
  unsigned state = 7;
  float last = 0;
  for (int i = 0; i < 600; ++i) {
    state = state * 1664525U + 1013904223U;
    SoundSettings s = settingsOf((state >> 8U & 1U) != 0 ? SoundKind::kTone : SoundKind::kMusic);
    s.chime = true;
    s.tone.volume = static_cast<float>(state >> 10U & 0xFFU) / 255.0F;
    mix.setSettings(s);
    if (i % 7 == 0) mix.setMusic((state >> 9U & 1U) != 0 ? music : other);
    if (i % 11 == 0) mix.say((state >> 13U & 1U) != 0 ? words : nullptr);
    std::vector<float> out(200 + (state >> 20U & 2047U));
    mix.render({static_cast<float>(state >> 16U & 0xFFU) / 255.0F, (state >> 24U & 1U) != 0, (state >> 25U & 3U) != 0},
               (state >> 27U & 7U) == 0, out);
    for (const float v : out) {
      ASSERT_LE(std::abs(static_cast<double>(v) - last), bound) << "change " << i;
      last = v;
    }
  }
}

TEST(SoundMix, NonsenseInNeverComesOut) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  for (const SoundKind kind : kKinds) {
    SoundMix mix(kRateHz);
    SoundSettings s = settingsOf(kind);
    s.tone.volume = nan;
    mix.setSettings(s);
    mix.setMusic(sine(300, 1));
    const auto x = play(mix, {nan, true, true}, 0.5);
    EXPECT_TRUE(std::all_of(x.begin(), x.end(), [](float v) { return std::isfinite(v); }));
  }
}

TEST(SoundMix, SaysWhetherWhatFollowsTheLevelIsHeard) {
  SoundMix mix(kRateHz);
  mix.setSettings(settingsOf(SoundKind::kMusic));
  EXPECT_FALSE(mix.sounding(heard(0.5F))) << "no music was given";
  mix.setMusic(sine(300, 1));
  EXPECT_TRUE(mix.sounding(heard(0.5F)));
  EXPECT_FALSE(mix.sounding({0.5F, false, false}));
}

}  // namespace
