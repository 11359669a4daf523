#pragma once
// The editor open on a patient's copy of a protocol, in a window, and hands to work it.

#include <gtest/gtest.h>

#include <QAbstractButton>
#include <QApplication>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QTest>

#include "clinician/main_window.h"
#include "clinician/patients_page.h"
#include "clinician/protocols/dry_run_panel.h"
#include "clinician/protocols/phase_strip.h"
#include "clinician/protocols/protocol_editor.h"
#include "clinician/protocols/protocol_list.h"
#include "clinician/protocols/protocols_page.h"
#include "practice_store.h"
#include "style/theme.h"

namespace tonus::clinician {

class EditorTest : public testing::Test {
 protected:
  void SetUp() override {
    QSettings().clear();
    patient_ = practice_.addPatient("P-0001", "Maren Vogt", "tension headache");
    window_ = std::make_unique<MainWindow>(practice_.workspace(), theme_, MainWindow::Places{});
    window_->resize(1366, 768);
    window_->show();
    ASSERT_TRUE(QTest::qWaitForWindowActive(window_.get()));
    window_->go(window_->entryOf(&page()));
    edit(QStringLiteral("relaxation"));
  }
  /// A copy of it for the patient.
  void edit(const QString& protocol) {
    if (page().editing()) page().editor().leave();
    ASSERT_TRUE(page().list().select(QStringLiteral("shipped/") + protocol));
    click(QStringLiteral("copyForPatient"));
    QTest::keyClick(&page(), Qt::Key_F2);
    ASSERT_TRUE(page().editing());
  }
  ProtocolsPage& page() { return window_->protocols(); }
  ProtocolDraft& draft() { return page().editor().draft(); }
  PhaseStrip& strip() { return page().editor().strip(); }
  template <class T>
  T* find(const QString& name) { return page().findChild<T*>(name); }
  void click(const QString& name) {
    auto* button = find<QAbstractButton>(name);
    ASSERT_NE(button, nullptr) << name.toStdString();
    ASSERT_TRUE(QTest::qWaitFor([&] { return button->isVisible() && button->isEnabled(); }, 1000)) << name.toStdString();
    button->click();
  }
  /// The other panel, of the page that is read, has the same names.
  void press(DryRunPanel* panel, const char* name) {
    auto* button = panel->findChild<QPushButton*>(QLatin1String(name));
    ASSERT_TRUE(QTest::qWaitFor([&] { return button->isVisible(); }, 1000)) << name;
    button->click();
  }
  static QString wordsOf(DryRunPanel* panel, const char* name) { return panel->findChild<QLabel*>(QLatin1String(name))->text(); }
  void type(const QString& field, const QString& text) {
    auto* edit = find<QLineEdit>(field);
    edit->setFocus();
    edit->selectAll();
    QTest::keyClicks(edit, text);
  }
  void choose(const QString& field, const QString& word) {
    auto* choice = find<QComboBox>(field);
    ASSERT_NE(choice, nullptr) << field.toStdString();
    ASSERT_GE(choice->findData(word), 0) << word.toStdString();
    choice->setCurrentIndex(choice->findData(word));
    Q_EMIT choice->activated(choice->currentIndex());
  }
  void choosePhase(int phase) { QTest::mouseClick(&strip(), Qt::LeftButton, {}, strip().box(phase).center().toPoint()); }
  std::string ids() {
    std::string out;
    for (const auto& phase : draft().now()["phases"]) out += phase["id"].get<std::string>() + ' ';
    return out;
  }
  bool canSave() { return find<QPushButton>(QStringLiteral("editorSave"))->isEnabled(); }

  style::Theme theme_{*qApp};
  practice::PracticeStore practice_;
  store::Patient patient_;
  std::unique_ptr<MainWindow> window_;
};

}  // namespace tonus::clinician
