#include "tonus/bench/page.h"

#include <gmock/gmock.h>

namespace tonus::bench {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

Results some() {
  Results r;
  r.set("dsp.filter_8x20_f64_ns", 1.2);
  r.set("dsp.filter_8x20_liquid_f32_ns", 22.2);
  r.set("dsp.filter_8x20_scipy_ns", 132);
  r.set("store.codec_encode_mb_s", 900);
  r.setExact("filter_error", 2e-14);
  return r;
}

std::string page(const Results& r, std::string_view old = {}) {
  return makePage(r, {"A CPU", 4, "AVX2", "A system", "a compiler", "x86-64-v3"}, {"tonusctl 1", "2026-11-23", "images/p.svg", false}, old);
}

TEST(Page, ShowsResultsAimsRatiosErrorsAndTheMachine) {
  const std::string text = page(some());
  EXPECT_THAT(text, HasSubstr("| 1.2 ns | ≤ 1.4 ns |"));
  EXPECT_THAT(text, HasSubstr("| 18.5× | ≥ 20× (missed) |"));
  EXPECT_THAT(text, HasSubstr("| 110× | ≥ 80× |"));
  EXPECT_THAT(text, HasSubstr("2.0e-14 | ≤ 1.0e-11"));
  EXPECT_THAT(text, HasSubstr("A CPU, 4 cores, AVX2"));
  EXPECT_THAT(text, HasSubstr("](images/p.svg)"));
  EXPECT_THAT(text, Not(HasSubstr("## Latency"))) << "a section in which nothing was measured";
}

TEST(Page, SaysWhatWasLeftOut) {
  Results r = some();
  r.notes.push_back("FLAC is not compared: libflac-dev was not installed.");
  EXPECT_THAT(page(r), HasSubstr("- FLAC is not compared"));
  EXPECT_THAT(page(some()), Not(HasSubstr("## Notes")));
}

TEST(Page, KeepsWhatWasWrittenByHand) {
  const std::string kept = std::string(kKeptBelow) + "\n\n## By hand\n\nMine.\n";
  const std::string first = page(some(), "# An old page\n\nold numbers\n\n" + kept);
  EXPECT_THAT(first, EndsWith(kept));
  EXPECT_THAT(first, Not(HasSubstr("old numbers")));
  EXPECT_EQ(page(some(), first), first) << "writing it again changes nothing";
}

TEST(Picture, HasABarForEachMeasuredContenderAndNoneForTheOthers) {
  const std::string svg = makePicture(some());
  std::size_t bars = 0;
  for (std::size_t at = svg.find("<rect"); at != std::string::npos; at = svg.find("<rect", at + 1)) ++bars;
  EXPECT_EQ(bars, 4U);
  EXPECT_THAT(svg, HasSubstr("liquid-dsp"));
  EXPECT_THAT(svg, HasSubstr(">3.33<")) << "3 bytes at 900 MB/s";
  EXPECT_THAT(svg, Not(HasSubstr("Boost")));
  EXPECT_THAT(svg, Not(HasSubstr("nan")));
  EXPECT_THAT(makePicture({}), EndsWith("</svg>\n"));
}

TEST(LoadNote, IsSaidOfABusyMachineOnly) {
  EXPECT_EQ(loadNote(0.9, 2), "");
  EXPECT_THAT(loadNote(14.2, 2), HasSubstr("load 14.2 on 2 cores"));
  EXPECT_EQ(loadNote(1.5, 4), "");
}

TEST(ShortNumber, HasThreeDigits) {
  EXPECT_EQ(shortNumber(1.4), "1.4");
  EXPECT_EQ(shortNumber(0.08442), "0.0844");
  EXPECT_EQ(shortNumber(138.4), "138");
  EXPECT_EQ(shortNumber(10798), "10800");
  EXPECT_EQ(shortNumber(2.1e-14), "2.1e-14");
  EXPECT_EQ(shortNumber(0), "0");
  EXPECT_EQ(shortNumber(100), "100");
}

}  // namespace
}  // namespace tonus::bench
