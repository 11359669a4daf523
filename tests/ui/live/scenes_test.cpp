// Scenes together: which there are, their small pictures, the change from one to another, the names of two muscles.

#include <gtest/gtest.h>

#include <QApplication>
#include <QFont>
#include <map>

#include "patient/scene_previews.h"
#include "scene_pixels.h"

namespace {

using namespace tonus;
using namespace test::pixels;
using core::FeedbackFrame;
using test::frameAt;
using test::ShownScene;

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

}  // namespace
