#pragma once
// The session screen: set-up with a live preview, then the running session. Nothing pops up over it.

#include <QTimer>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "audio/sound_output.h"
#include "audio/spoken_cues.h"
#include "bridge/devices.h"
#include "clinician/session_page/broken_session.h"
#include "clinician/session_page/electrodes_panel.h"
#include "clinician/session_page/live_run.h"
#include "clinician/session_page/opening.h"
#include "clinician/session_page/pain_watch.h"
#include "clinician/session_page/setup_panel.h"
#include "clinician/session_page/trial_numbers.h"
#include "patient/patient_display.h"
#include "style/page.h"
#include "tonus/core/clock.h"
#include "tonus/dsp/delay.h"
#include "tonus/store/store.h"

class QLabel;

namespace tonus::style {
class Button;
}

namespace tonus::clinician {

class CalibrationPanel;
class ControlRow;
class FilterRow;
class LevelBars;
class PainAlert;
class PhaseTimeline;
class RatingRow;
class SessionKeys;
class SidePanel;
class SoundRow;
class StatusStrip;
class TraceBox;
class TraceView;

/// GUI thread. What runs is stopped and kept when the page is destroyed.
class SessionPage : public style::Page {
  Q_OBJECT
 public:
  struct Services {
    core::Clock& clock;
    std::function<store::Store*()> store;  ///< null while no store is open
    std::string resourcesDir;
    /// Where the signal comes from, instead of what is chosen in the set-up; for measuring.
    std::function<core::Result<std::unique_ptr<core::SignalSource>>()> source = {};
    bridge::Devices* devices = nullptr;  ///< null: only what needs no device
    ElectrodesPanel::Meter electrodes = {};  ///< empty: the drivers'
    /// Makes the source of a plugged-in amplifier, on any thread; empty: the drivers do.
    std::function<core::Result<std::unique_ptr<core::SignalSource>>(const std::string& id, const drivers::Waiting&)> device = {};
  };

  explicit SessionPage(Services services, QWidget* parent = nullptr);
  ~SessionPage() override;

  QString title() const override;
  QString subtitle() const override;
  bool demo() const override { return patient_.demo; }
  QList<QWidget*> barActions() override;
  QList<style::KeyHelp> keys() const override;
  void enter() override;

  /// A session is being recorded: the program should ask stopAndKeep before it goes.
  bool busy() const { return run_.recording(); }
  core::SessionLatency latency() const;
  SetupPanel& setup() { return *setup_; }
  LevelBars& bars() { return *bars_; }
  TraceView& traces() { return *traces_; }
  patient::PatientDisplay& display() { return display_; }
  audio::SoundOutput& sound() { return sound_; }
  const TrialNumbers& numbers() const { return numbers_; }
  session::Status status() const { return run_.status(); }
  /// That the newest signal on screen belongs to; null before any.
  std::shared_ptr<const core::PhaseInfo> phase() const { return lastFrame_.phase; }

 public Q_SLOTS:
  void startFor(const store::Patient& patient);
  /// There are others to choose from than before.
  void reloadProtocols();
  /// Starts recording with the settings in view.
  void begin();
  /// Straight to feedback by the last visit's lines, as soon as there is signal; where that cannot be, says why.
  void trainNow();
  /// After a session broke off: another one, set up as that was, with its lines.
  void continueRecording();
  void stopAndKeep();
  /// A preview gives its amplifier back: somebody else asks it something.
  void letGo();

 Q_SIGNALS:
  /// The traces on screen show everything up to what arrived then.
  void shown(tonus::core::SteadyTime arrival);
  void sessionFinished(const QString& sessionId);
  void statusChanged();

