#include "clinician/session_page/session_page.h"

#include <QComboBox>
#include <QEvent>
#include <QKeyEvent>
#include <QLabel>
#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

#include "bridge/preferences.h"
#include "clinician/session_page/calibration_panel.h"
#include "clinician/session_page/control_row.h"
#include "clinician/session_page/level_bars.h"
#include "clinician/session_page/phase_timeline.h"
#include "clinician/session_page/scene_picker.h"
#include "clinician/session_page/rule_words.h"
#include "clinician/session_page/side_panel.h"
#include "clinician/session_page/trace_box.h"
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

QString laneRole(const session::ChannelSetup& c) {
  switch (c.role) {
    case feedback::Role::kTrain:
      return SessionPage::tr("train, %1").arg(ruleWord(c.rule.kind));
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

std::string lastProtocol(store::Store* store, const std::string& patientId) {
  if (store == nullptr || patientId.empty()) return {};
  const auto rows = store->sessions(patientId, 1);
  return rows && !rows->empty() ? rows->front().protocolId : std::string();
}

}  // namespace

SessionPage::SessionPage(Services services, QWidget* parent)
    : style::Page(parent),
      services_(std::move(services)),
      sound_(services_.clock),
      display_(services_.clock),
      run_(services_.clock, sound_.sink()),
      opening_(services_.clock) {
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
  setup_->setMemory([this](const std::string& protocolId) { return lastVisit(protocolId); });
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
          {tr("→"), tr("Next phase; go on where it waits for you")},
          {tr("←"), tr("This phase again")},
          {tr("E"), tr("30 s longer")},
          {tr("P"), tr("Rate pain and comfort: a number, then Enter")},
          {tr("L"), tr("Lock or unlock the lines against moving by themselves")},
          {tr("Ctrl+Page Up, Ctrl+Page Down"), tr("The eight channels before, after")},
          {tr("R"), tr("Raw or filtered traces")},
          {tr("F"), tr("Other filters from now on")},
          {tr("Page Up, Page Down"), tr("Larger, smaller waves")},
          {tr("S"), tr("Sound on, off")},
          {tr("D"), tr("Patient display")},
          {tr("C, Shift+C"), tr("Next, previous scene for the patient")},
          {tr("Enter, T"), tr("Before the start: start; train now by the last visit's lines")},
          {tr("Esc, then Enter"), tr("Stop and keep")}};
}

void SessionPage::enter() {
  if (!run_.flows() && !opening_.running()) startFor(patient_);
  else reloadProtocols();
  setFocus();
}

void SessionPage::startFor(const store::Patient& patient) {
  if (run_.recording()) return;
  const bool another = patient.id != patient_.id;
  if (another) {
    setup_->forget();
    electrodes_->forget();
  }
  patient_ = patient;
  trainWhenOpen_ = false;
  told_.clear();
  broken_.setup.reset();
  showRunning(false);
  const bridge::Preferences preferences;
  display_.model().setReducedMotion(preferences.reducedMotion());
  display_.model().setLowStimulus(preferences.lowStimulus());
  display_.model().clear();
  reloadProtocols();
  if (another) setup_->chooseFor(style::textOf(patient.condition), lastProtocol(services_.store ? services_.store() : nullptr, patient.id));
  setup_->enter();
  Q_EMIT headChanged();
}

