// SessionPage: what is asked of the amplifier beside its signal.

#include <QDate>
#include <QLabel>
#include <utility>

#include "clinician/session_page/calibration_panel.h"
#include "clinician/session_page/control_row.h"
#include "clinician/session_page/session_page.h"
#include "clinician/session_page/setup_panel.h"
#include "clinician/session_page/trace_view.h"
#include "style/button.h"
#include "style/words.h"
#include "tonus/app/sources.h"

namespace tonus::clinician {

void SessionPage::openSource() {
  if (run_.recording()) return;
  setup_->clearFault();
  quality_.clear();
  setup_->showQuality(quality_);
  opening_.forget();
  showOpening({});
  if (setup_->isDevice() && !services_.source) return openDevice();
  openedAs_.clear();
  core::Status opened = openAmplifier();
  if (opened) opened = preview();
  showOpened(opened);
}

core::Status SessionPage::openAmplifier() {
  auto source = makeSource();
  if (!source) return source.fault();
  return run_.open(*std::move(source));
}

/// One that is open already is only started anew: no reset, no waiting.
void SessionPage::openDevice() {
  const std::string id = setup_->deviceId();
  if (run_.isOpen() && openedAs_ == id) {
    if (run_.flows()) (void)run_.rest();
    if (preview()) return showOpened({});
  }
  letGo();
  traces_->clear();
  setup_->showNoSignal();
  controls_->setCanStart(false);
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
  useCalibrations();
  setup_->offerElectrodes(run_.device().id.find("@usb:") != std::string::npos);
  setup_->setFormat(run_.format(), {run_.bandwidthHz(), run_.calibratedOn()});
  const session::SessionSetup setup = setup_->setup();
  applySetup(setup);
  return run_.preview(setup);
}

void SessionPage::showOpened(const core::Status& opened) {
  const bool somebody = !patient_.id.empty();
  controls_->setCanStart(opened.ok() && somebody);
  heading_->setText(
      somebody ? tr("Set up the session of %1").arg(style::textOf(patient_.name))
               : tr("No patient is chosen. Choose one under Patients; the signal can be looked at meanwhile."));
  if (!opened) {
    setup_->showFault(opened.fault());
    letGo();
    traces_->clear();
    setup_->showNoSignal();
  }
  previewTicks_ = 0;
  frameTimer_.start();
  slowTimer_.start();
  offerTraining();
  Q_EMIT statusChanged();
  if (std::exchange(trainWhenOpen_, false) && opened) trainNow();
}

void SessionPage::showOpening(const QString& words) {
  cancelOpening_->setVisible(!words.isEmpty());
  if (!words.isEmpty()) heading_->setText(words);
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

void SessionPage::useCalibrations() {
  store::Store* store = services_.store ? services_.store() : nullptr;
  if (store == nullptr || !run_.isOpen()) return;
  const auto book = app::CalibrationBook::read(*store);
  if (book) run_.use(*book);
  else setup_->showFault(book.fault());
}

void SessionPage::openCalibration() {
  if (!run_.isOpen() || run_.recording()) return;
  std::vector<QString> names;
  for (const session::ChannelSetup& c : setup_->setup().channels) names.push_back(style::textOf(c.name));
  setup_->hide();
  calibration_->open(run_.format(), names, run_.calibratedOn());
}

void SessionPage::closePanels() {
  calibration_->hide();
  electrodes_->hide();
  setup_->show();
}

void SessionPage::openElectrodes() {
  if (!run_.isOpen() || run_.recording()) return;
  std::vector<QString> names;
  for (const session::ChannelSetup& c : setup_->setup().channels) names.push_back(style::textOf(c.name));
  setup_->hide();
  electrodes_->open(run_.device().id, style::textOf(run_.device().model), std::move(names));
}

void SessionPage::connectElectrodes() {
  connect(setup_, &SetupPanel::electrodesWanted, this, &SessionPage::openElectrodes);
  connect(electrodes_, &ElectrodesPanel::closed, this, &SessionPage::closePanels);
  connect(electrodes_, &ElectrodesPanel::begins, this, [this] {  // the preview rests
    frameTimer_.stop();
    slowTimer_.stop();
    letGo();
    traces_->clear();
    controls_->setCanStart(false);
    updateStatus(run_.status());
  });
  connect(electrodes_, &ElectrodesPanel::ended, this, [this] {
    if (isVisible()) openSource();
  });
}

void SessionPage::noteElectrodes() {
  if (electrodes_->measured().empty() || electrodes_->device() != run_.device().id) return;
  send(session::Command::Kind::kNote, bridge::electrodeSentence(electrodes_->measured()));
}

void SessionPage::changeCalibration(const std::function<void(app::CalibrationBook&)>& change) {
  store::Store* store = services_.store ? services_.store() : nullptr;
  if (store == nullptr || !run_.isOpen()) return;
  auto book = app::CalibrationBook::read(*store);
  if (!book) book = app::CalibrationBook();  // unreadable: this one begins anew
  change(*book);
  const core::Status written = book->write(*store);
  openSource();
  closePanels();
  if (!written) setup_->showFault(written.fault());
}

void SessionPage::connectCalibration() {
  connect(setup_, &SetupPanel::calibrationWanted, this, &SessionPage::openCalibration);
  connect(calibration_, &CalibrationPanel::closed, this, &SessionPage::closePanels);
  connect(calibration_, &CalibrationPanel::kept, this, [this](int channel, const analysis::Calibration& measured) {
    app::KeptCalibration kept;
    kept.device = app::calibratedDevice(run_.device());
    kept.channel = static_cast<std::uint32_t>(channel);
    kept.minCount = run_.format().channels[kept.channel].minCount;
    kept.maxCount = run_.format().channels[kept.channel].maxCount;
    kept.uvPerCount = measured.uvPerCount;
    kept.on = QDate::currentDate().toString(Qt::ISODate).toStdString();
    kept.signal = calibration_->signalWords().toStdString();
    kept.countsRms = measured.countsRms;
    kept.spread = measured.spread;
    changeCalibration([&](app::CalibrationBook& book) { book.keep(kept); });
  });
  connect(calibration_, &CalibrationPanel::resetWanted, this, [this](int channel) {
    const std::string device = app::calibratedDevice(run_.device());
    changeCalibration([&](app::CalibrationBook& book) { book.forget(device, static_cast<std::uint32_t>(channel)); });
  });
}

}  // namespace tonus::clinician
