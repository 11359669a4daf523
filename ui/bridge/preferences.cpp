#include "bridge/preferences.h"

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

namespace tonus::bridge {
namespace {
const char* const kScheme = "look/scheme";
const char* const kText = "look/textPercent";
const char* const kMains = "mainsHz";
const char* const kStill = "reducedMotion";
const char* const kQuiet = "lowStimulus";
const char* const kSceneUp = "scene/up";
const char* const kSceneDown = "scene/down";
const char* const kFolder = "files/folder";
const char* const kSource = "session/source";
const char* const kStore = "store/path";
const char* const kPatient = "patients/last";
const char* const kGeometry = "window/geometry";
}  // namespace

QString Preferences::scheme() const { return settings_.value(QLatin1String(kScheme), QStringLiteral("system")).toString(); }
void Preferences::setScheme(const QString& name) { settings_.setValue(QLatin1String(kScheme), name); }
int Preferences::textPercent() const { return settings_.value(QLatin1String(kText), 100).toInt(); }
void Preferences::setTextPercent(int percent) { settings_.setValue(QLatin1String(kText), percent); }
double Preferences::mainsHz() const { return settings_.value(QLatin1String(kMains), 0.0).toDouble(); }
void Preferences::setMainsHz(double hz) { settings_.setValue(QLatin1String(kMains), hz); }
bool Preferences::reducedMotion() const { return settings_.value(QLatin1String(kStill), false).toBool(); }
void Preferences::setReducedMotion(bool on) { settings_.setValue(QLatin1String(kStill), on); }
double Preferences::painLimit() const { return settings_.value(QLatin1String("painLimit"), 7.0).toDouble(); }
void Preferences::setPainLimit(double limit) { settings_.setValue(QLatin1String("painLimit"), limit); }

bool Preferences::lowStimulus() const { return settings_.value(QLatin1String(kQuiet), false).toBool(); }
void Preferences::setLowStimulus(bool on) { settings_.setValue(QLatin1String(kQuiet), on); }
QString Preferences::scene(bool up) const { return settings_.value(QLatin1String(up ? kSceneUp : kSceneDown)).toString(); }
void Preferences::setScene(bool up, const QString& name) { settings_.setValue(QLatin1String(up ? kSceneUp : kSceneDown), name); }
QString Preferences::storePath() const { return settings_.value(QLatin1String(kStore)).toString(); }
void Preferences::setStorePath(const QString& path) { settings_.setValue(QLatin1String(kStore), path); }
QString Preferences::lastPatient() const { return settings_.value(QLatin1String(kPatient)).toString(); }
void Preferences::setLastPatient(const QString& id) { settings_.setValue(QLatin1String(kPatient), id); }
QByteArray Preferences::geometry() const { return settings_.value(QLatin1String(kGeometry)).toByteArray(); }
void Preferences::setGeometry(const QByteArray& geometry) { settings_.setValue(QLatin1String(kGeometry), geometry); }
QString Preferences::filesFolder() const {
  const QString last = settings_.value(QLatin1String(kFolder)).toString();
  return !last.isEmpty() && QDir(last).exists() ? last : QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
}
void Preferences::setFilesFolderOf(const QString& file) {
  settings_.setValue(QLatin1String(kFolder), QFileInfo(file).absolutePath());
}
QString Preferences::source() const { return settings_.value(QLatin1String(kSource), QStringLiteral("simulator")).toString(); }
void Preferences::setSource(const QString& id) { settings_.setValue(QLatin1String(kSource), id); }

}  // namespace tonus::bridge
