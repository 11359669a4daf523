// Verdicts on real recordings as they are.
#include <algorithm>

#include "real_recordings.h"
#include "tonus/interop/recording_files.h"

namespace tonus::dsp {
namespace {

using core::QualityReason;
using test::shareOf;
using test::Signal;
using test::usableShare;
using test::wide;

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

double secondsOf(const core::QualityFrame& f, const Signal& s) { return static_cast<double>(f.at.value) / s.rateHz; }

// The moments were read off the plotted traces: knocks of 350 to 10 000 µV that no other channel of the leg shows.
TEST(QualityOnRecordings, AKnockedCableIsMovementWhileItLastsAndNotBefore) {
  TONUS_NEEDS_RECORDINGS();
  struct Knock {
    test::TextRecording recording;
    double atS, lastsS;
  };
  const std::vector<Knock> knocks{{test::knee("3Apie", 0), 9.92, 0.15},
                                  {test::knee("3Apie", 0), 17.60, 0.5},
                                  {test::knee("5Nsen", 1), 1.10, 0.8},
                                  {test::ghostly("20231004_13-18-43-0464", 1), 13.6, 1.0},
                                  {test::ghostly("20231004_13-18-43-0464", 1), 18.9, 1.0}};
  for (const Knock& k : knocks) {
    const Signal s = test::load(k.recording);
    int during = 0, before = 0;
    for (const auto& f : test::judge(s)) {
      if (!f.channels[0].has(QualityReason::kMotion)) continue;
      const double at = secondsOf(f, s);
      during += at >= k.atS && at <= k.atS + k.lastsS + 0.6 ? 1 : 0;
      before += at < k.atS && at > k.atS - 1 ? 1 : 0;
    }
    EXPECT_GT(during, 0) << k.recording.name << " " << k.atS;
    EXPECT_EQ(before, 0) << k.recording.name << " " << k.atS;
  }
}

TEST(QualityOnRecordings, ADigitalPortRecordedAsASignalIsFlat) {
  TONUS_NEEDS_RECORDINGS();
  for (const char* file : {"0_1", "1_1", "2_1", "3_1", "2_2"}) {
    test::TextRecording port = test::gesture(file, 1);
    port.format = wide(1, false);
    EXPECT_EQ(shareOf(test::judge(test::load(port)), QualityReason::kFlat), 1) << file;
  }
}

// An EEG that begins with a second of calibration at rest, on every electrode.
TEST(QualityOnRecordings, AnAmplifierThatHoldsItsInputsStillIsFlat) {
  TONUS_NEEDS_RECORDINGS();
  for (std::size_t k = 0; k < 23; ++k) {
    const Signal s = test::loadEdf("MB0400FU.EDF", k);
    for (const auto& f : test::judge(s)) {
      const double at = secondsOf(f, s);
      EXPECT_EQ(f.channels[0].has(QualityReason::kFlat), at > 0.15 && at < 1.25) << k << " at " << at;
    }
  }
}

// A sleep recording whose pre-amplifier saturates now and then, inside the converter's range.
TEST(QualityOnRecordings, EveryPlateauOfATenthOfASecondIsFlat) {
  TONUS_NEEDS_RECORDINGS();
  int plateaus = 0;
  for (const std::size_t k : {0u, 1u, 2u, 4u}) {
    const Signal s = test::loadEdf("Osas2002.edf", k);
    const auto frames = test::judge(s);
    std::size_t run = 1;
    for (std::size_t n = 1; n < s.counts.size(); ++n) {
      run = s.counts[n] == s.counts[n - 1] ? run + 1 : 1;
      if (run < 10 || n / 10 >= frames.size()) continue;
      ++plateaus;
      EXPECT_TRUE(frames[n / 10].channels[0].has(QualityReason::kFlat)) << k << " at frame " << n;
    }
    EXPECT_GT(usableShare(frames), 0.98) << k;
  }
  EXPECT_GT(plateaus, 50);
}

TEST(QualityOnRecordings, InputsThatSitAtTheRailsThroughoutAreOff) {
  TONUS_NEEDS_RECORDINGS();
  for (const std::size_t k : {23u, 24u})
    EXPECT_EQ(shareOf(test::judge(test::loadEdf("MB0400FU.EDF", k)), QualityReason::kElectrodeOff), 1) << k;
  for (std::size_t k = 0; k < 23; ++k)
    EXPECT_EQ(shareOf(test::judge(test::loadEdf("MB0400FU.EDF", k)), QualityReason::kElectrodeOff), 0) << k;
}

/// Judges frames at their own indices; a jump is what a source reports as lost.
std::vector<core::QualityFrame> judgeWithGaps(const Signal& s, const std::vector<std::int64_t>& indices) {
  QualityMonitor monitor(s.stream(), 20, 450);
  std::vector<core::QualityFrame> out;
  for (std::size_t n = 0; n < s.counts.size();) {
    std::size_t m = n + 1;
    while (m < s.counts.size() && m - n < 50 && indices[m] == indices[m - 1] + 1) ++m;
    auto block = test::blockOf(s, n, m - n);
    block.first = {indices[n]};
    block.lostBefore = n == 0 ? 0 : static_cast<std::uint64_t>(indices[n] - indices[n - 1] - 1);
    monitor.push(block, test::uvOf(block, s.format), {0}, out);
    n = m;
  }
  return out;
}

/// Every verdict says lost exactly where a gap ended within half a second before it. Number of verdicts that do.
int expectLostBehindGaps(const Signal& s, const std::vector<std::int64_t>& indices, const std::string& name) {
  int lost = 0;
  for (const auto& f : judgeWithGaps(s, indices)) {
    bool expected = false;
    for (std::size_t n = 1; n < indices.size() && indices[n] < f.at.value; ++n)
      expected = expected ||
                 (indices[n] > indices[n - 1] + 1 && static_cast<double>(f.at.value - indices[n]) < 0.5 * s.rateHz);
    EXPECT_EQ(f.channels[0].has(QualityReason::kLost), expected) << name << " " << f.at.value;
    lost += expected ? 1 : 0;
  }
  return lost;
}

TEST(QualityOnRecordings, FramesAnArmbandNeverWroteAreLost) {
  TONUS_NEEDS_RECORDINGS();
  const Signal clock = test::load([] {
    test::TextRecording time = test::armband(0);
    time.numberPerCount = 1;
    return time;
  }());
  std::vector<std::int64_t> indices(clock.counts.begin(), clock.counts.begin() + 6000);
  Signal s = test::load(test::armband(1));
  s.counts.resize(indices.size());
  EXPECT_GT(expectLostBehindGaps(s, indices, "armband"), 30);
}

TEST(QualityOnRecordings, RecordsMissingFromAFileAreLost) {
  TONUS_NEEDS_RECORDINGS();
  const auto info = interop::readEdfInfo(test::recordingsFolder() + "edf/edfReader_edfPlusD.edf");
  ASSERT_TRUE(info);
  const Signal s = test::loadEdf("edfReader_edfPlusD.edf", 4);
  std::vector<std::int64_t> indices;
  for (const double start : info->recordStartsS)
    for (int n = 0; n < 200; ++n) indices.push_back(std::llround(start * 200) + n);
  ASSERT_EQ(indices.size(), s.counts.size());
  EXPECT_GE(expectLostBehindGaps(s, indices, "EDF+D"), 5 * 4);
}

}  // namespace
}  // namespace tonus::dsp
