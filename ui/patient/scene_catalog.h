#pragma once
// The scenes there are: every .qml file of the folder, with what it says about itself.

#include <QString>
#include <QUrl>
#include <QVariantMap>
#include <vector>

namespace tonus::patient {

class FeedbackModel;

struct SceneInfo {
  QString name;    ///< of the file: "Landscape"; what is remembered
  QString title;   ///< for people: "Dusk to morning"
  bool down = true;  ///< good for letting go
  bool up = true;    ///< good for working
};

/// Read from the files' own `title` and `suits` lines, without loading them. Sorted by title.
std::vector<SceneInfo> scenes();
bool hasScene(const QString& name);
/// What a session that trains in this direction begins with where nobody has chosen.
QString usualScene(bool up);
/// "qrc:/patient/scenes/Landscape.qml"; of an unknown name, the usual scene's.
QUrl sceneUrl(const QString& name);
/// What shows scenes and changes between them, and what it needs to know to begin.
QUrl hostUrl();
QVariantMap hostProperties(FeedbackModel& model, const QString& scene);

}  // namespace tonus::patient
