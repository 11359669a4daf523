// SessionPage: what is done with the signal that comes, and what is said of it.

#include <QEvent>
#include <QLabel>
#include <QWindow>
#include <algorithm>

#include "clinician/session_page/before_start.h"
#include "clinician/session_page/care.h"
#include "clinician/session_page/control_row.h"
#include "clinician/session_page/level_bars.h"
#include "clinician/session_page/notice_band.h"
#include "clinician/session_page/phase_timeline.h"
#include "clinician/session_page/rating_row.h"
#include "clinician/session_page/rule_words.h"
#include "clinician/session_page/session_page.h"
#include "clinician/session_page/session_panels.h"
#include "clinician/session_page/session_status.h"
#include "clinician/session_page/setup_panel.h"
#include "clinician/session_page/side_panel.h"
#include "clinician/session_page/status_strip.h"
#include "clinician/session_page/trace_view.h"
#include "style/button.h"
#include "style/latency_words.h"
#include "style/words.h"

namespace tonus::clinician {
namespace {

constexpr auto kSilence = std::chrono::milliseconds(350);  // no block for so long: nothing on screen is now

const core::ChannelQuality kNothingComes = [] {
  core::ChannelQuality quality;
  quality.add(core::QualityReason::kFlat);
  return quality;
}();

/// What the protocol tells the clinician for this phase.
QString instructionOf(const core::PhaseInfo& phase, const session::Protocol& protocol) {
  const bool rests = phase.id.empty();  // between passes: no instruction of its own
  return phase.part < protocol.phases.size() && !rests ? style::textOf(protocol.phases[phase.part].instruction) : QString();
}

}  // namespace

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
  return panels_->traces->isVisible() && !window()->isMinimized() && handle != nullptr && handle->isExposed();
}

core::SessionLatency SessionPage::latency() const {
  return {run_.latency(), display_.latency(), sound_.status().latency, run_.shownLateS()};
}

