#include "clinician/session_page/setup_panel.h"

#include <QEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QLabel>
#include <QScrollArea>
#include <QSettings>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>

#include "bridge/preferences.h"
#include "clinician/session_page/chain_row.h"
#include "clinician/session_page/file_choice.h"
#include "style/button.h"
#include "style/choice.h"
#include "style/label.h"
#include "style/signal_words.h"
#include "style/tokens.h"
#include "style/words.h"
#include "tonus/app/sources.h"
#include "tonus/interop/recording_files.h"

namespace tonus::clinician {
namespace {

/// The same channels at the same rate, whatever their scale.
bool sameChannels(const core::StreamFormat& a, const core::StreamFormat& b) {
  return a.sampleRateHz == b.sampleRateHz &&
         std::ranges::equal(a.channels, b.channels, {}, &core::ChannelFormat::label, &core::ChannelFormat::label);
}

/// Never higher than what it holds, so that what belongs together stays together at the top of a tall window.
class Rows : public QScrollArea {
 public:
  /// With large text on a small screen the rows scroll before anything around them is squeezed.
  QSize minimumSizeHint() const override { return {QScrollArea::minimumSizeHint().width(), 2 * style::pixels(style::Type::kBase)}; }

 protected:
  bool eventFilter(QObject* object, QEvent* event) override {
    if (object == widget() && event->type() == QEvent::LayoutRequest)
      setMaximumHeight(widget()->layout()->totalSizeHint().height() + 2);
    return QScrollArea::eventFilter(object, event);
  }
};

const QString kOpenFile = QStringLiteral("open-file");

struct Variant {
  const char* id;
  const char* words;
};
constexpr Variant kVariants[] = {
    {"simulator", QT_TRANSLATE_NOOP("tonus::clinician::SetupPanel", "Simulator")},
    {"simulator:mains", QT_TRANSLATE_NOOP("tonus::clinician::SetupPanel", "Simulator with mains hum")},
    {"simulator:electrode-off", QT_TRANSLATE_NOOP("tonus::clinician::SetupPanel", "Simulator, an electrode falls off")},
    {"simulator:motion", QT_TRANSLATE_NOOP("tonus::clinician::SetupPanel", "Simulator, the cable is pulled")},
    {"simulator:loss", QT_TRANSLATE_NOOP("tonus::clinician::SetupPanel", "Simulator, samples are lost")},
    {"simulator:vanish",
     QT_TRANSLATE_NOOP("tonus::clinician::SetupPanel", "Simulator, the device goes away and returns")},
};

}  // namespace

SetupPanel::SetupPanel(core::Clock& clock, const std::string& resourcesDir, bridge::Devices* devices, QWidget* parent)
    : QWidget(parent), clock_(clock), devices_(devices) {
  channels_ = new ChannelTable(loadMuscles(resourcesDir));
  buildForm();
  if (auto shipped = app::protocolsFor(nullptr, {}, resourcesDir)) offer(*std::move(shipped));
  chooseFor({}, {});
  if (devices_ != nullptr)
    connect(devices_, &bridge::Devices::changed, this, [this] {
      if (isVisible()) listSources();
    });
  connect(protocol_, &style::Choice::currentIndexChanged, this, &SetupPanel::suggest);
  connect(channels_, &ChannelTable::changed, this, &SetupPanel::channelsChanged);
  connect(source_, &style::Choice::activated, this, [this] {
    if (source_->currentData().toString() == kOpenFile) return openFile();
    lastSource_ = source_->currentData().toString();
    fileChoice_->hide();
    Q_EMIT sourceChosen();
  });
  connect(fileChoice_, &FileChoice::chosen, this, &SetupPanel::sourceChosen);
  connect(chain_, &ChainRow::edited, this, &SetupPanel::settingsChanged);
}

SetupPanel::~SetupPanel() = default;

void SetupPanel::buildForm() {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(style::kBetween);
  auto* grid = new QGridLayout;
  grid->setHorizontalSpacing(style::kBetween);
  grid->setVerticalSpacing(style::kInside);
  grid->setColumnStretch(1, 1);
  source_ = new style::Choice;
  protocol_ = new style::Choice;
  protocolWords_ = style::makeLabel({}, style::Type::kSmall, false, style::Tone::kSecondary);
  protocolWords_->setWordWrap(true);
  auto add = [&](int row, const QString& words, QWidget* field) {
    QLabel* label = style::makeLabel(words, style::Type::kBase, false, style::Tone::kSecondary);
    label->setBuddy(field);
    field->setAccessibleName(words);
    grid->addWidget(label, row, 0);
    grid->addWidget(field, row, 1);
  };
  add(0, tr("Signal from"), source_);
  add(1, tr("Protocol"), protocol_);
  grid->addWidget(protocolWords_, 2, 1);
  fault_ = style::makeLabel({}, style::Type::kBase, false, style::Tone::kCaution);
  fault_->setWordWrap(true);
  fault_->hide();
  column->addLayout(grid);
  column->addWidget(fault_);
  limits_ = style::makeLabel({}, style::Type::kSmall, false, style::Tone::kCaution);
  limits_->setObjectName(QStringLiteral("signalLimits"));
  limits_->setWordWrap(true);
  limits_->hide();
  calibrated_ = style::makeLabel({}, style::Type::kSmall, false, style::Tone::kSecondary);
  calibrated_->setObjectName(QStringLiteral("calibratedOn"));
  calibrated_->setWordWrap(true);
  calibrated_->hide();
  calibrate_ = new style::Button(tr("Calibrate…"));
  calibrate_->setObjectName(QStringLiteral("openCalibration"));
  calibrate_->setToolTip(tr("How many µV a count is, by a signal you know"));
  calibrate_->hide();
  connect(calibrate_, &QPushButton::clicked, this, &SetupPanel::calibrationWanted);
  grid->addWidget(calibrate_, 0, 2);
  electrodes_ = new style::Button(tr("Electrodes…"));
  electrodes_->setObjectName(QStringLiteral("openElectrodes"));
  electrodes_->setToolTip(tr("How well each electrode touches the skin"));
  electrodes_->hide();
  connect(electrodes_, &QPushButton::clicked, this, &SetupPanel::electrodesWanted);
  grid->addWidget(electrodes_, 0, 3);
  column->addWidget(limits_);
  column->addWidget(calibrated_);
  fileChoice_ = new FileChoice;
  column->addWidget(fileChoice_);
  column->addWidget(style::makeLabel(tr("Channels"), style::Type::kLead, true));
  column->addWidget(makeChannels(), 100);
  chain_ = new ChainRow;
  column->addWidget(chain_);
  column->addStretch(1);
  protocolWords_->installEventFilter(this);
}

/// Squeezed, the panel takes from everything but this label: it keeps the lines its words need.
bool SetupPanel::eventFilter(QObject* object, QEvent* event) {
  if (object == protocolWords_ && event->type() == QEvent::Resize)
    protocolWords_->setMinimumHeight(std::max(0, protocolWords_->heightForWidth(protocolWords_->width())));
  return QWidget::eventFilter(object, event);
}

void SetupPanel::append(QWidget* group) {
  auto* column = static_cast<QVBoxLayout*>(layout());
  column->insertWidget(column->count() - 1, group);
}

QWidget* SetupPanel::makeChannels() {
  auto* scroll = new Rows;
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setWidgetResizable(true);
  scroll->setFocusPolicy(Qt::NoFocus);
  auto* inner = new QWidget;
  auto* innerColumn = new QVBoxLayout(inner);
  innerColumn->setContentsMargins(0, 0, style::kInside, 0);
  innerColumn->addWidget(channels_);
  innerColumn->addStretch(1);
  scroll->setWidget(inner);
  return scroll;
}

void SetupPanel::listSources() {
  const QSignalBlocker quiet(source_);
  source_->clear();
  for (const Variant& v : kVariants) source_->addItem(tr(v.words), QString::fromLatin1(v.id));
  const drivers::DeviceList list = devices_ == nullptr ? drivers::DeviceList{} : devices_->list();
  int at = 0;
  for (const core::DeviceInfo& d : list.devices) {
    if (d.id == "simulator") continue;
    const QString words =
        d.serial.empty() ? style::textOf(d.model) : tr("%1, %2").arg(style::textOf(d.model), style::textOf(d.serial));
    source_->insertItem(at++, words, style::textOf(d.id));
  }
  for (const drivers::UnknownDevice& d : list.unknown)
    for (const auto& choice : d.choices)
      source_->addItem(tr("%1 at USB %2, unconfirmed").arg(style::textOf(choice.model), style::textOf(d.path)), style::textOf(choice.id));
  if ((isSimulated() || isDevice()) && source_->findData(lastSource_) < 0) source_->addItem(lastSource_, lastSource_);
  if (!file_.isEmpty()) source_->addItem(QFileInfo(file_).fileName(), file_);
  source_->addItem(tr("Open a recording…"), kOpenFile);
  if (!list.faults.empty()) showFault(list.faults.front());
  const int last = source_->findData(lastSource_);
  source_->setCurrentIndex(last >= 0 ? last : 0);
  lastSource_ = source_->currentData().toString();
}

void SetupPanel::forget() {
  format_ = {};
  bandOf_.clear();
  remembered_.reset();
}

void SetupPanel::enter() {
  clearFault();
  chain_->setMainsHz(QSettings().value("mainsHz", 0.0).toDouble());
  listSources();
  if (!offer_.faults.empty()) showFault(offer_.faults.front());
  Q_EMIT sourceChosen();
}

void SetupPanel::openFile() {
  bridge::Preferences preferences;
  const QString path = QFileDialog::getOpenFileName(
      this, tr("Open a recording"), preferences.filesFolder(), tr("Recordings (*.edf *.bdf *.csv *.EDF *.BDF *.CSV);;All files (*)"));
  if (!path.isEmpty()) {
    preferences.setFilesFolderOf(path);
    file_ = lastSource_ = path;
    fileChoice_->forget();
  }
  listSources();
  if (!path.isEmpty()) Q_EMIT sourceChosen();
}

void SetupPanel::chooseSource(const QString& id) {
  fileChoice_->hide();
  if (source_->findData(id) < 0 && !id.startsWith(QLatin1String("simulator")) && !id.contains(QLatin1String("@usb:"))) {
    file_ = id;
    fileChoice_->forget();
  }
  lastSource_ = id;
  listSources();
  Q_EMIT sourceChosen();
}

bool SetupPanel::isSimulated() const { return lastSource_.startsWith(QLatin1String("simulator")); }

core::Result<std::unique_ptr<core::SignalSource>> SetupPanel::makeSource() {
  if (!isRecording()) return app::makeSource(lastSource_.toStdString(), clock_);
  auto recording = interop::openRecording(file_.toStdString(), fileChoice_->options());
  if (!recording) return fileChoice_->ask(file_, recording.fault());
  fileChoice_->hide();
  return drivers::makeReplaySource(*std::move(recording), clock_, true);
}

void SetupPanel::setFormat(const core::StreamFormat& format, Signal signal) {
  fitBand(format.sampleRateHz);
  signal_ = std::move(signal);
  signal_.calibratedOn.resize(format.channelsN());
  const bool same = format_.channelsN() > 0 && sameChannels(format, format_);
  format_ = format;
  showLimits();
  if (same) return;  // a setting or the scale changed, not the source: choices stay
  channels_->setFormat(format);
  (void)chain_->chainTabsAfter(channels_->chainTabsAfter(protocol_));
  suggest();
}

void SetupPanel::showLimits() {
  QStringList words;
  if (const QString band = style::bandLimit(session::bandHz(setup())); !band.isEmpty())
    words << QStringLiteral("! %1. %2").arg(band, style::whyNoMedianFrequency(session::bandHz(setup())));
  if (const QString open = style::notCalibrated(format_); !open.isEmpty()) words << QStringLiteral("! ") + open;
  limits_->setText(words.join(QLatin1Char('\n')));
  limits_->setVisible(!words.isEmpty());
  calibrated_->setText(style::calibratedBy(signal_.calibratedOn));
  calibrated_->setVisible(!calibrated_->text().isEmpty());
  calibrate_->setVisible(!style::notCalibrated(format_).isEmpty() || calibrated_->isVisibleTo(this));
}

void SetupPanel::fitBand(double sampleRateHz) {
  const QString source = QStringLiteral("%1 %2").arg(sampleRateHz).arg(lastSource_);
  if (source == bandOf_) return;
  bandOf_ = source;
  chain_->setRate(sampleRateHz);
  const dsp::ChainSettings usual;
  chain_->setBand(usual.bandLowHz, usual.bandHighHz);
}

void SetupPanel::offerElectrodes(bool offer) { electrodes_->setVisible(offer); }

void SetupPanel::showFault(const core::Fault& fault) {
  fault_->setText(QStringLiteral("! ") + style::sentence(fault));
  fault_->show();
}

void SetupPanel::clearFault() { fault_->hide(); }

}  // namespace tonus::clinician
