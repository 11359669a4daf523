#include "clinician/session_page/channel_table.h"

#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QPixmap>
#include <algorithm>

#include "style/label.h"
#include "style/tokens.h"
#include "style/words.h"

namespace tonus::clinician {
namespace {

QLabel* chip(std::size_t channel) {
  QPixmap picture(10, 10);
  picture.fill(style::tokens().channel(channel));
  auto* label = new QLabel;
  label->setPixmap(picture);
  return label;
}

void choose(QComboBox& box, const QVariant& data) { box.setCurrentIndex(std::max(0, box.findData(data))); }

}  // namespace

ChannelTable::ChannelTable(std::vector<Muscle> muscles, QWidget* parent)
    : QWidget(parent), muscles_(std::move(muscles)), grid_(new QGridLayout(this)) {
  grid_->setContentsMargins(0, 0, 0, 0);
  grid_->setHorizontalSpacing(style::kInside);
  grid_->setVerticalSpacing(style::kInside);
  grid_->setColumnStretch(2, 1);
  const QStringList heads{{}, tr("Channel"), tr("Muscle"), tr("Side"), tr("Role"), tr("Stay"), tr("Signal")};
  for (int i = 0; i < heads.size(); ++i) {
    grid_->addWidget(style::makeLabel(heads[i], style::Type::kSmall, false, style::Tone::kSecondary), 0, i);
  }
}

void ChannelTable::setFormat(const core::StreamFormat& format) {
  qDeleteAll(made_);
  made_.clear();
  rows_.clear();
  for (std::size_t c = 0; c < format.channelsN(); ++c) addRow(c, style::textOf(format.channels[c].label));
}

void ChannelTable::addRow(std::size_t channel, const QString& label) {
  Row row{new QComboBox, new QComboBox, new QComboBox, new QComboBox, nullptr, label};
  row.muscle->addItem(tr("Not assigned"), QString());
  for (const Muscle& m : muscles_) row.muscle->addItem(m.name, m.id);
  row.side->addItem(QStringLiteral("–"), QString());
  row.side->addItem(tr("L"), QStringLiteral("L"));
  row.side->addItem(tr("R"), QStringLiteral("R"));
  row.role->addItem(tr("train"), static_cast<int>(feedback::Role::kTrain));
  row.role->addItem(tr("monitor"), static_cast<int>(feedback::Role::kMonitor));
  row.role->addItem(tr("off"), static_cast<int>(feedback::Role::kOff));
  row.rule->addItem(tr("below"), QStringLiteral("below"));
  row.rule->addItem(tr("above"), QStringLiteral("above"));
  row.rule->addItem(tr("inside"), QStringLiteral("inside"));
  row.quality = style::makeLabel(tr("waiting"), style::Type::kSmall, false, style::Tone::kSecondary);
  row.quality->setMinimumWidth(84);
  row.quality->setWordWrap(true);
  const QString number = QString::number(channel + 1);
  row.muscle->setAccessibleName(tr("Muscle of channel %1").arg(number));
  row.side->setAccessibleName(tr("Side of channel %1").arg(number));
  row.role->setAccessibleName(tr("Role of channel %1").arg(number));
  row.rule->setAccessibleName(tr("Rule of channel %1").arg(number));
  const int at = static_cast<int>(channel) + 1;
  QWidget* widgets[] = {chip(channel), style::makeLabel(label.isEmpty() ? number : label, style::Type::kBase, true),
                        row.muscle,    row.side,
                        row.role,      row.rule,
                        row.quality};
  int column = 0;
  for (QWidget* widget : widgets) {
    grid_->addWidget(widget, at, column++);
    made_.push_back(widget);
  }
  for (QComboBox* box : {row.muscle, row.side, row.role, row.rule}) {
    connect(box, &QComboBox::currentIndexChanged, this, &ChannelTable::changed);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(box == row.muscle ? 11 : box == row.side ? 1 : 4);
    box->setMinimumWidth(box == row.muscle ? 130 : box == row.side ? 58 : 84);
    box->setSizePolicy(box == row.muscle ? QSizePolicy::Expanding : QSizePolicy::Fixed, QSizePolicy::Fixed);
    if (box != row.muscle) box->setFixedWidth(box == row.side ? 62 : 88);
  }
  connect(row.role, &QComboBox::currentIndexChanged, row.rule,
          [rule = row.rule](int index) { rule->setEnabled(index == 0); });
  rows_.push_back(row);
}

void ChannelTable::suggest(const session::Protocol& protocol) {
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const Row& row = rows_[i];
    choose(*row.rule, style::textOf(protocol.ruleKind));
    if (i >= protocol.muscles.size()) continue;
    const std::string& id = protocol.muscles[i];
    choose(*row.muscle, style::textOf(id));
    const bool twice = std::count(protocol.muscles.begin(), protocol.muscles.end(), id) > 1;
    const auto before =
        std::count(protocol.muscles.begin(), protocol.muscles.begin() + static_cast<std::ptrdiff_t>(i), id);
    choose(*row.side, twice ? (before % 2 == 0 ? QStringLiteral("L") : QStringLiteral("R")) : QString());
  }
}

void ChannelTable::showQuality(const std::vector<core::ChannelQuality>& quality) {
  for (std::size_t i = 0; i < rows_.size() && i < quality.size(); ++i) {
    const bool good = quality[i].usable();
    const QString words =
        (good ? QStringLiteral("✓ ") : QStringLiteral("! ")) + style::textOf(std::string(core::describe(quality[i])));
    if (rows_[i].quality->text() == words) continue;
    rows_[i].quality->setText(words);
    rows_[i].quality->setToolTip(style::textOf(std::string(core::advice(quality[i]))));
    style::setTone(*rows_[i].quality, good ? style::Tone::kInTarget : style::Tone::kNotUsable);
  }
}

std::vector<session::ChannelSetup> ChannelTable::channels() const {
  std::vector<session::ChannelSetup> out;
  for (const Row& row : rows_) {
    session::ChannelSetup channel;
    channel.muscleId = row.muscle->currentData().toString().toStdString();
    channel.side = row.side->currentData().toString().toStdString();
    channel.name = row.label.toStdString();
    for (const Muscle& m : muscles_) {
      if (!channel.muscleId.empty() && m.id.toStdString() == channel.muscleId) {
        channel.name = channelName(m, row.side->currentData().toString()).toStdString();
      }
    }
    channel.role = static_cast<feedback::Role>(row.role->currentData().toInt());
    channel.rule.kind = row.rule->currentData().toString().toStdString();
    out.push_back(std::move(channel));
  }
  return out;
}

}  // namespace tonus::clinician
