// SessionPage: what it is made of and what it says.

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "clinician/session_page/calibration_panel.h"
#include "clinician/session_page/control_row.h"
#include "clinician/session_page/filter_row.h"
#include "clinician/session_page/level_bars.h"
#include "clinician/session_page/phase_timeline.h"
#include "clinician/session_page/rating_row.h"
#include "clinician/session_page/scene_picker.h"
#include "clinician/session_page/session_page.h"
#include "clinician/session_page/setup_panel.h"
#include "clinician/session_page/session_keys.h"
#include "clinician/session_page/side_panel.h"
#include "clinician/session_page/sound_row.h"
#include "clinician/session_page/status_strip.h"
#include "clinician/session_page/trace_box.h"
#include "style/button.h"
#include "style/choice.h"
#include "style/flow_layout.h"
#include "style/label.h"
#include "style/latency_words.h"
#include "style/signal_words.h"
#include "style/words.h"

namespace tonus::clinician {
void SessionPage::buildLayout() {
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(0, 0, 0, 0);
  all->setSpacing(0);
  auto* body = new QVBoxLayout;
  body->setContentsMargins(style::kAround, style::kBetween, style::kAround, style::kBetween);
  body->setSpacing(style::kBetween);
  all->addLayout(body, 1);  // first: what is added from here on is met by the tab key in this order
  timeline_ = new PhaseTimeline;
  heading_ = style::makeLabel(tr("Set up the session"), style::Type::kTitle, true);
  heading_->setObjectName(QStringLiteral("sessionHeading"));
  band_ = style::makeLabel({}, style::Type::kBase, true, style::Tone::kCaution);
  band_->setWordWrap(true);
  band_->setProperty("banner", "caution");
  band_->setMargin(style::kInside);
  band_->hide();
  setup_ = new SetupPanel(services_.clock, services_.resourcesDir, services_.devices);
  traceBox_ = new TraceBox;
  traces_ = &traceBox_->view();
  bars_ = new LevelBars;
  side_ = new SidePanel(display_);
  side_->setFixedWidth(std::max(266, 15 * style::pixels(style::Type::kBase)));
  before_ = new QWidget;
  auto* beforeColumn = new QVBoxLayout(before_);
  beforeColumn->setContentsMargins(0, 0, 0, 0);
  beforeColumn->setSpacing(style::kBetween);
  setup_->append(new SoundRow(sound_));
  beforeColumn->addWidget(setup_);
  calibration_ = new CalibrationPanel;
  calibration_->hide();
  beforeColumn->addWidget(calibration_);
  electrodes_ = new ElectrodesPanel(services_.electrodes.measure ? services_.electrodes : ElectrodesPanel::byDrivers(services_.clock));
  electrodes_->hide();
  beforeColumn->addWidget(electrodes_);
  auto* row = new QHBoxLayout;
  row->setSpacing(style::kAround);
  row->addWidget(before_, 12);
  row->addWidget(traceBox_, 8);
  row->addWidget(bars_, 6);
  row->addWidget(side_, 0);
  strip_ = new StatusStrip;
  cancelOpening_ = new style::Button(tr("Cancel"));
  cancelOpening_->setObjectName(QStringLiteral("cancelOpening"));
  cancelOpening_->setAccessibleName(tr("Stop waiting for the amplifier"));
  cancelOpening_->hide();
  auto* headingRow = new QHBoxLayout;
  headingRow->addWidget(heading_);
  headingRow->addWidget(cancelOpening_);
  headingRow->addStretch(1);
  body->addLayout(headingRow);
  body->addWidget(buildTimelineRow());
  continue_ = new style::Button(tr("Continue recording"));
  continue_->setObjectName(QStringLiteral("continueRecording"));
  continue_->setToolTip(tr("Another session of this patient, set up as the one that broke off, with its lines"));
  continue_->hide();
  auto* bandRow = new QHBoxLayout;
  bandRow->addWidget(band_, 1);
  bandRow->addWidget(continue_);
  body->addLayout(bandRow);
  painAlert_ = new PainAlert;
  body->addWidget(painAlert_);
  body->addLayout(row, 1);
  keys_ = new SessionKeys(*this);
  filters_ = new FilterRow;
  body->addWidget(filters_);
  ratings_ = new RatingRow;
  body->addWidget(ratings_);
  controls_ = new ControlRow(this, *keys_);
  body->addWidget(controls_);
  all->addWidget(strip_);
  soundButton_ = new style::Button(tr("Sound"), style::Button::Kind::kPlain, this);
  displayButton_ = new style::Button(tr("Patient display"), style::Button::Kind::kPlain, this);
  soundButton_->hide();
  displayButton_->hide();
}

QWidget* SessionPage::buildTimelineRow() {
  timelineRow_ = new QWidget;
  auto* row = new QHBoxLayout(timelineRow_);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(4);
  row->addWidget(timeline_, 1);
  const auto add = [&](const QString& words, const QString& key, const char* name, session::Command::Kind kind, double value) {
    auto* button = new style::Button(words, style::Button::Kind::kQuiet);
    button->setObjectName(QString::fromLatin1(name));
    button->setKeyHint(key);
    button->setFocusPolicy(Qt::TabFocus);
    connect(button, &QPushButton::clicked, this, [this, kind, value] { give(kind, value); });
    row->addWidget(button);
    return button;
  };
  add(tr("Repeat"), QStringLiteral("←"), "repeatPhase", session::Command::Kind::kRepeatPhase, 0)->setToolTip(tr("This phase from its start"));
  add(tr("+30 s"), tr("E"), "extendPhase", session::Command::Kind::kExtendPhase, kLongerS)->setToolTip(tr("This phase lasts longer, by whole repetitions where it has some"));
  return timelineRow_;
}

void SessionPage::connectRatings() {
  connect(ratings_, &RatingRow::entered, this, [this](const QString& what, double value) { rated(what.toStdString(), value); });
  connect(ratings_, &RatingRow::openChanged, this, [this](bool open) {
    controls_->setEscElsewhere(open);
    if (!open) setFocus();
  });
  connect(painAlert_, &PainAlert::pauseWanted, this, [this] {
    if (run_.status().state != session::State::kPaused) togglePause();
  });
  connect(painAlert_, &PainAlert::stopWanted, controls_, &ControlRow::askToStop);
  connect(controls_, &ControlRow::rateWanted, this, &SessionPage::toggleRating);
}

void SessionPage::connectControls() {
  using Kind = session::Command::Kind;
  connectCalibration();
  connectElectrodes();
  connectRatings();
  connect(&opening_, &Opening::waiting, this, [this](const QString& words) {
    if (!words.isEmpty()) showOpening(tr("Waiting for %1…").arg(words));
  });
  connect(&opening_, &Opening::ended, this, &SessionPage::deviceOpened);
  connect(cancelOpening_, &QPushButton::clicked, this, [this] { opening_.cancel(); });
  connect(setup_, &SetupPanel::sourceChosen, this, &SessionPage::openSource);
  connect(setup_, &SetupPanel::settingsChanged, this, &SessionPage::openSource);
  connect(setup_, &SetupPanel::channelsChanged, this, [this] {
    if (!run_.isOpen() || run_.recording()) return;
    applySetup(setup_->setup());
    offerTraining();
  });
  connect(controls_, &ControlRow::startWanted, this, &SessionPage::begin);
  connect(controls_, &ControlRow::trainNowWanted, this, &SessionPage::trainNow);
  connect(continue_, &QPushButton::clicked, this, &SessionPage::continueRecording);
  connect(controls_, &ControlRow::pauseWanted, this, &SessionPage::togglePause);
  connect(controls_, &ControlRow::markWanted, this, [this] { send(Kind::kMarker, tr("Mark")); });
  connect(controls_, &ControlRow::noteWritten, this, [this](const QString& words) { send(Kind::kNote, words); });
  connect(controls_, &ControlRow::easierWanted, this, [this] { moved(bars_->ease(true)); });
  connect(controls_, &ControlRow::harderWanted, this, [this] { moved(bars_->ease(false)); });
  connect(controls_, &ControlRow::nextWanted, this, [this] { send(Kind::kNextPhase); });
  connect(controls_, &ControlRow::stopWanted, this, &SessionPage::stopAndKeep);
  connect(bars_, &LevelBars::thresholdMoved, this,
          [this](std::size_t channel, double uv) {
            send(Kind::kThreshold, {}, channel, uv);
            const QString level = style::amplitude(uv, style::unitOf(current_.format, channel));
            controls_->tell(uv > 0 ? tr("Line at %1. Ctrl+Z puts it back").arg(level) : tr("No line"));
          });
  connect(bars_, &LevelBars::upperMoved, this,
          [this](std::size_t channel, double uv) { send(Kind::kUpperEdge, {}, channel, uv); });
  connect(filters_, &FilterRow::chosen, this, [this](const dsp::ChainSettings& chain) {
    session::Command command;
    command.kind = Kind::kFilter;
    command.chain = chain;
    run_.command(std::move(command));
  });
  connect(filters_, &FilterRow::closed, this, [this] {
    controls_->setEscElsewhere(false);
    setFocus();
  });
  connect(traceBox_, &TraceBox::filtersWanted, this, &SessionPage::toggleFilters);
  connect(traceBox_, &TraceBox::channelsShown, bars_, &LevelBars::showChannels);
  // A list that was used while a session runs gives the keys back.
  for (auto* list : side_->findChildren<style::Choice*>())
    connect(list, &style::Choice::activated, this, [this] { setFocus(); });
  connect(soundButton_, &QPushButton::clicked, this, &SessionPage::toggleSound);
  connect(displayButton_, &QPushButton::clicked, this, &SessionPage::toggleDisplay);
}

void SessionPage::addKeys() {
  using When = SessionKeys::When;
  for (int i = 0; i < 8; ++i) {
    keys_->add(QKeySequence(Qt::Key_1 + i), When::kRunning, [this, i] { bars_->selectShown(static_cast<std::size_t>(i)); });
  }
  using Edge = LevelBars::Edge;
  keys_->add(Qt::Key_Up, When::kRunning, [this] { moved(bars_->nudge(true)); }, true);
  keys_->add(Qt::Key_Down, When::kRunning, [this] { moved(bars_->nudge(false)); }, true);
  keys_->add(Qt::SHIFT | Qt::Key_Up, When::kRunning, [this] { moved(bars_->nudge(true, Edge::kUpper)); }, true);
  keys_->add(Qt::SHIFT | Qt::Key_Down, When::kRunning, [this] { moved(bars_->nudge(false, Edge::kUpper)); }, true);
  keys_->add(QKeySequence::Undo, When::kRunning, [this] { bars_->undo(); });
  keys_->add(Qt::Key_R, When::kAlways, [this] { traces_->setRaw(!traces_->raw()); });
  keys_->add(Qt::Key_P, When::kRunning, [this] { toggleRating(); });
  keys_->add(Qt::Key_L, When::kRunning, [this] { toggleLock(); });
  keys_->add(Qt::Key_Left, When::kRunning, [this] { give(session::Command::Kind::kRepeatPhase); });
  keys_->add(Qt::Key_E, When::kRunning, [this] { give(session::Command::Kind::kExtendPhase, kLongerS); });
  keys_->add(Qt::Key_F, When::kRunning, [this] { toggleFilters(); });
  keys_->add(Qt::CTRL | Qt::Key_PageUp, When::kAlways, [this] { traceBox_->turn(-1); });
  keys_->add(Qt::CTRL | Qt::Key_PageDown, When::kAlways, [this] { traceBox_->turn(1); });
  keys_->add(Qt::Key_PageUp, When::kAlways, [this] { traces_->zoom(1); }, true);
  keys_->add(Qt::Key_PageDown, When::kAlways, [this] { traces_->zoom(-1); }, true);
  const auto scene = [this](int by) { controls_->tell(tr("Scene: %1").arg(side_->scenes().turn(by))); };
  keys_->add(Qt::Key_C, When::kRunning, [scene] { scene(1); });
  keys_->add(Qt::SHIFT | Qt::Key_C, When::kRunning, [scene] { scene(-1); });
  keys_->add(Qt::Key_S, When::kAlways, [this] { toggleSound(); });
  keys_->add(Qt::Key_D, When::kAlways, [this] { toggleDisplay(); });
}

void SessionPage::moved(bool done) {
  if (!done) controls_->tell(tr("No line yet: it needs a second of usable signal"));
}

void SessionPage::showRunning(bool running) {
  heading_->setVisible(!running);
  closePanels();
  before_->setVisible(!running);
  timelineRow_->setVisible(running);
  ratings_->ask({});
  painAlert_->hide();
  bars_->setVisible(running);
  side_->setVisible(running);
  traceBox_->setRunning(running);
  filters_->hide();
  controls_->setMode(running ? ControlRow::Mode::kRunning : ControlRow::Mode::kSetup);
  if (!running) band_->hide();
  continue_->hide();
}

void SessionPage::say(const QString& words, bool caution) {
  told_ = caution ? words : QString();
  band_->setText(QStringLiteral("! ") + words);
  band_->setVisible(!words.isEmpty());
}

namespace {

QString soundName(const feedback::SoundSettings& s) {
  switch (s.kind) {
    case feedback::SoundKind::kRain: return SessionPage::tr("rain");
    case feedback::SoundKind::kSurf: return SessionPage::tr("surf");
    case feedback::SoundKind::kStream: return SessionPage::tr("stream");
    case feedback::SoundKind::kMusic: return SessionPage::tr("music");
    case feedback::SoundKind::kTone: break;
  }
  const bool falls = s.tone.pitch == feedback::TonePitch::kFalls;
  switch (s.tone.mode) {
    case feedback::ToneMode::kGate:
      return s.tone.gate == feedback::ToneGate::kInTarget ? SessionPage::tr("in target") : SessionPage::tr("out of target");
    case feedback::ToneMode::kVolume:
      return falls ? SessionPage::tr("quieter as tension falls") : SessionPage::tr("louder as effort rises");
    case feedback::ToneMode::kPitch: break;
  }
  return falls ? SessionPage::tr("pitch falls with tension") : SessionPage::tr("pitch rises with effort");
}

}  // namespace

void SessionPage::nameButtons() {
  const audio::SoundStatus& s = sound_.status();
  const QString words = sound_.muted()  ? tr("Sound: off")
                        : !s.playing    ? tr("Sound: no device")
                                        : tr("Sound: %1").arg(soundName(sound_.settings()));
  soundButton_->setText(words);
  soundButton_->setToolTip(s.words);
  soundButton_->setAccessibleDescription(s.words);
  displayButton_->setText(tr("Patient display: %1").arg(display_.where()));
  Q_EMIT headChanged();
}

void SessionPage::toggleSound() {
  sound_.setMuted(!sound_.muted());
  nameButtons();
}

void SessionPage::toggleDisplay() {
  if (display_.isOpen())
    display_.close();
  else
    display_.open();
  window()->activateWindow();
  nameButtons();
}

void SessionPage::toggleFilters() {
  if (filters_->isVisible()) return filters_->leave();
  filters_->open(current_.chain, current_.format.sampleRateHz);
  controls_->setEscElsewhere(true);
}

void SessionPage::showChain(const dsp::ChainSettings& chain) {
  current_.chain = chain;
  delay_ = dsp::envelopeDelay(chain, current_.format.sampleRateHz);
  traces_->setFilterWords(tr("%1–%2 Hz").arg(chain.bandLowHz).arg(chain.bandHighHz));
}

}  // namespace tonus::clinician