 protected:
  bool eventFilter(QObject* object, QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void hideEvent(QHideEvent* event) override;

 private:
  void buildLayout();
  QWidget* buildTimelineRow();
  void connectControls();
  void connectRatings();
  static constexpr double kLongerS = 30;  ///< what the key makes a phase longer by
  void addKeys();
  static constexpr int kTicksToFit = 8;  ///< quarter seconds of signal the first scale is chosen from

  void openSource();
  void openDevice();
  /// An amplifier is open, or will not be.
  void deviceOpened(const core::Status& status);
  core::Status preview();
  void showOpened(const core::Status& opened);
  /// What is waited for; empty = nothing any more.
  void showOpening(const QString& words);
  core::Result<std::string> endRun();
  void useCalibrations();
  void openCalibration();
  void openElectrodes();
  void connectElectrodes();
  /// What was measured of the electrodes before stands in the record.
  void noteElectrodes();
  /// Back to the settings.
  void closePanels();
  void connectCalibration();
  /// Changes what is kept of amplifiers' calibrations and shows the signal by it.
  void changeCalibration(const std::function<void(app::CalibrationBook&)>& change);
  /// From its first sample, without a preview: what starts now records all of it.
  core::Status openAmplifier();
  core::Status openAnew();
  /// True if it records now.
  bool beginWith(const session::SessionSetup& setup);
  void applySetup(const session::SessionSetup& setup);
  void showRunning(bool running);
  /// What there is to say when a recording ends badly: why, and what was kept. Returns the id of what was kept.
  std::string tellBadEnd(const core::Fault& why);
  std::optional<SetupPanel::Remembered> lastVisit(const std::string& protocolId) const;
  /// Offers to train at once where the last visit's lines allow it.
  void offerTraining();
  void tick();
  /// Hands new blocks to what shows them.
  void take(const std::vector<core::BlockPtr>& blocks);
  /// Marks, notes and phases left early get their sign on screen once they are in the signal.
  void tell(const core::SessionEvent& event);
  /// Another step of the protocol is on screen: what it asks for is asked.
  void phaseBegun();
  void rated(const std::string& what, double value);
  void toggleRating();
  void toggleLock();
  void showLaw();
  /// What the protocol tells the clinician for this phase.
  QString instructionNow() const;
  void slowTick();
  /// Nothing comes: bars and patient stand grey within half a second, whatever the reason.
  void showAway();
  void updateStatus(const session::Status& status);
  core::Result<std::unique_ptr<core::SignalSource>> makeSource();
  /// What is drawn now can be seen: neither hidden nor minimised.
  bool inView() const;
  void updateBand(const session::Status& status);
  void say(const QString& words, bool caution);
  /// What a key or button wanted of the line; if not done, says why.
  void moved(bool done);
  void togglePause();
  void toggleSound();
  void toggleDisplay();
  void nameButtons();
  void toggleFilters();
  /// The filters that run now: on the traces and in how late the level is.
  void showChain(const dsp::ChainSettings& chain);
  void give(session::Command::Kind kind, double value = 0, const std::string& text = {}, std::size_t channel = 0);
  void send(session::Command::Kind kind, const QString& words = {}, std::size_t channel = 0, double uv = 0);

  Services services_;
  store::Patient patient_;
  session::SessionSetup current_;
  audio::SoundOutput sound_;
  audio::SpokenCues cues_;
  patient::PatientDisplay display_;
  LiveRun run_;
  Opening opening_;
  std::string openedAs_;  ///< the amplifier that run_ holds, as it was chosen; empty = none
  TrialNumbers numbers_;
  dsp::EnvelopeDelay delay_;  ///< of the filters that run now

  SessionKeys* keys_;
  SetupPanel* setup_;
  CalibrationPanel* calibration_;
  ElectrodesPanel* electrodes_;
  TraceBox* traceBox_;
  TraceView* traces_;  ///< in traceBox_
  LevelBars* bars_;
  SidePanel* side_;
  PhaseTimeline* timeline_;
  FilterRow* filters_;
  ControlRow* controls_;
  StatusStrip* strip_;
  RatingRow* ratings_;
  PainAlert* painAlert_;
  PainWatch pain_;
  QLabel *heading_, *band_;
  QWidget *before_, *timelineRow_;  ///< before_: what is set before the start
  style::Button *continue_, *cancelOpening_, *soundButton_, *displayButton_;
  QTimer frameTimer_;
  QTimer slowTimer_;
  std::vector<core::ChannelFeedback> newest_;
  std::vector<core::ChannelQuality> quality_;
  core::FeedbackFrame lastFrame_;
  std::shared_ptr<const core::PhaseInfo> begunPhase_;  ///< the step whose ratings were asked
  core::SteadyTime lastNews_{};  ///< when a block came last
  core::WallTime begun_{};       ///< of the recording
  BrokenSession broken_;
  QString told_;  ///< words that stay until the next session
  bool finishing_ = false;
  bool trainWhenOpen_ = false;  ///< wanted before there was signal
  bool away_ = false;  ///< nothing comes, and the screen says so
  int previewTicks_ = 0;  ///< quarter seconds of signal, until the scale is chosen
};

}  // namespace tonus::clinician
