#pragma once
// The session screen: set-up with a live preview, then the running session. Nothing pops up over it.

#include <QTimer>
#include <memory>
#include <optional>
#include <string>

#include "audio/sound_output.h"
#include "audio/spoken_cues.h"
#include "clinician/session_page/broken_session.h"
#include "clinician/session_page/live_run.h"
#include "clinician/session_page/opening.h"
#include "clinician/session_page/session_services.h"
#include "clinician/session_page/setup_panel.h"
#include "clinician/session_page/trial_numbers.h"
#include "patient/patient_display.h"
#include "style/page.h"
#include "tonus/dsp/delay.h"

namespace tonus::clinician {

class LevelBars;
struct SessionPanels;
class TraceView;

/// GUI thread. What runs is stopped and kept when the page is destroyed.
class SessionPage : public style::Page {
  Q_OBJECT
 public:
  using Services = SessionServices;

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
  SetupPanel& setup();
  LevelBars& bars();
  TraceView& traces();
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
  static constexpr int kTicksToFit = 8;  ///< quarter seconds of signal the first scale is chosen from

  void connectControls();
  void connectPanels();
  void addKeys();

  void openSource();
  void openDevice();
  void deviceOpened(const core::Status& status);   ///< an amplifier is open, or will not be
  core::Status preview();
  void showOpened(const core::Status& opened);
  void showOpening(const QString& words);   ///< what is waited for; empty = nothing any more
  core::Result<std::string> endRun();
  /// From its first sample, without a preview: what starts now records all of it.
  core::Status openAmplifier();
  core::Status openAnew();
  bool beginWith(const session::SessionSetup& setup);   ///< true if it records now
  void applySetup(const session::SessionSetup& setup);
  /// What there is to say when a recording ends badly: why, and what was kept. Returns the id of what was kept.
  std::string tellBadEnd(const core::Fault& why);
  std::optional<SetupPanel::Remembered> lastVisit(const std::string& protocolId) const;
  void offerTraining();   ///< at once, where the last visit's lines allow it
  void tick();
  void take(const std::vector<core::BlockPtr>& blocks);
  /// Marks, notes and phases left early get their sign on screen once they are in the signal.
  void tell(const core::SessionEvent& event);
  void toggleLock();
  void showLaw();
  void slowTick();
  /// Nothing comes: bars and patient stand grey within half a second, whatever the reason.
  void showAway();
  void updateStatus(const session::Status& status);
  bool inView() const;   ///< what is drawn now can be seen: neither hidden nor minimised
  void updateBand(const session::Status& status);
  void say(const QString& words, bool caution);
  void moved(bool done);   ///< what a key or button wanted of the line; if not done, says why
  void togglePause();
  void toggleFilters();
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
  std::unique_ptr<SessionPanels> panels_;
  std::string openedAs_;  ///< the amplifier that run_ holds, as it was chosen; empty = none
  TrialNumbers numbers_;
  dsp::EnvelopeDelay delay_;  ///< of the filters that run now
  QTimer frameTimer_, slowTimer_;
  std::vector<core::ChannelFeedback> newest_;
  std::vector<core::ChannelQuality> quality_;
  core::FeedbackFrame lastFrame_;
  core::SteadyTime lastNews_{};  ///< when a block came last
  core::WallTime begun_{};       ///< of the recording
  BrokenSession broken_;
  QString told_;  ///< words that stay until the next session
  bool finishing_ = false;
  bool trainWhenOpen_ = false, visitEnded_ = false;  ///< wanted before there was signal; its lines are not offered yet
  bool away_ = false;           ///< nothing comes, and the screen says so
  int previewTicks_ = 0;  ///< quarter seconds of signal, until the scale is chosen
};

}  // namespace tonus::clinician
