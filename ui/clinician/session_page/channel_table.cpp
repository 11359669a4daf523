#include "clinician/session_page/channel_table.h"

#include <QGridLayout>
#include <QLabel>
#include <QPixmap>
#include <algorithm>

#include "clinician/session_page/rule_words.h"
#include "style/choice.h"
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

void choose(style::Choice& box, const QVariant& data) { box.setCurrentIndex(std::max(0, box.findData(data))); }

/// The usual kinds stand in the list; others come with the protocol that asks for them.
void chooseRule(style::Choice& box, const std::string& kind) {
  const QString id = style::textOf(kind);
  if (box.findData(id) < 0) box.addItem(ruleWord(kind), id);
  choose(box, id);
}

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
  Row row{new style::Choice, new style::Choice, new style::Choice, new style::Choice, nullptr, label};
  row.muscle->addItem(tr("Not assigned"), QString());
  for (const Muscle& m : muscles_) row.muscle->addItem(m.name, m.id);
  row.side->addItem(QStringLiteral("–"), QString());
  row.side->addItem(tr("L"), QStringLiteral("L"));
  row.side->addItem(tr("R"), QStringLiteral("R"));
  row.role->addItem(tr("train"), static_cast<int>(feedback::Role::kTrain));
  row.role->addItem(tr("monitor"), static_cast<int>(feedback::Role::kMonitor));
  row.role->addItem(tr("off"), static_cast<int>(feedback::Role::kOff));
  for (const char* kind : {"below", "above", "inside"}) row.rule->addItem(ruleWord(kind), QString::fromLatin1(kind));
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
  for (style::Choice* box : {row.muscle, row.side, row.role, row.rule}) {
    connect(box, &style::Choice::currentIndexChanged, this, &ChannelTable::changed);
    box->setSizeAdjustPolicy(style::Choice::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(box == row.muscle ? 11 : box == row.side ? 1 : 4);
    box->setMinimumWidth(box == row.muscle ? 130 : box == row.side ? 58 : 88);
    box->setSizePolicy(box == row.muscle ? QSizePolicy::Expanding : QSizePolicy::Fixed, QSizePolicy::Fixed);
    if (box != row.muscle) box->setFixedWidth(box == row.side ? 62 : box == row.role ? 106 : 92);
  }
  connect(row.role, &style::Choice::currentIndexChanged, row.rule,
          [rule = row.rule](int index) { rule->setEnabled(index == 0); });
  rows_.push_back(row);
}

void ChannelTable::suggest(const session::Protocol& protocol) {
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const Row& row = rows_[i];
    chooseRule(*row.rule, protocol.ruleFor(i).kind);
    const bool named = i < protocol.channels.size();
    const bool trained = named ? protocol.channels[i].trained() : i == 0;
    choose(*row.role, static_cast<int>(trained ? feedback::Role::kTrain : feedback::Role::kMonitor));
    if (!named) {  // nothing stays of what another protocol or patient had here
      choose(*row.muscle, QString());
      choose(*row.side, QString());
      continue;
    }
    const session::ProtocolChannel& c = protocol.channels[i];
    choose(*row.muscle, style::textOf(c.muscle));
    choose(*row.side, c.side == "left" ? QStringLiteral("L") : c.side == "right" ? QStringLiteral("R") : QString());
  }
}

void ChannelTable::showQuality(const std::vector<core::ChannelQuality>& quality) {
  for (std::size_t i = 0; i < rows_.size(); ++i) showQualityOf(rows_[i], i < quality.size() ? &quality[i] : nullptr);
}

void ChannelTable::showQualityOf(Row& row, const core::ChannelQuality* quality) {
  QString words = tr("waiting");
  style::Tone tone = style::Tone::kSecondary;
  if (quality != nullptr) {
    const bool good = quality->usable();
    words = (good ? QStringLiteral("✓ ") : QStringLiteral("! ")) + style::textOf(std::string(core::describe(*quality)));
    tone = good ? style::Tone::kInTarget : style::Tone::kNotUsable;
  }
  if (row.quality->text() == words) return;
  row.quality->setText(words);
  row.quality->setToolTip(quality != nullptr ? style::textOf(std::string(core::advice(*quality))) : QString());
  style::setTone(*row.quality, tone);
}

void ChannelTable::showNoSignal() {
  for (const Row& row : rows_) {
    row.quality->setText(tr("none"));
    row.quality->setToolTip({});
    style::setTone(*row.quality, style::Tone::kSecondary);
  }
}

void ChannelTable::use(const std::vector<session::ChannelSetup>& channels) {
  for (std::size_t i = 0; i < rows_.size() && i < channels.size(); ++i) {
    choose(*rows_[i].muscle, style::textOf(channels[i].muscleId));
    choose(*rows_[i].side, style::textOf(channels[i].side));
    choose(*rows_[i].role, static_cast<int>(channels[i].role));
    chooseRule(*rows_[i].rule, channels[i].rule.kind);
  }
}

QWidget* ChannelTable::chainTabsAfter(QWidget* before) {
  for (const Row& row : rows_) {
    for (style::Choice* field : {row.muscle, row.side, row.role, row.rule}) {
      setTabOrder(before, field);
      before = field;
    }
  }
  return before;
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