void SessionPage::reloadProtocols() {
  if (run_.recording()) return;
  auto offer = app::protocolsFor(services_.store ? services_.store() : nullptr, patient_.id, services_.resourcesDir);
  if (offer) setup_->offer(*std::move(offer));
  else setup_->showFault(offer.fault());
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
  side_->setSignal(style::unitOf(setup.format, firstTrained(setup)), style::bandLimit(bandHz), style::whyNoMedianFrequency(bandHz),
                   style::calibratedBy(session::calibrationDays(setup)));
  traces_->setUnit(style::commonUnit(setup.format));
  bars_->setChannels(std::move(bars));
  std::vector<TraceLane> lanes;
  for (std::size_t i = 0; i < setup.channels.size(); ++i) {
    const session::ChannelSetup& c = setup.channels[i];
    lanes.push_back({QStringLiteral("%1 %2").arg(i + 1).arg(style::textOf(c.name)), laneRole(c), c.role == feedback::Role::kOff});
  }
  traceBox_->setChannels(std::move(lanes), setup.format.sampleRateHz);
  side_->setTrained(static_cast<std::size_t>(std::count_if(
      setup.channels.begin(), setup.channels.end(), [](const auto& c) { return c.role == feedback::Role::kTrain; })));
  timeline_->setSteps(session::stepsOf(setup.protocol, setup.format.sampleRateHz, session::takingPart(setup)),
                      setup.format.sampleRateHz);
  std::vector<QString> trained;
  for (const session::ChannelSetup& c : setup.channels)
    if (c.role == feedback::Role::kTrain) trained.push_back(style::textOf(c.name));
  trained.resize(2);
  display_.model().setNames(trained[0], trained[1]);
  numbers_.reset(0.01, firstTrained(setup));
  newest_.assign(setup.channels.size(), {});
  showLaw();
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

void SessionPage::begin() {
  const session::SessionSetup setup = setup_->setup();
  if (!beginWith(setup)) return;
  const bool carried = std::any_of(setup.channels.begin(), setup.channels.end(), [](const auto& c) { return c.rule.thresholdUv > 0; });
  if (carried) side_->setLinesFrom(tr("Lines begin with those of %1").arg(style::day(setup_->remembered()->visit.started)));
}

void SessionPage::continueRecording() {
  if (!broken_.canGoOn(services_.store ? services_.store() : nullptr)) return;
  if (run_.recording()) stopAndKeep();   // it shows signal still, but nothing of it is kept
  if (!broken_.setup || !run_.isOpen()) return;
  (void)beginWith(broken_.setup->format == run_.format() ? session::SessionSetup(*broken_.setup) : setup_->setup());
}

bool SessionPage::beginWith(const session::SessionSetup& setup) {
  store::Store* store = services_.store ? services_.store() : nullptr;
  if (!run_.isOpen() || run_.recording()) return false;
  if (store == nullptr || patient_.id.empty()) {
    setup_->showFault({core::FaultCode::kNotFound, "There is no patient to record for.",
                       "Choose one under Patients, then start the session."});
    return false;
  }
  if (!run_.isOpen()) return false;
  if (setup_->isRecording()) {
    if (const core::Status again = openAnew(); !again) {
      setup_->showFault(again.fault());
      return false;
    }
  }
  applySetup(setup);
  begun_ = services_.clock.wallNow();
  lastNews_ = services_.clock.now();
  if (const core::Status started = run_.record(*store, patient_, setup); !started) {
    setup_->showFault(started.fault());
    return false;
  }
  noteElectrodes();
  display_.clearLatency();
  sound_.clearLatency();
  told_.clear();
  side_->setLinesFrom({});
  pain_ = PainWatch(bridge::Preferences().painLimit());
  begunPhase_.reset();
  broken_.setup.reset();
  if (previewTicks_ < kTicksToFit) previewTicks_ = 0;
  showRunning(true);
  setFocus();
  Q_EMIT statusChanged();
  return true;
}

core::Result<std::unique_ptr<core::SignalSource>> SessionPage::makeSource() {
  return services_.source ? services_.source() : setup_->makeSource();
}

core::Status SessionPage::openAnew() {
  core::Status opened = openAmplifier();
  if (!opened) return opened;
  useCalibrations();
  traces_->clear();
  return opened;
}

void SessionPage::stopAndKeep() {
  if (finishing_) return;
  finishing_ = true;
  frameTimer_.stop();
  slowTimer_.stop();
  const bool recorded = run_.recording();
  const session::Status last = run_.status();
  const auto id = endRun();
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

std::string SessionPage::tellBadEnd(const core::Fault& why) {
  broken_ = {current_, why.code};
  for (std::size_t i = 0; i < current_.channels.size(); ++i) {
    feedback::RuleSettings& rule = broken_.setup->channels[i].rule;
    if (const auto line = bars_->lineOf(i)) std::tie(rule.thresholdUv, rule.upperUv) = *line;
  }
  QString words = style::sentence(why);
  const auto kept = keptSince(services_.store ? services_.store() : nullptr, patient_.id, begun_);
  if (kept)
    words += QLatin1Char(' ') + tr("The session has ended. %1 of signal are kept in the record.").arg(style::clockTime(kept->durationS));
  say(words, true);
  return kept ? kept->id : std::string();
}

std::optional<SetupPanel::Remembered> SessionPage::lastVisit(const std::string& protocolId) const {
  store::Store* store = services_.store ? services_.store() : nullptr;
  if (store == nullptr || patient_.id.empty()) return std::nullopt;
  auto visit = app::lastVisit(*store, patient_.id, protocolId);
  if (!visit || !*visit) return std::nullopt;
  SetupPanel::Remembered out{**std::move(visit), false};
  out.linesFit = run_.isOpen() && app::linesFit(out.visit, run_.device().model, run_.format());
  return out;
}

void SessionPage::offerTraining() {
  const auto& last = setup_->remembered();
  session::SessionSetup today = setup_->setup();
  const bool can = run_.isOpen() && last && last->linesFit && app::trainNow(last->visit, today);
  controls_->setCanTrainNow(can ? tr("Straight to feedback by the lines of %1, without a baseline today").arg(style::day(last->visit.started))
                                : QString());
}

void SessionPage::trainNow() {
  if (run_.recording()) return;
  trainWhenOpen_ = opening_.running();
  if (trainWhenOpen_ || !run_.isOpen()) return;
  const auto last = setup_->remembered();
  session::SessionSetup today = setup_->setup();
  if (!last || !last->linesFit || !app::trainNow(last->visit, today)) {
    const QString day = last ? style::day(last->visit.started) : QString();
    return say(!last              ? tr("There is no visit with this protocol to take lines from. Start with a baseline.")
               : !last->linesFit ? tr("The lines of %1 were taken with %2. Connect it, or start with a baseline.")
                                       .arg(day, style::textOf(last->visit.deviceModel))
                                 : tr("No channel that is trained now had a line on %1. Start with a baseline.").arg(day), true);
  }
  if (!beginWith(today)) return;
  send(session::Command::Kind::kNote, tr("Trained with the lines of %1, no baseline today.").arg(style::longDay(last->visit.started)));
  side_->setLinesFrom(tr("Lines of %1, no baseline today").arg(style::day(last->visit.started)));
}

void SessionPage::hideEvent(QHideEvent* event) {
  style::Page::hideEvent(event);
  trainWhenOpen_ = false;
  if (run_.recording() || !run_.flows() || window()->isMinimized()) return;
  (void)endRun();  // nobody looks at it
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

void SessionPage::give(session::Command::Kind kind, double value, const std::string& text, std::size_t channel) {
  session::Command command;
  command.kind = kind;
  command.value = value;
  command.text = text;
  command.channel = channel;
  run_.command(std::move(command));
}

void SessionPage::togglePause() {
  const bool paused = run_.status().state == session::State::kPaused;
  send(paused ? session::Command::Kind::kResume : session::Command::Kind::kPause);
}

void SessionPage::keyPressEvent(QKeyEvent* event) {
  const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
  // Enter in a field ends what is typed there; it comes here too, and must not start anything. A closed list has no use for it.
  const QWidget* focus = window()->focusWidget();
  const auto* list = qobject_cast<const QComboBox*>(focus);
  if (!enter || (focus != this && (list == nullptr || list->isEditable())) || run_.recording() || !controls_->primary()->isEnabled())
    return style::Page::keyPressEvent(event);
  begin();
  event->accept();
}

}  // namespace tonus::clinician
