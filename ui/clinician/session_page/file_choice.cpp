#include "clinician/session_page/file_choice.h"

#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMap>
#include <initializer_list>

#include "style/button.h"
#include "style/label.h"
#include "style/tokens.h"
#include "style/words.h"

namespace tonus::clinician {
namespace {

/// Labels of signals that can be opened together, by rate.
QMap<double, QStringList> groupsOf(const interop::EdfInfo& info) {
  QMap<double, QStringList> groups;
  for (const interop::EdfSignal& s : info.signals) {
    if (!s.isAnnotation && !s.isStatus && s.trouble.empty()) groups[s.sampleRateHz] << style::textOf(s.label);
  }
  return groups;
}

}  // namespace

FileChoice::FileChoice(QWidget* parent) : QWidget(parent) {
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(style::kInside);
  channelsWords_ = style::makeLabel(tr("Channels to open"), style::Type::kBase, false, style::Tone::kSecondary);
  channels_ = new QLineEdit;
  channels_->setObjectName(QStringLiteral("onlyChannels"));
  channels_->setAccessibleName(tr("Channels to open, with commas between"));
  channels_->setPlaceholderText(tr("Names, with commas between"));
  rateWords_ = style::makeLabel(tr("Sampling rate"), style::Type::kBase, false, style::Tone::kSecondary);
  rate_ = new QDoubleSpinBox;
  rate_->setObjectName(QStringLiteral("csvRate"));
  rate_->setAccessibleName(tr("Sampling rate of the recording"));
  rate_->setRange(0, 100000);
  rate_->setDecimals(2);
  rate_->setSuffix(tr(" Hz"));
  rate_->setSpecialValueText(tr("not known"));
  rate_->setMinimumWidth(140);
  auto* open = new style::Button(tr("Open it so"));
  open->setObjectName(QStringLiteral("openSo"));
  for (QWidget* w : std::initializer_list<QWidget*>{channelsWords_, rateWords_, rate_, open}) row->addWidget(w);
  row->insertWidget(1, channels_, 1);
  row->addStretch(0);
  connect(open, &QPushButton::clicked, this, &FileChoice::take);
  connect(channels_, &QLineEdit::returnPressed, this, &FileChoice::take);
  forget();
}

void FileChoice::forget() {
  options_ = {};
  channels_->clear();
  rate_->setValue(0);
  hide();
}

void FileChoice::take() {
  options_ = {};
  for (const QString& name : channels_->text().split(QLatin1Char(','), Qt::SkipEmptyParts)) {
    if (!name.trimmed().isEmpty()) options_.onlyChannels.push_back(name.trimmed().toStdString());
  }
  options_.csvRateHz = rate_->value();
  Q_EMIT chosen();
}

core::Fault FileChoice::ask(const QString& path, const core::Fault& refusal) {
  core::Fault fault = refusal;
  const auto info = interop::readEdfInfo(path.toStdString());
  const QMap<double, QStringList> groups = info ? groupsOf(*info) : QMap<double, QStringList>{};
  const auto table = info ? core::Result<interop::CsvTable>(core::Fault{}) : interop::readCsv(path.toStdString());
  const bool needsRate = table && table->sampleRateHz <= 0;
  for (QWidget* w : std::initializer_list<QWidget*>{channelsWords_, channels_}) w->setVisible(!groups.isEmpty());
  for (QWidget* w : std::initializer_list<QWidget*>{rateWords_, rate_}) w->setVisible(needsRate);
  setVisible(!groups.isEmpty() || needsRate);
  if (needsRate) {
    fault.hint = tr("Say its rate below, or add a column t_s with the time of each row in seconds.").toStdString();
  } else if (!groups.isEmpty()) {
    QStringList words;
    QStringList most;
    for (auto g = groups.begin(); g != groups.end(); ++g) {
      words << tr("%1 (%2 Hz)").arg(g.value().join(QStringLiteral(", "))).arg(g.key());
      if (g.value().size() >= most.size()) most = g.value();
    }
    fault.hint = tr("Say below which to open. These go together: %1.").arg(words.join(tr("; or "))).toStdString();
    if (channels_->text().isEmpty()) channels_->setText(most.join(QStringLiteral(", ")));
  }
  return fault;
}

}  // namespace tonus::clinician
