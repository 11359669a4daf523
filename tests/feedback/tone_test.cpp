#include "tonus/feedback/tone.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <numbers>
#include <vector>

namespace {

using tonus::core::FeedbackFrame;
using tonus::core::PhaseInfo;
using tonus::feedback::kToneMaxAmplitude;
using tonus::feedback::Tone;
using tonus::feedback::ToneCue;
using tonus::feedback::ToneGate;
using tonus::feedback::toneInput;
using tonus::feedback::ToneMode;
using tonus::feedback::TonePitch;
using tonus::feedback::ToneSettings;

constexpr double kRateHz = 48000;

FeedbackFrame frameAt(float level, bool inTarget = false) {
  FeedbackFrame frame;
  frame.level = level;
  frame.inTarget = inTarget;
  frame.usable = true;
  frame.phase = std::make_shared<PhaseInfo>();
  return frame;
}

ToneCue toneCue(const FeedbackFrame& frame, const ToneSettings& settings) {
  return tonus::feedback::toneCue(toneInput(frame), settings);
}

std::vector<float> play(Tone& tone, const ToneCue& cue, double seconds) {
  std::vector<float> out(static_cast<std::size_t>(seconds * kRateHz));
  tone.render(cue, out);
  return out;
}

/// Amplitude of one frequency, by correlation.
double amplitudeAt(const std::vector<float>& x, double hz) {
  double c = 0;
  double s = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double angle = 2.0 * std::numbers::pi * hz * static_cast<double>(i) / kRateHz;
    c += x[i] * std::cos(angle);
    s += x[i] * std::sin(angle);
  }
  return 2.0 * std::hypot(c, s) / static_cast<double>(x.size());
}

double frequencyOf(const std::vector<float>& x) {
  double first = -1;
  double last = -1;
  int cycles = -1;
  for (std::size_t i = 1; i < x.size(); ++i) {
    if (x[i - 1] >= 0 || x[i] < 0) continue;
    const double at = static_cast<double>(i - 1) + x[i - 1] / (x[i - 1] - x[i]);
    if (first < 0) first = at;
    last = at;
    ++cycles;
  }
  return cycles * kRateHz / (last - first);
}

double largestStep(const std::vector<float>& x, float before) {
  double largest = 0;
  for (const float v : x) {
    largest = std::max(largest, std::abs(static_cast<double>(v) - before));
    before = v;
  }
  return largest;
}

double peak(const std::vector<float>& x) {
  double p = 0;
  for (const float v : x) p = std::max(p, static_cast<double>(std::abs(v)));
  return p;
}

TEST(ToneCueTest, PitchFallsAsTheMuscleLetsGo) {
  const ToneSettings s;
  EXPECT_FLOAT_EQ(toneCue(frameAt(0), s).pitchHz, s.highHz);
  EXPECT_FLOAT_EQ(toneCue(frameAt(1), s).pitchHz, s.lowHz);
  EXPECT_NEAR(toneCue(frameAt(0.5F), s).pitchHz, std::sqrt(s.lowHz * s.highHz), 0.01);
  float before = toneCue(frameAt(0), s).pitchHz;
  for (int i = 1; i <= 20; ++i) {
    const float now = toneCue(frameAt(static_cast<float>(i) / 20.0F), s).pitchHz;
    EXPECT_LT(now, before);
    before = now;
  }
}

TEST(ToneCueTest, PitchMayRiseInstead) {
  ToneSettings s;
  s.pitch = TonePitch::kRises;
  EXPECT_FLOAT_EQ(toneCue(frameAt(0), s).pitchHz, s.lowHz);
  EXPECT_FLOAT_EQ(toneCue(frameAt(1), s).pitchHz, s.highHz);
}

TEST(ToneCueTest, GateSoundsOnItsSideOfTheTargetOnly) {
  ToneSettings s;
  s.mode = ToneMode::kGate;
  EXPECT_TRUE(toneCue(frameAt(0.2F, false), s).sounding);
  EXPECT_FALSE(toneCue(frameAt(0.9F, true), s).sounding);
  s.gate = ToneGate::kInTarget;
  EXPECT_FALSE(toneCue(frameAt(0.2F, false), s).sounding);
  EXPECT_TRUE(toneCue(frameAt(0.9F, true), s).sounding);
}

