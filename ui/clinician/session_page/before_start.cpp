#include "clinician/session_page/before_start.h"

#include <QDate>
#include <QVBoxLayout>

#include "bridge/electrodes.h"
#include "clinician/session_page/calibration_panel.h"
#include "clinician/session_page/electrodes_panel.h"
#include "clinician/session_page/live_run.h"
#include "clinician/session_page/session_services.h"
#include "clinician/session_page/setup_panel.h"
#include "clinician/session_page/sound_row.h"
#include "style/tokens.h"
#include "style/words.h"

namespace tonus::clinician {

BeforeStart::BeforeStart(const SessionServices& services, LiveRun& run, audio::SoundOutput& sound, QWidget* parent)
    : QWidget(parent), services_(services), run_(run) {
  setup_ = new SetupPanel(services.clock, services.resourcesDir, services.devices);
  setup_->append(new SoundRow(sound));
  calibration_ = new CalibrationPanel;
  electrodes_ = new ElectrodesPanel(services.electrodes.measure ? services.electrodes : ElectrodesPanel::byDrivers(services.clock));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(style::kBetween);
  column->addWidget(setup_);
  column->addWidget(calibration_);
  column->addWidget(electrodes_);
  closePanels();
  connectCalibration();
  connectElectrodes();
}

void BeforeStart::take(const core::ProcessedBlock& block) {
  if (calibration_->isVisible()) calibration_->take(block);
}

void BeforeStart::closePanels() {
  calibration_->hide();
  electrodes_->hide();
  setup_->show();
  Q_EMIT panelOpened(false);
}

std::vector<QString> BeforeStart::channelNames() const {
  std::vector<QString> names;
  for (const session::ChannelSetup& c : setup_->setup().channels) names.push_back(style::textOf(c.name));
  return names;
}

void BeforeStart::openCalibration() {
  if (!run_.isOpen() || run_.recording()) return;
  const std::vector<QString> names = channelNames();
  setup_->hide();
  calibration_->open(run_.format(), names, run_.calibratedOn());
  Q_EMIT panelOpened(true);
}

void BeforeStart::openElectrodes() {
  if (!run_.isOpen() || run_.recording()) return;
  std::vector<QString> names = channelNames();
  setup_->hide();
  electrodes_->open(run_.device().id, style::textOf(run_.device().model), std::move(names));
  Q_EMIT panelOpened(true);
}

void BeforeStart::connectElectrodes() {
  connect(setup_, &SetupPanel::electrodesWanted, this, &BeforeStart::openElectrodes);
  connect(electrodes_, &ElectrodesPanel::closed, this, &BeforeStart::closePanels);
  connect(electrodes_, &ElectrodesPanel::begins, this, &BeforeStart::restWanted);
  connect(electrodes_, &ElectrodesPanel::ended, this, [this] {
    if (isVisible()) Q_EMIT signalWanted();
  });
}

QString BeforeStart::electrodeNote() const {
  if (electrodes_->measured().empty() || electrodes_->device() != run_.device().id) return {};
  return bridge::electrodeSentence(electrodes_->measured());
}

void BeforeStart::forgetElectrodes() { electrodes_->forget(); }

void BeforeStart::useCalibrations() {
  store::Store* store = services_.openStore();
  if (store == nullptr || !run_.isOpen()) return;
  const auto book = app::CalibrationBook::read(*store);
  if (book) run_.use(*book);
  else setup_->showFault(book.fault());
}

void BeforeStart::changeCalibration(const std::function<void(app::CalibrationBook&)>& change) {
  store::Store* store = services_.openStore();
  if (store == nullptr || !run_.isOpen()) return;
  auto book = app::CalibrationBook::read(*store);
  if (!book) book = app::CalibrationBook();  // unreadable: this one begins anew
  change(*book);
  const core::Status written = book->write(*store);
  Q_EMIT signalWanted();
  closePanels();
  if (!written) setup_->showFault(written.fault());
}

void BeforeStart::connectCalibration() {
  connect(setup_, &SetupPanel::calibrationWanted, this, &BeforeStart::openCalibration);
  connect(calibration_, &CalibrationPanel::closed, this, &BeforeStart::closePanels);
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
