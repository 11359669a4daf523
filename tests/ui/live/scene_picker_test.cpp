// Choosing what the patient sees.

#include <gtest/gtest.h>

#include <QSettings>
#include <QSignalSpy>
#include <QTest>
#include <set>

#include "clinician/session_page/scene_picker.h"
#include "patient/patient_display.h"
#include "patient/scene_catalog.h"
#include "session_fixture.h"
#include "style/choice.h"

namespace {

using namespace tonus;
using test::Session;

class ScenePick : public testing::Test {
 protected:
  ScenePick() { QSettings().remove(QStringLiteral("scene")); }
  ~ScenePick() override { QSettings().remove(QStringLiteral("scene")); }

  static void choose(QWidget& picker, const QString& name) {
    auto* choice = picker.findChild<style::Choice*>("sceneChoice");
    const int row = choice->findData(name);
    ASSERT_GE(row, 0);
    choice->setCurrentIndex(row);
    Q_EMIT choice->activated(row);
  }

  core::SystemClock clock_;
  patient::PatientDisplay display_{clock_};
};

TEST_F(ScenePick, BeginsWithWhatSuitsTheDirection) {
  clinician::ScenePicker picker(display_);
  picker.setUp(false);
  EXPECT_EQ(display_.scene(), patient::usualScene(false));
  picker.setUp(true);
  EXPECT_EQ(display_.scene(), patient::usualScene(true));
}

TEST_F(ScenePick, RemembersOneSceneForEachDirection) {
  {
    clinician::ScenePicker picker(display_);
    picker.setUp(false);
    choose(picker, "Balloon");
    picker.setUp(true);
    choose(picker, "Lotus");
    EXPECT_EQ(display_.scene(), "Lotus");
  }
  patient::PatientDisplay another(clock_);
  clinician::ScenePicker picker(another);
  picker.setUp(false);
  EXPECT_EQ(another.scene(), "Balloon");
  picker.setUp(true);
  EXPECT_EQ(another.scene(), "Lotus");
}

TEST_F(ScenePick, ListsEverySceneAndThoseThatSuitFirst) {
  clinician::ScenePicker picker(display_);
  picker.setUp(true);
  const auto* choice = picker.findChild<style::Choice*>("sceneChoice");
  const auto all = patient::scenes();
  bool suited = true;
  std::size_t listed = 0;
  for (int i = 0; i < choice->count(); ++i) {
    const auto it = std::find_if(all.begin(), all.end(), [&](const auto& s) { return s.name == choice->itemData(i).toString(); });
    if (it == all.end()) continue;  // the line between them
    ++listed;
    EXPECT_FALSE(it->up && !suited) << "after those that do not suit";
    suited = it->up;
  }
  EXPECT_EQ(listed, all.size());
}

TEST_F(ScenePick, TurnsToTheNextAndTheOneBeforeRoundAgain) {
  clinician::ScenePicker picker(display_);
  picker.setUp(false);
  const QString first = display_.scene();
  std::set<QString> met;
  for (std::size_t i = 0; i < patient::scenes().size(); ++i) {
    EXPECT_FALSE(picker.turn(1).isEmpty());
    EXPECT_TRUE(patient::hasScene(display_.scene()));
    met.insert(display_.scene());
  }
  EXPECT_EQ(met.size(), patient::scenes().size());
  EXPECT_EQ(display_.scene(), first);
  (void)picker.turn(1);
  (void)picker.turn(-1);
  EXPECT_EQ(display_.scene(), first);
}

TEST_F(ScenePick, TheOpenListShowsAPictureOfEachScene) {
  clinician::ScenePicker picker(display_);
  picker.setUp(false);
  picker.show();
  auto* choice = picker.findChild<style::Choice*>("sceneChoice");
  choice->showPopup();
  const auto pictured = [&] {
    int n = 0;
    for (int i = 0; i < choice->count(); ++i) n += choice->itemData(i, clinician::ScenePicker::kPictureRole).isNull() ? 0 : 1;
    return n;
  };
  EXPECT_TRUE(QTest::qWaitFor([&] { return pictured() == static_cast<int>(patient::scenes().size()); }, 15000)) << pictured();
  picker.setUp(true);
  EXPECT_EQ(pictured(), static_cast<int>(patient::scenes().size())) << "in another order they are still there";
  choice->hidePopup();
}

TEST_F(ScenePick, ASceneOfAnOlderVersionGivesWayToTheUsualOne) {
  QSettings().setValue(QStringLiteral("scene/down"), QStringLiteral("Aquarium"));
  clinician::ScenePicker picker(display_);
  picker.setUp(false);
  EXPECT_EQ(display_.scene(), patient::usualScene(false));
}

TEST_F(Session, AKeyGoesToTheNextSceneAndTheHelpNamesIt) {
  page_.setup().chooseProtocol("free");
  start();
  page_.activateWindow();
  ASSERT_TRUE(QTest::qWaitFor([&] { return page_.isActiveWindow(); }, 3000));
  page_.setFocus();
  const QString before = page_.display().scene();
  QTest::keyClick(&page_, Qt::Key_C);
  EXPECT_NE(page_.display().scene(), before);
  QTest::keyClick(&page_, Qt::Key_C, Qt::ShiftModifier);
  EXPECT_EQ(page_.display().scene(), before);
  const auto keys = page_.keys();
  EXPECT_TRUE(std::any_of(keys.begin(), keys.end(), [](const auto& k) { return k.key == "C, Shift+C"; }));
  QSettings().remove(QStringLiteral("scene"));
}

TEST_F(Session, ASceneChosenInTheMiddleIsShownAndTheSessionGoesOn) {
  page_.setup().chooseProtocol("free");
  start();
  page_.display().open();
  auto* choice = page_.findChild<style::Choice*>("sceneChoice");
  ASSERT_NE(choice, nullptr);
  choice->setCurrentIndex(choice->findData("Bars"));
  Q_EMIT choice->activated(choice->currentIndex());
  EXPECT_EQ(page_.display().scene(), "Bars");
  const auto before = page_.status().framesN;
  EXPECT_TRUE(QTest::qWaitFor([&] { return page_.status().framesN > before + 500; }, 5000));
  EXPECT_EQ(page_.status().lostFrames, 0U);
  EXPECT_TRUE(QTest::qWaitFor([&] { return page_.display().model().state() == "feedback"; }, 5000));
  page_.stopAndKeep();
  EXPECT_EQ(page_.display().model().state(), "finished");
  QSettings().remove(QStringLiteral("scene"));
}

}  // namespace
