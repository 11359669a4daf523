// What every scene in the folder owes the patient, whatever it draws: rendered offscreen in software.

#include <gtest/gtest.h>

#include <QApplication>
#include <QFont>
#include <QRegularExpression>
#include <algorithm>
#include <cmath>
#include <map>

#include "patient/scene_previews.h"
#include "shown_scene.h"
#include "style/tokens.h"

namespace {

using namespace tonus;
using core::FeedbackFrame;
using test::frameAt;
using test::ShownScene;

constexpr QSize kSizes[] = {{1366, 768}, {1920, 1080}, {1024, 768}};

/// Largest step of a colour (0..255) of each pixel, averaged over the picture.
double apart(const QImage& a, const QImage& b) {
  double sum = 0;
  for (int y = 0; y < a.height(); y += 2) {
    const auto* p = reinterpret_cast<const QRgb*>(a.constScanLine(y));
    const auto* q = reinterpret_cast<const QRgb*>(b.constScanLine(y));
    for (int x = 0; x < a.width(); x += 2)
      sum += std::max({std::abs(qRed(p[x]) - qRed(q[x])), std::abs(qGreen(p[x]) - qGreen(q[x])), std::abs(qBlue(p[x]) - qBlue(q[x]))});
  }
  return 4 * sum / (a.width() * a.height());
}

int coloursIn(const QImage& image) {
  std::vector<QRgb> seen;
  for (int y = 0; y < image.height(); y += 8)
    for (int x = 0; x < image.width(); x += 8) seen.push_back(image.pixel(x, y));
  std::sort(seen.begin(), seen.end());
  return static_cast<int>(std::unique(seen.begin(), seen.end()) - seen.begin());
}

/// Mean relative luminance of the picture, 0..1.
double luminance(const QImage& image) {
  double sum = 0;
  int n = 0;
  const auto linear = [](int c) { return std::pow(c / 255.0, 2.2); };
  for (int y = 0; y < image.height(); y += 4) {
    const auto* p = reinterpret_cast<const QRgb*>(image.constScanLine(y));
    for (int x = 0; x < image.width(); x += 4, ++n)
      sum += 0.2126 * linear(qRed(p[x])) + 0.7152 * linear(qGreen(p[x])) + 0.0722 * linear(qBlue(p[x]));
  }
  return sum / n;
}

QRect boxOf(const QQuickItem& text) {
  const double w = text.property("contentWidth").toDouble(), h = text.property("contentHeight").toDouble();
  double x = 0;
  const int align = text.property("effectiveHorizontalAlignment").toInt();
  if (align == Qt::AlignHCenter) x = (text.width() - w) / 2;
  if (align == Qt::AlignRight) x = text.width() - w;
  return text.mapRectToScene(QRectF(x, 0, w, h)).toAlignedRect();
}

/// Contrast of the letters with what is beside and between them: the pixel nearest to the text's colour against the worst of
/// those that are ground, so that a lively picture behind the words counts with its worst part.
double contrastOf(const QQuickItem& text, const QImage& image) {
  const QColor ink = text.property("color").value<QColor>();
  const QRect box = boxOf(text).intersected(image.rect());
  std::vector<double> all;
  for (int y = box.top(); y <= box.bottom(); ++y)
    for (int x = box.left(); x <= box.right(); ++x) all.push_back(style::contrast(ink, image.pixelColor(x, y)));
  if (all.empty()) return 0;
  std::sort(all.begin(), all.end());
  // Letters and their smoothed edges cover less than half of their box.
  return all[all.size() / 2];
}

QString allWords(ShownScene& shown) {
  QStringList words;
  for (const QQuickItem* text : shown.texts()) words << text->property("text").toString();
  return words.join(' ');
}

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

class TwoMuscles : public testing::TestWithParam<const char*> {};

TEST_P(TwoMuscles, AreNamedByTheWordsThatTellThemApart) {
  for (const QSize size : kSizes) {
    ShownScene shown(GetParam(), size);
    shown.model().setNames("Trapezius, upper L", "Trapezius, upper R");
    for (FeedbackFrame frame : {frameAt(0.5F), test::exercise(0.5F, true)}) {
      frame.pair = {0.5F, 0.6F};
      const QImage image = shown.render(frame);
      const QString words = allWords(shown);
      EXPECT_TRUE(words.contains("Left") && words.contains("Right")) << words.toStdString();
      EXPECT_FALSE(words.contains("Trapezius")) << words.toStdString();
      for (const QQuickItem* text : shown.texts()) {
        const std::string said = text->property("text").toString().toStdString();
        EXPECT_TRUE(QRect({}, size).contains(boxOf(*text))) << said;
        EXPECT_GE(text->property("font").value<QFont>().pixelSize(), size.height() / 20) << said;
        EXPECT_GE(contrastOf(*text, image), 4.5) << said;
        for (const QQuickItem* other : shown.texts())
          EXPECT_TRUE(other == text || text->parentItem()->inherits("QQuickRow") || !boxOf(*other).intersects(boxOf(*text)))
              << said << " over " << other->property("text").toString().toStdString();
      }
    }
    shown.model().setNames("Vastus medialis", "Vastus lateralis");
    FeedbackFrame frame = frameAt(0.5F);
    frame.pair = {0.5F, 0.6F};
    shown.render(frame);
    EXPECT_TRUE(allWords(shown).contains("medialis") && allWords(shown).contains("lateralis"));
    for (const QQuickItem* text : shown.texts()) EXPECT_FALSE(text->property("truncated").toBool()) << text->property("text").toString().toStdString();
    shown.render(frameAt(0.5F));
    EXPECT_FALSE(allWords(shown).contains("medialis")) << "only one is trained";
  }
}
INSTANTIATE_TEST_SUITE_P(In, TwoMuscles, testing::Values("Bars", "Balance"), [](const auto& i) { return std::string(i.param); });

std::vector<std::string> names() {
  std::vector<std::string> all;
  for (const patient::SceneInfo& info : patient::scenes()) all.push_back(info.name.toStdString());
  return all;
}
INSTANTIATE_TEST_SUITE_P(InTheFolder, EveryScene, testing::ValuesIn(names()), [](const auto& i) { return i.param; });

TEST(SceneCatalog, ListsEveryFileOnceAndSomethingForEachDirection) {
  const auto all = patient::scenes();
  EXPECT_GE(all.size(), 8U);
  for (const bool up : {false, true}) {
    const QString usual = patient::usualScene(up);
    const auto it = std::find_if(all.begin(), all.end(), [&](const auto& i) { return i.name == usual; });
    ASSERT_NE(it, all.end()) << usual.toStdString();
    EXPECT_TRUE(up ? it->up : it->down);
  }
}

TEST(ScenePreviews, AreStillPicturesOfEverySceneInTheLookAskedFor) {
  patient::ScenePreviews previews;
  std::map<QString, QImage> light, dark;
  const auto make = [&](bool isDark, std::map<QString, QImage>& into) {
    const auto keep = QObject::connect(&previews, &patient::ScenePreviews::ready, [&](const QString& scene, const QPixmap& picture) {
      into[scene] = picture.toImage().convertToFormat(QImage::Format_RGB32);
    });
    previews.make(isDark, false);
    EXPECT_TRUE(QTest::qWaitFor([&] { return into.size() == patient::scenes().size(); }, 15000));
    QObject::disconnect(keep);
  };
  make(false, light);
  make(true, dark);
  for (const auto& [scene, picture] : light) {
    EXPECT_GT(coloursIn(picture), 8) << scene.toStdString();
    EXPECT_GT(apart(picture, dark[scene]), 3) << scene.toStdString() << " is as light in the dark";
    for (const auto& [other, its] : light) EXPECT_TRUE(other == scene || apart(picture, its) > 3) << scene.toStdString() << " looks like " << other.toStdString();
  }
  std::map<QString, QImage> again;
  QObject::connect(&previews, &patient::ScenePreviews::ready, [&](const QString& scene, const QPixmap&) { again[scene] = {}; });
  previews.make(true, false);
  QTest::qWait(300);
  EXPECT_TRUE(again.empty()) << "they are there already";
}

TEST(SceneChange, IsNeverEmptyAndTheSessionGoesOn) {
  ShownScene shown("Landscape");
  const QImage before = shown.render(frameAt(0.6F));
  shown.window().setScene("Bars");
  double worst = 0;
  double last = luminance(before);
  for (int i = 0; i < 40; ++i) {
    shown.model().setFrame(frameAt(0.6F));
    shown.model().advance(0.03);
    QTest::qWait(20);
    const QImage now = shown.picture();
    EXPECT_GT(coloursIn(now), 8);
    worst = std::max(worst, std::abs(luminance(now) - last));
    last = luminance(now);
  }
  EXPECT_EQ(shown.scene().property("title").toString(), "Bar with a line");
  EXPECT_LT(worst, 0.25) << "it fades";
  // Chosen again at once, in the middle of a change.
  shown.window().setScene("Landscape");
  shown.window().setScene("Breathing");
  EXPECT_TRUE(QTest::qWaitFor([&] { return shown.scene().property("title").toString() == "Breathing circle"; }, 2000));
  QTest::qWait(700);
  EXPECT_GT(coloursIn(shown.picture()), 8);
}

}  // namespace
