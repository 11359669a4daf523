#include "style/empty_state.h"

#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

#include "style/button.h"
#include "style/icons.h"
#include "style/label.h"
#include "style/tokens.h"

namespace tonus::style {

EmptyState::EmptyState(const QString& icon, const QString& title, const QString& words, QWidget* parent)
    : QWidget(parent),
      icon_(icon),
      title_(makeLabel(title, Type::kTitle, true)),
      words_(makeLabel(words, Type::kBase, false, Tone::kSecondary)),
      column_(new QVBoxLayout(this)) {
  column_->setSpacing(kInside);
  column_->addStretch(2);
  column_->addSpacing(56);
  title_->setAlignment(Qt::AlignCenter);
  title_->setWordWrap(true);
  words_->setAlignment(Qt::AlignCenter);
  words_->setWordWrap(true);
  words_->setMinimumWidth(120);
  words_->setMaximumWidth(460);
  column_->addWidget(title_);
  auto* row = new QHBoxLayout;
  row->addStretch(1);
  row->addWidget(words_, 100);
  row->addStretch(1);
  column_->addLayout(row);
  column_->addStretch(3);
  setWords(title, words);
}

void EmptyState::setWords(const QString& title, const QString& words) {
  title_->setText(title);
  words_->setText(words);
  words_->setVisible(!words.isEmpty());
}

Button* EmptyState::addAction(const QString& text, bool primary) {
  auto* button = new Button(text, primary ? Button::Kind::kPrimary : Button::Kind::kPlain, this);
  column_->insertSpacing(column_->count() - 1, kInside);
  column_->insertWidget(column_->count() - 1, button, 0, Qt::AlignHCenter);
  return button;
}

void EmptyState::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  paintIcon(painter, icon_, QRectF(width() / 2.0 - 20, title_->geometry().top() - 52, 40, 40), tokens().disabled);
}

}  // namespace tonus::style
