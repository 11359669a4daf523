// SessionPage: what its panels and keys do, and what it says.

#include <algorithm>

#include "clinician/session_page/before_start.h"
#include "clinician/session_page/care.h"
#include "clinician/session_page/control_row.h"
#include "clinician/session_page/filter_row.h"
#include "clinician/session_page/level_bars.h"
#include "clinician/session_page/notice_band.h"
#include "clinician/session_page/phase_timeline.h"
#include "clinician/session_page/room_buttons.h"
#include "clinician/session_page/rule_words.h"
#include "clinician/session_page/scene_picker.h"
#include "clinician/session_page/session_page.h"
#include "clinician/session_page/session_panels.h"
#include "clinician/session_page/setup_panel.h"
#include "clinician/session_page/session_keys.h"
#include "clinician/session_page/side_panel.h"
#include "clinician/session_page/timeline_row.h"
#include "clinician/session_page/trace_box.h"
#include "style/button.h"
#include "style/choice.h"
#include "style/signal_words.h"
#include "style/words.h"
#include "tonus/session/steps.h"

namespace tonus::clinician {
namespace {

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

}  // namespace

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
  panels_->side->setSignal(style::unitOf(setup.format, firstTrained(setup)), style::bandLimit(bandHz), style::whyNoMedianFrequency(bandHz),
                           style::calibratedBy(session::calibrationDays(setup)));
  panels_->traces->setUnit(style::commonUnit(setup.format));
  panels_->bars->setChannels(std::move(bars));
  std::vector<TraceLane> lanes;
  for (std::size_t i = 0; i < setup.channels.size(); ++i) {
    const session::ChannelSetup& c = setup.channels[i];
    lanes.push_back({QStringLiteral("%1 %2").arg(i + 1).arg(style::textOf(c.name)), laneRole(c), c.role == feedback::Role::kOff});
  }
  panels_->traceBox->setChannels(std::move(lanes), setup.format.sampleRateHz);
  panels_->side->setTrained(static_cast<std::size_t>(std::count_if(
      setup.channels.begin(), setup.channels.end(), [](const auto& c) { return c.role == feedback::Role::kTrain; })));
  panels_->timeline->setSteps(session::stepsOf(setup.protocol, setup.format.sampleRateHz, session::takingPart(setup)),
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
  panels_->side->scenes().setUp(lifts);
  feedback::SoundSettings sound = sound_.settings();
  sound.tone.pitch = lifts ? feedback::TonePitch::kRises : feedback::TonePitch::kFalls;
  sound_.setSettings(sound);
}

void SessionPage::connectPanels() {
  using Kind = session::Command::Kind;
  connect(panels_->before, &BeforeStart::signalWanted, this, &SessionPage::openSource);
  connect(panels_->before, &BeforeStart::restWanted, this, [this] {
    frameTimer_.stop();
    slowTimer_.stop();
    letGo();
    panels_->traces->clear();
    panels_->controls->setCanStart(false);
    updateStatus(run_.status());
  });
  connect(panels_->before, &BeforeStart::panelOpened, panels_->controls, &QWidget::setHidden);
  Care* care = panels_->care;
  connect(care, &Care::rated, this, [this](const std::string& what, double value) { give(Kind::kEntry, value, what); });
  connect(care, &Care::openChanged, this, [this](bool open) {
    panels_->controls->setEscElsewhere(open);
    if (!open) setFocus();
  });
  connect(care, &Care::pauseWanted, this, [this] {
    if (run_.status().state != session::State::kPaused) togglePause();
  });
  connect(care, &Care::stopWanted, panels_->controls, &ControlRow::askToStop);
  connect(panels_->controls, &ControlRow::rateWanted, care, &Care::toggle);
  connect(panels_->timelineRow, &TimelineRow::againWanted, this, [this] { give(Kind::kRepeatPhase); });
  connect(panels_->timelineRow, &TimelineRow::longerWanted, this, [this] { give(Kind::kExtendPhase, TimelineRow::kLongerS); });
  connect(panels_->band, &NoticeBand::continueWanted, this, &SessionPage::continueRecording);
  connect(panels_->room, &RoomButtons::named, this, &SessionPage::headChanged);
}

void SessionPage::connectControls() {
  using Kind = session::Command::Kind;
  connectPanels();
  connect(&opening_, &Opening::waiting, this, [this](const QString& words) {
    if (!words.isEmpty()) showOpening(tr("Waiting for %1…").arg(words));
  });
  connect(&opening_, &Opening::ended, this, &SessionPage::deviceOpened);
  connect(panels_->cancelOpening, &QPushButton::clicked, this, [this] { opening_.cancel(); });
  connect(panels_->setup, &SetupPanel::sourceChosen, this, &SessionPage::openSource);
  connect(panels_->setup, &SetupPanel::settingsChanged, this, &SessionPage::openSource);
  connect(panels_->setup, &SetupPanel::channelsChanged, this, [this] {
    if (!run_.isOpen() || run_.recording()) return;
    applySetup(panels_->setup->setup());
    offerTraining();
  });
  connect(panels_->controls, &ControlRow::startWanted, this, &SessionPage::begin);
  connect(panels_->controls, &ControlRow::trainNowWanted, this, &SessionPage::trainNow);
  connect(panels_->controls, &ControlRow::pauseWanted, this, &SessionPage::togglePause);
  connect(panels_->controls, &ControlRow::markWanted, this, [this] { send(Kind::kMarker, tr("Mark")); });
  connect(panels_->controls, &ControlRow::noteWritten, this, [this](const QString& words) { send(Kind::kNote, words); });
  connect(panels_->controls, &ControlRow::easierWanted, this, [this] { moved(panels_->bars->ease(true)); });
  connect(panels_->controls, &ControlRow::harderWanted, this, [this] { moved(panels_->bars->ease(false)); });
  connect(panels_->controls, &ControlRow::nextWanted, this, [this] { send(Kind::kNextPhase); });
  connect(panels_->controls, &ControlRow::stopWanted, this, &SessionPage::stopAndKeep);
  connect(panels_->bars, &LevelBars::thresholdMoved, this,
          [this](std::size_t channel, double uv) {
            send(Kind::kThreshold, {}, channel, uv);
            const QString level = style::amplitude(uv, style::unitOf(current_.format, channel));
            panels_->controls->tell(uv > 0 ? tr("Line at %1. Ctrl+Z puts it back").arg(level) : tr("No line"));
          });
  connect(panels_->bars, &LevelBars::upperMoved, this,
          [this](std::size_t channel, double uv) { send(Kind::kUpperEdge, {}, channel, uv); });
  connect(panels_->filters, &FilterRow::chosen, this, [this](const dsp::ChainSettings& chain) {
    session::Command command;
    command.kind = Kind::kFilter;
    command.chain = chain;
    run_.command(std::move(command));
  });
  connect(panels_->filters, &FilterRow::closed, this, [this] {
    panels_->controls->setEscElsewhere(false);
    setFocus();
  });
  connect(panels_->traceBox, &TraceBox::filtersWanted, this, &SessionPage::toggleFilters);
  connect(panels_->traceBox, &TraceBox::channelsShown, panels_->bars, &LevelBars::showChannels);
  // A list that was used while a session runs gives the keys back.
  for (auto* list : panels_->side->findChildren<style::Choice*>())
    connect(list, &style::Choice::activated, this, [this] { setFocus(); });
}

void SessionPage::addKeys() {
  using When = SessionKeys::When;
  for (int i = 0; i < 8; ++i) {
    panels_->keys->add(QKeySequence(Qt::Key_1 + i), When::kRunning, [this, i] { panels_->bars->selectShown(static_cast<std::size_t>(i)); });
  }
  using Edge = LevelBars::Edge;
  panels_->keys->add(Qt::Key_Up, When::kRunning, [this] { moved(panels_->bars->nudge(true)); }, true);
  panels_->keys->add(Qt::Key_Down, When::kRunning, [this] { moved(panels_->bars->nudge(false)); }, true);
  panels_->keys->add(Qt::SHIFT | Qt::Key_Up, When::kRunning, [this] { moved(panels_->bars->nudge(true, Edge::kUpper)); }, true);
  panels_->keys->add(Qt::SHIFT | Qt::Key_Down, When::kRunning, [this] { moved(panels_->bars->nudge(false, Edge::kUpper)); }, true);
  panels_->keys->add(QKeySequence::Undo, When::kRunning, [this] { panels_->bars->undo(); });
  panels_->keys->add(Qt::Key_R, When::kAlways, [this] { panels_->traces->setRaw(!panels_->traces->raw()); });
  panels_->keys->add(Qt::Key_P, When::kRunning, [this] { panels_->care->toggle(); });
  panels_->keys->add(Qt::Key_L, When::kRunning, [this] { toggleLock(); });
  panels_->keys->add(Qt::Key_Left, When::kRunning, [this] { give(session::Command::Kind::kRepeatPhase); });
  panels_->keys->add(Qt::Key_E, When::kRunning, [this] { give(session::Command::Kind::kExtendPhase, TimelineRow::kLongerS); });
  panels_->keys->add(Qt::Key_F, When::kRunning, [this] { toggleFilters(); });
  panels_->keys->add(Qt::CTRL | Qt::Key_PageUp, When::kAlways, [this] { panels_->traceBox->turn(-1); });
  panels_->keys->add(Qt::CTRL | Qt::Key_PageDown, When::kAlways, [this] { panels_->traceBox->turn(1); });
  panels_->keys->add(Qt::Key_PageUp, When::kAlways, [this] { panels_->traces->zoom(1); }, true);
  panels_->keys->add(Qt::Key_PageDown, When::kAlways, [this] { panels_->traces->zoom(-1); }, true);
  const auto scene = [this](int by) { panels_->controls->tell(tr("Scene: %1").arg(panels_->side->scenes().turn(by))); };
  panels_->keys->add(Qt::Key_C, When::kRunning, [scene] { scene(1); });
  panels_->keys->add(Qt::SHIFT | Qt::Key_C, When::kRunning, [scene] { scene(-1); });
  panels_->keys->add(Qt::Key_S, When::kAlways, [this] { panels_->room->toggleSound(); });
  panels_->keys->add(Qt::Key_D, When::kAlways, [this] { panels_->room->toggleDisplay(); });
}

void SessionPage::moved(bool done) {
  if (!done) panels_->controls->tell(tr("No line yet: it needs a second of usable signal"));
}

void SessionPage::say(const QString& words, bool caution) {
  told_ = caution ? words : QString();
  panels_->band->say(words);
}

void SessionPage::toggleFilters() {
  if (panels_->filters->isVisible()) return panels_->filters->leave();
  panels_->filters->open(current_.chain, current_.format.sampleRateHz);
  panels_->controls->setEscElsewhere(true);
}

void SessionPage::showChain(const dsp::ChainSettings& chain) {
  current_.chain = chain;
  delay_ = dsp::envelopeDelay(chain, current_.format.sampleRateHz);
  panels_->traces->setFilterWords(tr("%1–%2 Hz").arg(chain.bandLowHz).arg(chain.bandHighHz));
}

}  // namespace tonus::clinician
