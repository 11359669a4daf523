#include "clinician/notice.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QStyle>

#include "style/button.h"
#include "style/icons.h"
#include "style/label.h"

namespace tonus::clinician {

Notice::Notice(QWidget* parent)
    : QFrame(parent), words_(style::makeLabel({})), action_(new style::Button({}, style::Button::Kind::kQuiet)) {
  words_->setWordWrap(true);
  action_->setObjectName(QStringLiteral("noticeAction"));
  auto* close = new style::Button({}, style::Button::Kind::kQuiet);
  close->setIconName(QStringLiteral("close"));
  close->setAccessibleName(tr("Dismiss"));
  close->setToolTip(tr("Dismiss"));
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(48, 6, 6, 6);
  row->setSpacing(style::kInside);
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
  kind_ = kind;
  setProperty("banner", kind == Kind::kCalm ? QStringLiteral("calm") : QStringLiteral("caution"));
  style()->unpolish(this);
  style()->polish(this);
  words_->setText(words);
  setAccessibleName(words);
  action_->setText(action);
  action_->setVisible(!action.isEmpty());
  act_ = std::move(act);
  timer_.stop();
  if (forMs > 0) timer_.start(forMs);
  setVisible(true);
  update();
}

void Notice::dismiss() {
  timer_.stop();
  act_ = nullptr;
  setVisible(false);
}

QString Notice::words() const { return isHidden() ? QString() : words_->text(); }

void Notice::paintEvent(QPaintEvent* event) {
  QFrame::paintEvent(event);
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const bool calm = kind_ == Kind::kCalm;
  style::paintIcon(painter, calm ? QStringLiteral("info") : QStringLiteral("caution"),
                   QRectF(16, (height() - 20) / 2.0, 20, 20), calm ? style::tokens().accent : style::tokens().caution);
}

}  // namespace tonus::clinician
