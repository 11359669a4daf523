// SessionPage: what it is made of and what it says.

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "clinician/session_page/control_row.h"
#include "clinician/session_page/filter_row.h"
#include "clinician/session_page/level_bars.h"
#include "clinician/session_page/phase_timeline.h"
#include "clinician/session_page/session_page.h"
#include "clinician/session_page/setup_panel.h"
#include "clinician/session_page/session_keys.h"
#include "clinician/session_page/side_panel.h"
#include "clinician/session_page/sound_row.h"
#include "clinician/session_page/status_strip.h"
#include "clinician/session_page/trace_view.h"
#include "style/button.h"
#include "style/flow_layout.h"
#include "style/label.h"
#include "style/latency_words.h"
#include "style/signal_words.h"
#include "style/words.h"

namespace tonus::clinician {
namespace {

bool recordEnded(const session::Status& s) {
  return std::any_of(s.sinks.begin(), s.sinks.end(), [](const auto& k) { return k.faulted && k.name == "recorder"; });
}

StatusStrip::Item lateItem(const QString& word, const core::LatencySummary& late) {
  if (late.n == 0) return {word, QStringLiteral("–"), {}};
  const auto ms = [](double v) { return std::lround(v); };
  return {word, style::milliseconds(late.p50Ms), SessionPage::tr("99 % %1").arg(ms(late.p99Ms)),
          SessionPage::tr("95 % %1, 99 % %2, worst %3").arg(ms(late.p95Ms)).arg(ms(late.p99Ms)).arg(ms(late.worstMs))};
}

}  // namespace

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
  band_ = style::makeLabel({}, style::Type::kBase, true, style::Tone::kCaution);
  band_->setWordWrap(true);
  band_->setProperty("banner", "caution");
  band_->setMargin(style::kInside);
  band_->hide();
  setup_ = new SetupPanel(services_.clock, services_.resourcesDir, services_.devices);
  traceBox_ = style::makeCard();
  auto* traceColumn = new QVBoxLayout(traceBox_);
  traceColumn->setContentsMargins(1, 1, 1, 1);
  traces_ = new TraceView;
  traceColumn->setSpacing(0);
  traceColumn->addWidget(traces_, 1);
  traceColumn->addWidget(style::makeRule());
  shownWords_ = style::makeLabel({}, style::Type::kSmall, false, style::Tone::kSecondary);
  shownWords_->setObjectName(QStringLiteral("channelsShown"));
  traceColumn->addWidget(buildShownRow());
  traceColumn->addLayout(buildTraceFoot());
  bars_ = new LevelBars;
  side_ = new SidePanel(display_);
  side_->setFixedWidth(std::max(266, 15 * style::pixels(style::Type::kBase)));
  before_ = new QWidget;
  auto* beforeColumn = new QVBoxLayout(before_);
  beforeColumn->setContentsMargins(0, 0, 0, 0);
  beforeColumn->setSpacing(style::kBetween);
  setup_->append(new SoundRow(sound_));
  beforeColumn->addWidget(setup_);
  auto* row = new QHBoxLayout;
  row->setSpacing(style::kAround);
  row->addWidget(before_, 12);
  row->addWidget(traceBox_, 8);
  row->addWidget(bars_, 6);
  row->addWidget(side_, 0);
  strip_ = new StatusStrip;
  body->addWidget(heading_);
  body->addWidget(timeline_);
  continue_ = new style::Button(tr("Continue recording"));
  continue_->setObjectName(QStringLiteral("continueRecording"));
  continue_->setToolTip(tr("Another session of this patient, set up as the one that broke off, with its lines"));
  continue_->hide();
  auto* bandRow = new QHBoxLayout;
  bandRow->addWidget(band_, 1);
  bandRow->addWidget(continue_);
  body->addLayout(bandRow);
  body->addLayout(row, 1);
  keys_ = new SessionKeys(*this);
  filters_ = new FilterRow;
  body->addWidget(filters_);
  controls_ = new ControlRow(this, *keys_);
  body->addWidget(controls_);
  all->addWidget(strip_);
  soundButton_ = new style::Button(tr("Sound"), style::Button::Kind::kPlain, this);
  displayButton_ = new style::Button(tr("Patient display"), style::Button::Kind::kPlain, this);
  soundButton_->hide();
  displayButton_->hide();
}

QWidget* SessionPage::buildShownRow() {
  shownRow_ = new QWidget;
  auto* row = new style::FlowLayout(shownRow_);
  row->setContentsMargins(style::kInside, 4, style::kBetween - 2, 0);
  shownWords_->setToolTip(tr("All channels are recorded"));
  row->addWidget(shownWords_);
  row->pushRight();
  const auto add = [&](const QString& words, const QString& key, const char* name, int pages) {
    auto* button = new style::Button(words, style::Button::Kind::kQuiet);
    button->setObjectName(QString::fromLatin1(name));
    button->setToolTip(key);   // as a key cap it would cost the small screen a row
    button->setFocusPolicy(Qt::TabFocus);
    connect(button, &QPushButton::clicked, this, [this, pages] { turn(pages); });
    row->addWidget(button);
    return button;
  };
  earlier_ = add(tr("Before"), tr("Ctrl+Page Up"), "channelsBefore", -1);
  later_ = add(tr("After"), tr("Ctrl+Page Down"), "channelsAfter", 1);
  shownRow_->hide();
  return shownRow_;
}

