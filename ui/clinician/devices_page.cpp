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
#include "style/words.h"

namespace tonus::clinician {
namespace {

QWidget* makeCardRow(QWidget* icon, const QString& title, const QString& words, const QString& right) {
  auto* card = style::makeCard();
  auto* text = new QVBoxLayout;
  text->setSpacing(2);
  text->addWidget(style::makeLabel(title, style::Type::kLead, true));
  auto* more = style::makeLabel(words, style::Type::kBase, false, style::Tone::kSecondary);
  more->setWordWrap(true);
  text->addWidget(more);
  auto* row = new QHBoxLayout(card);
  row->setContentsMargins(18, 14, 18, 14);
  row->setSpacing(style::kBetween);
  row->addWidget(icon, 0, Qt::AlignVCenter);
  row->addLayout(text, 1);
  if (!right.isEmpty()) row->addWidget(style::makeLabel(right, style::Type::kBase, false, style::Tone::kSecondary));
  return card;
}

}  // namespace

DevicesPage::DevicesPage(QWidget* parent) : Page(parent), again_(new style::Button(tr("Look again"))) {
  setFocusProxy(again_);
  again_->setKeyHint(QStringLiteral("F5"));
  auto* body = new QWidget;
  body->setProperty("pageBody", true);
  rows_ = new QVBoxLayout(body);
  rows_->setContentsMargins(style::kAround, style::kAround, style::kAround, style::kAround);
  rows_->setSpacing(style::kInside + 4);
  auto* scroll = new QScrollArea;
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setWidget(body);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(scroll);
  connect(again_, &QPushButton::clicked, this, &DevicesPage::look);
  auto* key = new QShortcut(QKeySequence(Qt::Key_F5), this);
  key->setContext(Qt::WidgetWithChildrenShortcut);
  connect(key, &QShortcut::activated, this, &DevicesPage::look);
}

DevicesPage::~DevicesPage() { watch_.reset(); }

QList<QWidget*> DevicesPage::barActions() { return {again_}; }

void DevicesPage::enter() {
  if (!watch_)
    watch_ = std::make_unique<drivers::DeviceWatch>(
        [this] { QMetaObject::invokeMethod(this, &DevicesPage::look, Qt::QueuedConnection); });
  look();
}

void DevicesPage::look() {
  asked_ = true;
  const auto found = std::make_shared<drivers::DeviceList>();
  const bool started = job_.start(
      [found](const store::Progress&) {
        *found = drivers::listDevices();
        return core::Status();
      },
      [this, found](const core::Status&) {
        showList(*found);
        if (asked_) look();
      });
  if (started) asked_ = false;
}

QWidget* DevicesPage::makeRow(const core::DeviceInfo& device) {
  const bool simulator = device.driver == "simulator";
  QStringList words;
  if (device.channelsN > 0 && device.sampleRateHz > 0)
    words << tr("%1 × %2 Hz").arg(device.channelsN).arg(device.sampleRateHz, 0, 'f', 0);
  if (!device.serial.empty()) words << tr("serial %1").arg(style::textOf(device.serial));
  if (simulator) words << tr("an invented patient, always there to practise with");
  return makeCardRow(new style::IconView(simulator ? QStringLiteral("simulator") : QStringLiteral("devices"), &style::Tokens::secondary),
                     style::textOf(device.model), words.join(QStringLiteral(", ")), style::textOf(device.id));
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
  for (const core::Fault& fault : list.faults) rows_->addWidget(makeTrouble(fault));
  if (connected == 0 && list.faults.empty()) {
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
