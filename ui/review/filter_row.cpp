#include "review/filter_row.h"

#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <cmath>

#include "style/button.h"
#include "style/choice.h"
#include "style/label.h"

namespace tonus::review {
namespace {

constexpr int kSettleMs = 60;
constexpr double kLeastHz = 1;
constexpr double kApartHz = 5;   // the edges of a band

QDoubleSpinBox* makeEdge(const QString& name, const QString& words) {
  auto* edge = new QDoubleSpinBox;
  edge->setObjectName(name);
  edge->setAccessibleName(words);
  edge->setDecimals(0);
  edge->setSingleStep(5);
  edge->setSuffix(FilterRow::tr(" Hz"));
  edge->setFixedWidth(96);
  return edge;
}

}  // namespace

FilterRow::FilterRow(QWidget* parent)
    : QWidget(parent), low_(makeEdge(QStringLiteral("lowHz"), tr("Lower edge of the filter"))),
      high_(makeEdge(QStringLiteral("highHz"), tr("Upper edge of the filter"))), mains_(new style::Choice),
      asRecorded_(new style::Button(tr("As recorded"), style::Button::Kind::kQuiet)) {
  mains_->setObjectName(QStringLiteral("mainsNotch"));
  mains_->setAccessibleName(tr("Mains notch"));
  mains_->addItem(tr("no notch"), 0.0);
  mains_->addItem(tr("notch 50 Hz"), 50.0);
  mains_->addItem(tr("notch 60 Hz"), 60.0);
  asRecorded_->setObjectName(QStringLiteral("asRecorded"));
  settle_.setSingleShot(true);
  settle_.setInterval(kSettleMs);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(8, 2, 8, 4);
  row->setSpacing(style::kInside);
  row->addWidget(style::makeLabel(tr("Seen through"), style::Type::kBase, false, style::Tone::kSecondary));
  row->addWidget(low_);
  row->addWidget(style::makeLabel(tr("to"), style::Type::kBase, false, style::Tone::kSecondary));
  row->addWidget(high_);
  row->addWidget(mains_);
  row->addWidget(asRecorded_);
  row->addStretch(1);
  setToolTip(tr("Only the picture: the record, its numbers and its replay keep the filters of the session"));
  // A band has a lower edge below its upper one: the edge that is moved stops in front of the other.
  connect(low_, &QDoubleSpinBox::valueChanged, this, [this](double hz) {
    if (hz > high_->value() - kApartHz) return low_->setValue(high_->value() - kApartHz);
    touched();
  });
  connect(high_, &QDoubleSpinBox::valueChanged, this, [this](double hz) {
    if (hz < low_->value() + kApartHz) return high_->setValue(low_->value() + kApartHz);
    touched();
  });
  connect(mains_, &style::Choice::currentIndexChanged, this, &FilterRow::touched);
  connect(&settle_, &QTimer::timeout, this, &FilterRow::changed);
  connect(asRecorded_, &QPushButton::clicked, this, [this] {
    show(recorded_);
    touched();
  });
}

void FilterRow::setRecorded(const dsp::ChainSettings& chain, double sampleRateHz) {
  recorded_ = chain;
  settle_.stop();
  const QSignalBlocker low(low_), high(high_);
  const double most = std::floor(0.49 * sampleRateHz);
  low_->setRange(kLeastHz, std::max(kLeastHz, most - kApartHz));
  high_->setRange(kLeastHz + kApartHz, std::max(kLeastHz + kApartHz, most));
  show(chain);
  asRecorded_->setEnabled(false);
}

void FilterRow::show(const dsp::ChainSettings& chain) {
  const QSignalBlocker low(low_), high(high_), mains(mains_);
  low_->setValue(chain.bandLowHz);
  high_->setValue(chain.bandHighHz);
  mains_->setCurrentIndex(std::max(0, mains_->findData(chain.mainsHz)));
}

dsp::ChainSettings FilterRow::chain() const {
  dsp::ChainSettings chain = recorded_;
  const double low = low_->value();
  const double high = high_->value();
  // What was not touched stays to the bit, whatever a field rounds.
  if (std::abs(low - recorded_.bandLowHz) >= 0.5 || std::abs(high - recorded_.bandHighHz) >= 0.5) {
    chain.bandPass = true;
    chain.bandLowHz = low;
    chain.bandHighHz = high;
  }
  chain.mainsHz = mains_->currentData().toDouble();
  return chain;
}

void FilterRow::touched() {
  asRecorded_->setEnabled(!(chain() == recorded_));
  settle_.start();
}

}  // namespace tonus::review
