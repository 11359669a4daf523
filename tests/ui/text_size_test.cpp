// Nothing that is written is cut off, however large the text is on a small screen.

#include <gtest/gtest.h>

#include <QAbstractButton>
#include <QApplication>
#include <QLabel>
#include <QLayout>
#include <QScrollArea>
#include <QScrollBar>
#include <QTest>

#include "bridge/preferences.h"
#include "clinician/main_window.h"
#include "clinician/patients_page.h"
#include "clinician/protocols/phase_strip.h"
#include "clinician/protocols/protocol_editor.h"
#include "clinician/protocols/protocol_list.h"
#include "clinician/protocols/protocols_page.h"
#include "clinician/session_page/session_page.h"
#include "clinician/session_page/setup_panel.h"
#include "clinician/start_page.h"
#include "practice_store.h"
#include "review/review_page.h"
#include "style/theme.h"

namespace tonus::clinician {
namespace {

/// What does not fit can be scrolled to.
bool scrolls(const QWidget& widget) {
  for (const QWidget* w = &widget; w != nullptr; w = w->parentWidget())
    if (qobject_cast<const QScrollArea*>(w) != nullptr) return true;
  return false;
}

/// Words and how much of them is missing, one line each; empty = all can be read.
QStringList cutOff(const QWidget& window) {
  QStringList out;
  for (const QWidget* w : window.findChildren<QWidget*>()) {
    const auto* label = qobject_cast<const QLabel*>(w);
    const auto* button = qobject_cast<const QAbstractButton*>(w);
    const QString words = label != nullptr ? label->text() : button != nullptr ? button->text() : QString();
    if (words.isEmpty() || !w->isVisibleTo(&window)) continue;
    QSize needed = w->sizeHint();
    if (label != nullptr && label->wordWrap()) needed = {label->minimumSizeHint().width(), label->heightForWidth(label->width())};
    const QSize missing = needed - (scrolls(*w) ? w->size() : w->visibleRegion().boundingRect().size());
    if (missing.width() > 0 || missing.height() > 0)
      out << QStringLiteral("\"%1\" (%2) has %3x%4, needs %5x%6").arg(words.left(50), w->metaObject()->className())
                 .arg(w->width()).arg(w->height()).arg(needed.width()).arg(needed.height());
  }
  return out;
}

/// Of what a layout places side by side, pairs that lie on one another; empty = none do.
QStringList onOneAnother(const QWidget& page) {
  QStringList out;
  for (const QWidget* parent : page.findChildren<QWidget*>()) {
    if (parent->layout() == nullptr || !parent->isVisible()) continue;
    QList<const QWidget*> seen;
    for (int i = 0; i < parent->layout()->count(); ++i)
      if (const QWidget* w = parent->layout()->itemAt(i)->widget(); w != nullptr && w->isVisible()) seen << w;
    for (qsizetype a = 0; a < seen.size(); ++a)
      for (qsizetype b = a + 1; b < seen.size(); ++b)
        if (seen[a]->geometry().intersects(seen[b]->geometry()))
          out << QStringLiteral("%1 \"%2\" on %3 \"%4\" in %5").arg(seen[a]->metaObject()->className(), seen[a]->objectName(),
                                                                   seen[b]->metaObject()->className(), seen[b]->objectName(), parent->metaObject()->className());
  }
  return out;
}

class TextSize : public testing::TestWithParam<int> {
 protected:
  TextSize() : patient_(practice_.addPatient("P-0001", "Ana Maria Wintersteiner", "tension headache")), theme_(*qApp) {
    practice_.record(patient_, 0);
    practice_.record(patient_, 1);
    bridge::Preferences().setLastPatient(QString::fromStdString(patient_.id));
    theme_.setTextPercent(GetParam());
    live_.open(practice_.path(), false);
    window_ = std::make_unique<MainWindow>(live_, theme_, MainWindow::Places{});
    window_->resize(1366, 768);
    window_->show();
  }
  ~TextSize() override {
    window_.reset();
    theme_.setTextPercent(100);
  }
  void expectAllReadable(const char* where) {
    QTest::qWait(100);
    EXPECT_EQ(window_->size(), QSize(1366, 768)) << where;
    EXPECT_EQ(cutOff(*window_).join(QLatin1Char('\n')).toStdString(), "") << where;
  }