void SessionPage::take(const std::vector<core::BlockPtr>& blocks) {
  for (const core::BlockPtr& block : blocks) {
    panels_->before->take(*block);
    const std::size_t n = block->channelsN;
    for (std::size_t i = 0; i < block->feedback.size(); ++i) {
      lastFrame_ = block->feedback[i];
      const core::ChannelFeedback* channels = block->channelFeedback.data() + i * n;
      if (run_.recording()) numbers_.add(lastFrame_, channels, n);
      if (const auto words = cues_.at(lastFrame_); words && run_.recording()) sound_.say(*words);
      newest_.assign(channels, channels + n);
      panels_->bars->observe(channels, n);
    }
    for (const core::SessionEvent& event : block->events) tell(event);
    if (!block->quality.empty()) {
      const auto& verdicts = block->quality.back().channels;
      quality_.assign(verdicts.begin(), verdicts.end());
    }
  }
  panels_->traces->showBlocks(blocks);
  if (lastFrame_.phase == nullptr) return;
  panels_->bars->showLevels(newest_, lastFrame_.paused             ? tr("paused")
                             : !lastFrame_.phase->feedback ? tr("no feedback now")
                                                           : QString());
  if (run_.recording()) {
    panels_->timeline->showFrame(lastFrame_);
    panels_->care->at(lastFrame_.phase, current_.protocol);
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
  panels_->bars->showLevels(newest_, tr("device away"));
  display_.show(away);
}

bool SessionPage::eventFilter(QObject* object, QEvent* event) {
  if (object == panels_->traces && event->type() == QEvent::Paint && run_.somethingWaits()) {
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

void SessionPage::tell(const core::SessionEvent& event) {
  const QString at = style::clockTime(static_cast<double>(event.at.value) / current_.format.sampleRateHz);
  if (event.kind == core::EventKind::kMarker && event.value == 0) panels_->controls->tell(tr("Marked at %1").arg(at));
  if (event.kind == core::EventKind::kNote) panels_->controls->tell(tr("Note kept at %1").arg(at));
  if (event.kind == core::EventKind::kFilter) {
    panels_->controls->tell(tr("Other filters from %1 on").arg(at));
    if (const auto chain = session::parseChain(event.text)) showChain(*chain);
  }
  panels_->timeline->follow(event);
  if (event.kind == core::EventKind::kPhase && event.value == 2) {
    numbers_.again();
    panels_->controls->tell(tr("Begins again at %1. The first try stays in the record, not in this score").arg(at));
  }
  if (event.kind == core::EventKind::kExtend) panels_->controls->tell(tr("%1 s longer from %2 on").arg(event.value).arg(at));
  if (event.kind == core::EventKind::kEntry) panels_->controls->tell(tr("%1, kept at %2").arg(entryWords(event.text, event.value), at));
  if (event.kind == core::EventKind::kFault && !event.text.empty()) panels_->controls->tell(style::textOf(event.text), true);
  const auto channel = static_cast<std::size_t>(event.channel);
  if (event.kind != core::EventKind::kLock || channel >= current_.channels.size()) return;
  current_.channels[channel].law.locked = event.value != 0;
  showLaw();
}

void SessionPage::toggleLock() {
  const std::size_t first = numbers_.channel();
  if (first >= current_.channels.size()) return;
  const bool lock = !current_.channels[first].law.locked;
  for (std::size_t c = 0; c < current_.channels.size(); ++c)
    if (current_.channels[c].role == feedback::Role::kTrain) give(session::Command::Kind::kLock, lock ? 1 : 0, {}, c);
}

void SessionPage::showLaw() {
  const std::size_t first = numbers_.channel();
  if (first < current_.channels.size()) panels_->side->setLaw(lawWords(current_.channels[first].law), goalOf(current_.channels[first].law));
}

void SessionPage::slowTick() {
  const session::Status status = run_.status();
  if (run_.isOpen()) panels_->setup->showQuality(quality_);
  updateStatus(status);
  updateBand(status);
  if (run_.isOpen() && previewTicks_ < kTicksToFit && ++previewTicks_ == kTicksToFit) panels_->traces->fit();
  if (!run_.recording()) return;
  panels_->controls->setMode(status.state == session::State::kPaused ? ControlRow::Mode::kPaused : ControlRow::Mode::kRunning);
  if (lastFrame_.phase) {
    const std::size_t now = lastFrame_.phase->index;
    const std::size_t trained = numbers_.channel();
    panels_->side->setPhase(*lastFrame_.phase, instructionOf(*lastFrame_.phase, current_.protocol),
                    trained < current_.channels.size() ? style::textOf(current_.channels[trained].name) : QString());
    panels_->controls->setLastPhase(now + 1 >= panels_->timeline->stepsN());
  }
  panels_->side->showNumbers(numbers_);
  panels_->side->showRest(restWords(lastFrame_, current_.channels), lastFrame_.restDue);
  if (status.deviceGone) showAway();
  const bool faulted = status.state == session::State::kFaulted;
  if (status.protocolFinished || status.sourceEnded || faulted) stopAndKeep();
  if (status.sourceEnded && !status.protocolFinished && !faulted && told_.isEmpty())
    say(tr("The recording has ended; the session is kept."), true);
}

void SessionPage::updateStatus(const session::Status& status) {
  const core::SessionLatency late = latency();
  StatusWords words = statusWords({run_, status, late, quality_, delay_, session::isBandwidthLimited(current_), services_.clock.wallNow()});
  if (run_.isOpen())
    panels_->strip->setToolTip(style::latencyTable(late) + tr("<p>Envelope: how long the level takes to half and to 90 % of a sudden change, by its RMS "
                                                      "window and filters.</p>"));
  panels_->strip->showItems(words.light, std::move(words.left), std::move(words.right));
}

void SessionPage::updateBand(const session::Status& s) {
  store::Store* store = services_.openStore();
  QString words = told_;
  if (s.deviceGone)
    words = tr("The device is away. Waiting for it: recording goes on, the time without signal is kept as a gap.");
  else if (!s.faults.empty())
    words = style::sentence(s.faults.back());
  const bool broken = run_.recording() && recordEnded(s);
  if (broken && !s.faults.empty()) broken_.why = s.faults.back().code;
  const bool toContinue = broken || (broken_.setup && !run_.recording());
  if (toContinue && !broken_.canGoOn(store))
    words += QLatin1Char(' ') + tr("It can go on once there is room on the disk.");
  panels_->band->say(words);
  panels_->band->offerToContinue(toContinue, run_.isOpen() && broken_.canGoOn(store));
}

}  // namespace tonus::clinician
