#pragma once
// The signal on its card: traces, which eight of many channels are on screen, and the small buttons below.

#include <QFrame>
#include <vector>

#include "clinician/session_page/trace_view.h"

class QLabel;
class QLayout;

namespace tonus::style {
class Button;
}

namespace tonus::clinician {

class TraceBox : public QFrame {
  Q_OBJECT
 public:
  static constexpr std::size_t kShownN = 8;  ///< channels on screen at once; all are recorded

  explicit TraceBox(QWidget* parent = nullptr);

  TraceView& view() { return *view_; }
  /// Of every channel of the stream; those in view are shown.
  void setChannels(std::vector<TraceLane> lanes, double sampleRateHz);
  /// Eight channels on, or back.
  void turn(int pages);
  /// Other filters can be chosen while a session runs.
  void setRunning(bool running);

 Q_SIGNALS:
  void channelsShown(std::size_t first, std::size_t end);
  void filtersWanted();

 private:
  QWidget* buildShownRow();
  QLayout* buildFoot();
  void showPage();

  TraceView* view_;
  QWidget* shownRow_;
  QLabel *shownWords_, *scaleWords_;
  style::Button *earlier_, *later_, *rawButton_, *filterButton_;
  std::vector<TraceLane> lanes_;
  double sampleRateHz_ = 1;
  std::size_t first_ = 0;  ///< channel
};

}  // namespace tonus::clinician
