#include "clinician/session_page/chain_row.h"

#include <QDoubleSpinBox>
#include <QLabel>
#include <QSpinBox>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "style/choice.h"
#include "style/flow_layout.h"
#include "style/label.h"
#include "style/tokens.h"
#include "style/words.h"
#include "tonus/dsp/delay.h"

namespace tonus::clinician {

ChainRow::ChainRow(QWidget* parent) : QWidget(parent) {
  buildFields();
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(4);
  auto* row = new style::FlowLayout;
  const std::pair<QString, QWidget*> fields[] = {
      {tr("Band"), low_}, {tr("to"), high_}, {tr("Mains notch"), notch_}, {tr("RMS"), rms_}};
  for (const auto& field : fields) {
    row->addWidget(style::makeLabel(field.first, style::Type::kBase, false, style::Tone::kSecondary));
    row->addWidget(field.second);
  }
  column->addLayout(row);
  delay_ = style::makeLabel({}, style::Type::kSmall, false, style::Tone::kSecondary);
  delay_->setObjectName(QStringLiteral("delayWords"));
  delay_->setWordWrap(true);
  delay_->setToolTip(
      tr("How long the level takes to a half and to 90 % of where it goes when a muscle begins suddenly, computed from these "
         "filters and this window."));
  column->addWidget(delay_);
  setChain({});
  connect(notch_, &style::Choice::activated, this, &ChainRow::edited);
  connect(rms_, &QSpinBox::editingFinished, this, &ChainRow::edited);
  connect(low_, &QDoubleSpinBox::editingFinished, this, &ChainRow::bandEdited);
  connect(high_, &QDoubleSpinBox::editingFinished, this, &ChainRow::bandEdited);
  connect(high_, &QDoubleSpinBox::valueChanged, low_, [this](double high) { low_->setMaximum(high - 1); });
  connect(notch_, &style::Choice::currentIndexChanged, this, &ChainRow::showDelay);
  connect(rms_, &QSpinBox::valueChanged, this, &ChainRow::showDelay);
  for (QDoubleSpinBox* box : {low_, high_}) connect(box, &QDoubleSpinBox::valueChanged, this, &ChainRow::showDelay);
  showDelay();
}

void ChainRow::buildFields() {
  notch_ = new style::Choice;
  notch_->addItem(tr("off"), 0.0);
  notch_->addItem(tr("50 Hz"), 50.0);
  notch_->addItem(tr("60 Hz"), 60.0);
  notch_->setObjectName(QStringLiteral("notch"));
  notch_->setAccessibleName(tr("Mains notch"));
  rms_ = new QSpinBox;
  rms_->setRange(20, 1000);
  rms_->setSingleStep(10);
  rms_->setSuffix(tr(" ms"));
  rms_->setObjectName(QStringLiteral("rmsWindow"));
  rms_->setAccessibleName(tr("RMS window"));
  low_ = new QDoubleSpinBox;
  high_ = new QDoubleSpinBox;
  for (QDoubleSpinBox* box : {low_, high_}) {
    box->setDecimals(0);
    box->setRange(1, 2000);
    box->setSuffix(tr(" Hz"));
    box->setKeyboardTracking(false);  // "4" on the way to "450" moves nothing
  }
  low_->setObjectName(QStringLiteral("bandLow"));
  low_->setAccessibleName(tr("Band from"));
  high_->setObjectName(QStringLiteral("bandHigh"));
  high_->setAccessibleName(tr("Band to"));
}

void ChainRow::setRate(double sampleRateHz) {
  rateHz_ = sampleRateHz;
  high_->setMaximum(std::max(2.0, std::floor(0.45 * sampleRateHz)));
  showDelay();
}

void ChainRow::setChain(const dsp::ChainSettings& chain) {
  base_ = chain;
  setBand(chain.bandLowHz, chain.bandHighHz);
  setMainsHz(chain.mainsHz);
  setRmsMs(chain.rmsWindowMs);
}

void ChainRow::setBand(double lowHz, double highHz) {
  high_->setValue(highHz);  // first: it is the limit of the other
  low_->setMaximum(high_->value() - 1);
  low_->setValue(lowHz);
  band_ = {low_->value(), high_->value()};
}

void ChainRow::setMainsHz(double hz) { notch_->setCurrentIndex(std::max(0, notch_->findData(hz))); }

void ChainRow::setRmsMs(double ms) { rms_->setValue(static_cast<int>(std::lround(ms))); }

dsp::ChainSettings ChainRow::chain() const {
  dsp::ChainSettings s = base_;
  s.bandLowHz = low_->value();
  s.bandHighHz = high_->value();
  s.mainsHz = notch_->currentData().toDouble();
  s.rmsWindowMs = rms_->value();
  return s;
}

QWidget* ChainRow::chainTabsAfter(QWidget* before) {
  for (QWidget* next : std::initializer_list<QWidget*>{low_, high_, notch_, rms_}) {
    setTabOrder(before, next);
    before = next;
  }
  return before;
}

void ChainRow::focusFirst() { low_->setFocus(); }

void ChainRow::bandEdited() {
  const std::pair<double, double> now{low_->value(), high_->value()};
  if (now == band_) return;
  band_ = now;
  Q_EMIT edited();
}

void ChainRow::showDelay() {
  const dsp::ChainSettings s = chain();
  delay_->setText(tr("A sudden change is in the level: %1. Filters alone: %2.")
                      .arg(style::textOf(dsp::describe(dsp::envelopeDelay(s, rateHz_))),
                           style::textOf(dsp::describe(dsp::filterDelay(s, rateHz_)))));
  // Each notch with the delay it would give, where it is chosen.
  for (int i = 0; i < notch_->count(); ++i) {
    dsp::ChainSettings other = s;
    other.mainsHz = notch_->itemData(i).toDouble();
    notch_->setItemData(i, style::textOf(dsp::describe(dsp::envelopeDelay(other, rateHz_))), Qt::ToolTipRole);
  }
}

}  // namespace tonus::clinician
