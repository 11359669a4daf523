#pragma once
// The protocol as a row of steps: done, now with its progress and repetition, to come; work and rest ticked within a step.

#include <QWidget>
#include <vector>

#include "tonus/core/feedback_frame.h"
#include "tonus/core/session_event.h"

class QPainter;

namespace tonus::clinician {

class PhaseTimeline : public QWidget {
  Q_OBJECT
 public:
  explicit PhaseTimeline(QWidget* parent = nullptr);

  void setSteps(const std::vector<core::PhaseInfo>& steps, double sampleRateHz);
  std::size_t stepsN() const { return steps_.size(); }
  /// What of the record moves it: the start, phases that begin, by themselves or by hand.
  void follow(const core::SessionEvent& event);
  /// The recording begins: no phase has begun yet.
  void restart();
  /// The next phase begins, the first too. `byHand`: a person left the one before; if that has a length, it was skipped.
  void beginNext(bool byHand);
  /// Somebody went back: the one before begins again.
  void beginBefore();
  bool skipped(std::size_t phase) const { return skipped_[phase]; }
  /// Where the session is. A step that was made longer is drawn longer from then on.
  void showFrame(const core::FeedbackFrame& frame);

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return {240, sizeHint().height()}; }

 protected:
  void paintEvent(QPaintEvent* event) override;
  bool event(QEvent* event) override;

 private:
  struct Stage {
    QString name;
    double share = 0;   ///< of one round
    bool work = true;
  };
  struct Step {
    QString name, cue;
    double durationS = 0;
    std::vector<Stage> round;   ///< one repetition; empty for most
    std::uint32_t repsN = 0;
    bool between = false;       ///< a rest between two passes
  };
  struct Now {
    std::uint32_t phase = 0, rep = 0;
    std::int32_t stage = -1;
    double leftS = -1;   ///< whole seconds
    bool operator==(const Now&) const = default;
  };
  Step stepOf(const core::PhaseInfo& phase) const;
  /// As wide as their words where there is room, and by their length beyond that; in a long protocol what is done keeps its
  /// sign only, the step that runs all its words.
  std::vector<QRectF> boxes() const;
  double wanted(std::size_t phase, bool tight) const;
  std::vector<double> widths(double all) const;
  /// What it may be called, the fullest first.
  std::vector<QString> called(std::size_t phase) const;
  /// What stands under a name, the fullest first.
  std::vector<QString> under(std::size_t phase) const;
  void paintStep(QPainter& painter, std::size_t phase, const QRectF& box) const;
  /// How far it is, and where in it there is work.
  void paintCourse(QPainter& painter, std::size_t phase, const QRectF& strip) const;

  std::vector<Step> steps_;
  std::vector<bool> skipped_;
  std::size_t begunN_ = 0;
  double sampleRateHz_ = 1;
  Now now_;
};

}  // namespace tonus::clinician
