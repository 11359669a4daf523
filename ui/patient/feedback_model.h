#pragma once
// Everything a patient scene may know: one feedback frame as properties, moved smoothly from one to the next.

#include <QObject>
#include <QString>
#include <array>

#include "patient/scene_look.h"
#include "tonus/core/processed.h"

namespace tonus::patient {

/// GUI thread. A scene reads the properties; whoever hosts it calls setFrame with news and advance with time, so a
/// scene needs no animation of its own and paints no more often than it is advanced.
class FeedbackModel : public QObject {
  Q_OBJECT
  Q_PROPERTY(double level READ level NOTIFY moved)     ///< 0..1, smoothed
  Q_PROPERTY(double slow READ slow NOTIFY moved)       ///< the same, over more than a second: for what fills the screen
  Q_PROPERTY(double target READ target CONSTANT)       ///< where the line is
  Q_PROPERTY(double reward READ reward NOTIFY moved)   ///< 0..1, rises while in target
  Q_PROPERTY(double drift READ drift NOTIFY moved)     ///< slow time for birds, stands still with reducedMotion
  Q_PROPERTY(double breath READ breath NOTIFY moved)   ///< 0 empty … 1 full; the protocol's, else ten seconds a breath
  Q_PROPERTY(double follow READ follow NOTIFY moved)   ///< place of the target curve now, if `curved`
  Q_PROPERTY(double ahead1 READ ahead1 NOTIFY moved)   ///< the same in 1 … 4 s, or the nearest that is known
  Q_PROPERTY(double ahead2 READ ahead2 NOTIFY moved)
  Q_PROPERTY(double ahead3 READ ahead3 NOTIFY moved)
  Q_PROPERTY(double ahead4 READ ahead4 NOTIFY moved)
  Q_PROPERTY(double first READ first NOTIFY moved)     ///< levels of the two muscles; of the one, if not `two`
  Q_PROPERTY(double second READ second NOTIFY moved)
  Q_PROPERTY(double seconds READ seconds NOTIFY moved) ///< of shown time; for what has a past
  Q_PROPERTY(QString state READ state NOTIFY changed)  ///< waiting, calm, feedback, paused, unusable, finished
  Q_PROPERTY(QString cue READ cue NOTIFY changed)      ///< of the stage, else of the phase
  Q_PROPERTY(QString trouble READ trouble NOTIFY changed)    ///< "Electrode off"; empty unless unusable
  Q_PROPERTY(QString timeLeft READ timeLeft NOTIFY changed)  ///< "0:48"; empty = open-ended
  Q_PROPERTY(QString stageLeft READ stageLeft NOTIFY changed)  ///< "4": seconds of the stage
  Q_PROPERTY(QString counted READ counted NOTIFY changed)    ///< "3 of 10"; empty = repetitions are not counted
  Q_PROPERTY(bool inTarget READ inTarget NOTIFY changed)
  Q_PROPERTY(bool up READ up NOTIFY changed)           ///< the muscle is to work; false: to let go
  Q_PROPERTY(bool staged READ staged NOTIFY changed)   ///< work and rest by turns
  Q_PROPERTY(bool working READ working NOTIFY changed)
  Q_PROPERTY(bool breathing READ breathing NOTIFY changed)   ///< `breath` is to be followed
  Q_PROPERTY(bool breathIn READ breathIn NOTIFY changed)
  Q_PROPERTY(bool curved READ curved NOTIFY changed)   ///< there is a target curve
  Q_PROPERTY(bool restDue READ restDue NOTIFY changed) ///< the muscle has been at work for too long: time for a short rest
  Q_PROPERTY(QString firstName READ firstName NOTIFY changed)    ///< of the two muscles: what tells one from the other
  Q_PROPERTY(QString secondName READ secondName NOTIFY changed)  ///< both empty unless `two`
  Q_PROPERTY(bool two READ two NOTIFY changed)         ///< two muscles are trained
  Q_PROPERTY(int reps READ reps NOTIFY changed)        ///< that reached their goal
  Q_PROPERTY(int rep READ rep NOTIFY changed)          ///< going on, from 1; 0 = none
  Q_PROPERTY(int repsN READ repsN NOTIFY changed)
  Q_PROPERTY(bool reducedMotion READ reducedMotion WRITE setReducedMotion NOTIFY changed)
  Q_PROPERTY(bool lowStimulus READ lowStimulus WRITE setLowStimulus NOTIFY changed)  ///< dimmer, plainer, less moves
  Q_PROPERTY(tonus::patient::SceneLook* look READ look CONSTANT)

