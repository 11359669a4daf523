#include "clinician/session_page/muscle_list.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "tonus/resources/resources.h"

namespace tonus::clinician {

std::vector<Muscle> loadMuscles(std::string_view resourcesDir) {
  std::vector<Muscle> out;
  const auto text = resources::find("muscles.json", resourcesDir);
  if (!text) return out;
  const QJsonDocument document = QJsonDocument::fromJson(QByteArray::fromStdString(*text));
  const QJsonArray rows = document.object().value(QLatin1String("muscles")).toArray();
  for (const auto& value : rows) {
    const QJsonObject row = value.toObject();
    QString name = row.value(QLatin1String("name")).toString();
    const qsizetype remark = name.indexOf(QLatin1String(" ("));
    if (remark > 0) name.truncate(remark);
    out.push_back({row.value(QLatin1String("id")).toString(), name, row.value(QLatin1String("sideable")).toBool()});
  }
  return out;
}

QString channelName(const Muscle& muscle, const QString& side) {
  return muscle.sided && !side.isEmpty() ? muscle.name + QLatin1Char(' ') + side : muscle.name;
}

}  // namespace tonus::clinician
