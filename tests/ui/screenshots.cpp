// Pictures of every page from a seeded state: TONUS_SHOTS=folder tonus_screenshots [store]. Without a store it makes
// the demo store first. TONUS_SHOTS_SESSION: a session too; TONUS_SHOTS_EXERCISE: only one of an exercise.

#include <QApplication>
#include <QDir>
#include <QFileDialog>
#include <QPixmap>
#include <QPushButton>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <cstdio>

#include "bridge/preferences.h"
#include "clinician/main_window.h"
#include "clinician/patients_page.h"
#include "clinician/protocols/dry_run_panel.h"
#include "clinician/protocols/phase_strip.h"
#include "clinician/protocols/protocol_editor.h"
#include "clinician/protocols/protocol_list.h"
#include "clinician/protocols/protocols_page.h"
#include "clinician/session_page/session_page.h"
#include "clinician/session_page/setup_panel.h"
#include "clinician/workspace.h"
#include "review/review_page.h"
#include "review/trace_plot.h"
#include "style/theme.h"
#include "tonus/app/records.h"
#include "tonus/core/clock.h"

namespace {

using namespace tonus;

void settle(int ms = 150) { QTest::qWait(ms); }

void shoot(QWidget& window, const QDir& folder, const QString& page, const QString& theme) {
  settle();
  const QString name = QStringLiteral("%1-%2-%3.png").arg(page, theme).arg(window.width());
  window.grab().save(folder.filePath(name));
  std::printf("%s\n", qPrintable(folder.filePath(name)));
}

void shootFileDialog(clinician::MainWindow& window, const QDir& folder, const QString& theme) {
  if (window.width() > 1400) return;
  QFileDialog dialog(&window, QStringLiteral("Write the report"), QDir::rootPath());
  dialog.setOption(QFileDialog::DontUseNativeDialog);
  dialog.setAcceptMode(QFileDialog::AcceptSave);
  dialog.selectFile(QStringLiteral("P-0001 2026-11-23 12-05.pdf"));
  dialog.show();
  settle(600);
  shoot(dialog, folder, QStringLiteral("file-dialog"), theme);
}

void shootReview(clinician::MainWindow& window, const QDir& folder, const QString& theme) {
  window.go(window.entryOf(&window.review()));
  shoot(window, folder, QStringLiteral("review"), theme);
  review::TracePlot& plot = window.review().plot();
  plot.setSpan({20 * 2000, 28 * 2000});
  shoot(window, folder, QStringLiteral("review-8s"), theme);
  plot.setSpan({20 * 2000, 20 * 2000 + 100});
  shoot(window, folder, QStringLiteral("review-samples"), theme);
}

void shootProtocols(clinician::MainWindow& window, const QDir& folder, const QString& theme) {
  window.go(window.entryOf(&window.protocols()));
  window.protocols().list().select(QStringLiteral("shipped/relaxation"));
  shoot(window, folder, QStringLiteral("protocols"), theme);
  if (!window.protocols().list().select(QStringLiteral("patient/pfp_vmo"))) {
    window.protocols().list().select(QStringLiteral("shipped/pfp_vmo"));
    window.protocols().findChild<QPushButton*>(QStringLiteral("copyForPatient"))->click();
  }
  shoot(window, folder, QStringLiteral("protocol-copy"), theme);
  QTest::keyClick(&window.protocols(), Qt::Key_F2);
  window.protocols().editor().strip().setFocus();
  for (int i = 0; i < 5; ++i) QTest::keyClick(&window.protocols().editor().strip(), Qt::Key_Right);
  shoot(window, folder, QStringLiteral("protocol-editor"), theme);
  window.protocols().editor().tryOut();
  settle(4000);
  shoot(window, folder, QStringLiteral("protocol-dry-run"), theme);
  auto* dryRun = window.protocols().editor().findChild<clinician::DryRunPanel*>();
  for (const char* button : {"skipDryRun", "dryRunOthers"}) {
    dryRun->findChild<QPushButton*>(QLatin1String(button))->click();
    if (!QTest::qWaitFor([&] { return !dryRun->findChild<QPushButton*>(QStringLiteral("cancelDryRun"))->isVisible(); }, 60000))
      std::printf("the dry run did not end\n");
  }
  shoot(window, folder, QStringLiteral("protocol-dry-run-patients"), theme);
  window.protocols().editor().leave();
}

void shootSession(clinician::MainWindow& window, const QDir& folder, const QString& theme) {
  window.go(window.entryOf(&window.session()));
  settle(1500);
  shoot(window, folder, QStringLiteral("session-setup"), theme);
  window.session().begin();
  settle(3000);
  QTest::keyClick(&window.session(), Qt::Key_Right);   // to the baseline, and on to the first trial
  settle(8000);
  QTest::keyClick(&window.session(), Qt::Key_Right);
  settle(14000);
  shoot(window, folder, QStringLiteral("session"), theme);
  window.session().stopAndKeep();
  settle(800);
  shoot(window, folder, QStringLiteral("session-after"), theme);
}

/// An exercise protocol as far as its second exercise, at 20 times the speed of life: counted repetitions.
void shootExercise(style::Theme& theme, const std::filesystem::path& store, const QDir& folder) {
  core::ScaledClock quick(20);
  clinician::Workspace workspace(quick);
  if (!workspace.open(store, false)) return;
  const auto patient = workspace.store()->patientByCode("P-0004");
  if (!patient || !patient.value()) return;
  theme.setScheme(style::Scheme::kLight);
  clinician::MainWindow window(workspace, theme, {});
  window.resize(1366, 768);
  window.show();
  window.session().startFor(**patient);
  window.go(window.entryOf(&window.session()));
  window.session().setup().chooseProtocol(QStringLiteral("pfp_vmo"));
  settle(1500);
  window.session().begin();
  const auto reached = [&] {
    const auto phase = window.session().phase();
    if (phase && phase->durationFrames == 0) QTest::keyClick(&window.session(), Qt::Key_Right);   // set-up, rating
    return phase && phase->name == "Straight leg raise";
  };
  if (!QTest::qWaitFor(reached, 120000)) std::printf("the exercise was not reached\n");
  settle(5000);
  shoot(window, folder, QStringLiteral("session-exercise"), QStringLiteral("light"));
  window.session().stopAndKeep();
  settle(800);
}

void shootAll(style::Theme& theme, clinician::Workspace& workspace, const QDir& folder, QSize size, style::Scheme scheme) {
  theme.setScheme(scheme);
  const QString name = style::schemeName(scheme);
  clinician::MainWindow window(workspace, theme, {});
  window.resize(size);
  window.show();
  window.go(0);
  window.patients().setFocus();
  shoot(window, folder, QStringLiteral("patients"), name);
  window.patients().newPatient();
  shoot(window, folder, QStringLiteral("new-patient"), name);
  shootReview(window, folder, name);
  shootProtocols(window, folder, name);
  shootFileDialog(window, folder, name);
  for (int i = 0; i < window.pagesN(); ++i) {
    if (i == 0 || i == window.entryOf(&window.review()) || i == window.entryOf(&window.session()) ||
        i == window.entryOf(&window.protocols()))
      continue;
    window.go(i);
    shoot(window, folder, QStringLiteral("page%1").arg(i), name);
  }
  window.go(0);
  QTest::keyClick(&window, Qt::Key_F1);
  shoot(window, folder, QStringLiteral("help"), name);
  QTest::keyClick(&window, Qt::Key_Escape);
  if (qEnvironmentVariableIsSet("TONUS_SHOTS_SESSION")) shootSession(window, folder, name);
}

}  // namespace

