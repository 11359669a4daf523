#pragma once
// The protocol as a row of steps: done, now with its progress, to come.

#include <QWidget>
#include <vector>

#include "tonus/core/processed.h"

namespace tonus::clinician {

class PhaseTimeline : public QWidget {
  Q_OBJECT
 public:
  explicit PhaseTimeline(QWidget* parent = nullptr);

  void setSteps(const std::vector<core::PhaseInfo>& steps, double sampleRateHz);
  std::size_t stepsN() const { return steps_.size(); }
  /// The recording begins: no phase has begun yet.
  void restart();
  /// The next phase begins, the first too. `byHand`: a person left the one before; if that has a length, it was skipped.
  void beginNext(bool byHand);
  /// Somebody went back: the one before begins again.
  void beginBefore();
  bool skipped(std::size_t phase) const { return skipped_[phase]; }
  void showPhase(std::uint32_t phase, double leftS);

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return {240, sizeHint().height()}; }

 protected:
  void paintEvent(QPaintEvent* event) override;
  bool event(QEvent* event) override;

 private:
  struct Step {
    QString name, cue;
    double durationS = 0;
  };
  std::vector<QRectF> boxes() const;
  QString under(std::size_t phase) const;

  std::vector<Step> steps_;
  std::vector<bool> skipped_;
  std::size_t begunN_ = 0;
  std::uint32_t now_ = 0;
  double leftS_ = -1;
};

}  // namespace tonus::clinician
