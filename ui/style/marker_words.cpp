#include "style/marker_words.h"

#include <QCoreApplication>
#include <utility>

namespace tonus::style {

QString markerWords(const std::string& marker) {
  static constexpr std::pair<const char*, const char*> kWords[] = {
      {"pre_baseline", QT_TRANSLATE_NOOP("Markers", "Baseline before")},
      {"pre_baseline_stand", QT_TRANSLATE_NOOP("Markers", "Baseline before, standing")},
      {"post_baseline", QT_TRANSLATE_NOOP("Markers", "Baseline after")},
      {"mvic", QT_TRANSLATE_NOOP("Markers", "Strongest contraction")},
      {"reference", QT_TRANSLATE_NOOP("Markers", "Reference")},
      {"training", QT_TRANSLATE_NOOP("Markers", "Training")},
      {"discrimination", QT_TRANSLATE_NOOP("Markers", "Discrimination")},
      {"challenge", QT_TRANSLATE_NOOP("Markers", "Challenge")},
      {"recovery", QT_TRANSLATE_NOOP("Markers", "Recovery")},
      {"self_control_pre", QT_TRANSLATE_NOOP("Markers", "Transfer before")},
      {"self_control_post", QT_TRANSLATE_NOOP("Markers", "Transfer")},
      {"task", QT_TRANSLATE_NOOP("Markers", "Daily task")},
      {"task_pre", QT_TRANSLATE_NOOP("Markers", "Work before")},
      {"task_post", QT_TRANSLATE_NOOP("Markers", "Work after")},
      {"step_pre", QT_TRANSLATE_NOOP("Markers", "Step test before")},
      {"step_post", QT_TRANSLATE_NOOP("Markers", "Step test")},
      {"fr_pre", QT_TRANSLATE_NOOP("Markers", "Bending before")},
      {"fr_post", QT_TRANSLATE_NOOP("Markers", "Bending after")},
      {"rest due", QT_TRANSLATE_NOOP("Markers", "Rest due")},
      {"elevation_pre", QT_TRANSLATE_NOOP("Markers", "Raising before")},
      {"elevation_post", QT_TRANSLATE_NOOP("Markers", "Raising after")},
  };
  for (const auto& [id, words] : kWords)
    if (marker == id) return QCoreApplication::translate("Markers", words);
  return QString::fromStdString(marker).replace(QLatin1Char('_'), QLatin1Char(' '));
}

}  // namespace tonus::style
