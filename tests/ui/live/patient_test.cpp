// The patient's scene, rendered offscreen in software at the states a patient can meet.

#include <gtest/gtest.h>

#include <QApplication>
#include <QDir>
#include <QImage>
#include <QQuickItem>
#include <QScreen>
#include <QTest>
#include <memory>

#include "patient/patient_display.h"
#include "patient/scene_thumbnail.h"
#include "patient/scene_window.h"

namespace {

using tonus::core::FeedbackFrame;
using tonus::core::PhaseInfo;
using tonus::core::QualityReason;
using tonus::patient::FeedbackModel;
using tonus::patient::PatientDisplay;
using tonus::patient::SceneWindow;

FeedbackFrame frameAt(float level, bool inTarget = false) {
  PhaseInfo phase;
  phase.cue = "Let your forehead be soft";
  FeedbackFrame frame;
  frame.level = level;
  frame.inTarget = inTarget;
  frame.usable = true;
  frame.timeLeftS = 47.3F;
  frame.phase = std::make_shared<PhaseInfo>(phase);
  return frame;
}

FeedbackFrame unusableFrame() {
  FeedbackFrame frame = frameAt(0.5F);
  frame.usable = false;
  frame.quality.add(QualityReason::kElectrodeOff);
  return frame;
}

class Scene : public testing::Test {
 protected:
  Scene() : window_(model_) {
    window_.resize(1280, 720);
    window_.show();
  }

  QImage render(const FeedbackFrame& frame, const QString& keepAs = {}) {
    model_.setFrame(frame);
    for (int i = 0; i < 400 && (i < 80 || !model_.settled()); ++i) model_.advance(0.1);
    QTest::qWait(60);
    const QImage image = window_.grabWindow().convertToFormat(QImage::Format_RGB32);
    const QString folder = qEnvironmentVariable("TONUS_SHOTS");
    if (!folder.isEmpty() && !keepAs.isEmpty()) image.save(QDir(folder).filePath(keepAs + ".png"));
    return image;
  }
  QQuickItem* item(const char* name) { return find(window_.rootObject(), QString::fromUtf8(name)); }
  /// By the tree of what is painted: a Repeater's items have no QObject parent there.
  static QQuickItem* find(QQuickItem* from, const QString& name) {
    if (from->objectName() == name) return from;
    for (QQuickItem* child : from->childItems()) {
      if (QQuickItem* found = find(child, name)) return found;
    }
    return nullptr;
  }

