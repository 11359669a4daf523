#pragma once
// Everything a patient scene may know: one feedback frame as properties, moved smoothly from one to the next.

#include <QObject>
#include <QString>

#include "tonus/core/processed.h"

namespace tonus::patient {

/// GUI thread. A scene reads the properties; whoever hosts it calls setFrame with news and advance with time, so a
/// scene needs no animation of its own and paints no more often than it is advanced.
class FeedbackModel : public QObject {
  Q_OBJECT
  Q_PROPERTY(double level READ level NOTIFY moved)     ///< 0..1, smoothed
  Q_PROPERTY(double target READ target CONSTANT)       ///< where the line is
  Q_PROPERTY(double reward READ reward NOTIFY moved)   ///< 0..1, rises while in target
  Q_PROPERTY(double drift READ drift NOTIFY moved)     ///< slow time for birds, stands still with reducedMotion
  Q_PROPERTY(QString state READ state NOTIFY changed)  ///< waiting, calm, feedback, paused, unusable
  Q_PROPERTY(QString cue READ cue NOTIFY changed)
  Q_PROPERTY(QString trouble READ trouble NOTIFY changed)    ///< "Electrode off"; empty unless unusable
  Q_PROPERTY(QString timeLeft READ timeLeft NOTIFY changed)  ///< "0:48"; empty = open-ended
  Q_PROPERTY(bool inTarget READ inTarget NOTIFY changed)
  Q_PROPERTY(bool reducedMotion READ reducedMotion WRITE setReducedMotion NOTIFY changed)

 public:
  using QObject::QObject;

  double level() const { return level_; }
  double target() const { return core::kTargetLevel; }
  double reward() const { return reward_; }
  double drift() const { return drift_; }
  const QString& state() const { return state_; }
  const QString& cue() const { return cue_; }
  const QString& trouble() const { return trouble_; }
  const QString& timeLeft() const { return timeLeft_; }
  bool inTarget() const { return inTarget_; }
  bool reducedMotion() const { return reducedMotion_; }

  void setReducedMotion(bool on);
  void setFrame(const core::FeedbackFrame& frame);
  /// No session: a calm scene without level or words.
  void clear();
  /// Moves what is shown by `seconds` of time towards the last frame.
  void advance(double seconds);
  /// What is shown is what was given: nothing moves any more.
  bool settled() const;

 Q_SIGNALS:
  void moved();
  void changed();

 private:
  double level_ = 0, levelTo_ = 0;
  double reward_ = 0, rewardTo_ = 0;
  double drift_ = 0;
  QString state_ = QStringLiteral("waiting");
  QString cue_, trouble_, timeLeft_;
  bool inTarget_ = false;
  bool reducedMotion_ = false;
};

}  // namespace tonus::patient