TEST(ToneCueTest, IsSilentWithoutUsableSignalInAPauseAndWhereAPhaseGivesNoFeedback) {
  for (const ToneMode mode : {ToneMode::kPitch, ToneMode::kGate}) {
    ToneSettings s;
    s.mode = mode;
    FeedbackFrame frame = frameAt(0.3F);
    ASSERT_TRUE(toneCue(frame, s).sounding);
    frame.usable = false;
    EXPECT_FALSE(toneCue(frame, s).sounding);
    frame = frameAt(0.3F);
    frame.paused = true;
    EXPECT_FALSE(toneCue(frame, s).sounding);
    frame = frameAt(0.3F);
    PhaseInfo quiet;
    quiet.sound = false;
    frame.phase = std::make_shared<PhaseInfo>(quiet);
    EXPECT_FALSE(toneCue(frame, s).sounding);
    frame.phase = nullptr;
    EXPECT_FALSE(toneCue(frame, s).sounding);
  }
}

TEST(ToneCueTest, ANonsenseLevelOrVolumeStaysInRange) {
  ToneSettings s;
  s.volume = 40;
  const ToneCue cue = toneCue(frameAt(std::numeric_limits<float>::quiet_NaN()), s);
  EXPECT_FLOAT_EQ(cue.pitchHz, s.highHz);
  EXPECT_FLOAT_EQ(cue.gain, 1.0F);
  s.volume = std::numeric_limits<float>::quiet_NaN();
  EXPECT_FALSE(toneCue(frameAt(0.5F), s).sounding);
}

TEST(ToneTest, SoundsAtTheFrequencyAskedFor) {
  for (const float hz : {165.0F, 220.0F, 269.4F, 440.0F}) {
    Tone tone(kRateHz);
    play(tone, {hz, 0.4F, true}, 0.3);
    const auto steady = play(tone, {hz, 0.4F, true}, 1.0);
    EXPECT_NEAR(frequencyOf(steady), hz, 0.01);
  }
}

TEST(ToneTest, TimbreIsSoftEachOvertoneWellBelowTheOneBefore) {
  Tone tone(kRateHz);
  play(tone, {220, 1.0F, true}, 0.3);
  const auto x = play(tone, {220, 1.0F, true}, 1.0);
  const double first = amplitudeAt(x, 220);
  EXPECT_NEAR(first, 0.70 * kToneMaxAmplitude, 1e-3);
  EXPECT_LT(amplitudeAt(x, 440), 0.35 * first);
  EXPECT_LT(amplitudeAt(x, 660), 0.15 * first);
  EXPECT_LT(amplitudeAt(x, 880), 1e-3 * first);
}

TEST(ToneTest, NeverExceedsItsLimitWhateverIsAsked) {
  Tone tone(kRateHz);
  EXPECT_LE(peak(play(tone, {300, 50.0F, true}, 1.0)), kToneMaxAmplitude + 1e-6);
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const auto odd = play(tone, {nan, nan, true}, 0.5);
  EXPECT_TRUE(std::all_of(odd.begin(), odd.end(), [](float v) { return std::isfinite(v); }));
}

TEST(ToneTest, NeverClicksHoweverTheCueJumps) {
  Tone tone(kRateHz);
  const double bound = tone.maxStep(440) + 1e-6;
  EXPECT_LT(bound, 0.025);
  float last = 0;
  unsigned state = 1;
  for (int i = 0; i < 400; ++i) {
    state = state * 1664525U + 1013904223U;
    ToneCue cue;
    cue.pitchHz = 165.0F + static_cast<float>(state >> 8U & 0xFFU) * 275.0F / 255.0F;
    cue.gain = static_cast<float>(state >> 16U & 0xFFU) / 255.0F;
    cue.sounding = (state >> 24U & 3U) != 0;
    std::vector<float> out(100 + (state >> 20U & 1023U));
    tone.render(cue, out);
    EXPECT_LE(largestStep(out, last), bound) << "cue " << i;
    last = out.back();
  }
}

TEST(ToneTest, FadesToExactSilenceAndStaysThere) {
  Tone tone(kRateHz);
  play(tone, {220, 1.0F, true}, 0.5);
  EXPECT_FALSE(tone.silent());
  const auto fade = play(tone, {220, 1.0F, false}, 0.1);
  EXPECT_GT(std::abs(*std::max_element(fade.begin(), fade.begin() + 480)), 0.05);
  EXPECT_TRUE(tone.silent());
  EXPECT_EQ(peak(play(tone, {220, 1.0F, false}, 0.1)), 0.0);
}

TEST(ToneTest, BlockLengthDoesNotChangeTheSound) {
  const ToneCue cue{261.6F, 0.7F, true};
  Tone whole(kRateHz);
  const auto expected = play(whole, cue, 0.25);
  Tone parts(kRateHz);
  std::vector<float> got(expected.size());
  for (std::size_t at = 0; at < got.size();) {
    const std::size_t n = std::min<std::size_t>(1 + at % 97, got.size() - at);
    parts.render(cue, std::span(got).subspan(at, n));
    at += n;
  }
  EXPECT_EQ(got, expected);
}

}  // namespace