  FeedbackModel model_;
  SceneWindow window_;
};

int coloursIn(const QImage& image) {
  std::vector<QRgb> seen;
  for (int y = 0; y < image.height(); y += 16) {
    for (int x = 0; x < image.width(); x += 16) {
      if (std::find(seen.begin(), seen.end(), image.pixel(x, y)) == seen.end()) seen.push_back(image.pixel(x, y));
    }
  }
  return static_cast<int>(seen.size());
}

/// Pixels of the bar that are as light as its fill, along its middle.
int fillPixels(const QImage& image, const QQuickItem& bar) {
  const QRectF box = bar.mapRectToScene(bar.boundingRect());
  int n = 0;
  for (int x = static_cast<int>(box.left()); x < box.right(); ++x) {
    n += qGray(image.pixel(x, static_cast<int>(box.center().y()))) > 235 ? 1 : 0;
  }
  return n;
}

double meanSaturation(const QImage& image) {
  double sum = 0;
  int n = 0;
  for (int y = 0; y < image.height(); y += 8) {
    for (int x = 0; x < image.width(); x += 8, ++n) sum += image.pixelColor(x, y).hslSaturationF();
  }
  return sum / n;
}

TEST_F(Scene, IsPaintedInSoftwareAndNotBlank) {
  const QImage image = render(frameAt(0.62F), "patient");
  ASSERT_EQ(image.size(), QSize(1280, 720));
  EXPECT_GT(coloursIn(image), 60);
}

TEST_F(Scene, BarSunAndSkyFollowTheLevelAllTheWay) {
  int before = -1;
  double sunBefore = 1e9;
  QImage first;
  for (int i = 0; i <= 10; ++i) {
    const QImage image = render(frameAt(static_cast<float>(i) / 10.0F));
    const int now = fillPixels(image, *item("bar"));
    EXPECT_GT(now, before) << "level " << i;
    EXPECT_LT(item("sun")->y(), sunBefore);
    before = now;
    sunBefore = item("sun")->y();
    if (i == 0) first = image;
    if (i == 10) {
      EXPECT_NE(first.pixel(40, 40), image.pixel(40, 40));
    }
  }
}

TEST_F(Scene, WordsStandInsideTheWindowAndAreLargeEnough) {
  for (const FeedbackFrame& frame : {frameAt(0.3F), frameAt(0.9F, true), unusableFrame()}) {
    render(frame);
    for (const char* name : {"head", "time", "trouble"}) {
      const QQuickItem* text = item(name);
      if (!text->isVisible()) continue;
      const QRectF box = text->mapRectToScene(QRectF(0, 0, text->width(), text->height()));
      EXPECT_TRUE(QRectF(0, 0, 1280, 720).contains(box)) << name;
      EXPECT_GE(text->property("font").value<QFont>().pixelSize(), 720 / 20) << name;
      EXPECT_LE(text->property("contentWidth").toDouble(), text->width() + 1) << name;
    }
  }
}

TEST_F(Scene, ALongCueStillFits) {
  FeedbackFrame frame = frameAt(0.5F);
  PhaseInfo phase;
  phase.cue = "Lassen Sie Ihre Schultern schwer und weit herabsinken";
  frame.phase = std::make_shared<PhaseInfo>(phase);
  render(frame, "patient-long");
  EXPECT_LE(item("head")->property("contentWidth").toDouble(), item("head")->width() + 1);
  EXPECT_FALSE(item("head")->property("truncated").toBool());
}

TEST_F(Scene, ASignalThatIsNotUsableLooksDifferentInShapeWordsAndColour) {
  const QImage usable = render(frameAt(0.5F));
  EXPECT_FALSE(item("sign")->isVisible());
  const QImage broken = render(unusableFrame(), "patient-unusable");
  EXPECT_TRUE(item("sign")->isVisible());
  EXPECT_FALSE(item("bar")->isVisible());
  EXPECT_EQ(item("trouble")->property("text").toString().toLower(), QString("electrode off"));
  EXPECT_LT(meanSaturation(broken), 0.5 * meanSaturation(usable));
  // The ring of the sign is there in grey values alone.
  const QRectF sign = item("sign")->mapRectToScene(item("sign")->boundingRect());
  const QPoint ring(static_cast<int>(sign.left() + 0.04 * sign.width()), static_cast<int>(sign.center().y()));
  EXPECT_GT(qGray(broken.pixel(ring)), qGray(broken.pixel(ring - QPoint(20, 0))) + 60);
}

TEST_F(Scene, InTargetBirdsComeAndTheSunGlows) {
  render(frameAt(0.9F, false));
  EXPECT_FALSE(item("bird0")->isVisible());
  const double before = item("glow")->opacity();
  render(frameAt(0.9F, true), "patient-reward");
  EXPECT_TRUE(item("bird0")->isVisible());
  EXPECT_GT(item("glow")->opacity(), before + 0.3);
}

TEST_F(Scene, WithoutFeedbackNoLevelCanBeRead) {
  FeedbackFrame quiet = frameAt(0.1F);
  PhaseInfo phase = *quiet.phase;
  phase.feedback = false;
  quiet.phase = std::make_shared<PhaseInfo>(phase);
  const QImage low = render(quiet, "patient-calm");
  quiet.level = 0.95F;
  EXPECT_EQ(low, render(quiet));
  EXPECT_FALSE(item("bar")->isVisible());
}

TEST_F(Scene, APauseSaysSoAndShowsItsSign) {
  FeedbackFrame frame = frameAt(0.5F);
  frame.paused = true;
  render(frame, "patient-paused");
  EXPECT_EQ(item("head")->property("text").toString(), QString("Paused"));
  EXPECT_TRUE(item("sign")->isVisible());
}

TEST_F(Scene, WithReducedMotionNothingDrifts) {
  model_.setReducedMotion(true);
  render(frameAt(0.9F, true));
  const double x = item("bird0")->x();
  model_.advance(5);
  EXPECT_EQ(item("bird0")->x(), x);
  EXPECT_TRUE(model_.settled());
}

TEST(PatientDisplayTest, TakesTheSecondMonitorAndMeasuresItsLateness) {
  tonus::core::SystemClock clock;
  PatientDisplay display(clock);
  EXPECT_FALSE(display.isOpen());
  display.open();
  ASSERT_TRUE(display.isOpen());
  EXPECT_EQ(display.window()->cursor().shape(), Qt::BlankCursor);
  if (QGuiApplication::screens().size() > 1) {
    EXPECT_TRUE(display.window()->isFullScreen());
    EXPECT_EQ(display.where(), QString("monitor 2"));
  } else {
    EXPECT_EQ(display.where(), QString("window"));
  }
  ASSERT_TRUE(QTest::qWaitForWindowExposed(display.window()));
  int framesN = 0;
  QObject::connect(display.window(), &SceneWindow::painted, [&] { ++framesN; });
  const auto since = clock.now();
  for (int i = 0; i < 60; ++i) {
    FeedbackFrame frame = frameAt(static_cast<float>(i % 10) / 10.0F);
    frame.arrival = clock.now();
    display.show(frame);
    QTest::qWait(10);
  }
  const auto late = display.latency();
  std::printf("patient display %dx%d: p50 %.1f p95 %.1f worst %.1f ms, n %llu\n", display.window()->width(),
              display.window()->height(), late.p50Ms, late.p95Ms, late.worstMs,
              static_cast<unsigned long long>(late.n));
  EXPECT_GT(late.n, 5U);
  const double tookS = std::chrono::duration<double>(clock.now() - since).count();
  EXPECT_LE(framesN, (33.0 + 5.0) * tookS + 3) << "about thirty frames a second, and five more at most for sudden changes";
  QTest::keyClick(display.window(), Qt::Key_Escape);
  if (display.isOpen() && QGuiApplication::screens().size() > 1) QTest::keyClick(display.window(), Qt::Key_Escape);
  EXPECT_TRUE(QTest::qWaitFor([&] { return !display.isOpen(); }, 1000));
}

TEST(PatientDisplayTest, WhatComesWhileNobodyCanSeeItIsNotCalledLate) {
  tonus::core::SystemClock clock;
  PatientDisplay display(clock);
  display.open();
  ASSERT_TRUE(QTest::qWaitForWindowExposed(display.window()));
  display.window()->hide();
  ASSERT_TRUE(QTest::qWaitFor([&] { return !display.window()->isExposed(); }, 2000));
  FeedbackFrame old = frameAt(0.2F);
  old.arrival = clock.now() - std::chrono::seconds(60);
  for (int i = 0; i < 5; ++i) display.show(old);
  display.window()->show();
  ASSERT_TRUE(QTest::qWaitForWindowExposed(display.window()));
  FeedbackFrame now = frameAt(0.8F);
  now.arrival = clock.now();
  display.show(now);
  ASSERT_TRUE(QTest::qWaitFor([&] { return display.latency().n > 0; }, 5000));
  EXPECT_EQ(display.latency().n, 1U);
  EXPECT_LT(display.latency().worstMs, 30000.0);
}

TEST(PatientDisplayTest, ComesBackAsAWindowAndSaysSoWhenItsMonitorIsPulled) {
  if (QGuiApplication::screens().size() < 2) GTEST_SKIP() << "This platform has one screen only.";
  tonus::core::SystemClock clock;
  PatientDisplay display(clock);
  QString told;
  QObject::connect(&display, &PatientDisplay::told, [&](const QString& words) { told = words; });
  display.open();
  ASSERT_EQ(display.where(), QString("monitor 2"));
  Q_EMIT qApp->screenRemoved(QGuiApplication::screens().last());
  EXPECT_TRUE(display.isOpen());
  EXPECT_EQ(display.where(), QString("window"));
  EXPECT_TRUE(QGuiApplication::primaryScreen()->geometry().contains(display.window()->geometry()));
  EXPECT_TRUE(told.contains("disconnected"));
}

TEST(PatientDisplayTest, TheThumbnailShowsTheSameScene) {
  FeedbackModel model;
  tonus::patient::SceneThumbnail thumbnail(model);
  thumbnail.resize(256, 144);
  thumbnail.show();
  model.setFrame(frameAt(0.8F, true));
  for (int i = 0; i < 30; ++i) model.advance(0.1);
  QTest::qWait(60);
  const QImage image = thumbnail.grab().toImage();
  EXPECT_GT(coloursIn(image), 20);
}

}  // namespace
