#include "clinician/stat_card.h"

#include <QVBoxLayout>

#include "style/label.h"
#include "style/number_label.h"

namespace tonus::clinician {

StatCard::StatCard(const QString& name, QWidget* parent)
    : QFrame(parent),
      name_(style::makeLabel(name, style::Type::kBase, false, style::Tone::kSecondary)),
      number_(new style::NumberLabel(style::Type::kLarge)),
      words_(style::makeLabel({}, style::Type::kBase, false, style::Tone::kSecondary)) {
  setProperty("card", true);
  name_->setWordWrap(true);
  words_->setWordWrap(true);
  words_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(18, 14, 18, 14);
  column->setSpacing(4);
  column->addWidget(name_);
  column->addWidget(number_);
  column->addWidget(words_, 1);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
  setMinimumHeight(108);
}

void StatCard::setName(const QString& name) { name_->setText(name); }

void StatCard::setValue(const QString& number, const QString& unit, const QString& words) {
  number_->setName(name_->text());
  number_->setValue(number, unit);
  words_->setText(words);
}

}  // namespace tonus::clinician