  practice::PracticeStore practice_;
  store::Patient patient_;
  core::SystemClock clock_;
  Workspace live_{clock_};   // on real time: its sessions last
  style::Theme theme_;
  std::unique_ptr<MainWindow> window_;
};

TEST_P(TextSize, EveryPageCanBeRead) {
  for (int i = 0; i < window_->pagesN(); ++i) {
    window_->go(i);
    expectAllReadable(qPrintable(QStringLiteral("page %1").arg(i)));
  }
  window_->go(0);
  window_->patients().newPatient();
  expectAllReadable("new patient");
}

TEST_P(TextSize, AProtocolCanBeReadComparedAndEdited) {
  ProtocolsPage& page = window_->protocols();
  const auto press = [&](const char* name) {
    auto* button = page.findChild<QAbstractButton*>(QLatin1String(name));
    ASSERT_NE(button, nullptr) << name;
    button->click();
  };
  const auto expectNothingOnAnother = [&](const char* where) {
    expectAllReadable(where);
    EXPECT_EQ(onOneAnother(page).join(QLatin1Char('\n')).toStdString(), "") << where;
    for (const QScrollArea* area : page.findChildren<QScrollArea*>()) {
      EXPECT_TRUE(!area->isVisible() || area->horizontalScrollBar()->maximum() == 0) << where << ": is wider than the window";
    }
  };
  window_->go(window_->entryOf(&page));
  ASSERT_TRUE(page.list().select(QStringLiteral("shipped/tmd_jaw")));
  press("copyForPatient");
  expectNothingOnAnother("a copy");
  press("protocolVersions");
  expectNothingOnAnother("its versions");
  QTest::keyClick(&page, Qt::Key_F2);
  ASSERT_TRUE(page.editing());
  expectNothingOnAnother("the editor");
  for (const char* fold : {"phaseMore", "foldFine", "foldCautions", "foldEvidence", "foldCourse", "foldGoal", "foldNumbers"}) press(fold);
  page.editor().draft().set({{"/rule/kind", "follow"}, {"/rule/curve", {{0, 0}, {5, 1}, {10, 0}}}});
  page.editor().draft().removePhase(3);   // the reference: there is something to consider
  expectNothingOnAnother("everything unfolded");
  for (int i = 0; i < page.editor().draft().phasesN(); ++i) {
    QTest::keyClick(&page.editor().strip(), Qt::Key_Right);
    expectNothingOnAnother(qPrintable(QStringLiteral("phase %1").arg(i + 1)));
  }
}

TEST_P(TextSize, ARunningSessionCanBeRead) {
  window_->go(window_->entryOf(&window_->session()));
  QTest::qWait(500);
  window_->session().setup().chooseProtocol(QStringLiteral("relaxation"));
  window_->session().begin();
  ASSERT_TRUE(window_->session().busy());
  ASSERT_TRUE(QTest::qWaitFor([&] { return window_->session().status().framesN > 4000; }, 8000));
  QTest::qWait(400);
  expectAllReadable("running");
  QTest::keyClick(&window_->session(), Qt::Key_Escape);
  expectAllReadable("asked whether to end");
  window_->session().stopAndKeep();
  expectAllReadable("afterwards");
}

TEST(TextSizeStart, TheStartPageCanBeRead) {
  core::SystemClock clock;
  Workspace nothing(clock);
  style::Theme theme(*qApp);
  theme.setTextPercent(150);
  {
    MainWindow window(nothing, theme, {"/home/clinician/.local/share/tonus/tonus.store", {}});
    window.resize(1366, 768);
    window.show();
    QTest::qWait(50);
    EXPECT_EQ(cutOff(window).join(QLatin1Char('\n')).toStdString(), "");
  }
  theme.setTextPercent(100);
}

INSTANTIATE_TEST_SUITE_P(Percent, TextSize, testing::Values(100, 150, 200));

}  // namespace
}  // namespace tonus::clinician
