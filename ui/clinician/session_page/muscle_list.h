#pragma once
// The muscles a channel may be given, from resources/muscles.json.

#include <QString>
#include <string>
#include <string_view>
#include <vector>

namespace tonus::clinician {

struct Muscle {
  QString id;
  QString name;  ///< "Upper trapezius"
  bool sided = true;
};

/// In the order of the file; empty if it cannot be read.
std::vector<Muscle> loadMuscles(std::string_view resourcesDir);
/// "Upper trapezius L".
QString channelName(const Muscle& muscle, const QString& side);

}  // namespace tonus::clinician