 public:
  explicit FeedbackModel(QObject* parent = nullptr) : QObject(parent) {}

  double level() const { return level_; }
  double slow() const { return slow_; }
  double target() const { return core::kTargetLevel; }
  double reward() const { return reward_; }
  double drift() const { return drift_; }
  double breath() const { return breath_; }
  double follow() const { return follow_; }
  double ahead1() const { return ahead_[0]; }
  double ahead2() const { return ahead_[1]; }
  double ahead3() const { return ahead_[2]; }
  double ahead4() const { return ahead_[3]; }
  double first() const { return pair_[0]; }
  double second() const { return pair_[1]; }
  double seconds() const { return seconds_; }
  const QString& state() const { return now_.state; }
  const QString& cue() const { return now_.cue; }
  const QString& trouble() const { return now_.trouble; }
  const QString& timeLeft() const { return now_.timeLeft; }
  const QString& stageLeft() const { return now_.stageLeft; }
  const QString& counted() const { return now_.counted; }
  bool inTarget() const { return now_.inTarget; }
  bool up() const { return now_.up; }
  bool staged() const { return now_.staged; }
  bool working() const { return now_.working; }
  bool breathing() const { return now_.breathing; }
  bool breathIn() const { return now_.breathIn; }
  bool curved() const { return now_.curved; }
  bool two() const { return now_.two; }
  bool restDue() const { return now_.restDue; }
  QString firstName() const { return now_.two ? names_[0] : QString(); }
  QString secondName() const { return now_.two ? names_[1] : QString(); }
  int reps() const { return now_.reps; }
  int rep() const { return now_.rep; }
  int repsN() const { return now_.repsN; }
  bool reducedMotion() const { return reducedMotion_; }
  bool lowStimulus() const { return lowStimulus_; }
  SceneLook* look() { return &look_; }

  void setReducedMotion(bool on);
  void setLowStimulus(bool on);
  /// Of the first two trained channels; the patient is shown the words in which they differ.
  void setNames(const QString& first, const QString& second);
  void setFrame(const core::FeedbackFrame& frame);
  /// No session yet: a calm scene without level.
  void clear() { end(QStringLiteral("waiting")); }
  /// The session is over.
  void finish() { end(QStringLiteral("finished")); }
  /// Moves what is shown by `seconds` of time towards the last frame.
  void advance(double seconds);
  /// What is shown is what was given: nothing moves any more.
  bool settled() const;

 Q_SIGNALS:
  void moved();
  void changed();

 private:
  struct Told {  ///< what does not move but changes
    QString state = QStringLiteral("waiting"), cue, trouble, timeLeft, stageLeft, counted;
    bool inTarget = false, up = false, staged = false, working = false, breathing = false, breathIn = false;
    bool curved = false, two = false, restDue = false;
    int reps = 0, rep = 0, repsN = 0;
    bool operator==(const Told&) const = default;
  };

  void tell(Told told);
  void end(const QString& state);
  void aimAt(const core::FeedbackFrame& frame);
  bool ownPace() const;
  void breathe(double seconds);

  Told now_;
  double level_ = 0, levelTo_ = 0, slow_ = 0;
  double reward_ = 0, rewardTo_ = 0;
  double drift_ = 0, seconds_ = 0;
  double breath_ = 0, breathTo_ = -1, pace_ = 0;  ///< breathTo_ < 0: the protocol paces nothing
  double follow_ = 0;
  std::array<double, 4> ahead_{};
  std::array<double, 2> pair_{}, pairTo_{};
  bool reducedMotion_ = false, lowStimulus_ = false;
  std::array<QString, 2> names_;
  SceneLook look_;
};

}  // namespace tonus::patient
