// Two monitors and no screen.

#include <gtest/gtest.h>

#include <QApplication>
#include <QSettings>
#include <QStandardPaths>
#include <QTemporaryDir>

#include "patient/patient_display.h"
#include "style/theme.h"

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) {
    qputenv("QT_QPA_PLATFORM", "offscreen:configfile=" TONUS_SOURCE_DIR "/tests/ui/live/two_screens.json");
  }
  qputenv("QT_FONT_DPI", "96");
  QStandardPaths::setTestModeEnabled(true);
  const QTemporaryDir settings;  // tests run beside each other
  QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, settings.path());
  tonus::patient::preparePatientGraphics();
  QApplication app(argc, argv);
  QApplication::setOrganizationName(QStringLiteral("tonus-test"));
  QApplication::setApplicationName(QStringLiteral("tonus-test"));
  tonus::style::Theme theme(app);
  theme.setScheme(tonus::style::schemeFromName(qEnvironmentVariable("TONUS_SCHEME", "light")));
  return RUN_ALL_TESTS();
}
