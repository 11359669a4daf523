#include "clinician/notice.h"

#include <QHBoxLayout>
#include <QStyle>

#include "style/button.h"
#include "style/icon_view.h"
#include "style/label.h"

namespace tonus::clinician {

Notice::Notice(QWidget* parent)
    : QWidget(parent), frame_(new QFrame), words_(style::makeLabel({})), action_(new style::Button({}, style::Button::Kind::kQuiet)) {
  words_->setWordWrap(true);
  action_->setObjectName(QStringLiteral("noticeAction"));
  auto* close = new style::Button({}, style::Button::Kind::kQuiet);
  close->setIconName(QStringLiteral("close"));
  close->setAccessibleName(tr("Dismiss"));
  close->setToolTip(tr("Dismiss"));
  auto* outer = new QHBoxLayout(this);
  outer->setContentsMargins(style::kAround, 0, style::kAround, 12);
  outer->addWidget(frame_);
  auto* row = new QHBoxLayout(frame_);
  row->setContentsMargins(16, 6, 6, 6);
  row->setSpacing(12);
  row->addWidget(words_, 1);
  row->addWidget(action_);
  row->addWidget(close);
  timer_.setSingleShot(true);
  connect(&timer_, &QTimer::timeout, this, &Notice::dismiss);
  connect(close, &QPushButton::clicked, this, [this] {
    dismiss();
    Q_EMIT dismissed();
  });
  connect(action_, &QPushButton::clicked, this, [this] {
    const auto act = act_;
    dismiss();
    if (act) act();
  });
  hide();
}

void Notice::show(Kind kind, const QString& words, const QString& action, std::function<void()> act, int forMs) {
  frame_->setProperty("banner", kind == Kind::kCalm ? QStringLiteral("calm") : QStringLiteral("caution"));
  frame_->style()->unpolish(frame_);
  frame_->style()->polish(frame_);
  delete icon_;
  icon_ = kind == Kind::kCalm ? new style::IconView(QStringLiteral("info"), &style::Tokens::accent, 20)
                              : new style::IconView(QStringLiteral("caution"), &style::Tokens::caution, 20);
  static_cast<QHBoxLayout*>(frame_->layout())->insertWidget(0, icon_);
  words_->setText(words);
  setAccessibleName(words);
  action_->setText(action);
  action_->setVisible(!action.isEmpty());
  act_ = std::move(act);
  timer_.stop();
  if (forMs > 0) timer_.start(forMs);
  setVisible(true);
}

void Notice::dismiss() {
  timer_.stop();
  act_ = nullptr;
  setVisible(false);
}

QString Notice::words() const { return isHidden() ? QString() : words_->text(); }

}  // namespace tonus::clinician
