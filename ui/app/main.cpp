// The workstation's composition root: everything is made here, handed down by constructor, and destroyed in reverse.

#include <QApplication>
#include <QCommandLineParser>
#include <QWindow>
#include <cstdio>

#include "bridge/preferences.h"
#include "clinician/main_window.h"
#include "clinician/start_page.h"
#include "clinician/workspace.h"
#include "style/theme.h"
#include "tonus/app/default_store.h"
#include "tonus/core/clock.h"

namespace {

struct Arguments {
  QString store, theme, resources;
  bool demo = false;
  bool exitWhenShown = false;
};

Arguments parse(const QApplication& application) {
  QCommandLineParser parser;
  parser.setApplicationDescription(QCoreApplication::translate("main", "EMG biofeedback workstation"));
  parser.addHelpOption();
  parser.addVersionOption();
  const QCommandLineOption store(QStringLiteral("store"), QStringLiteral("Open this store; it is made if it is not there."), QStringLiteral("file"));
  const QCommandLineOption passphrase(QStringLiteral("passphrase-file"), QStringLiteral("Accepted for later; stores are not sealed yet."), QStringLiteral("file"));
  const QCommandLineOption theme(QStringLiteral("theme"), QStringLiteral("light, dark or system."), QStringLiteral("name"));
  const QCommandLineOption resources(QStringLiteral("resources"), QStringLiteral("Folder whose files replace the built-in ones."), QStringLiteral("folder"));
  const QCommandLineOption demo(QStringLiteral("demo"), QStringLiteral("Open the demo store; it is made if it is not there."));
  const QCommandLineOption shown(QStringLiteral("exit-when-shown"), QStringLiteral("Say when the window is painted and end: to measure the start."));
  parser.addOptions({store, passphrase, theme, resources, demo, shown});
  parser.process(application);
  return {parser.value(store), parser.value(theme), parser.value(resources), parser.isSet(demo), parser.isSet(shown)};
}

}  // namespace

int main(int argc, char** argv) {
  using namespace tonus;
  QApplication application(argc, argv);
  QApplication::setOrganizationName(QStringLiteral("tonus"));
  QApplication::setApplicationName(QStringLiteral("tonus"));
  QApplication::setApplicationDisplayName(QStringLiteral("Tonus"));
  QApplication::setApplicationVersion(QStringLiteral(TONUS_VERSION));
  const Arguments arguments = parse(application);

  const bridge::Preferences preferences;
  style::Theme theme(application);
  theme.setScheme(style::schemeFromName(arguments.theme.isEmpty() ? preferences.scheme() : arguments.theme));
  theme.setTextPercent(preferences.textPercent());

  core::SystemClock clock;
  clinician::Workspace workspace(clock);
  const std::filesystem::path own = clinician::ownStore(app::defaultStorePath());
  if (!arguments.store.isEmpty())
    workspace.open(arguments.store.toStdString(), true);
  else if (!arguments.demo && !preferences.storePath().isEmpty())
    workspace.open(preferences.storePath().toStdString(), false);
  else if (std::error_code unread; !arguments.demo && std::filesystem::exists(own, unread))
    workspace.open(own, false);

  clinician::MainWindow window(workspace, theme, {own, arguments.resources.toStdString()});
  window.show();
  if (arguments.exitWhenShown) {
    while (!window.windowHandle()->isExposed()) QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    window.repaint();
    std::puts("shown");
    return 0;
  }
  if (arguments.demo) window.start().makeDemo();
  return QApplication::exec();
}
