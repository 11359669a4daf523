#include "clinician/session_page/session_page.h"

#include <QEvent>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QWindow>
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <tuple>

#include "bridge/preferences.h"
#include "clinician/session_page/control_row.h"
#include "clinician/session_page/level_bars.h"
#include "clinician/session_page/phase_timeline.h"
#include "clinician/session_page/scene_picker.h"
#include "clinician/session_page/setup_panel.h"
#include "clinician/session_page/side_panel.h"
#include "clinician/session_page/trace_view.h"
#include "style/button.h"
#include "style/label.h"
#include "style/signal_words.h"
#include "style/words.h"
#include "tonus/dsp/settings.h"
#include "tonus/session/steps.h"

namespace tonus::clinician {
namespace {

constexpr int kFrameMs = 16;
constexpr int kSlowMs = 250;
constexpr std::uintmax_t kRoomBytes = 256ULL << 20;  // some hours of signal: less, and it breaks off again
constexpr auto kSilence = std::chrono::milliseconds(350);  // no block for so long: nothing on screen is now

const core::ChannelQuality kNothingComes = [] {
  core::ChannelQuality quality;
  quality.add(core::QualityReason::kFlat);
  return quality;
}();

QString laneRole(const session::ChannelSetup& c) {
  switch (c.role) {
    case feedback::Role::kTrain:
      return SessionPage::tr("train, %1").arg(style::textOf(c.rule.kind));
    case feedback::Role::kMonitor:
      return SessionPage::tr("monitor");
    case feedback::Role::kOff:
      break;
  }
  return SessionPage::tr("off");
}

std::size_t firstTrained(const session::SessionSetup& setup) {
  for (std::size_t i = 0; i < setup.channels.size(); ++i) {
    if (setup.channels[i].role == feedback::Role::kTrain) return i;
  }
  return 0;
}

}  // namespace

SessionPage::SessionPage(Services services, QWidget* parent)
    : style::Page(parent),
      services_(std::move(services)),
      sound_(services_.clock),
      display_(services_.clock),
      run_(services_.clock, sound_.sink()) {
  setFocusPolicy(Qt::StrongFocus);
  buildLayout();
  connectControls();
  addKeys();
  frameTimer_.setTimerType(Qt::PreciseTimer);
  frameTimer_.setInterval(kFrameMs);
  slowTimer_.setInterval(kSlowMs);
  connect(&frameTimer_, &QTimer::timeout, this, &SessionPage::tick);
  connect(&slowTimer_, &QTimer::timeout, this, &SessionPage::slowTick);
  connect(&sound_, &audio::SoundOutput::statusChanged, this, &SessionPage::nameButtons);
  connect(&display_, &patient::PatientDisplay::whereChanged, this, &SessionPage::nameButtons);
  connect(&display_, &patient::PatientDisplay::told, this, [this](const QString& words) { say(words, true); });
  traces_->installEventFilter(this);
  setup_->setMemory([this](const std::string& protocolId) { return lastSetup(protocolId); });
  nameButtons();
  showRunning(false);
}

SessionPage::~SessionPage() {
  (void)run_.stop(display_.latency(), sound_.status().latency);
  delete side_;  // its small scene reads the model of display_, which goes before the widgets would
}

QString SessionPage::title() const { return patient_.id.empty() ? tr("Session") : style::textOf(patient_.name); }

QString SessionPage::subtitle() const { return style::textOf(patient_.condition); }

QList<QWidget*> SessionPage::barActions() { return {soundButton_, displayButton_}; }

QList<style::KeyHelp> SessionPage::keys() const {
  return {{tr("Space"), tr("Pause, go on")},
          {tr("M"), tr("Mark this moment")},
          {tr("N"), tr("Write a note")},
          {tr("1 … 8"), tr("Choose a channel")},
          {tr("Up, Down"), tr("Move its line")},
          {tr("Shift+Up, Shift+Down"), tr("Move the upper edge of a band")},
          {tr("Ctrl+Z"), tr("Put the line back, once")},
          {tr("− +"), tr("Easier, harder")},
          {tr("→"), tr("Next phase")},
          {tr("Ctrl+Page Up, Ctrl+Page Down"), tr("The eight channels before, after")},
          {tr("R"), tr("Raw or filtered traces")},
          {tr("F"), tr("Other filters from now on")},
          {tr("Page Up, Page Down"), tr("Larger, smaller waves")},
          {tr("S"), tr("Sound on, off")},
          {tr("D"), tr("Patient display")},
          {tr("Esc, then Enter"), tr("Stop and keep")}};
}

void SessionPage::enter() {
  if (!run_.isOpen()) startFor(patient_);
  setFocus();
}

void SessionPage::startFor(const store::Patient& patient) {
  if (run_.recording()) return;
  const bool another = patient.id != patient_.id;
  if (another) setup_->forget();
  patient_ = patient;
  told_.clear();
  unfinished_.reset();
  showRunning(false);
  const bridge::Preferences preferences;
  display_.model().setReducedMotion(preferences.reducedMotion());
  display_.model().setLowStimulus(preferences.lowStimulus());
  display_.model().clear();
  setup_->enter(another ? style::textOf(patient.condition) : QString());
  Q_EMIT headChanged();
}

void SessionPage::openSource() {
  if (run_.recording()) return;
  setup_->clearFault();
  quality_.clear();
  setup_->showQuality(quality_);
  core::Status opened = openAmplifier();
  if (opened) {
    setup_->setFormat(run_.format(), run_.bandwidthHz());
    const session::SessionSetup preview = setup_->setup();
    applySetup(preview);
    opened = run_.preview(preview);
  }
  const bool somebody = !patient_.id.empty();
  controls_->setCanStart(opened.ok() && somebody);
  heading_->setText(
      somebody ? tr("Set up the session of %1").arg(style::textOf(patient_.name))
               : tr("No patient is chosen. Choose one under Patients; the signal can be looked at meanwhile."));
  if (!opened) {
    setup_->showFault(opened.fault());
    (void)run_.stop();
    traces_->clear();
    setup_->showNoSignal();
  }
  previewTicks_ = 0;
  frameTimer_.start();
  slowTimer_.start();
  Q_EMIT statusChanged();
}

void SessionPage::applySetup(const session::SessionSetup& setup) {
  current_ = setup;
  std::vector<BarChannel> bars;
  for (std::size_t i = 0; i < setup.channels.size(); ++i) {
    const session::ChannelSetup& c = setup.channels[i];
    const QString name = QStringLiteral("%1 %2").arg(i + 1).arg(style::textOf(c.name));
    const QString unit = style::unitOf(setup.format, i);
    if (c.role == feedback::Role::kOff) continue;
    bars.push_back({i, name, c.role, style::textOf(c.rule.kind), unit});
    if (c.rule.thresholdUv > 0 && c.rule.upperUv > 0) bars.back().bandRatio = c.rule.upperUv / c.rule.thresholdUv;
  }
  showChain(setup.chain);
  const double bandHz = session::bandHz(setup);
  side_->setSignal(style::unitOf(setup.format, firstTrained(setup)), style::bandLimit(bandHz), style::whyNoMedianFrequency(bandHz));
  traces_->setUnit(style::commonUnit(setup.format));
  bars_->setChannels(std::move(bars));
  showChannels();
  side_->setTrained(static_cast<std::size_t>(std::count_if(
      setup.channels.begin(), setup.channels.end(), [](const auto& c) { return c.role == feedback::Role::kTrain; })));
  timeline_->setSteps(session::stepsOf(setup.protocol, setup.format.sampleRateHz, session::takingPart(setup)),
                      setup.format.sampleRateHz);
  numbers_.reset(0.01, firstTrained(setup));
  newest_.assign(setup.channels.size(), {});
  lastFrame_ = {};
  cues_.restart();
  const bool lifts = std::all_of(setup.channels.begin(), setup.channels.end(), [](const session::ChannelSetup& c) {
    return c.role != feedback::Role::kTrain || c.rule.kind == "above";
  });
  side_->scenes().setUp(lifts);
  feedback::SoundSettings sound = sound_.settings();
  sound.tone.pitch = lifts ? feedback::TonePitch::kRises : feedback::TonePitch::kFalls;
  sound_.setSettings(sound);
}

void SessionPage::showChannels() {
  const std::size_t all = current_.channels.size();
  if (firstShown_ >= all) firstShown_ = 0;
  const std::size_t end = std::min(all, firstShown_ + kShownN);
  std::vector<TraceLane> lanes;
  for (std::size_t i = firstShown_; i < end; ++i) {
    const session::ChannelSetup& c = current_.channels[i];
    lanes.push_back({QStringLiteral("%1 %2").arg(i + 1).arg(style::textOf(c.name)), laneRole(c), c.role == feedback::Role::kOff});
  }
  traces_->setLanes(std::move(lanes), current_.format.sampleRateHz, firstShown_);
  bars_->showChannels(firstShown_, end);
  shownRow_->setVisible(all > kShownN);
  shownWords_->setText(tr("Channels %1–%2 of %3").arg(firstShown_ + 1).arg(end).arg(all));
  earlier_->setEnabled(firstShown_ > 0);
  later_->setEnabled(end < all);
}

void SessionPage::turn(int pages) {
  const auto wanted = static_cast<std::ptrdiff_t>(firstShown_) + pages * static_cast<std::ptrdiff_t>(kShownN);
  if (wanted < 0 || wanted >= static_cast<std::ptrdiff_t>(current_.channels.size())) return;
  firstShown_ = static_cast<std::size_t>(wanted);
  showChannels();
}

void SessionPage::begin() { beginWith(setup_->setup()); }

void SessionPage::continueRecording() {
  if (!canContinue()) return;
  if (run_.recording()) stopAndKeep();   // it shows signal still, but nothing of it is kept
  if (!unfinished_ || !run_.isOpen()) return;
  beginWith(unfinished_->format == run_.format() ? session::SessionSetup(*unfinished_) : setup_->setup());
}

void SessionPage::beginWith(const session::SessionSetup& setup) {
  store::Store* store = services_.store ? services_.store() : nullptr;
  if (!run_.isOpen() || run_.recording()) return;
  if (store == nullptr || patient_.id.empty()) {
    setup_->showFault({core::FaultCode::kNotFound, "There is no patient to record for.",
                       "Choose one under Patients, then start the session."});
    return;
  }
  if (setup_->isRecording()) {
    if (const core::Status again = openAnew(); !again) return setup_->showFault(again.fault());
  }
  applySetup(setup);
  begun_ = services_.clock.wallNow();
  lastNews_ = services_.clock.now();
  if (const core::Status started = run_.record(*store, patient_, setup); !started) {
    setup_->showFault(started.fault());
    return;
  }
  display_.clearLatency();
  sound_.clearLatency();
  told_.clear();
  unfinished_.reset();
  if (previewTicks_ < kTicksToFit) previewTicks_ = 0;
  showRunning(true);
  setFocus();
  Q_EMIT statusChanged();
}

core::Result<std::unique_ptr<core::SignalSource>> SessionPage::makeSource() {
  return services_.source ? services_.source() : setup_->makeSource();
}

/// An amplifier that resets and answers slowly keeps the window waiting for up to four seconds, so it says so.
core::Status SessionPage::openAmplifier() {
  auto source = makeSource();
  if (!source) return source.fault();
  const bool slow = !services_.source && !setup_->isSimulated() && !setup_->isRecording();
  if (slow) {
    heading_->setText(tr("The amplifier is being set up…"));
    heading_->repaint();
    QGuiApplication::setOverrideCursor(Qt::WaitCursor);
  }
  core::Status opened = run_.open(*std::move(source));
  if (slow) QGuiApplication::restoreOverrideCursor();
  return opened;
}

core::Status SessionPage::openAnew() {
  core::Status opened = openAmplifier();
  if (opened) traces_->clear();
  return opened;
}

void SessionPage::stopAndKeep() {
  if (finishing_) return;
  finishing_ = true;
  frameTimer_.stop();
  slowTimer_.stop();
  const bool recorded = run_.recording();
  const session::Status last = run_.status();
  const auto id = run_.stop(display_.latency(), sound_.status().latency);
  recorded ? display_.model().finish() : display_.model().clear();
  traces_->clear();
  finishing_ = false;
  showRunning(false);
  if (recorded) {
    std::string kept = id ? *id : std::string();
    if (!id) kept = tellBadEnd(id.fault());
    else if (last.state == session::State::kFaulted && !last.faults.empty()) kept = tellBadEnd(last.faults.back());
    if (!kept.empty()) Q_EMIT sessionFinished(style::textOf(kept));
  }
  updateStatus(run_.status());  // "Recording" and "Paused" are over, whatever opens next
  if (isVisible()) openSource();  // the signal goes on; nothing of the session that ended stays on screen
  Q_EMIT statusChanged();
}

bool SessionPage::canContinue() const {
  store::Store* store = services_.store ? services_.store() : nullptr;
  if (store == nullptr || brokeOff_ != core::FaultCode::kDiskFull) return store != nullptr;
  std::error_code unknown;
  const auto space = std::filesystem::space(store->path().parent_path(), unknown);
  return unknown || space.available >= kRoomBytes;
}

std::string SessionPage::tellBadEnd(const core::Fault& why) {
  brokeOff_ = why.code;
  unfinished_ = current_;
  for (std::size_t i = 0; i < current_.channels.size(); ++i) {
    feedback::RuleSettings& rule = unfinished_->channels[i].rule;
    if (const auto line = bars_->lineOf(i)) std::tie(rule.thresholdUv, rule.upperUv) = *line;
  }
  std::string kept;
  QString words = style::sentence(why);
  store::Store* store = services_.store ? services_.store() : nullptr;
  if (store != nullptr) {
    if (const auto rows = store->sessions(patient_.id); rows && !rows->empty() && rows->front().started >= begun_) {
      kept = rows->front().id;
      words += QLatin1Char(' ') + tr("The session has ended. %1 of signal are kept in the record.")
                                      .arg(style::clockTime(rows->front().durationS));
    }
  }
  say(words, true);
  return kept;
}

std::optional<session::SessionSetup> SessionPage::lastSetup(const std::string& protocolId) const {
  store::Store* store = services_.store ? services_.store() : nullptr;
  if (store == nullptr || patient_.id.empty() || !run_.isOpen()) return std::nullopt;
  const auto rows = store->sessions(patient_.id);
  if (!rows) return std::nullopt;
  for (const store::SessionRow& row : *rows) {
    if (row.protocolId != protocolId || row.deviceModel != run_.device().model) continue;
    auto setup = session::parseSetup(row.setupJson);
    if (setup) return *std::move(setup);
  }
  return std::nullopt;
}

void SessionPage::hideEvent(QHideEvent* event) {
  style::Page::hideEvent(event);
  if (run_.recording() || !run_.isOpen() || window()->isMinimized()) return;
  (void)run_.stop();  // a preview nobody looks at holds a device for nothing
  frameTimer_.stop();
  slowTimer_.stop();
  traces_->clear();
}

void SessionPage::send(session::Command::Kind kind, const QString& words, std::size_t channel, double uv) {
  session::Command command;
  command.kind = kind;
  command.channel = channel;
  command.valueUv = uv;
  command.text = words.toStdString();
  run_.command(std::move(command));
}

void SessionPage::togglePause() {
  const bool paused = run_.status().state == session::State::kPaused;
  send(paused ? session::Command::Kind::kResume : session::Command::Kind::kPause);
}

void SessionPage::tick() {
  const std::vector<core::BlockPtr>& blocks = run_.drain();
  if (blocks.empty()) {
    if (run_.recording() && services_.clock.now() - lastNews_ > kSilence) showAway();
    return;
  }
  lastNews_ = services_.clock.now();
  away_ = false;
  take(blocks);
  if (!inView()) run_.notShown();
}

bool SessionPage::inView() const {
  const QWindow* handle = window()->windowHandle();
  return traces_->isVisible() && !window()->isMinimized() && handle != nullptr && handle->isExposed();
}

core::SessionLatency SessionPage::latency() const {
  return {run_.latency(), display_.latency(), sound_.status().latency, run_.shownLateS()};
}

void SessionPage::take(const std::vector<core::BlockPtr>& blocks) {
  for (const core::BlockPtr& block : blocks) {
    const std::size_t n = block->channelsN;
    for (std::size_t i = 0; i < block->feedback.size(); ++i) {
      lastFrame_ = block->feedback[i];
      const core::ChannelFeedback* channels = block->channelFeedback.data() + i * n;
      if (run_.recording()) numbers_.add(lastFrame_, channels, n);
      if (const auto words = cues_.at(lastFrame_); words && run_.recording()) sound_.say(*words);
      newest_.assign(channels, channels + n);
      bars_->observe(channels, n);
    }
    for (const core::SessionEvent& event : block->events) tell(event);
    if (!block->quality.empty()) {
      const auto& verdicts = block->quality.back().channels;
      quality_.assign(verdicts.begin(), verdicts.end());
    }
  }
  traces_->showBlocks(blocks);
  if (lastFrame_.phase == nullptr) return;
  bars_->showLevels(newest_, lastFrame_.paused             ? tr("paused")
                             : !lastFrame_.phase->feedback ? tr("no feedback now")
                                                           : QString());
  if (run_.recording()) {
    timeline_->showPhase(lastFrame_.phase->index, lastFrame_.timeLeftS);
    display_.show(lastFrame_);
  }
}

void SessionPage::showAway() {
  core::FeedbackFrame away = lastFrame_;
  if (away_ || away.phase == nullptr) return;
  away_ = true;
  away.usable = away.inTarget = false;
  away.quality = kNothingComes;
  for (core::ChannelFeedback& channel : newest_) {
    channel.quality = kNothingComes;
    channel.inTarget = false;
  }
  bars_->showLevels(newest_, tr("device away"));
  display_.show(away);
}

bool SessionPage::eventFilter(QObject* object, QEvent* event) {
  if (object == traces_ && event->type() == QEvent::Paint && run_.somethingWaits()) {
    run_.painting();
    // Runs once this round of painting has been flushed to the window system.
    QMetaObject::invokeMethod(
        this,
        [this] {
          if (const auto newest = run_.onScreen()) Q_EMIT shown(*newest);
        },
        Qt::QueuedConnection);
  }
  return style::Page::eventFilter(object, event);
}

void SessionPage::keyPressEvent(QKeyEvent* event) {
  const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
  // Enter in a field ends what is typed there; it comes here too, and must not start anything.
  if (!enter || window()->focusWidget() != this || run_.recording() || !controls_->primary()->isEnabled())
    return style::Page::keyPressEvent(event);
  begin();
  event->accept();
}

}  // namespace tonus::clinician
