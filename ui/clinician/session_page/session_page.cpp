#include "clinician/session_page/session_page.h"

#include <QComboBox>
#include <QEvent>
#include <QKeyEvent>
#include <QLabel>
#include <algorithm>
#include <tuple>
#include <utility>

#include "bridge/preferences.h"
#include "clinician/session_page/before_start.h"
#include "clinician/session_page/care.h"
#include "clinician/session_page/control_row.h"
#include "clinician/session_page/level_bars.h"
#include "clinician/session_page/room_buttons.h"
#include "clinician/session_page/session_panels.h"
#include "clinician/session_page/side_panel.h"
#include "clinician/session_page/trace_box.h"
#include "style/button.h"
#include "style/words.h"

namespace tonus::clinician {
namespace {

constexpr int kFrameMs = 16;
constexpr int kSlowMs = 250;

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
      opening_(services_.clock),
      panels_(std::make_unique<SessionPanels>(*this, services_, run_, sound_, display_)) {
  setFocusPolicy(Qt::StrongFocus);
  connectControls();
  addKeys();
  frameTimer_.setTimerType(Qt::PreciseTimer);
  frameTimer_.setInterval(kFrameMs);
  slowTimer_.setInterval(kSlowMs);
  connect(&frameTimer_, &QTimer::timeout, this, &SessionPage::tick);
  connect(&slowTimer_, &QTimer::timeout, this, &SessionPage::slowTick);
  connect(&display_, &patient::PatientDisplay::told, this, [this](const QString& words) { say(words, true); });
  panels_->traces->installEventFilter(this);
  panels_->setup->setMemory([this](const std::string& protocolId) { return lastVisit(protocolId); });
  panels_->showRunning(false);
}

SessionPage::~SessionPage() {
  (void)run_.stop(display_.latency(), sound_.status().latency);
  delete panels_->side;  // its small scene reads the model of display_, which goes before the widgets would
}

SetupPanel& SessionPage::setup() { return *panels_->setup; }

LevelBars& SessionPage::bars() { return *panels_->bars; }

TraceView& SessionPage::traces() { return *panels_->traces; }

QString SessionPage::title() const { return patient_.id.empty() ? tr("Session") : style::textOf(patient_.name); }

QString SessionPage::subtitle() const { return style::textOf(patient_.condition); }

QList<QWidget*> SessionPage::barActions() { return panels_->room->widgets(); }

QList<style::KeyHelp> SessionPage::keys() const {
  return {{tr("Space"), tr("Pause, resume")},
          {tr("M"), tr("Mark this moment")},
          {tr("N"), tr("Write a note")},
          {tr("1 … 8"), tr("Choose a channel")},
          {tr("Up, Down"), tr("Move its line")},
          {tr("Shift+Up, Shift+Down"), tr("Move the upper edge of a band")},
          {tr("Ctrl+Z"), tr("Put the line back, once")},
          {tr("− +"), tr("Easier, harder")},
          {tr("→"), tr("Next phase; also where it waits for you")},
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
    panels_->setup->forget();
    panels_->before->forgetElectrodes();
  }
  patient_ = patient;
  trainWhenOpen_ = false;
  told_.clear();
  broken_.setup.reset();
  panels_->showRunning(false);
  const bridge::Preferences preferences;
  display_.model().setReducedMotion(preferences.reducedMotion());
  display_.model().setLowStimulus(preferences.lowStimulus());
  display_.model().clear();
  reloadProtocols();
  if (another) panels_->setup->chooseFor(style::textOf(patient.condition), lastProtocol(services_.openStore(), patient.id));
  panels_->setup->enter();
  Q_EMIT headChanged();
}

void SessionPage::reloadProtocols() {
  if (run_.recording()) return;
  auto offer = app::protocolsFor(services_.openStore(), patient_.id, services_.resourcesDir);
  if (offer) panels_->setup->offer(*std::move(offer));
  else panels_->setup->showFault(offer.fault());
}

void SessionPage::begin() {
  const session::SessionSetup setup = panels_->setup->setup();
  if (!beginWith(setup)) return;
  const bool carried = std::any_of(setup.channels.begin(), setup.channels.end(), [](const auto& c) { return c.rule.thresholdUv > 0; });
  if (carried) panels_->side->setLinesFrom(tr("Lines begin with those of %1").arg(style::day(panels_->setup->remembered()->visit.started)));
}

void SessionPage::continueRecording() {
  if (!broken_.canGoOn(services_.openStore())) return;
  if (run_.recording()) stopAndKeep();   // it shows signal still, but nothing of it is kept
  if (!broken_.setup || !run_.isOpen()) return;
  (void)beginWith(broken_.setup->format == run_.format() ? session::SessionSetup(*broken_.setup) : panels_->setup->setup());
}

bool SessionPage::beginWith(const session::SessionSetup& setup) {
  store::Store* store = services_.openStore();
  if (!run_.isOpen() || run_.recording()) return false;
  if (store == nullptr || patient_.id.empty()) {
    panels_->setup->showFault({core::FaultCode::kNotFound, "There is no patient to record for.",
                       "Choose one under Patients, then start the session."});
    return false;
  }
  if (!run_.isOpen()) return false;
  if (panels_->setup->isRecording()) {
    if (const core::Status again = openAnew(); !again) {
      panels_->setup->showFault(again.fault());
      return false;
    }
  }
  applySetup(setup);
  begun_ = services_.clock.wallNow();
  lastNews_ = services_.clock.now();
  if (const core::Status started = run_.record(*store, patient_, setup); !started) {
    panels_->setup->showFault(started.fault());
    return false;
  }
  if (const QString measured = panels_->before->electrodeNote(); !measured.isEmpty()) send(session::Command::Kind::kNote, measured);
  display_.clearLatency();
  sound_.clearLatency();
  told_.clear();
  panels_->side->setLinesFrom({});
  panels_->care->begin(bridge::Preferences().painLimit());
  broken_.setup.reset();
  if (previewTicks_ < kTicksToFit) previewTicks_ = 0;
  panels_->showRunning(true);
  setFocus();
  Q_EMIT statusChanged();
  return true;
}

core::Status SessionPage::openAnew() {
  core::Status opened = openAmplifier();
  if (!opened) return opened;
  panels_->before->useCalibrations();
  panels_->traces->clear();
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
  panels_->traces->clear();
  finishing_ = false;
  panels_->showRunning(false);
  if (recorded) {
    std::string kept = id ? *id : std::string();
    if (!id) kept = tellBadEnd(id.fault());
    else if (last.state == session::State::kFaulted && !last.faults.empty()) kept = tellBadEnd(last.faults.back());
    visitEnded_ = !kept.empty();
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
    if (const auto line = panels_->bars->lineOf(i)) std::tie(rule.thresholdUv, rule.upperUv) = *line;
  }
  QString words = style::sentence(why);
  const auto kept = keptSince(services_.openStore(), patient_.id, begun_);
  if (kept)
    words += QLatin1Char(' ') + tr("The session has ended. %1 of signal are kept in the record.").arg(style::clockTime(kept->durationS));
  say(words, true);
  return kept ? kept->id : std::string();
}

std::optional<SetupPanel::Remembered> SessionPage::lastVisit(const std::string& protocolId) const {
  store::Store* store = services_.openStore();
  if (store == nullptr || patient_.id.empty()) return std::nullopt;
  auto visit = app::lastVisit(*store, patient_.id, protocolId);
  if (!visit || !*visit) return std::nullopt;
  SetupPanel::Remembered out{**std::move(visit), false};
  out.linesFit = run_.isOpen() && app::linesFit(out.visit, run_.device().model, run_.format());
  return out;
}

void SessionPage::offerTraining() {
  const auto& last = panels_->setup->remembered();
  session::SessionSetup today = panels_->setup->setup();
  const bool can = run_.isOpen() && last && last->linesFit && app::trainNow(last->visit, today);
  panels_->controls->setCanTrainNow(can ? tr("Straight to feedback by the lines of %1, without a baseline today").arg(style::day(last->visit.started))
                                : QString());
}

void SessionPage::trainNow() {
  if (run_.recording()) return;
  trainWhenOpen_ = opening_.running();
  if (trainWhenOpen_ || !run_.isOpen()) return;
  const auto last = panels_->setup->remembered();
  session::SessionSetup today = panels_->setup->setup();
  if (!last || !last->linesFit || !app::trainNow(last->visit, today)) {
    const QString day = last ? style::day(last->visit.started) : QString();
    return say(!last              ? tr("There is no visit with this protocol to take lines from. Start with a baseline.")
               : !last->linesFit ? tr("The lines of %1 were taken with %2. Connect it, or start with a baseline.")
                                       .arg(day, style::textOf(last->visit.deviceModel))
                                 : tr("No channel that is trained now had a line on %1. Start with a baseline.").arg(day), true);
  }
  if (!beginWith(today)) return;
  send(session::Command::Kind::kNote, tr("Trained with the lines of %1, no baseline today.").arg(style::longDay(last->visit.started)));
  panels_->side->setLinesFrom(tr("Lines of %1, no baseline today").arg(style::day(last->visit.started)));
}

void SessionPage::hideEvent(QHideEvent* event) {
  style::Page::hideEvent(event);
  trainWhenOpen_ = false;
  if (run_.recording() || !run_.flows() || window()->isMinimized()) return;
  (void)endRun();  // nobody looks at it
  frameTimer_.stop();
  slowTimer_.stop();
  panels_->traces->clear();
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
  if (!enter || (focus != this && (list == nullptr || list->isEditable())) || run_.recording() || !panels_->controls->primary()->isEnabled())
    return style::Page::keyPressEvent(event);
  begin();
  event->accept();
}

}  // namespace tonus::clinician
