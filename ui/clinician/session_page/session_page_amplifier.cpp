// SessionPage: what is asked of the amplifier beside its signal.

#include <QLabel>
#include <utility>

#include "clinician/session_page/before_start.h"
#include "clinician/session_page/control_row.h"
#include "clinician/session_page/session_page.h"
#include "clinician/session_page/session_panels.h"
#include "clinician/session_page/setup_panel.h"
#include "clinician/session_page/trace_view.h"
#include "style/button.h"
#include "style/words.h"
#include "tonus/app/sources.h"

namespace tonus::clinician {

void SessionPage::openSource() {
  if (run_.recording()) return;
  panels_->setup->clearFault();
  quality_.clear();
  panels_->setup->showQuality(quality_);
  opening_.forget();
  showOpening({});
  if (panels_->setup->isDevice() && !services_.source) return openDevice();
  openedAs_.clear();
  core::Status opened = openAmplifier();
  if (opened) opened = preview();
  showOpened(opened);
}

core::Status SessionPage::openAmplifier() {
  auto source = services_.source ? services_.source() : panels_->setup->makeSource();
  if (!source) return source.fault();
  return run_.open(*std::move(source));
}

/// One that is open already is only started anew: no reset, no waiting.
void SessionPage::openDevice() {
  const std::string id = panels_->setup->deviceId();
  if (run_.isOpen() && openedAs_ == id) {
    if (run_.flows()) (void)run_.rest();
    if (preview()) return showOpened({});
  }
  letGo();
  panels_->traces->clear();
  panels_->setup->showNoSignal();
  panels_->controls->setCanStart(false);
  openedAs_ = id;
  opening_.start([device = services_.device, id, &clock = services_.clock](const drivers::Waiting& waiting) {
    return device ? device(id, waiting) : app::makeSource(id, clock, waiting);
  });
  showOpening(tr("Opening the amplifier…"));
  updateStatus(run_.status());
  Q_EMIT statusChanged();
}

void SessionPage::deviceOpened(const core::Status& status) {
  showOpening({});
  core::Status opened = status;
  if (opened) {
    run_.adopt(opening_.take());
    if (!isVisible()) return;  // kept for when the page is entered
    opened = preview();
  }
  showOpened(opened);
}

core::Status SessionPage::preview() {
  panels_->before->useCalibrations();
  panels_->setup->offerElectrodes(run_.device().id.find("@usb:") != std::string::npos);
  panels_->setup->setFormat(run_.format(), {run_.bandwidthHz(), run_.calibratedOn()});
  if (std::exchange(visitEnded_, false)) panels_->setup->suggest();  // the next session may begin by that one's lines
  const session::SessionSetup setup = panels_->setup->setup();
  applySetup(setup);
  return run_.preview(setup);
}

void SessionPage::showOpened(const core::Status& opened) {
  const bool somebody = !patient_.id.empty();
  panels_->controls->setCanStart(opened.ok() && somebody);
  panels_->heading->setText(
      somebody ? tr("Set up the session of %1").arg(style::textOf(patient_.name))
               : tr("No patient is chosen. Choose one under Patients; the signal can be looked at meanwhile."));
  if (!opened) {
    panels_->setup->showFault(opened.fault());
    letGo();
    panels_->traces->clear();
    panels_->setup->showNoSignal();
  }
  previewTicks_ = 0;
  frameTimer_.start();
  slowTimer_.start();
  offerTraining();
  Q_EMIT statusChanged();
  if (std::exchange(trainWhenOpen_, false) && opened) trainNow();
}

void SessionPage::showOpening(const QString& words) {
  panels_->cancelOpening->setVisible(!words.isEmpty());
  if (!words.isEmpty()) panels_->heading->setText(words);
}

void SessionPage::letGo() {
  if (run_.recording()) return;
  opening_.forget();
  showOpening({});
  (void)run_.stop();
  openedAs_.clear();
}

/// An amplifier stays open: it need not reset for the next preview.
core::Result<std::string> SessionPage::endRun() {
  const core::LatencySummary shown = display_.latency(), heard = sound_.status().latency;
  return openedAs_.empty() ? run_.stop(shown, heard) : run_.rest(shown, heard);
}

}  // namespace tonus::clinician
