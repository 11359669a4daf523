#include "clinician/session_page/rating_row.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>

#include "style/button.h"
#include "style/flow_layout.h"
#include "style/label.h"
#include "style/words.h"

namespace tonus::clinician {
namespace {

constexpr int kScale = 10;          // of a numeric rating
constexpr double kMostDegrees = 360;
constexpr int kUnseenMs = 400;      // a click so soon after another scale came was meant for the one before

QString questionOf(const std::string& what) {
  if (what == "pain_nrs") return RatingRow::tr("Pain now: 0 none … 10 worst");
  if (what == "comfort_nrs") return RatingRow::tr("Comfort now: 0 none … 10 best");
  if (what == "rom_deg") return RatingRow::tr("Range of motion in degrees");
  return style::textOf(what);
}

bool isRating(const std::string& what) { return what.ends_with("_nrs"); }

}  // namespace

QString entryWords(const std::string& what, double value) {
  const QString number = style::number(value, 0);
  if (what == "pain_nrs") return RatingRow::tr("Pain %1 of 10").arg(number);
  if (what == "comfort_nrs") return RatingRow::tr("Comfort %1 of 10").arg(number);
  if (what == "rom_deg") return RatingRow::tr("Range of motion %1°").arg(number);
  return QStringLiteral("%1 %2").arg(style::textOf(what), number);
}

RatingRow::RatingRow(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("ratingRow"));
  setFocusPolicy(Qt::StrongFocus);
  auto* row = new style::FlowLayout(this);
  row->setSpacing(style::kInside);
  question_ = style::makeLabel({}, style::Type::kLead, true);
  question_->setObjectName(QStringLiteral("ratingQuestion"));
  question_->setMinimumHeight(style::kTouch);
  row->addWidget(question_);
  for (int n = 0; n <= kScale; ++n) {
    auto* button = new style::Button(QString::number(n));
    button->setTall(true);
    button->setObjectName(QStringLiteral("rate%1").arg(n));
    button->setFocusPolicy(Qt::TabFocus);
    connect(button, &QPushButton::clicked, this, [this, n] {
      if (at_ == 0 || shown_.hasExpired(kUnseenMs)) keep(n);
    });
    row->addWidget(button);
    numbers_.push_back(button);
  }
  typedWords_ = style::makeLabel({}, style::Type::kBase, false, style::Tone::kSecondary);
  typedWords_->setObjectName(QStringLiteral("ratingTyped"));
  typedWords_->setMinimumHeight(style::kTouch);
  row->addWidget(typedWords_);
  hide();
}

double RatingRow::most() const { return isRating(whats_[at_]) ? kScale : kMostDegrees; }

void RatingRow::ask(std::vector<std::string> whats) {
  whats_ = std::move(whats);
  at_ = 0;
  if (whats_.empty()) return close();
  setVisible(true);
  showQuestion();
  Q_EMIT openChanged(true);
  if (qobject_cast<QLineEdit*>(QApplication::focusWidget()) == nullptr) setFocus();  // a note is not broken into
}

void RatingRow::showQuestion() {
  typed_.clear();
  shown_.start();
  question_->setText(questionOf(whats_[at_]));
  setAccessibleName(question_->text());
  for (style::Button* button : numbers_) {
    button->setVisible(isRating(whats_[at_]));
    button->setKind(style::Button::Kind::kPlain);
    button->setAccessibleName(QStringLiteral("%1: %2").arg(question_->text(), button->text()));
  }
  typedWords_->setText(tr("Type a number, Enter keeps it. Esc leaves it open"));
}

void RatingRow::keep(double value) {
  Q_EMIT entered(style::textOf(whats_[at_]), value);
  if (++at_ < whats_.size()) showQuestion();
  else close();
}

void RatingRow::close() {
  whats_.clear();
  at_ = 0;
  if (!isVisible()) return;
  hide();
  Q_EMIT openChanged(false);
}

bool RatingRow::isOwn(int key) {
  return (key >= Qt::Key_0 && key <= Qt::Key_9) || key == Qt::Key_Escape || key == Qt::Key_Return || key == Qt::Key_Enter ||
         key == Qt::Key_Backspace;
}

/// Numbers, Enter and Esc belong to the question; every other key stays the session's.
bool RatingRow::event(QEvent* event) {
  if (event->type() == QEvent::ShortcutOverride && isOpen() && isOwn(static_cast<QKeyEvent*>(event)->key())) {
    event->accept();
    return true;
  }
  return QWidget::event(event);
}

void RatingRow::keyPressEvent(QKeyEvent* event) {
  if (!isOpen()) return QWidget::keyPressEvent(event);
  const int key = event->key();
  if (key == Qt::Key_Escape) return close();
  if (key >= Qt::Key_0 && key <= Qt::Key_9) {
    const QString longer = typed_ + QChar(key);
    typed_ = longer.toDouble() <= most() ? longer : QString(QChar(key));  // a number too large: begun anew
  } else if (key == Qt::Key_Backspace) {
    typed_.chop(1);
  } else if (key == Qt::Key_Return || key == Qt::Key_Enter) {
    if (!typed_.isEmpty()) keep(typed_.toDouble());
    return;
  } else {
    return QWidget::keyPressEvent(event);
  }
  for (std::size_t n = 0; n < numbers_.size(); ++n)
    numbers_[n]->setKind(typed_ == QString::number(n) ? style::Button::Kind::kPrimary : style::Button::Kind::kPlain);
  typedWords_->setText(typed_.isEmpty() ? tr("Type a number, Enter keeps it. Esc leaves it open") : tr("%1: Enter keeps it").arg(typed_));
}

PainAlert::PainAlert(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("painAlert"));
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(style::kInside + 4);
  words_ = style::makeLabel({}, style::Type::kBase, true, style::Tone::kCaution);
  words_->setObjectName(QStringLiteral("painWords"));
  words_->setWordWrap(true);
  words_->setProperty("banner", "caution");
  words_->setMargin(style::kInside);
  row->addWidget(words_, 1);
  const auto add = [&](const QString& words, const char* name) {
    auto* button = new style::Button(words);
    button->setObjectName(QString::fromLatin1(name));
    button->setFocusPolicy(Qt::TabFocus);
    row->addWidget(button);
    return button;
  };
  auto* pause = add(tr("Pause"), "painPause");
  auto* stop = add(tr("Stop and keep"), "painStop");
  stop->setKind(style::Button::Kind::kDanger);
  auto* seen = add(tr("Seen"), "painSeen");
  connect(pause, &QPushButton::clicked, this, [this] {
    hide();
    Q_EMIT pauseWanted();
  });
  connect(stop, &QPushButton::clicked, this, &PainAlert::stopWanted);
  connect(seen, &QPushButton::clicked, this, &QWidget::hide);
  hide();
}

void PainAlert::tell(const PainWatch::Warning& w) {
  const QString now = style::number(w.now, 0);
  const QString what = w.why == PainWatch::Why::kRisen
                           ? tr("Pain has risen from %1 to %2 since the start.").arg(style::number(w.first, 0), now)
                           : tr("Pain is %1 of 10.").arg(now);
  words_->setText(QStringLiteral("! ") + what + QLatin1Char(' ') + tr("Stop, or make it easier. A rule of caution, not a diagnosis."));
  setAccessibleName(words_->text());
  show();
}

}  // namespace tonus::clinician
