// The session's timeline and its shares of success, from frames made by hand; and the words of markers.

#include <gtest/gtest.h>

#include <QApplication>
#include <QImage>
#include <QLabel>
#include <QTest>
#include <cmath>

#include "clinician/session_page/phase_timeline.h"
#include "clinician/session_page/recent_success.h"
#include "clinician/session_page/rule_words.h"
#include "clinician/session_page/side_panel.h"
#include "clinician/session_page/success_row.h"
#include "clinician/session_page/trial_numbers.h"
#include "patient/patient_display.h"
#include "session_fixture.h"
#include "style/marker_words.h"
#include "style/number_label.h"
#include "style/short_words.h"
#include "style/tokens.h"
#include "style/words.h"
#include "tonus/core/clock.h"
#include "tonus/session/protocol.h"

namespace {

using namespace tonus;
using clinician::PhaseTimeline;
using clinician::RecentSuccess;
using clinician::SuccessRow;

constexpr float kHopS = 0.01F;

/// Ten times four seconds of work and six of rest, after a minute of baseline.
std::vector<core::PhaseInfo> steps() {
  core::PhaseInfo baseline, lifts;
  baseline.name = "Baseline";
  baseline.durationFrames = 60000;
  lifts.index = 1;
  lifts.name = "Lifts";
  lifts.stages = {{"Raise", "", 4000, true}, {"Rest", "", 6000, false}};
  lifts.repsN = 10;
  lifts.durationFrames = 100000;
  return {baseline, lifts};
}

core::FeedbackFrame frameOf(const core::PhaseInfo& phase, float leftS, std::uint32_t rep = 0, std::int32_t stage = -1) {
  core::FeedbackFrame frame;
  frame.phase = std::make_shared<core::PhaseInfo>(phase);
  frame.timeLeftS = leftS;
  frame.rep = rep;
  frame.stage = stage;
  return frame;
}

QImage pictureOf(QWidget& widget) { return widget.grab().toImage().convertToFormat(QImage::Format_RGB32); }

TEST(Timeline, TellsWhichRepetitionOfHowManyIsGoingOn) {
  PhaseTimeline timeline;
  timeline.resize(900, timeline.sizeHint().height());
  timeline.setSteps(steps(), 1000);
  timeline.showFrame(frameOf(steps()[1], 64.2F, 4, 1));
  EXPECT_EQ(timeline.accessibleDescription(), "Phase 2 of 2: Lifts, 4 of 10, Rest, 1:05 left");
  timeline.showFrame(frameOf(steps()[0], 12.0F));
  EXPECT_EQ(timeline.accessibleDescription(), "Phase 1 of 2: Baseline, 0:12 left");
}

TEST(Timeline, DrawsWorkHigherThanRestAndWhatIsDoneStronger) {
  PhaseTimeline timeline;
  timeline.resize(900, timeline.sizeHint().height());
  timeline.setSteps(steps(), 1000);
  timeline.showFrame(frameOf(steps()[1], 50, 6, 0));
  const QImage seen = pictureOf(timeline);
  // Along the upper edge of the strip only work is drawn: count the changes from ground to work.
  const int y = seen.height() - 4;
  const QRgb ground = seen.pixel(seen.width() - 3, y);  // the last rest
  int works = 0;
  std::vector<QRgb> colours;
  for (int x = seen.width() / 2; x < seen.width(); ++x) {
    const bool starts = seen.pixel(x, y) != ground && seen.pixel(x - 1, y) == ground;
    works += starts ? 1 : 0;
    if (starts && x + 3 < seen.width()) colours.push_back(seen.pixel(x + 3, y));
  }
  EXPECT_GE(works, 7) << "of ten, in the right half of the picture";
  EXPECT_NE(colours.front(), colours.back()) << "what is done looks like what is to come";
}

TEST(Timeline, AStepThatIsMadeLongerIsDrawnLonger) {
  PhaseTimeline timeline;
  timeline.resize(900, timeline.sizeHint().height());
  timeline.setSteps(steps(), 1000);
  timeline.showFrame(frameOf(steps()[1], 50, 5, 0));
  const QImage before = pictureOf(timeline);
  core::PhaseInfo longer = steps()[1];
  longer.durationFrames += 30000;
  longer.repsN += 3;
  timeline.showFrame(frameOf(longer, 80, 5, 0));
  EXPECT_EQ(timeline.accessibleDescription(), "Phase 2 of 2: Lifts, 5 of 13, Raise, 1:20 left");
  EXPECT_NE(before, pictureOf(timeline));
}

TEST(Timeline, OfALongProtocolKeepsTheWordsOfTheStepThatRuns) {
  std::vector<core::PhaseInfo> many;
  for (int i = 1; i <= 12; ++i) {
    core::PhaseInfo trial, rest;
    trial.id = "train";
    trial.name = "Trial " + std::to_string(i);
    trial.durationFrames = 120000;
    rest.name = "Rest";
    rest.kind = core::PhaseKind::kRest;
    rest.durationFrames = 30000;
    for (const core::PhaseInfo& p : {trial, rest}) many.push_back(p);
  }
  for (std::uint32_t i = 0; i < many.size(); ++i) many[i].index = i;
  PhaseTimeline timeline;
  timeline.resize(900, timeline.sizeHint().height());
  timeline.setSteps(many, 1000);
  const int words = QFontMetrics(style::face(style::Type::kSmall, true)).horizontalAdvance("1:30 left");
  for (const std::size_t now : {0U, 10U, 22U}) {
    timeline.showFrame(frameOf(many[now], 90));
    const QImage seen = pictureOf(timeline);
    int wide = 0;   // of the one box in the accent's colour, along its upper edge
    for (int x = 0; x < seen.width(); ++x) wide += seen.pixelColor(x, 4) == style::tokens().accent ? 1 : 0;
    EXPECT_GE(wide, words) << "step " << now;
  }
}

TEST(Success, OfTheLastHalfMinuteForgetsWhatWasBefore) {
  RecentSuccess recent;
  recent.begin(kHopS);
  float reward = 0, scored = 0;
  const auto go = [&](double seconds, bool hit, bool counts = true) {
    for (int i = 0; i < std::lround(seconds / kHopS); ++i) {
      if (counts) scored += kHopS;
      if (counts && hit) reward += kHopS;
      recent.add(reward, scored);
    }
  };
  EXPECT_TRUE(std::isnan(recent.share()));
  go(2, true);
  EXPECT_TRUE(std::isnan(recent.share())) << "two seconds say nothing";
  go(8, true);
  EXPECT_NEAR(recent.share(), 1, 1e-3);
  go(10, false);
  EXPECT_NEAR(recent.share(), 0.5, 0.02);
  go(30, false);
  EXPECT_NEAR(recent.share(), 0, 0.02);
  go(15, true);
  EXPECT_NEAR(recent.share(), 0.5, 0.02);
  go(40, true, false);
  EXPECT_TRUE(std::isnan(recent.share())) << "nothing was scored for longer than it looks back";
  scored = reward = 0;
  go(5, true);
  EXPECT_NEAR(recent.share(), 1, 1e-3) << "the phase began again";
}

TEST(Success, OfTheTrialAndOfTheLastHalfMinuteAreToldApart) {
  clinician::TrialNumbers numbers;
  numbers.reset(kHopS, 0);
  core::PhaseInfo phase;
  phase.kind = core::PhaseKind::kTrial;
  core::FeedbackFrame frame = frameOf(phase, 0);
  frame.usable = true;
  const core::ChannelFeedback channel;
  for (int i = 1; i <= 12000; ++i) {  // a minute out of target, then a minute in it
    frame.scoredS = static_cast<float>(i) * kHopS;
    frame.rewardS = static_cast<float>(std::max(0, i - 6000)) * kHopS;
    numbers.add(frame, &channel, 1);
  }
  EXPECT_NEAR(numbers.inTarget(), 0.5, 1e-3);
  EXPECT_NEAR(numbers.inTargetNow(), 1.0, 1e-3);
  SuccessRow row;
  row.setTrial(true);
  row.setBand(std::pair{0.60, 0.75});
  row.show(numbers.inTarget(), numbers.inTargetNow());
  EXPECT_EQ(row.findChild<style::NumberLabel*>("successWhole")->accessibleName(), "In target, this trial 50 %");
  EXPECT_EQ(row.findChild<style::NumberLabel*>("successNow")->accessibleName(), "In target, last 30 s 100 %");
  EXPECT_EQ(row.findChild<clinician::SuccessScale*>()->accessibleDescription(),
            "In target, this trial: 50 %; last 30 s: 100 %; aim 60–75 %");
}

TEST(TrialNumbers, OfAPhaseThatIsRepeatedAreOfItsLastTry) {
  clinician::TrialNumbers numbers;
  numbers.reset(kHopS, 0);
  core::FeedbackFrame frame = frameOf(core::PhaseInfo{}, 0);
  frame.usable = true;
  core::ChannelFeedback channel;
  channel.envelopeUv = 40;
  for (int i = 0; i < 500; ++i) numbers.add(frame, &channel, 1);
  numbers.again();
  channel.envelopeUv = 10;
  for (int i = 0; i < 100; ++i) numbers.add(frame, &channel, 1);
  EXPECT_NEAR(numbers.meanUv(), 10, 1e-6);
}

TEST(TrialNumbers, CountRepetitionsOnlyWherePhasesAskForThem) {
  clinician::TrialNumbers numbers;
  numbers.reset(kHopS, 0);
  core::PhaseInfo phase;
  phase.kind = core::PhaseKind::kWorkRest;
  phase.repsN = 10;
  core::FeedbackFrame frame = frameOf(phase, 0);
  frame.reps = 4;
  const core::ChannelFeedback channel;
  numbers.add(frame, &channel, 1);
  EXPECT_EQ(numbers.reps(), 4U);
  EXPECT_EQ(numbers.repsN(), 10U);
  phase.scored = false;
  phase.index = 1;
  numbers.add(frameOf(phase, 0), &channel, 1);
  EXPECT_EQ(numbers.repsN(), 0U) << "shown, not judged";
}

TEST(Success, TheBandIsDrawnWhereTheLawAimsAndOnlyThere) {
  clinician::SuccessScale scale;
  scale.resize(300, scale.sizeHint().height());
  const QImage without = pictureOf(scale);
  scale.setBand(std::pair{0.60, 0.75});
  const QImage with = pictureOf(scale);
  const auto differs = [&](double share) { return without.pixel(static_cast<int>(300 * share), 11) != with.pixel(static_cast<int>(300 * share), 11); };
  EXPECT_TRUE(differs(0.67));
  EXPECT_FALSE(differs(0.5));
  EXPECT_FALSE(differs(0.85));
}

TEST(RestInWork, IsToldWithItsAimAndWhenItIsDue) {
  core::SystemClock clock;
  patient::PatientDisplay display(clock);
  clinician::SidePanel panel(display);
  auto* words = panel.findChild<QLabel*>("restWords");
  core::FeedbackFrame frame;
  session::ChannelSetup channel;
  channel.role = feedback::Role::kTrain;
  channel.law.kind = "gap";
  const auto show = [&] { panel.showRest(clinician::restWords(frame, {channel}), frame.restDue); };
  show();
  EXPECT_TRUE(words->isHidden()) << "nothing asks for rests";
  frame.restShare = 0.142F;
  show();
  EXPECT_FALSE(words->isHidden());
  EXPECT_EQ(words->text(), "Rest 14 % of the time, aim 20 %");
  frame.restDue = true;
  show();
  EXPECT_EQ(words->text(), "! Time for a rest. Rest 14 % of the time, aim 20 %");
}

TEST(Markers, EveryOneOfAShippedProtocolHasAWord) {
  int n = 0;
  for (const session::Protocol& protocol : session::loadProtocols().protocols) {
    for (const session::Phase& phase : protocol.phases) {
      if (phase.marker.empty()) continue;
      ++n;
      const QString words = style::markerWords(phase.marker);
      EXPECT_TRUE(words.front().isUpper()) << protocol.id << " marks " << phase.marker << ", which ui/style/marker_words.cpp does not know";
      EXPECT_FALSE(words.contains('_')) << phase.marker;
    }
  }
  EXPECT_GT(n, 20);
  EXPECT_EQ(style::markerWords("pre_baseline"), "Baseline before");
  EXPECT_EQ(style::markerWords("my_own_place"), "my own place");
}

class InSession : public test::Session {
 protected:
  void goTo(core::PhaseKind kind) {
    page_.activateWindow();
    ASSERT_TRUE(QTest::qWaitFor([&] { return page_.isActiveWindow(); }, 3000));
    page_.setFocus();
    const auto there = [&] { return page_.phase() && page_.phase()->kind == kind; };
    for (int i = 0; i < 12 && !there(); ++i) {
      QTest::keyClick(&page_, Qt::Key_Right);
      (void)QTest::qWaitFor(there, 400);
      if (QWidget* focus = QApplication::focusWidget(); focus != &page_) QTest::keyClick(focus, Qt::Key_Escape);  // a rating asked for
    }
    ASSERT_TRUE(there());
    QTest::qWait(800);
  }
  /// For looking at: TONUS_PICTURE names a folder.
  void picture(const char* name) {
    const QString folder = qEnvironmentVariable("TONUS_PICTURE");
    if (!folder.isEmpty()) page_.grab().save(folder + QLatin1Char('/') + QLatin1String(name) + QStringLiteral(".png"));
  }
};

TEST_F(InSession, AReferenceShowsItsContractionsOnTheTimeline) {
  page_.setup().chooseProtocol("tmd_jaw");
  start();
  goTo(core::PhaseKind::kReference);
  EXPECT_TRUE(page_.findChild<PhaseTimeline*>()->accessibleDescription().contains("1 of 3, Clench"))
      << page_.findChild<PhaseTimeline*>()->accessibleDescription().toStdString();
  picture("timeline-jaw");
}

TEST_F(InSession, AnAdaptiveProtocolShowsTheBandItAimsAt) {
  page_.setup().chooseProtocol("tth_relaxation");
  start();
  goTo(core::PhaseKind::kTrial);
  const auto& band = page_.findChild<clinician::SuccessScale*>()->band();
  ASSERT_TRUE(band.has_value());
  EXPECT_DOUBLE_EQ(band->first, 0.60);
  EXPECT_DOUBLE_EQ(band->second, 0.75);
  EXPECT_LE(page_.minimumSizeHint().height(), 660) << "the small screen has no room for more under the bar";
  if (!qEnvironmentVariable("TONUS_PICTURE").isEmpty()) QTest::qWait(6000);
  picture("timeline-trial");
}

TEST(ShortWords, KeepToTheirLinesAndKeepTheEndWhereTheSideOfAMuscleStands) {
  const QFont font = style::face(style::Type::kSmall, true);
  const QString name = "3 Lumbar multifidus and erector spinae right";
  const QString two = style::inLines(name, font, 110, 2, Qt::ElideMiddle);
  EXPECT_EQ(two.count('\n'), 1);
  EXPECT_TRUE(two.endsWith("right")) << two.toStdString();
  for (const QString& line : two.split('\n')) EXPECT_LE(QFontMetrics(font).horizontalAdvance(line), 110);
  EXPECT_EQ(style::inLines("2 Vastus", font, 110, 2), "2 Vastus");
}

}  // namespace