QLayout* SessionPage::buildTraceFoot() {
  auto* foot = new style::FlowLayout;
  foot->setContentsMargins(2, 0, style::kBetween - 2, 0);
  foot->setSpacing(0);
  auto add = [&](const QString& words, const QString& key, const QString& name) {
    auto* button = new style::Button(words, style::Button::Kind::kQuiet);
    button->setKeyHint(key);
    button->setAccessibleName(name);
    button->setFocusPolicy(Qt::TabFocus);
    foot->addWidget(button);
    return button;
  };
  rawButton_ = add(tr("Filtered"), tr("R"), tr("Raw or filtered traces"));
  connect(rawButton_, &QPushButton::clicked, this, [this] { traces_->setRaw(!traces_->raw()); });
  connect(add(tr("Larger"), {}, tr("Larger waves")), &QPushButton::clicked, this, [this] { traces_->zoom(1); });
  connect(add(tr("Smaller"), {}, tr("Smaller waves")), &QPushButton::clicked, this, [this] { traces_->zoom(-1); });
  filterButton_ = add(tr("Filters"), tr("F"), tr("Other filters from now on"));
  filterButton_->setObjectName(QStringLiteral("openFilters"));
  connect(filterButton_, &QPushButton::clicked, this, &SessionPage::toggleFilters);
  foot->pushRight();
  scaleWords_ = style::makeLabel({}, style::Type::kSmall, false, style::Tone::kSecondary);
  foot->addWidget(scaleWords_);
  connect(traces_, &TraceView::scaleChanged, this, [this] {
    rawButton_->setText(traces_->raw() ? tr("Raw") : tr("Filtered"));
    scaleWords_->setText(traces_->scaleWords());
  });
  return foot;
}

void SessionPage::connectControls() {
  using Kind = session::Command::Kind;
  connect(setup_, &SetupPanel::sourceChosen, this, &SessionPage::openSource);
  connect(setup_, &SetupPanel::settingsChanged, this, &SessionPage::openSource);
  connect(setup_, &SetupPanel::channelsChanged, this, [this] {
    if (run_.isOpen() && !run_.recording()) applySetup(setup_->setup());
  });
  connect(controls_, &ControlRow::startWanted, this, &SessionPage::begin);
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
  connect(filters_, &FilterRow::closed, this, [this] { setFocus(); });
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
  keys_->add(Qt::Key_F, When::kRunning, [this] { toggleFilters(); });
  keys_->add(Qt::CTRL | Qt::Key_PageUp, When::kAlways, [this] { turn(-1); });
  keys_->add(Qt::CTRL | Qt::Key_PageDown, When::kAlways, [this] { turn(1); });
  keys_->add(Qt::Key_PageUp, When::kAlways, [this] { traces_->zoom(1); }, true);
  keys_->add(Qt::Key_PageDown, When::kAlways, [this] { traces_->zoom(-1); }, true);
  keys_->add(Qt::Key_S, When::kAlways, [this] { toggleSound(); });
  keys_->add(Qt::Key_D, When::kAlways, [this] { toggleDisplay(); });
}

void SessionPage::moved(bool done) {
  if (!done) controls_->tell(tr("No line yet: it needs a second of usable signal"));
}

void SessionPage::showRunning(bool running) {
  heading_->setVisible(!running);
  before_->setVisible(!running);
  timeline_->setVisible(running);
  bars_->setVisible(running);
  side_->setVisible(running);
  filterButton_->setVisible(running);
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
  if (filters_->isVisible()) filters_->leave();
  else filters_->open(current_.chain, current_.format.sampleRateHz);
}

void SessionPage::showChain(const dsp::ChainSettings& chain) {
  current_.chain = chain;
  delay_ = dsp::envelopeDelay(chain, current_.format.sampleRateHz);
  traces_->setFilterWords(tr("%1–%2 Hz").arg(chain.bandLowHz).arg(chain.bandHighHz));
}

void SessionPage::tell(const core::SessionEvent& event) {
  const QString at = style::clockTime(static_cast<double>(event.at.value) / current_.format.sampleRateHz);
  if (event.kind == core::EventKind::kMarker && event.value == 0) controls_->tell(tr("Marked at %1").arg(at));
  if (event.kind == core::EventKind::kNote) controls_->tell(tr("Note kept at %1").arg(at));
  if (event.kind == core::EventKind::kFilter) {
    controls_->tell(tr("Other filters from %1 on").arg(at));
    if (const auto chain = session::parseChain(event.text)) showChain(*chain);
  }
  if (event.kind == core::EventKind::kStart) timeline_->restart();
  if (event.kind == core::EventKind::kPhase) timeline_->beginNext(event.value > 0);
}

