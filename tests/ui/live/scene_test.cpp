// What every scene in the folder owes the patient, whatever it draws: rendered offscreen in software.

#include <gtest/gtest.h>

#include <QApplication>
#include <QFont>
#include <QRegularExpression>
#include <algorithm>
#include <cmath>

#include "scene_pixels.h"
#include "shown_scene.h"

namespace {

using namespace tonus;
using core::FeedbackFrame;
using test::frameAt;
using namespace test::pixels;
using test::ShownScene;

std::vector<std::pair<std::string, FeedbackFrame>> states() {
  FeedbackFrame paused = frameAt(0.5F);
  paused.paused = true;
  return {{"low", frameAt(0.1F)},
          {"high", frameAt(0.9F, true)},
          {"work", test::exercise(0.5F, true)},
          {"rest", test::exercise(0.05F, false)},
          {"calm", test::withoutFeedback(0.5F)},
          {"unusable", test::unusableFrame()},
          {"paused", paused}};
}

class EveryScene : public testing::TestWithParam<std::string> {
 protected:
  static QString name() { return QString::fromStdString(GetParam()); }
};

TEST_P(EveryScene, IsListedAsItCallsItself) {
  ShownScene shown(name());
  const auto all = patient::scenes();
  const auto info = std::find_if(all.begin(), all.end(), [](const auto& i) { return i.name == name(); });
  ASSERT_NE(info, all.end());
  EXPECT_FALSE(info->title.isEmpty());
  EXPECT_EQ(shown.scene().property("title").toString(), info->title);
  const QString suits = shown.scene().property("suits").toString();
  EXPECT_EQ(info->down, suits != "up");
  EXPECT_EQ(info->up, suits != "down");
  EXPECT_TRUE(suits == "up" || suits == "down" || suits == "both") << suits.toStdString();
}

TEST_P(EveryScene, IsNotBlankAndItsStatesDiffer) {
  ShownScene shown(name());
  for (const bool dark : {false, true}) {
    shown.model().look()->setDark(dark);
    std::vector<std::pair<std::string, QImage>> seen;
    for (const auto& [state, frame] : states()) {
      const QImage image = shown.render(frame);
      EXPECT_GT(coloursIn(image), 8) << state;
      for (const auto& [other, before] : seen) EXPECT_GT(apart(image, before), 0.15) << state << " looks like " << other;
      seen.emplace_back(state, image);
    }
  }
}

TEST_P(EveryScene, FollowsTheLevelAllTheWay) {
  ShownScene shown(name(), {1024, 576});
  for (const bool up : {false, true}) {
    core::PhaseInfo phase = test::trial();
    phase.up = up;
    const auto at = [&](float level) { return shown.render(frameAt(level, false, phase)); };
    const QImage lowest = at(0);
    double before = -1;
    double pixelsBefore = -1;
    for (int i = 0; i <= 10; ++i) {
      const QImage image = at(static_cast<float>(i) / 10);
      const double progress = shown.scene().property("progress").toDouble();
      EXPECT_GT(progress, before);
      before = progress;
      const double pixels = apart(image, lowest);
      EXPECT_GT(pixels, pixelsBefore * (i < 2 ? 1.0 : 0.9)) << "level " << i;
      pixelsBefore = std::max(pixelsBefore, pixels);
    }
    EXPECT_GT(pixelsBefore, 0.6) << "from end to end too little changes";
  }
}

TEST_P(EveryScene, WordsAreInsideLargeEnoughAndWhole) {
  for (const QSize size : kSizes) {
    ShownScene shown(name(), size);
    for (auto& [state, frame] : states()) {
      shown.render(frame);
      ASSERT_FALSE(shown.texts().empty()) << state;
      for (const QQuickItem* text : shown.texts()) {
        const std::string words = text->property("text").toString().toStdString() + " (" + state + ")";
        EXPECT_TRUE(QRect({}, size).contains(boxOf(*text))) << words;
        EXPECT_FALSE(text->property("truncated").toBool()) << words;
        EXPECT_GE(text->property("font").value<QFont>().pixelSize(), size.height() / 20) << words;
        for (const QQuickItem* other : shown.texts())
          EXPECT_TRUE(other == text || text->parentItem()->inherits("QQuickRow") || !boxOf(*other).intersects(boxOf(*text)))
              << words << " over " << other->property("text").toString().toStdString();
      }
    }
  }
}

TEST_P(EveryScene, WordsStandOutFromWhatIsBehindThem) {
  ShownScene shown(name());
  for (const bool dark : {false, true}) {
    for (const bool low : {false, true}) {
      shown.model().look()->setDark(dark);
      shown.model().setLowStimulus(low);
      for (auto& [state, frame] : states()) {
        const QImage image = shown.render(frame);
        for (const QQuickItem* text : shown.texts())
          EXPECT_GE(contrastOf(*text, image), 4.5) << text->property("text").toString().toStdString() << " (" << state << (dark ? ", dark" : "")
                                                   << (low ? ", low" : "") << ")";
      }
    }
  }
}

TEST_P(EveryScene, SaysNoMoreThanSevenWords) {
  ShownScene shown(name());
  for (auto& [state, frame] : states()) {
    shown.render(frame);
    const QString words = allWords(shown).remove(QRegularExpression(QStringLiteral(R"(\d+ of \d+)")));
    int n = 0;
    for (const QString& word : words.split(' ', Qt::SkipEmptyParts)) n += word.contains(QRegularExpression(QStringLiteral("[a-z]"))) ? 1 : 0;
    EXPECT_LE(n, 7) << state << ": " << words.toStdString();
  }
}

TEST_P(EveryScene, ALongCueStillFits) {
  for (const QSize size : kSizes) {
    ShownScene shown(name(), size);
    shown.render(frameAt(0.5F, false, test::trial("Lassen Sie Ihre Schultern schwer und weit herabsinken")));
    const QQuickItem* head = shown.item("head");
    EXPECT_LE(head->property("contentWidth").toDouble(), head->width() + 1);
    EXPECT_FALSE(head->property("truncated").toBool());
  }
}

TEST_P(EveryScene, ASignalThatIsNotUsableShowsItsWordsItsSignAndNoLevel) {
  ShownScene shown(name());
  FeedbackFrame broken = test::unusableFrame();
  shown.render(frameAt(0.2F));
  const QImage low = shown.render(broken);
  EXPECT_TRUE(allWords(shown).contains("Signal not usable:"));
  EXPECT_TRUE(allWords(shown).contains("electrode off", Qt::CaseInsensitive));
  EXPECT_TRUE(shown.item("sign")->isVisible());
  EXPECT_EQ(shown.scene().property("progress").toDouble(), 0);
  shown.render(frameAt(0.9F, true));
  EXPECT_EQ(low, shown.render(broken)) << "the level before can still be seen";
}

TEST_P(EveryScene, WithoutFeedbackNoLevelCanBeRead) {
  ShownScene shown(name());
  shown.render(frameAt(0.2F));
  const QImage low = shown.render(test::withoutFeedback(0.1F));
  shown.render(frameAt(0.9F, true));
  EXPECT_EQ(low, shown.render(test::withoutFeedback(0.95F)));
  EXPECT_FALSE(shown.item("bar")->isVisible());
  EXPECT_FALSE(shown.item("tick")->isVisible());
}

TEST_P(EveryScene, WaitingPausedAndFinishedSayWhatTheyAre) {
  ShownScene shown(name());
  shown.settle();
  EXPECT_TRUE(allWords(shown).contains("Make yourself comfortable"));
  FeedbackFrame paused = frameAt(0.5F);
  paused.paused = true;
  shown.render(paused);
  EXPECT_TRUE(allWords(shown).contains("Paused"));
  EXPECT_TRUE(shown.item("sign")->isVisible());
  shown.model().finish();
  shown.settle();
  EXPECT_TRUE(allWords(shown).contains("Finished"));
}

TEST_P(EveryScene, TellsWorkFromRestByWordAndShapeAndCounts) {
  ShownScene shown(name());
  const QImage work = shown.render(test::exercise(0.5F, true));
  EXPECT_TRUE(allWords(shown).contains("Work"));
  EXPECT_TRUE(allWords(shown).contains("3 of 10"));
  EXPECT_TRUE(allWords(shown).contains("Raise your arm slowly"));
  const QQuickItem* shape = shown.item("stageShape");
  const QRect box = shape->mapRectToScene(shape->boundingRect()).toAlignedRect();
  const QImage rest = shown.render(test::exercise(0.5F, false));
  EXPECT_TRUE(allWords(shown).contains("Rest"));
  // In grey values alone: one is filled, the other is not.
  EXPECT_GT(apart(work.copy(box).convertToFormat(QImage::Format_Grayscale8).convertToFormat(QImage::Format_RGB32),
                  rest.copy(box).convertToFormat(QImage::Format_Grayscale8).convertToFormat(QImage::Format_RGB32)),
            40);
}

TEST_P(EveryScene, RewardIsSeenAndStaysCalm) {
  ShownScene shown(name());
  const QImage before = shown.render(frameAt(0.85F, false));
  const QImage after = shown.render(frameAt(0.85F, true));
  EXPECT_TRUE(shown.item("tick")->isVisible());
  EXPECT_GT(apart(before, after), 0.07);
  EXPECT_LT(std::abs(luminance(before) - luminance(after)), 0.1);
}

TEST_P(EveryScene, ARestThatIsDueIsSaidCalmlyAndOnlyWhileItMatters) {
  ShownScene shown(name());
  FeedbackFrame due = frameAt(0.4F);
  const QImage before = shown.render(due);
  due.restDue = true;
  const QImage after = shown.render(due);
  EXPECT_TRUE(allWords(shown).contains("Time for a short rest"));
  EXPECT_FALSE(allWords(shown).contains("Let your forehead"));
  EXPECT_LT(std::abs(luminance(before) - luminance(after)), 0.05);
  for (const QQuickItem* text : shown.texts()) EXPECT_GE(contrastOf(*text, after), 4.5) << text->property("text").toString().toStdString();
  FeedbackFrame onlyHeard = test::withoutFeedback(0.4F);
  onlyHeard.restDue = true;
  shown.render(onlyHeard);
  EXPECT_TRUE(allWords(shown).contains("Time for a short rest"));
  FeedbackFrame broken = test::unusableFrame();
  broken.restDue = true;
  shown.render(broken);
  EXPECT_FALSE(allWords(shown).contains("Time for a short rest"));
  EXPECT_EQ(before, shown.render(frameAt(0.4F))) << "it goes as it came";
}

TEST_P(EveryScene, NothingMovesByItselfWithReducedMotion) {
  ShownScene shown(name());
  shown.model().setReducedMotion(true);
  shown.render(frameAt(0.9F, true));
  QTest::qWait(200);  // pictures drawn once (birds, hills) are there
  const QImage before = shown.picture();
  for (int i = 0; i < 30; ++i) shown.model().advance(0.1);
  QTest::qWait(120);
  EXPECT_EQ(before, shown.picture());
  EXPECT_TRUE(shown.model().settled());
}

TEST_P(EveryScene, DoesNotFlashHoweverTheLevelJumps) {
  for (const bool dark : {false, true}) {
    ShownScene shown(name(), {960, 540});
    shown.model().look()->setDark(dark);
    shown.render(frameAt(0));
    double before = luminance(shown.picture());
    double lowest = before, highest = before;
    for (int i = 0; i < 24; ++i) {
      shown.model().setFrame(frameAt(i % 4 < 2 ? 1.0F : 0.0F, i % 4 < 2));
      for (int k = 0; k < 4; ++k) shown.model().advance(0.033);
      const double now = luminance(shown.picture());
      EXPECT_LT(std::abs(now - before), 0.05);
      before = now;
      lowest = std::min(lowest, now);
      highest = std::max(highest, now);
    }
    EXPECT_LT(highest - lowest, 0.1) << "a flash is a change of a tenth";
  }
}

TEST_P(EveryScene, ReadsTheSameFromRightToLeft) {
  QGuiApplication::setLayoutDirection(Qt::RightToLeft);
  ShownScene shown(name());
  shown.render(test::exercise(0.2F, true));
  for (const QQuickItem* text : shown.texts()) EXPECT_TRUE(QRect(0, 0, 1366, 768).contains(boxOf(*text)));
  const double timeX = shown.item("time")->x(), countX = shown.item("counted")->x();
  const QImage low = shown.render(frameAt(0.2F)), high = shown.render(frameAt(0.9F));
  QGuiApplication::setLayoutDirection(Qt::LeftToRight);
  EXPECT_LT(timeX, countX);
  EXPECT_GT(apart(low, high), 0.4);
  // The level is told by more than its way to the left or right: the picture without the bar changes too.
}

std::vector<std::string> names() {
  std::vector<std::string> all;
  for (const patient::SceneInfo& info : patient::scenes()) all.push_back(info.name.toStdString());
  return all;
}
INSTANTIATE_TEST_SUITE_P(InTheFolder, EveryScene, testing::ValuesIn(names()), [](const auto& i) { return i.param; });

}  // namespace
