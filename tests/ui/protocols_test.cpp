// The page of protocols: what is read, copied, compared, brought back and withdrawn, as a person does it.

#include <gtest/gtest.h>

#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QSettings>
#include <QTest>

#include "clinician/main_window.h"
#include "clinician/notice.h"
#include "clinician/patients_page.h"
#include "clinician/protocols/protocol_list.h"
#include "clinician/protocols/protocols_page.h"
#include "clinician/session_page/session_page.h"
#include "clinician/session_page/setup_panel.h"
#include "practice_store.h"
#include "style/theme.h"
#include "tonus/app/protocols.h"

namespace tonus::clinician {
namespace {

class Protocols : public testing::Test {
 protected:
  void SetUp() override {
    QSettings().clear();
    patient_ = practice_.addPatient("P-0001", "Maren Vogt", "tension headache");
    window_ = std::make_unique<MainWindow>(practice_.workspace(), theme_, MainWindow::Places{});
    window_->resize(1366, 768);
    window_->show();
    ASSERT_TRUE(QTest::qWaitForWindowActive(window_.get()));
    window_->go(window_->entryOf(&page()));
  }
  ProtocolsPage& page() { return window_->protocols(); }
  template <class T>
  T* find(const QString& name) { return page().findChild<T*>(name); }
  void click(const QString& name) {
    auto* button = find<QPushButton>(name);
    ASSERT_NE(button, nullptr) << name.toStdString();
    ASSERT_TRUE(QTest::qWaitFor([&] { return button->isVisible(); }, 1000)) << name.toStdString();
    button->click();
  }
  QString text(const QString& name) { return find<QLabel>(name)->text(); }
  bool choose(const QString& key) { return page().list().select(key); }
  int listedN() { return find<QListView>(QStringLiteral("protocolList"))->model()->rowCount(); }
  /// Version 2 of the patient's copy: its first trial is 90 s.
  app::OfferedProtocol secondVersion() {
    const auto now = *page().list().current();
    session::Protocol edited = now.protocol;
    for (session::Phase& p : edited.phases)
      if (p.id == "trial_1") p.durationS = 90;
    auto saved = app::saveProtocol(practice_.store(), now, edited);
    EXPECT_TRUE(saved.ok());
    page().reload();
    return *saved;
  }

