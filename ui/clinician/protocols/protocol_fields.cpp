#include "clinician/protocols/protocol_fields.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include "clinician/protocols/about_fields.h"
#include "clinician/protocols/draft.h"
#include "clinician/protocols/judged_fields.h"
#include "clinician/protocols/words.h"
#include "style/button.h"
#include "style/label.h"

namespace tonus::clinician {
namespace {

ChoiceField::Choices choicesOf(const char* key, std::initializer_list<const char*> words) {
  ChoiceField::Choices out;
  for (const char* word : words) out.emplace_back(word, choiceText(key, word));
  return out;
}

}  // namespace

ProtocolFields::ProtocolFields(ProtocolDraft& draft, const std::vector<std::pair<QString, QString>>& muscles, QWidget* parent)
    : QWidget(parent), draft_(draft), channelRows_(new QVBoxLayout) {
  muscles_.emplace_back("", tr("any muscle"));
  for (const auto& [id, name] : muscles) muscles_.emplace_back(id.toStdString(), name);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(style::kInside + 4);
  const auto field = [&](Field* f, const char* owner) {
    f->bind({owner});
    column->addWidget(f);
  };
  column->addWidget(style::makeLabel(tr("Protocol"), style::Type::kLead, true));
  field(new TextField(draft, "protocol", "name"), "");
  field(new TextField(draft, "protocol", "condition"), "");
  auto* goals = new QHBoxLayout;
  goals->setSpacing(style::kBetween);
  for (Field* f : std::initializer_list<Field*>{new ChoiceField(draft, "goal", "direction", choicesOf("direction", {"down", "up", "ratio", "rest"})),
                                                new NumberField(draft, "goal", "rms_ms", {20, 2000, 0, 10, false})}) {
    f->bind({"/goal"});
    goals->addWidget(f, 1, Qt::AlignTop);
  }
  column->addLayout(goals);

  column->addSpacing(style::kInside);
  column->addWidget(style::makeLabel(tr("Muscles"), style::Type::kLead, true));
  channelRows_->setSpacing(style::kInside);
  column->addLayout(channelRows_);
  auto* add = new style::Button(tr("Add a muscle"));
  add->setObjectName(QStringLiteral("addChannel"));
  column->addWidget(add, 0, Qt::AlignLeft);

  column->addSpacing(style::kInside);
  column->addWidget(style::makeLabel(tr("In target"), style::Type::kLead, true));
  column->addWidget(new JudgedFields(draft));
  column->addSpacing(style::kInside);
  column->addWidget(new AboutFields(draft));
  column->addStretch(1);
  connect(add, &QPushButton::clicked, this, [this] { draft_.addChannel(); });
  connect(&draft_, &ProtocolDraft::edited, this, &ProtocolFields::refresh);
}

void ProtocolFields::refresh() {
  const int n = static_cast<int>(draft_.channelsN());
  if (n == shownN_) return;
  shownN_ = n;
  while (QLayoutItem* item = channelRows_->takeAt(0)) {
    item->widget()->hide();   // or a show that waits in the queue would make a window of it
    item->widget()->setParent(nullptr);
    item->widget()->deleteLater();   // its button may be the one that was pressed
    delete item;
  }
  for (int i = 0; i < n; ++i) channelRows_->addWidget(channelRow(i));
}

QWidget* ProtocolFields::channelRow(int channel) {
  const QByteArray prefix = "channel" + QByteArray::number(channel + 1);
  auto* box = new QWidget;
  auto* row = new QHBoxLayout(box);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(style::kInside);
  const auto add = [&](Field* field, int stretch) {
    field->bind({"/channels/" + std::to_string(channel)});
    row->addWidget(field, stretch, Qt::AlignTop);
  };
  add(new TextField(draft_, prefix.constData(), "ref", 0, false), 2);
  auto* muscle = new ChoiceField(draft_, prefix.constData(), "muscle", muscles_, false);
  muscle->setLeastLetters(12);
  add(muscle, 9);
  auto* side = new ChoiceField(draft_, prefix.constData(), "side", choicesOf("side", {"", "left", "right", "midline", "affected"}), false);
  side->setLeastLetters(4);
  add(side, 2);
  add(new ChoiceField(draft_, prefix.constData(), "role", choicesOf("role", {"train_down", "train_up", "train_hold", "monitor"}), false), 4);
  auto* remove = new style::Button({}, style::Button::Kind::kQuiet);
  remove->setIconName(QStringLiteral("close"));
  remove->setObjectName(QString::fromLatin1(prefix) + QStringLiteral("_remove"));
  remove->setAccessibleName(tr("Take this muscle out"));
  remove->setToolTip(tr("Take this muscle out"));
  row->addWidget(remove, 0, Qt::AlignTop);
  connect(remove, &QPushButton::clicked, this, [this, channel] { draft_.removeChannel(channel); });
  return box;
}

}  // namespace tonus::clinician
