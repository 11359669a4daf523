#include "patient/scene_catalog.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <algorithm>

#include "patient/feedback_model.h"

namespace tonus::patient {
namespace {

const QString kFolder = QStringLiteral(":/patient/scenes/");

QString valueOf(const QString& text, const QString& pattern) {
  const QRegularExpression line(pattern, QRegularExpression::MultilineOption);
  return line.match(text).captured(1);
}

SceneInfo readScene(const QString& file) {
  QFile in(kFolder + file);
  if (!in.open(QIODevice::ReadOnly)) return {};
  const QString text = QString::fromUtf8(in.readAll());
  SceneInfo info;
  info.name = QFileInfo(file).completeBaseName();
  const QString title = valueOf(text, QStringLiteral(R"re(^\s*title: qsTr\("([^"]+)"\))re"));
  const QString suits = valueOf(text, QStringLiteral(R"re(^\s*suits: "(\w+)")re"));
  info.title = title.isEmpty() ? info.name : QCoreApplication::translate(info.name.toUtf8(), title.toUtf8());
  info.down = suits != QLatin1String("up");
  info.up = suits != QLatin1String("down");
  return info;
}

}  // namespace

std::vector<SceneInfo> scenes() {
  std::vector<SceneInfo> all;
  for (const QString& file : QDir(kFolder).entryList({QStringLiteral("*.qml")}, QDir::Files)) all.push_back(readScene(file));
  std::sort(all.begin(), all.end(), [](const SceneInfo& a, const SceneInfo& b) {
    return QString::localeAwareCompare(a.title, b.title) < 0;
  });
  return all;
}

QString usualScene(bool up) { return up ? QStringLiteral("Lanterns") : QStringLiteral("Landscape"); }

bool hasScene(const QString& name) { return !name.isEmpty() && QFile::exists(kFolder + name + QStringLiteral(".qml")); }

QUrl sceneUrl(const QString& name) {
  const QString known = hasScene(name) ? name : usualScene(false);
  return QUrl(QStringLiteral("qrc:/patient/scenes/%1.qml").arg(known));
}

QUrl hostUrl() { return QUrl(QStringLiteral("qrc:/patient/SceneHost.qml")); }

QVariantMap hostProperties(FeedbackModel& model, const QString& scene) {
  return {{QStringLiteral("feedback"), QVariant::fromValue<QObject*>(&model)}, {QStringLiteral("source"), sceneUrl(scene)}};
}

}  // namespace tonus::patient
