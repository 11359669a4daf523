// Verdicts on real recordings as they are.
#include <algorithm>

#include "real_recordings.h"

namespace tonus::dsp {
namespace {

using core::QualityReason;
using test::shareOf;
using test::Signal;
using test::usableShare;

TEST(QualityOnRecordings, MuscleIsUsable) {
  TONUS_NEEDS_RECORDINGS();
  const std::vector<test::TextRecording> good{test::bursts(),
                                              test::thumb8(),
                                              test::thumb16(),
                                              test::biosppy(),
                                              test::bmc(),
                                              test::knee("3Apie", 1),
                                              test::knee("3Asen", 0),
                                              test::knee("5Nsen", 0),
                                              test::knee("5Nsen", 2),
                                              test::biopac(1, 0),
                                              test::biopac(2, 1),
                                              test::biopac(3, 0),
                                              test::biopac(4, 1),
                                              test::miotracker(1, 0),
                                              test::miotracker(2, 0),
                                              test::miotracker(3, 0),
                                              test::ghostly("20230321_17-23-09-0409", 0),
                                              test::ghostly("20230321_17-23-09-0409", 1),
                                              test::gesture("2_2", 3),
                                              test::gesture("3_1", 3)};
  for (const auto& r : good) {
    const auto frames = test::judge(test::load(r));
    EXPECT_GE(usableShare(frames), 0.995) << r.name;
  }
}

TEST(QualityOnRecordings, AFatiguedMuscleIsUsableExceptWhereItClips) {
  TONUS_NEEDS_RECORDINGS();
  const auto frames = test::judge(test::load(test::fatigue()));
  EXPECT_GE(usableShare(frames), 0.97);
  for (const auto reason :
       {QualityReason::kFlat, QualityReason::kElectrodeOff, QualityReason::kMotion, QualityReason::kMains})
    EXPECT_EQ(shareOf(frames, reason), 0) << static_cast<int>(reason);
}

TEST(QualityOnRecordings, AnEcgIsNoFault) {
  TONUS_NEEDS_RECORDINGS();
  const Signal heart = test::load(test::ecg());
  EXPECT_EQ(usableShare(test::judge(heart)), 1.0);
  Signal both = test::load(test::bursts());
  for (std::size_t n = 0; n < both.counts.size(); ++n)
    both.setUv(n, both.uv(n) + heart.uv(n % heart.counts.size()) / 2);
  EXPECT_GE(usableShare(test::judge(both)), 0.99);
}

TEST(QualityOnRecordings, HumAboveTheMuscleIsMains) {
  TONUS_NEEDS_RECORDINGS();
  struct Case {
    test::TextRecording recording;
    double share;  ///< of half seconds with more line than muscle, at least
  };
  std::vector<Case> cases{{test::gesture("0_1", 3), 0.99},
                          {test::gesture("3_1", 2), 0.85},
                          {test::miotracker(1, 1), 0.99},
                          {test::miotracker(2, 1), 0.99},
                          {test::miotracker(5, 1), 0.99},
                          {test::ghostly("20231004_13-18-43-0464", 0), 0.7},
                          {test::ghostly("20231004_13-18-43-0464", 1), 0.7}};
  for (int k = 1; k <= 8; ++k) cases.push_back({test::openBci(k), 0.96});
  for (const auto& c : cases) {
    const auto frames = test::judge(test::load(c.recording));
    EXPECT_GE(shareOf(frames, QualityReason::kMains), c.share) << c.recording.name << " column " << c.recording.column;
    EXPECT_EQ(shareOf(frames, QualityReason::kFlat), 0) << c.recording.name;
  }
}

TEST(QualityOnRecordings, EveryHopThatTouchesARailTwiceIsClipping) {
  TONUS_NEEDS_RECORDINGS();
  for (const auto& r :
       {test::fatigue(), test::saturatedThigh(1), test::armband(4), test::armband(5), test::armband(7)}) {
    const Signal s = test::load(r);
    const auto hop = static_cast<std::size_t>(std::lround(s.rateHz / 10));
    const auto frames = test::judge(s);
    std::size_t clipped = 0, lastClipped = 0;
    for (const auto& f : frames) {
      const auto end = static_cast<std::size_t>(f.at.value);
      const auto atRail = std::count_if(s.counts.begin() + static_cast<std::ptrdiff_t>(end - hop),
                                        s.counts.begin() + static_cast<std::ptrdiff_t>(end), [&](std::int32_t c) {
                                          return c <= s.format.minCount || c >= s.format.maxCount;
                                        });
      if (atRail >= 2) ++clipped, lastClipped = end;
      const bool expected = lastClipped > 0 && end - lastClipped <= hop;
      EXPECT_EQ(f.channels[0].has(QualityReason::kClipping), expected) << r.name << " " << end;
    }
    EXPECT_GT(clipped, 0u) << r.name;
  }
}

TEST(QualityOnRecordings, ALooseElectrodeOnAThighIsOffAndMoves) {
  TONUS_NEEDS_RECORDINGS();
  const auto frames = test::judge(test::load(test::ghostly("20231004_13-18-43-0464", 0)));
  EXPECT_GT(shareOf(frames, QualityReason::kElectrodeOff), 0.3);
  EXPECT_GT(shareOf(frames, QualityReason::kMotion), 0.03);
  const auto connected = test::judge(test::load(test::ghostly("20230321_17-23-09-0409", 0)));
  EXPECT_EQ(shareOf(connected, QualityReason::kElectrodeOff), 0);
  EXPECT_EQ(shareOf(connected, QualityReason::kMotion), 0);
}

}  // namespace
}  // namespace tonus::dsp