  style::Theme theme_{*qApp};
  practice::PracticeStore practice_;
  store::Patient patient_;
  std::unique_ptr<MainWindow> window_;
};

TEST_F(Protocols, AreReadInWordsWithPhasesRuleEvidenceAndCautions) {
  ASSERT_TRUE(choose(QStringLiteral("shipped/relaxation")));
  EXPECT_EQ(text(QStringLiteral("protocolName")), QStringLiteral("Relaxation training"));
  EXPECT_TRUE(text(QStringLiteral("protocolAbout")).contains(QStringLiteral("came with Tonus")));
  EXPECT_TRUE(text(QStringLiteral("protocolReview")).contains(QStringLiteral("not yet reviewed")));
  EXPECT_TRUE(text(QStringLiteral("protocolSummary")).contains(QStringLiteral("9 phases")));
  EXPECT_TRUE(text(QStringLiteral("protocolChannels")).contains(QStringLiteral("Frontalis")));
  EXPECT_TRUE(text(QStringLiteral("protocolJudged")).contains(QStringLiteral("0.9 × the median of the baseline"))) << text(QStringLiteral("protocolJudged")).toStdString();
  EXPECT_TRUE(text(QStringLiteral("protocolAdvice")).contains(QStringLiteral("Phase 3, Trial 1: No noise floor"))) << text(QStringLiteral("protocolAdvice")).toStdString();
  EXPECT_FALSE(find<QPushButton>(QStringLiteral("withdrawProtocol"))->isVisible());
  auto* strip = find<QWidget>(QStringLiteral("phaseStrip"));
  strip->setFocus();
  QTest::keyClick(strip, Qt::Key_Right);
  EXPECT_TRUE(strip->accessibleDescription().contains(QStringLiteral("Phase 2 of 9"))) << strip->accessibleDescription().toStdString();
  EXPECT_TRUE(text(QStringLiteral("phaseWords")).contains(QStringLiteral("Rest as you usually do")));
}

TEST_F(Protocols, ACopyForThePatientIsComparedBroughtBackAndOfferedInTheSession) {
  ASSERT_TRUE(choose(QStringLiteral("shipped/relaxation")));
  const int before = listedN();
  click(QStringLiteral("copyForPatient"));
  EXPECT_EQ(listedN(), before + 1);
  EXPECT_EQ(ProtocolList::keyOf(*page().list().current()), QStringLiteral("patient/relaxation"));
  click(QStringLiteral("compareProtocol"));
  EXPECT_TRUE(text(QStringLiteral("protocolDifferences")).contains(QStringLiteral("word for word")));
  (void)secondVersion();
  EXPECT_TRUE(text(QStringLiteral("protocolDifferences")).contains(QStringLiteral("120 s → 90 s"))) << text(QStringLiteral("protocolDifferences")).toStdString();
  click(QStringLiteral("protocolVersions"));
  click(QStringLiteral("restoreVersion1"));
  EXPECT_EQ(page().list().current()->saved.version, 3);
  const auto& phases = page().list().current()->protocol.phases;
  EXPECT_TRUE(std::any_of(phases.begin(), phases.end(), [](const auto& p) { return p.id == "trial_1" && p.durationS == 120; }));

  window_->go(window_->entryOf(&window_->session()));
  window_->session().setup().chooseProtocol(QStringLiteral("relaxation"));
  const session::SessionSetup setup = window_->session().setup().setup();
  EXPECT_EQ(setup.protocolVersion, 3);
  EXPECT_EQ(setup.protocolVersionId, page().list().current()->saved.id);
}

TEST_F(Protocols, AWithdrawnOneLeavesAndUndoBringsItBack) {
  ASSERT_TRUE(choose(QStringLiteral("shipped/relaxation")));
  click(QStringLiteral("copyForClinic"));
  const int before = listedN();
  click(QStringLiteral("withdrawProtocol"));
  EXPECT_EQ(listedN(), before - 1);
  click(QStringLiteral("noticeAction"));
  EXPECT_EQ(listedN(), before);
  EXPECT_EQ(ProtocolList::keyOf(*page().list().current()), QStringLiteral("clinic/relaxation"));
}

TEST_F(Protocols, AFileWrittenIsAFileThatCanBeOpenedAndABadOneIsSaid) {
  QTemporaryDir folder;
  ASSERT_TRUE(choose(QStringLiteral("shipped/relaxation")));
  page().exportFile(folder.filePath(QStringLiteral("a.json")));
  page().importFile(folder.filePath(QStringLiteral("a.json")));
  ASSERT_NE(page().list().current(), nullptr);
  EXPECT_EQ(page().list().current()->origin, app::ProtocolOrigin::kClinic);
  const int before = listedN();
  QFile bad(folder.filePath(QStringLiteral("bad.json")));
  ASSERT_TRUE(bad.open(QIODevice::WriteOnly));
  bad.write("{\"schema\": \"tonus.protocol/2\"}");
  bad.close();
  page().importFile(bad.fileName());
  EXPECT_EQ(listedN(), before);
  EXPECT_TRUE(page().findChild<Notice*>()->words().contains(QStringLiteral("Nothing was added")));
}

TEST_F(Protocols, EveryVersionSaysWhatItChangedAndBringingOneBackKeepsTheOthers) {
  ASSERT_TRUE(choose(QStringLiteral("shipped/relaxation")));
  click(QStringLiteral("copyForPatient"));
  (void)secondVersion();
  auto third = *page().list().current();
  session::Protocol edited = third.protocol;
  edited.cautions = {"Stop when it hurts"};
  ASSERT_TRUE(app::saveProtocol(practice_.store(), third, edited).ok());
  page().reload();
  click(QStringLiteral("protocolVersions"));
  const auto all = [&] {
    QString out;
    for (const QLabel* label : page().findChildren<QLabel*>())
      if (label->isVisible() && label->text().startsWith(QStringLiteral("Version "))) out += label->text() + QLatin1Char('\n');
    return out;
  };
  EXPECT_TRUE(all().contains(QStringLiteral("cautions: “Stop when it hurts” added"))) << all().toStdString();
  EXPECT_TRUE(all().contains(QStringLiteral("Trial 1: length: 120 s → 90 s")));
  EXPECT_TRUE(all().contains(QStringLiteral("As it was copied.")));
  EXPECT_EQ(find<QPushButton>(QStringLiteral("restoreVersion3")), nullptr) << "it is the one in use";
  click(QStringLiteral("restoreVersion2"));
  EXPECT_EQ(page().list().current()->saved.version, 4);
  EXPECT_TRUE(page().list().current()->protocol.cautions.empty());
  EXPECT_EQ(app::versionsOf(practice_.store(), *page().list().current())->size(), 4U);
  click(QStringLiteral("compareProtocol"));
  EXPECT_EQ(text(QStringLiteral("protocolDifferences")), QStringLiteral("• Trial 1: length: 120 s → 90 s")) << "with what was copied";
}

TEST_F(Protocols, AWithdrawnCopyIsNotOfferedAndTheNextIsItsNextVersion) {
  ASSERT_TRUE(choose(QStringLiteral("shipped/relaxation")));
  click(QStringLiteral("copyForPatient"));
  (void)secondVersion();
  click(QStringLiteral("withdrawProtocol"));
  EXPECT_FALSE(choose(QStringLiteral("patient/relaxation")));
  window_->go(window_->entryOf(&window_->session()));
  window_->session().setup().chooseProtocol(QStringLiteral("relaxation"));
  EXPECT_EQ(window_->session().setup().setup().protocolVersion, 0) << "the one that came with Tonus";
  window_->go(window_->entryOf(&page()));
  ASSERT_TRUE(choose(QStringLiteral("shipped/relaxation")));
  click(QStringLiteral("copyForPatient"));
  EXPECT_EQ(page().list().current()->saved.version, 3);
  EXPECT_EQ(app::versionsOf(practice_.store(), *page().list().current())->size(), 3U) << "nothing was erased";
}

TEST_F(Protocols, ASecondCopyForOnePatientIsRefusedInWords) {
  ASSERT_TRUE(choose(QStringLiteral("shipped/relaxation")));
  click(QStringLiteral("copyForPatient"));
  ASSERT_TRUE(choose(QStringLiteral("shipped/relaxation")));
  const int before = listedN();
  click(QStringLiteral("copyForPatient"));
  EXPECT_EQ(listedN(), before);
  EXPECT_TRUE(page().findChild<Notice*>()->words().contains(QStringLiteral("already has a copy")));
}

TEST_F(Protocols, FilesThatCannotBeReadOrWrittenAreSaidAndChangeNothing) {
  QTemporaryDir folder;
  const auto said = [&] { return page().findChild<Notice*>()->words(); };
  ASSERT_TRUE(choose(QStringLiteral("shipped/relaxation")));
  const int before = listedN();
  page().exportFile(folder.filePath(QStringLiteral("none/a.json")));
  EXPECT_TRUE(said().contains(QStringLiteral("could not be written"))) << said().toStdString();
  EXPECT_TRUE(said().contains(QStringLiteral("Choose another place")));
  page().importFile(folder.filePath(QStringLiteral("none.json")));
  EXPECT_TRUE(said().contains(QStringLiteral("could not be read"))) << said().toStdString();
  const auto put = [&](const char* name, const QByteArray& bytes) {
    QFile file(folder.filePath(QLatin1String(name)));
    EXPECT_TRUE(file.open(QIODevice::WriteOnly));
    file.write(bytes);
    return file.fileName();
  };
  page().importFile(put("half.json", "{\n \"schema\": \"tonus.protocol/2\",\n"));
  EXPECT_TRUE(said().contains(QStringLiteral("line 3"))) << said().toStdString();
  page().importFile(put("huge.json", QByteArray(5 << 20, ' ')));
  EXPECT_TRUE(said().contains(QStringLiteral("could not be read"))) << said().toStdString();
  page().importFile(put("empty.json", ""));
  EXPECT_TRUE(said().contains(QStringLiteral("Nothing was added"))) << said().toStdString();
  EXPECT_EQ(listedN(), before);
  EXPECT_EQ(ProtocolList::keyOf(*page().list().current()), QStringLiteral("shipped/relaxation"));
}

TEST_F(Protocols, AnotherPatientDoesNotSeeTheFirstOnesCopies) {
  ASSERT_TRUE(choose(QStringLiteral("shipped/relaxation")));
  click(QStringLiteral("copyForPatient"));
  const int before = listedN();
  page().setPatient(practice_.addPatient("P-0002", "Jonas Brandt", "low back pain"));
  EXPECT_EQ(listedN(), before - 1);
}

}  // namespace
}  // namespace tonus::clinician
