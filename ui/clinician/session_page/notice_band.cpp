#include "clinician/session_page/notice_band.h"

#include <QHBoxLayout>
#include <QLabel>

#include "style/button.h"
#include "style/label.h"

namespace tonus::clinician {

NoticeBand::NoticeBand(QWidget* parent) : QWidget(parent) {
  words_ = style::makeLabel({}, style::Type::kBase, true, style::Tone::kCaution);
  words_->setWordWrap(true);
  words_->setProperty("banner", "caution");
  words_->setMargin(style::kInside);
  continue_ = new style::Button(tr("Continue recording"));
  continue_->setObjectName(QStringLiteral("continueRecording"));
  continue_->setToolTip(tr("Another session of this patient, set up as the one that broke off, with its lines"));
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->addWidget(words_, 1);
  row->addWidget(continue_);
  connect(continue_, &QPushButton::clicked, this, &NoticeBand::continueWanted);
  clear();
}

void NoticeBand::say(const QString& words) {
  words_->setText(QStringLiteral("! ") + words);
  words_->setVisible(!words.isEmpty());
  setVisible(!words.isEmpty() || !continue_->isHidden());
}

void NoticeBand::offerToContinue(bool offered, bool possible) {
  continue_->setVisible(offered);
  continue_->setEnabled(possible);
  setVisible(offered || !words_->isHidden());
}

void NoticeBand::clear() {
  words_->hide();
  continue_->hide();
  hide();
}

}  // namespace tonus::clinician
