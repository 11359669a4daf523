#pragma once
// Reads back what a window really shows and finds the marks in it.

#include <QRect>
#include <vector>

#include "tonus/core/time.h"

class QImage;
class QWindow;

namespace tonus::clinician {
class TraceView;
}
namespace tonus::patient {
class SceneWindow;
}

namespace tonus::selftest {

/// What stands in `part` of the window (its own coordinates) on the screen; null where the desktop does not let a
/// program read that (Wayland).
QImage readBack(QWindow& window, const QRect& part);

/// Waves of one channel as high as a mark, newly come since the last look.
class TraceWatch {
 public:
  TraceWatch(const clinician::TraceView& traces, std::size_t channel, double uv);
  /// Number of marks that appeared; negative if the picture cannot be read.
  int look();

 private:
  std::vector<bool> lit() const;

  const clinician::TraceView& traces_;
  std::size_t channel_;
  double uv_;
  std::vector<bool> before_;
};

/// The patient's bar: a mark makes it fall.
class BarWatch {
 public:
  explicit BarWatch(patient::SceneWindow& scene) : scene_(scene) {}
  /// Share of the bar that is filled, 0..1; negative if the picture cannot be read.
  double look() const;

 private:
  patient::SceneWindow& scene_;
};

}  // namespace tonus::selftest
