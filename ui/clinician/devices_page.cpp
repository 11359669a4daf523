#include "clinician/devices_page.h"

#include <QHBoxLayout>
#include <QMetaObject>
#include <QScrollArea>
#include <QShortcut>
#include <QVBoxLayout>
#include <memory>

#include "style/button.h"
#include "style/icon_view.h"
#include "style/label.h"
#include "style/signal_words.h"
#include "style/words.h"

namespace tonus::clinician {
namespace {

QWidget* makeCardRow(QWidget* icon, const QString& title, const QString& words, const QString& right,
                     QWidget* button = nullptr) {
  auto* card = style::makeCard();
  auto* text = new QVBoxLayout;
  text->setSpacing(2);
  text->addWidget(style::makeLabel(title, style::Type::kLead, true));
  auto* more = style::makeLabel(words, style::Type::kBase, false, style::Tone::kSecondary);
  more->setWordWrap(true);
  more->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);  // a command is copied from here
  text->addWidget(more);
  auto* row = new QHBoxLayout(card);
  row->setContentsMargins(18, 14, 18, 14);
  row->setSpacing(style::kBetween);
  row->addWidget(icon, 0, Qt::AlignVCenter);
  row->addLayout(text, 1);
  if (!right.isEmpty()) row->addWidget(style::makeLabel(right, style::Type::kBase, false, style::Tone::kSecondary));
  if (button != nullptr) row->addWidget(button);
  return card;
}

}  // namespace

DevicesPage::DevicesPage(bridge::Devices& devices, ElectrodesPanel::Meter meter, QWidget* parent)
    : Page(parent), devices_(devices), meter_(std::move(meter)), again_(new style::Button(tr("Look again"))) {
  setFocusProxy(again_);
  again_->setKeyHint(QStringLiteral("F5"));
  auto* body = new QWidget;
  body->setProperty("pageBody", true);
  rows_ = new QVBoxLayout(body);
  rows_->setContentsMargins(style::kAround, style::kAround, style::kAround, style::kAround);
  rows_->setSpacing(style::kInside + 4);
  scroll_ = new QScrollArea;
  scroll_->setWidgetResizable(true);
  scroll_->setFrameShape(QFrame::NoFrame);
  scroll_->setWidget(body);
  electrodes_ = new ElectrodesPanel(meter_);
  electrodesPlace_ = new QWidget;
  auto* place = new QVBoxLayout(electrodesPlace_);
  place->setContentsMargins(style::kAround, style::kAround, style::kAround, style::kAround);
  place->addWidget(electrodes_);
  electrodesPlace_->hide();
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(scroll_);
  column->addWidget(electrodesPlace_);
  connect(electrodes_, &ElectrodesPanel::begins, this, &DevicesPage::deviceWanted);
  connect(electrodes_, &ElectrodesPanel::closed, this, [this] {
    electrodesPlace_->hide();
    scroll_->show();
  });
  connect(&devices_, &bridge::Devices::changed, this, [this] { showList(devices_.list()); });
  connect(again_, &QPushButton::clicked, this, &DevicesPage::look);
  auto* key = new QShortcut(QKeySequence(Qt::Key_F5), this);
  key->setContext(Qt::WidgetWithChildrenShortcut);
  connect(key, &QShortcut::activated, this, &DevicesPage::look);
}

QList<QWidget*> DevicesPage::barActions() { return {again_}; }

void DevicesPage::openElectrodes(const core::DeviceInfo& device) {
  scroll_->hide();
  electrodesPlace_->show();
  electrodes_->open(device.id, style::textOf(device.model), {});
}

void DevicesPage::enter() { showList(devices_.list()); }

void DevicesPage::look() {
  devices_.lookAgain();
  showList(devices_.list());
}

QWidget* DevicesPage::makeRow(const core::DeviceInfo& device) {
  const bool simulator = device.driver == "simulator";
  QStringList words;
  if (device.channelsN > 0 && device.sampleRateHz > 0)
    words << tr("%1 × %2 Hz").arg(device.channelsN).arg(device.sampleRateHz, 0, 'f', 0);
  if (!device.serial.empty()) words << tr("serial %1").arg(style::textOf(device.serial));
  if (simulator) words << tr("an invented patient, always there to practise with");
  const auto* driver = drivers::findDriver(device.driver);
  if (driver != nullptr && !simulator) {
    if (const QString band = style::bandLimit(driver->capabilities.bandwidthHz); !band.isEmpty())
      words << band.left(1).toLower() + band.mid(1);
    if (!driver->capabilities.calibrated) words << tr("in a.u. until you calibrate it");
  }
  style::Button* check = nullptr;
  if (meter_.can && meter_.can(device.id)) {
    check = new style::Button(tr("Check electrodes"));
    check->setObjectName(QStringLiteral("checkElectrodes"));
    connect(check, &QPushButton::clicked, this, [this, device] { openElectrodes(device); });
  }
  return makeCardRow(new style::IconView(simulator ? QStringLiteral("simulator") : QStringLiteral("devices"), &style::Tokens::secondary),
                     style::textOf(device.model), words.join(QStringLiteral(", ")), style::textOf(device.id), check);
}

QWidget* DevicesPage::makeAsked(const drivers::AskedDevice& device) {
  const QString words = device.waitingFor.empty() ? tr("Asking…") : tr("Asking… waits for %1").arg(style::textOf(device.waitingFor));
  return makeCardRow(new style::IconView(QStringLiteral("devices"), &style::Tokens::secondary), style::textOf(device.name), words,
                     tr("USB %1").arg(style::textOf(device.path)));
}

QWidget* DevicesPage::makeUnknown(const drivers::UnknownDevice& device) {
  QStringList models;
  for (const auto& choice : device.choices) models << style::textOf(choice.model);
  return makeCardRow(new style::IconView(QStringLiteral("caution"), &style::Tokens::caution), style::textOf(device.name),
                     tr("Did not say what it is, and is left alone. If you know, choose it as the source of a session: %1.")
                         .arg(models.join(tr(", "))),
                     tr("USB %1").arg(style::textOf(device.path)));
}

QWidget* DevicesPage::makeTrouble(const core::Fault& fault) {
  return makeCardRow(new style::IconView(QStringLiteral("caution"), &style::Tokens::caution), style::textOf(fault.what), style::textOf(fault.hint), {});
}

void DevicesPage::showList(const drivers::DeviceList& list) {
  while (QLayoutItem* item = rows_->takeAt(0)) {
    delete item->widget();
    delete item;
  }
  int connected = 0;
  for (const core::DeviceInfo& device : list.devices) {
    rows_->addWidget(makeRow(device));
    if (device.driver != "simulator") ++connected;
  }
  for (const drivers::AskedDevice& device : list.asked) rows_->addWidget(makeAsked(device));
  for (const drivers::UnknownDevice& device : list.unknown) rows_->addWidget(makeUnknown(device));
  for (const core::Fault& fault : list.faults) rows_->addWidget(makeTrouble(fault));
  if (connected == 0 && list.asked.empty() && list.unknown.empty() && list.faults.empty()) {
    auto* none = style::makeLabel(tr("No amplifier is connected. Plug one in: it appears here by itself."), style::Type::kBase,
                                  false, style::Tone::kSecondary);
    none->setContentsMargins(18, 8, 18, 0);
    none->setWordWrap(true);
    rows_->addWidget(none);
  }
  rows_->addStretch(1);
  Q_EMIT listed(connected);
}

}  // namespace tonus::clinician
