// The patient's scene, rendered offscreen in software at the states a patient can meet.

#include <gtest/gtest.h>

#include <QApplication>
#include <QImage>
#include <QScreen>
#include <QTest>
#include <memory>

#include "patient/patient_display.h"
#include "patient/scene_thumbnail.h"
#include "shown_scene.h"

namespace {

using tonus::core::FeedbackFrame;
using tonus::patient::FeedbackModel;
using tonus::patient::PatientDisplay;
using tonus::patient::SceneWindow;
using tonus::test::frameAt;
using tonus::test::ShownScene;

class Scene : public testing::Test {
 protected:
  QImage render(const FeedbackFrame& frame, const QString& keepAs = {}) { return shown_.render(frame, keepAs); }
  QQuickItem* item(const char* name) { return shown_.item(QString::fromUtf8(name)); }

  ShownScene shown_{"Landscape", {1280, 720}};
  FeedbackModel& model_ = shown_.model();
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

TEST_F(Scene, InTargetBirdsComeAndTheSunGlows) {
  render(frameAt(0.9F, false));
  EXPECT_FALSE(item("bird0")->isVisible());
  const double before = item("glow")->opacity();
  render(frameAt(0.9F, true), "patient-reward");
  EXPECT_TRUE(item("bird0")->isVisible());
  EXPECT_GT(item("glow")->opacity(), before + 0.3);
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
  tonus::patient::SceneThumbnail thumbnail(model, "Landscape");
  thumbnail.resize(256, 144);
  thumbnail.show();
  model.setFrame(frameAt(0.8F, true));
  for (int i = 0; i < 30; ++i) model.advance(0.1);
  QTest::qWait(60);
  const QImage image = thumbnail.grab().toImage();
  EXPECT_GT(coloursIn(image), 20);
}

}  // namespace