void SessionPage::slowTick() {
  const session::Status status = run_.status();
  if (run_.isOpen()) setup_->showQuality(quality_);
  updateStatus(status);
  updateBand(status);
  if (run_.isOpen() && previewTicks_ < kTicksToFit && ++previewTicks_ == kTicksToFit) traces_->fit();
  if (!run_.recording()) return;
  controls_->setMode(status.state == session::State::kPaused ? ControlRow::Mode::kPaused : ControlRow::Mode::kRunning);
  if (lastFrame_.phase) {
    const std::size_t now = lastFrame_.phase->index;
    const std::size_t trained = numbers_.channel();
    side_->setPhase(style::textOf(lastFrame_.phase->name), style::textOf(lastFrame_.phase->cue),
                    trained < current_.channels.size() ? style::textOf(current_.channels[trained].name) : QString());
    controls_->setLastPhase(now + 1 >= timeline_->stepsN());
  }
  side_->showNumbers(numbers_);
  if (status.deviceGone) showAway();
  const bool faulted = status.state == session::State::kFaulted;
  if (status.protocolFinished || status.sourceEnded || faulted) stopAndKeep();
  if (status.sourceEnded && !status.protocolFinished && !faulted && told_.isEmpty())
    say(tr("The recording has ended; the session is kept."), true);
}

void SessionPage::updateStatus(const session::Status& s) {
  using Light = StatusStrip::Light;
  if (!run_.isOpen()) {
    strip_->showItems(Light::kCaution, {{tr("No source open"), {}, {}}}, {});
    return;
  }
  const core::SessionLatency late = latency();
  const auto good = std::count_if(quality_.begin(), quality_.end(), [](core::ChannelQuality q) { return q.usable(); });
  const auto all = static_cast<std::ptrdiff_t>(quality_.size());
  const QString rate = tr("%1 × %2 Hz").arg(run_.format().channelsN()).arg(run_.format().sampleRateHz);
  std::vector<StatusStrip::Item> left{{{}, style::textOf(run_.device().model), rate},
                                      {tr("Lost"), QString::number(s.lostFrames), {}},
                                      lateItem(tr("To screen"), late.screen),
                                      lateItem(tr("To sound"), late.sound),
                                      {tr("Envelope"), tr("+%1 ms").arg(std::lround(delay_.toHalfMs)), {},
                                       tr("90 % in %1").arg(std::lround(delay_.toNinetyMs))},
                                      {tr("Signal"),
                                       s.deviceGone || all == 0 ? tr("none")
                                       : good == all ? tr("good on %1 of %1").arg(all)
                                                     : tr("good on %1 of %2").arg(good).arg(all),
                                       {}}};
  if (session::isBandwidthLimited(current_)) left.back().after = tr("relative amplitude only");
  strip_->setToolTip(style::latencyTable(late) + tr("<p>Envelope: how long the level takes to half and to 90 % of a sudden change, by its RMS "
                                                    "window and filters.</p>"));
  std::vector<StatusStrip::Item> right;
  if (late.shownLateS >= 0.1) right.push_back({tr("Shown late"), tr("%1 s").arg(late.shownLateS, 0, 'f', 1), {}});
  if (run_.recording() && recordEnded(s)) {
    const auto saved = run_.saved();
    right.push_back({tr("Not recording; kept"), style::clockTime(saved ? saved->seconds : 0), {}});
  } else if (run_.recording()) {
    right.push_back(
        {s.state == session::State::kPaused ? tr("Paused at") : tr("Recording"), style::clockTime(s.durationS), {}});
    if (const auto saved = run_.saved()) {
      const double ago = std::chrono::duration<double>(services_.clock.wallNow() - saved->at).count();
      right.push_back({tr("Saved"), tr("%1 s ago").arg(std::max(0L, std::lround(ago))), {}});
    }
  } else {
    right.push_back({tr("Preview, nothing is recorded yet"), {}, {}});
  }
  const bool bad = s.deviceGone || !s.faults.empty();
  strip_->showItems(bad ? Light::kBad : good < all ? Light::kCaution : Light::kGood, std::move(left), std::move(right));
}

void SessionPage::updateBand(const session::Status& s) {
  QString words = told_;
  if (s.deviceGone)
    words = tr("The device is away. Waiting for it: recording goes on, the time without signal is kept as a gap.");
  else if (!s.faults.empty())
    words = style::sentence(s.faults.back());
  const bool broken = run_.recording() && recordEnded(s);
  if (broken && !s.faults.empty()) brokeOff_ = s.faults.back().code;
  const bool toContinue = broken || (unfinished_ && !run_.recording());
  if (toContinue && !canContinue())
    words += QLatin1Char(' ') + tr("It can go on once there is room on the disk.");
  band_->setText(QStringLiteral("! ") + words);
  band_->setVisible(!words.isEmpty());
  continue_->setVisible(toContinue);
  continue_->setEnabled(run_.isOpen() && canContinue());
}

}  // namespace tonus::clinician
