#pragma once
// The protocol's steps, and what can be done to the one that runs: again, longer.

#include <QWidget>

namespace tonus::style {
class Button;
}

namespace tonus::clinician {

class PhaseTimeline;

class TimelineRow : public QWidget {
  Q_OBJECT
 public:
  static constexpr double kLongerS = 30;

  explicit TimelineRow(QWidget* parent = nullptr);

  PhaseTimeline& timeline() { return *timeline_; }

 Q_SIGNALS:
  void againWanted();
  void longerWanted();

 private:
  style::Button* add(const QString& words, const QString& key, const char* name, const QString& tip);

  PhaseTimeline* timeline_;
};

}  // namespace tonus::clinician
