#include "audio/spoken_cues.h"

#include <gtest/gtest.h>

#include "audio/music_file.h"
#include "audio/voice.h"

namespace {

using tonus::audio::SpokenCues;
using tonus::core::FeedbackFrame;
using tonus::core::PhaseInfo;

std::shared_ptr<const PhaseInfo> phase(std::uint32_t index, const char* cue, bool stages = false) {
  auto p = std::make_shared<PhaseInfo>();
  p->index = index;
  p->cue = cue;
  if (stages) p->stages = {{"Work", "Tighten", 10000, true}, {"Rest", "Let go", 10000, false}};
  return p;
}

FeedbackFrame frame(std::shared_ptr<const PhaseInfo> p, std::int32_t stage = -1, std::uint32_t rep = 0, float leftS = 5) {
  FeedbackFrame f;
  f.phase = std::move(p);
  f.stage = stage;
  f.rep = rep;
  f.stageLeftS = leftS;
  return f;
}

TEST(SpokenCues, EachPhaseIsSpokenOnce) {
  SpokenCues cues;
  const auto sit = phase(0, "Sit still"), soft = phase(1, "Let it be soft");
  EXPECT_EQ(cues.at(frame(sit)), QString("Sit still"));
  EXPECT_EQ(cues.at(frame(sit)), std::nullopt);
  EXPECT_EQ(cues.at(frame(soft)), QString("Let it be soft"));
  cues.restart();
  EXPECT_EQ(cues.at(frame(sit)), QString("Sit still"));
}

TEST(SpokenCues, WorkAndRestAreSpokenAtEveryTurnUnlessTheyAreTooShort) {
  SpokenCues cues;
  const auto work = phase(0, "Press the knee down", true);
  EXPECT_EQ(cues.at(frame(work, 0, 1)), QString("Press the knee down. Tighten"));
  EXPECT_EQ(cues.at(frame(work, 1, 1)), QString("Let go"));
  EXPECT_EQ(cues.at(frame(work, 0, 2)), QString("Tighten"));
  EXPECT_EQ(cues.at(frame(work, 0, 2)), std::nullopt);
  EXPECT_EQ(cues.at(frame(work, 1, 2, 1.0F)), std::nullopt);
}

TEST(SpokenCues, APauseFallsSilentAndSaysNothingTwiceAfterwards) {
  SpokenCues cues;
  const auto sit = phase(0, "Sit still");
  (void)cues.at(frame(sit));
  FeedbackFrame paused = frame(sit);
  paused.paused = true;
  EXPECT_EQ(cues.at(paused), QString());
  EXPECT_EQ(cues.at(paused), std::nullopt);
  EXPECT_EQ(cues.at(frame(sit)), std::nullopt);
  EXPECT_EQ(cues.at(FeedbackFrame{}), std::nullopt);
}

TEST(Voice, MakesSamplesOfWordsAtTheRateAskedForInAnyLanguageItIsGiven) {
  const auto a = tonus::audio::spoken("Let your shoulders be soft", "en", 48000);
  const auto b = tonus::audio::spoken("Let your shoulders be soft", "nonsense", 24000);
  ASSERT_TRUE(a.ok() && b.ok());
  const double seconds = static_cast<double>((*a)->size()) / 48000;
  EXPECT_GT(seconds, 0.8);
  EXPECT_LT(seconds, 4);
  EXPECT_NEAR(static_cast<double>((*b)->size()) / 24000, seconds, 0.05);
  float peak = 0;
  for (const float v : **a) peak = std::max(peak, std::abs(v));
  EXPECT_GT(peak, 0.2F);
  EXPECT_LE(peak, 1.01F);
}

TEST(Music, AFileThatIsNoMusicIsRefusedInWords) {
  const auto music = tonus::audio::readMusic(TONUS_SOURCE_DIR "/README.md", 48000);
  ASSERT_FALSE(music.ok());
  EXPECT_NE(music.fault().what.find("cannot be read as music"), std::string::npos);
  EXPECT_NE(music.fault().hint.find("WAV"), std::string::npos);
}

}  // namespace
