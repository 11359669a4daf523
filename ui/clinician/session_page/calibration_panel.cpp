#include "clinician/session_page/calibration_panel.h"

#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QProgressBar>
#include <QVBoxLayout>

#include "style/button.h"
#include "style/choice.h"
#include "style/label.h"
#include "style/signal_words.h"
#include "style/tokens.h"
#include "style/words.h"

namespace tonus::clinician {

using analysis::KnownSignal;

CalibrationPanel::CalibrationPanel(QWidget* parent) : QWidget(parent) {
  setProperty("ownKeys", true);
  setAccessibleName(tr("Calibrate with a known signal"));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(style::kBetween);
  column->addWidget(style::makeLabel(tr("Calibrate with a known signal"), style::Type::kLead, true));
  auto* how = style::makeLabel(tr("Bring a sine or square wave of known size to the electrodes of one channel. Its fundamental is measured in "
                                  "the counts as they come, without any filter, second by second for 10 s."),
                               style::Type::kBase, false, style::Tone::kSecondary);
  how->setWordWrap(true);
  column->addWidget(how);
  buildFields(*column);
  buildButtons(*column);
  column->addStretch(1);
}

void CalibrationPanel::buildFields(QVBoxLayout& column) {
  auto* grid = new QGridLayout;
  grid->setHorizontalSpacing(style::kBetween);
  grid->setVerticalSpacing(style::kInside);
  grid->setColumnStretch(3, 1);
  const auto add = [&](int row, const QString& words, const char* name, QWidget* field, QWidget* beside = nullptr) {
    QLabel* label = style::makeLabel(words, style::Type::kBase, false, style::Tone::kSecondary);
    label->setBuddy(field);
    field->setAccessibleName(words);
    field->setObjectName(QString::fromLatin1(name));
    grid->addWidget(label, row, 0);
    grid->addWidget(field, row, 1);
    if (beside != nullptr) grid->addWidget(beside, row, 2);
  };
  channel_ = new style::Choice;
  shape_ = new style::Choice;
  shape_->addItem(tr("sine"), static_cast<int>(KnownSignal::Shape::kSine));
  shape_->addItem(tr("square wave"), static_cast<int>(KnownSignal::Shape::kSquare));
  measure_ = new style::Choice;
  measure_->addItem(tr("µV peak to peak"), false);
  measure_->addItem(tr("µV RMS"), true);
  measure_->setAccessibleName(tr("How the size is told"));
  measure_->setObjectName(QStringLiteral("knownMeasure"));
  size_ = new QDoubleSpinBox;
  size_->setDecimals(1);
  size_->setRange(0.1, 1e6);
  size_->setValue(1000);
  hz_ = new QDoubleSpinBox;
  hz_->setDecimals(1);
  hz_->setRange(0.1, 1000);
  hz_->setValue(40);
  hz_->setSuffix(tr(" Hz"));
  add(0, tr("Channel"), "knownChannel", channel_);
  add(1, tr("Wave"), "knownShape", shape_);
  add(2, tr("Size"), "knownSize", size_, measure_);
  add(3, tr("Frequency"), "knownHz", hz_);
  column.addLayout(grid);
  connect(channel_, &style::Choice::currentIndexChanged, this, [this] { cancel(); });
}

void CalibrationPanel::buildButtons(QVBoxLayout& column) {
  const auto button = [this](const QString& words, const char* name, style::Button::Kind kind, void (CalibrationPanel::*pressed)()) {
    auto* b = new style::Button(words, kind);
    b->setObjectName(QString::fromLatin1(name));
    if (pressed != nullptr) connect(b, &QPushButton::clicked, this, pressed);
    return b;
  };
  begin_ = button(tr("Measure 10 s"), "measureKnown", style::Button::Kind::kPlain, &CalibrationPanel::measure);
  cancel_ = button(tr("Cancel"), "cancelKnown", style::Button::Kind::kPlain, &CalibrationPanel::cancel);
  progress_ = new QProgressBar;
  progress_->setRange(0, 1000);
  progress_->setTextVisible(false);
  progress_->setAccessibleName(tr("Measured so far"));
  auto* first = new QHBoxLayout;
  first->addWidget(begin_);
  first->addWidget(progress_, 1);
  first->addWidget(cancel_);
  first->addStretch(0);
  column.addLayout(first);
  words_ = style::makeLabel({});
  words_->setObjectName(QStringLiteral("knownWords"));
  words_->setWordWrap(true);
  column.addWidget(words_);
  kept_ = style::makeLabel({}, style::Type::kSmall, false, style::Tone::kSecondary);
  kept_->setObjectName(QStringLiteral("knownKept"));
  kept_->setWordWrap(true);
  column.addWidget(kept_);
  use_ = button(tr("Use for this channel"), "useKnown", style::Button::Kind::kPlain, nullptr);
  reset_ = button(tr("Forget it"), "forgetKnown", style::Button::Kind::kPlain, nullptr);
  auto* back = button(tr("Back"), "closeKnown", style::Button::Kind::kPlain, nullptr);
  back->setKeyHint(tr("Esc"));
  connect(use_, &QPushButton::clicked, this, [this] { if (result_) Q_EMIT kept(channel(), *result_); });
  connect(reset_, &QPushButton::clicked, this, [this] { Q_EMIT resetWanted(channel()); });
  connect(back, &QPushButton::clicked, this, &CalibrationPanel::closed);
  auto* last = new QHBoxLayout;
  for (QWidget* w : std::initializer_list<QWidget*>{use_, reset_}) last->addWidget(w);
  last->addStretch(1);
  last->addWidget(back);
  column.addLayout(last);
}

void CalibrationPanel::open(const core::StreamFormat& format, const std::vector<QString>& names, const std::vector<std::string>& days) {
  const int before = channel();
  format_ = format;
  days_ = days;
  days_.resize(format.channelsN());
  const QSignalBlocker quiet(channel_);
  channel_->clear();
  for (std::size_t c = 0; c < format.channelsN(); ++c)
    if (!format.channels[c].calibrated || !days_[c].empty())
      channel_->addItem(QStringLiteral("%1 %2").arg(c + 1).arg(c < names.size() ? names[c] : QString()), static_cast<int>(c));
  channel_->setCurrentIndex(std::max(0, channel_->findData(before)));
  cancel();
  show();
  begin_->setFocus();
}

int CalibrationPanel::channel() const { return channel_->currentData().toInt(); }

KnownSignal CalibrationPanel::known() const {
  KnownSignal signal;
  signal.shape = static_cast<KnownSignal::Shape>(shape_->currentData().toInt());
  const bool rms = measure_->currentData().toBool();
  signal.peakToPeakUv = rms ? analysis::peakToPeakOf(signal.shape, size_->value()) : size_->value();
  signal.hz = hz_->value();
  return signal;
}

QString CalibrationPanel::signalWords() const {
  return tr("%1, %2 %3, %4 Hz").arg(shape_->currentText(), style::number(size_->value(), 1), measure_->currentText(), style::number(hz_->value(), 1));
}

QString CalibrationPanel::words() const { return words_->text(); }

void CalibrationPanel::measure() {
  if (channel_->count() == 0) return;
  result_.reset();
  run_.emplace(format_.channels[static_cast<std::size_t>(channel())], format_.sampleRateHz, known());
  if (const auto possible = run_->possible(); !possible) {
    run_.reset();
    say(style::sentence(possible.fault()), false);
  } else {
    say(tr("Measuring. Keep the signal steady."), true);
  }
  showState();
}

void CalibrationPanel::cancel() {
  run_.reset();
  result_.reset();
  say({}, true);
  showState();
}

void CalibrationPanel::take(const core::ProcessedBlock& block) {
  if (!run_) return;
  if (block.lostBefore > 0) run_->interrupt();
  run_->add(block.counts, block.channelsN, static_cast<std::size_t>(channel()));
  progress_->setValue(static_cast<int>(1000 * run_->progress()));
  if (run_->complete()) finish();
}

void CalibrationPanel::finish() {
  const auto result = run_->result();
  run_.reset();
  if (result) {
    result_ = *result;
    say(tr("✓ %1 counts RMS at %2 Hz: %3 µV a count. Seconds differ by %4 %.")
            .arg(style::number(result->countsRms, 1), style::number(result->hz, 2), style::number(result->uvPerCount, 5),
                 style::number(100 * result->spread, 1)),
        true);
  } else {
    say(style::sentence(result.fault()), false);
  }
  showState();
  if (result_) use_->setFocus();
}

void CalibrationPanel::say(const QString& words, bool good) {
  style::setTone(*words_, good ? style::Tone::kText : style::Tone::kCaution);
  words_->setText(good ? words : QStringLiteral("! ") + words);
}

void CalibrationPanel::showState() {
  const bool runs = run_.has_value();
  for (QWidget* field : std::initializer_list<QWidget*>{channel_, shape_, size_, measure_, hz_}) field->setEnabled(!runs);
  begin_->setVisible(!runs);
  begin_->setEnabled(channel_->count() > 0);
  progress_->setVisible(runs);
  progress_->setValue(0);
  cancel_->setVisible(runs);
  use_->setVisible(result_.has_value());
  use_->setKind(style::Button::Kind::kPrimary);
  const auto now = static_cast<std::size_t>(channel());
  const bool has = channel_->count() > 0 && now < days_.size() && !days_[now].empty();
  kept_->setText(has ? style::calibratedBy({days_[now]}) : QString());
  kept_->setVisible(has);
  reset_->setVisible(has && !runs);
}

void CalibrationPanel::hideEvent(QHideEvent* event) {
  QWidget::hideEvent(event);
  cancel();
}

void CalibrationPanel::keyPressEvent(QKeyEvent* event) {
  if (event->key() != Qt::Key_Escape) return QWidget::keyPressEvent(event);
  if (run_) cancel();
  else Q_EMIT closed();
}

}  // namespace tonus::clinician