int main(int argc, char** argv) {
  qputenv("QT_QPA_PLATFORM", "offscreen");
  qputenv("QT_FONT_DPI", "96");
  QStandardPaths::setTestModeEnabled(true);
  QApplication application(argc, argv);
  QApplication::setOrganizationName(QStringLiteral("tonus-test"));
  QApplication::setApplicationName(QStringLiteral("tonus-shots"));
  const QDir folder(qEnvironmentVariable("TONUS_SHOTS", QDir::tempPath()));
  QDir().mkpath(folder.path());
  QTemporaryDir scratch;

  style::Theme theme(application);
  core::SystemClock clock;
  std::filesystem::path store = argc > 1 ? argv[1] : scratch.filePath(QStringLiteral("demo.store")).toStdString();
  if (argc < 2)
    if (const auto made = app::makeDemoStore(store); !made) {
      std::fprintf(stderr, "%s\n", made.fault().what.c_str());
      return 1;
    }

  if (qEnvironmentVariableIsSet("TONUS_SHOTS_EXERCISE")) {
    shootExercise(theme, store, folder);
    return 0;
  }
  clinician::Workspace nothing(clock);
  for (const auto scheme : {style::Scheme::kLight, style::Scheme::kDark}) {
    theme.setScheme(scheme);
    clinician::MainWindow first(nothing, theme, {store.parent_path() / "tonus.store", {}});
    first.resize(1366, 768);
    first.show();
    shoot(first, folder, QStringLiteral("start"), style::schemeName(scheme));
  }
  clinician::Workspace workspace(clock);
  if (!workspace.open(store, false)) {
    std::fprintf(stderr, "%s\n", workspace.fault()->what.c_str());
    return 1;
  }
  const auto first = workspace.store()->patientByCode("P-0001");
  if (first && first.value()) bridge::Preferences().setLastPatient(QString::fromStdString(first.value()->id));
  if (const int percent = qEnvironmentVariableIntValue("TONUS_SHOTS_TEXT"); percent > 0) theme.setTextPercent(percent);
  for (const QSize size : {QSize(1366, 768), QSize(1920, 1080)})
    for (const auto scheme : {style::Scheme::kLight, style::Scheme::kDark}) shootAll(theme, workspace, folder, size, scheme);
  return 0;
}
