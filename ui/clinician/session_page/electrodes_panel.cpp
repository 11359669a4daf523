#include "clinician/session_page/electrodes_panel.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QMetaObject>
#include <QProgressBar>
#include <QScrollArea>
#include <QVBoxLayout>
#include <algorithm>
#include <memory>

#include "style/button.h"
#include "style/label.h"
#include "style/tokens.h"
#include "style/words.h"

namespace tonus::clinician {
namespace {

using Pin = drivers::Impedance::Pin;

style::Tone toneOf(bridge::Contact contact) {
  switch (contact) {
    case bridge::Contact::kGood:
      return style::Tone::kInTarget;
    case bridge::Contact::kAcceptable:
      return style::Tone::kText;
    case bridge::Contact::kMarginal:
      return style::Tone::kCaution;
    case bridge::Contact::kRedo:
      break;
  }
  return style::Tone::kNotUsable;
}

}  // namespace

ElectrodesPanel::Meter ElectrodesPanel::byDrivers(core::Clock& clock) {
  return {&drivers::canMeasureImpedance,
          [&clock](const std::string& id, const drivers::Waiting& waiting) { return drivers::measureImpedance(id, clock, waiting); }};
}

ElectrodesPanel::ElectrodesPanel(Meter meter, QWidget* parent) : QWidget(parent), meter_(std::move(meter)) {
  setProperty("ownKeys", true);
  setAccessibleName(tr("Check electrodes"));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(style::kBetween);
  title_ = style::makeLabel(tr("Check electrodes"), style::Type::kLead, true);
  column->addWidget(title_);
  words_ = style::makeLabel({}, style::Type::kBase, false, style::Tone::kSecondary);
  words_->setObjectName(QStringLiteral("electrodeWords"));
  words_->setWordWrap(true);
  column->addWidget(words_);
  buildButtons(*column);
  auto* scroll = new QScrollArea;
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setWidgetResizable(true);
  auto* inner = new QWidget;
  rowsPlace_ = new QVBoxLayout(inner);
  rowsPlace_->setContentsMargins(0, 0, style::kInside, 0);
  rowsPlace_->addStretch(1);
  scroll->setWidget(inner);
  column->addWidget(scroll, 1);
}

void ElectrodesPanel::buildButtons(QVBoxLayout& column) {
  const auto button = [this](const QString& words, const char* name) {
    auto* b = new style::Button(words);
    b->setObjectName(QString::fromLatin1(name));
    return b;
  };
  begin_ = button(tr("Measure all"), "measureElectrodes");
  begin_->setKind(style::Button::Kind::kPrimary);
  cancel_ = button(tr("Cancel"), "cancelElectrodes");
  back_ = button(tr("Back"), "closeElectrodes");
  back_->setKeyHint(tr("Esc"));
  progress_ = new QProgressBar;
  progress_->setRange(0, 1000);
  progress_->setTextVisible(false);
  progress_->setAccessibleName(tr("Measured so far"));
  auto* row = new QHBoxLayout;
  row->addWidget(begin_);
  row->addWidget(progress_, 1);
  row->addWidget(cancel_);
  row->addStretch(0);
  row->addWidget(back_);
  column.addLayout(row);
  connect(begin_, &QPushButton::clicked, this, &ElectrodesPanel::measure);
  connect(cancel_, &QPushButton::clicked, this, [this] {
    job_.cancel();
    say(tr("Stopping…"), true);
  });
  connect(back_, &QPushButton::clicked, this, &ElectrodesPanel::closed);
}

void ElectrodesPanel::open(const std::string& deviceId, const QString& model, std::vector<QString> names) {
  if (job_.running()) return show();
  if (deviceId != device_) measured_.clear();
  device_ = deviceId;
  names_ = std::move(names);
  title_->setText(tr("Electrodes of %1").arg(model));
  const bool can = meter_.can && meter_.can(deviceId);
  begin_->setEnabled(can);
  say(can ? tr("A weak current goes through one electrode after the other, for some seconds each. Sit still meanwhile; the signal rests.")
          : tr("This amplifier cannot measure its electrodes. Judge them by the signal at rest."),
      true);
  fillRows();
  showRunning(false);
  show();
  (can ? begin_ : back_)->setFocus();
}

void ElectrodesPanel::measure() {
  if (job_.running() || !begin_->isEnabled()) return;
  Q_EMIT begins();
  showRunning(true);
  say(tr("Opening the amplifier…"), true);
  const auto result = std::make_shared<std::vector<drivers::Impedance>>();
  job_.start(
      [result, panel = this, measure = meter_.measure, id = device_](const store::Progress& progress) -> core::Status {
        // The job ends before the panel, so that the panel is there.
        auto told = std::make_shared<std::string>();
        auto measured = measure(id, [&progress, panel, told](double done, const std::string& waitingFor) {
          if (*told != waitingFor) {
            *told = waitingFor;
            const QString words = style::textOf(waitingFor);
            QMetaObject::invokeMethod(panel, [panel, done, words] { panel->showWaiting(done, words); }, Qt::QueuedConnection);
          }
          return progress(done);
        });
        if (!measured) return measured.fault();
        *result = *std::move(measured);
        return {};
      },
      [this, result](const core::Status& status) {
        if (status) measured_ = std::move(*result);
        finish(status);
      });
}

void ElectrodesPanel::showWaiting(double done, const QString& waitingFor) {
  if (!job_.running()) return;
  progress_->setValue(static_cast<int>(1000 * done));
  if (!waitingFor.isEmpty()) say(tr("Waiting for %1…").arg(waitingFor), true);
}

void ElectrodesPanel::finish(const core::Status& status) {
  if (status) {
    const auto redo = std::count_if(measured_.begin(), measured_.end(),
                                    [](const auto& one) { return bridge::contactOf(one.kOhm) == bridge::Contact::kRedo; });
    say(redo > 0 ? tr("%1 of %2 to redo: clean the skin, press the electrode on, measure again.").arg(redo).arg(measured_.size())
                 : tr("Measured; none to redo."),
        redo == 0);
  } else {
    say(style::sentence(status.fault()), status.fault().code == core::FaultCode::kCancelled);
  }
  fillRows();
  showRunning(false);
  begin_->setFocus();
  Q_EMIT ended();
}

void ElectrodesPanel::fillRows() {
  delete rows_;
  rows_ = new QWidget;
  rows_->setObjectName(QStringLiteral("electrodeRows"));
  auto* grid = new QGridLayout(rows_);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setHorizontalSpacing(style::kBetween);
  grid->setVerticalSpacing(style::kInside);
  grid->setColumnStretch(5, 1);
  int row = 0;
  std::uint32_t last = UINT32_MAX;
  for (const drivers::Impedance& one : measured_) {
    if (one.channel != last) {
      ++row;
      last = one.channel;
      const QString name = one.channel < names_.size() ? names_[one.channel] : QString();
      grid->addWidget(style::makeLabel(QStringLiteral("%1 %2").arg(one.channel + 1).arg(name).trimmed(), style::Type::kBase, true), row, 0);
    }
    const int column = one.pin == Pin::kNegative ? 3 : 1;
    const bridge::Contact contact = bridge::contactOf(one.kOhm);
    auto* value = style::makeLabel(tr("%1 %2 kΩ").arg(bridge::pinWords(one.pin), style::number(one.kOhm, 1)));
    value->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    grid->addWidget(value, row, column);
    grid->addWidget(style::makeLabel(bridge::contactWords(contact), style::Type::kBase, false, toneOf(contact)), row, column + 1);
  }
  rowsPlace_->insertWidget(0, rows_);
}

void ElectrodesPanel::showRunning(bool running) {
  begin_->setVisible(!running);
  back_->setVisible(!running);
  cancel_->setVisible(running);
  progress_->setVisible(running);
  progress_->setValue(0);
  if (running) cancel_->setFocus();
}

void ElectrodesPanel::say(const QString& words, bool good) {
  style::setTone(*words_, good ? style::Tone::kSecondary : style::Tone::kCaution);
  words_->setText(good ? words : QStringLiteral("! ") + words);
}

void ElectrodesPanel::keyPressEvent(QKeyEvent* event) {
  if (event->key() != Qt::Key_Escape) return QWidget::keyPressEvent(event);
  if (job_.running()) cancel_->click();
  else Q_EMIT closed();
}

}  // namespace tonus::clinician
