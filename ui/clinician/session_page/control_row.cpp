#include "clinician/session_page/control_row.h"

#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>

#include "clinician/session_page/session_keys.h"
#include "style/button.h"
#include "style/flow_layout.h"
#include "style/label.h"
#include "style/tokens.h"

namespace tonus::clinician {
namespace {

constexpr int kToldMs = 5000;
constexpr int kAskedMs = 8000;
constexpr int kWordsPx = 64;  ///< at least, for words between the buttons

}  // namespace

ControlRow::ControlRow(QWidget* scope, SessionKeys& keys) : QWidget(scope), scope_(scope), keys_(keys) {
  auto* row = new style::FlowLayout(this);
  row->setSpacing(style::kInside);
  primary_ = add(tr("Start"), tr("Space"), {Qt::Key_Space}, &ControlRow::primaryPressed);
  primary_->setKind(style::Button::Kind::kPrimary);
  train_ = add(tr("Train now"), tr("T"), {}, &ControlRow::trainPressed);
  train_->setObjectName(QStringLiteral("trainNowHere"));
  keys_.add(Qt::Key_T, SessionKeys::When::kSetup, [this] { trainPressed(); });
  mark_ = add(tr("Mark"), tr("M"), {Qt::Key_M}, &ControlRow::markWanted);
  note_ = add(tr("Note"), tr("N"), {Qt::Key_N}, &ControlRow::openNote);
  rate_ = add(tr("Rate"), tr("P"), {}, &ControlRow::rateWanted);
  rate_->setObjectName(QStringLiteral("ratePain"));
  rate_->setToolTip(tr("Pain and comfort, 0 to 10"));
  easier_ = add(tr("Easier"), QStringLiteral("−"), {Qt::Key_Minus}, &ControlRow::easierWanted);
  harder_ = add(tr("Harder"), QStringLiteral("+"), {Qt::Key_Plus, Qt::Key_Equal}, &ControlRow::harderWanted);
  next_ = add(tr("Next"), QStringLiteral("→"), {Qt::Key_Right}, &ControlRow::nextWanted);
  next_->setToolTip(tr("Next phase"));
  stop_ = add(tr("Stop and keep"), tr("Esc"), {}, &ControlRow::askToStop);
  stop_->setKind(style::Button::Kind::kDanger);
  const QString moves = tr("Moves the line of the chosen channel by 5 %, a band at both edges. Without a line, it comes at the "
                           "median of the last 3 s of usable signal. Ctrl+Z puts it back.");
  easier_->setToolTip(moves);
  harder_->setToolTip(moves);
  noteLine_ = new QLineEdit;
  noteLine_->setPlaceholderText(tr("Note at this moment; Enter keeps it, Esc leaves it"));
  noteLine_->setAccessibleName(tr("Note"));
  noteLine_->setMinimumHeight(style::kTouch - 4);
  noteLine_->installEventFilter(this);
  noteLine_->hide();
  for (QWidget* w : std::initializer_list<QWidget*>{primary_, train_, mark_, note_, rate_, easier_, harder_}) row->addWidget(w);
  told_ = style::makeLabel({}, style::Type::kBase, true, style::Tone::kInTarget);
  told_->setObjectName(QStringLiteral("toldLine"));
  told_->setWordWrap(true);
  told_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);  // the buttons need their width first
  told_->setMinimumWidth(kWordsPx);
  toldFor_.setSingleShot(true);
  toldFor_.setInterval(kToldMs);
  connect(&toldFor_, &QTimer::timeout, told_, &QLabel::clear);
  row->addWidget(noteLine_);
  row->addWidget(told_);
  addQuestion(*row);
  row->addWidget(next_);
  row->addWidget(stop_);
  connect(noteLine_, &QLineEdit::returnPressed, this, [this] {
    const QString words = noteLine_->text().trimmed();
    closeNote();
    if (!words.isEmpty()) Q_EMIT noteWritten(words);
  });
  setMode(Mode::kSetup);
}

style::Button* ControlRow::add(const QString& words, const QString& keyWords, const QList<QKeySequence>& keys,
                               void (ControlRow::*pressed)()) {
  auto* button = new style::Button(words);
  button->setTall(true);
  button->setKeyHint(keyWords);
  button->setFocusPolicy(Qt::TabFocus);
  connect(button, &QPushButton::clicked, this, pressed);
  const bool repeats = pressed == &ControlRow::easierWanted || pressed == &ControlRow::harderWanted;
  for (const QKeySequence& key : keys)
    keys_.add(key, SessionKeys::When::kRunning, [this, pressed] { (this->*pressed)(); }, repeats);
  return button;
}

void ControlRow::addQuestion(QLayout& row) {
  question_ = style::makeLabel(tr("Stop the session? What was recorded is kept."), style::Type::kLead, true);
  question_->setObjectName(QStringLiteral("endQuestion"));
  question_->setWordWrap(true);
  question_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  question_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  question_->setMinimumWidth(kWordsPx);
  end_ = add(tr("Stop and keep"), tr("Enter"), {}, &ControlRow::endPressed);
  end_->setObjectName(QStringLiteral("endSession"));
  end_->setKind(style::Button::Kind::kDanger);
  // Where "Stop and keep" was: the second click of a double click goes on instead of ending.
  keepOn_ = add(tr("Keep recording"), tr("Esc"), {}, &ControlRow::escapePressed);
  keepOn_->setObjectName(QStringLiteral("keepRecording"));
  row.addWidget(question_);
  row.addWidget(end_);
  row.addWidget(keepOn_);
  keys_.add(Qt::Key_Escape, SessionKeys::When::kRunning, [this] { escapePressed(); });
  for (const Qt::Key enter : {Qt::Key_Return, Qt::Key_Enter})
    keys_.add(enter, SessionKeys::When::kAsked, [this] { endPressed(); });
  askedFor_.setSingleShot(true);
  askedFor_.setInterval(kAskedMs);
  connect(&askedFor_, &QTimer::timeout, this, [this] { setAsking(false); });
}

void ControlRow::askToStop() {
  closeNote();
  setAsking(true);
}

void ControlRow::escapePressed() {
  if (asking_) setAsking(false);
  else askToStop();
}

void ControlRow::endPressed() {
  setAsking(false);
  Q_EMIT stopWanted();
}

void ControlRow::setAsking(bool asking) {
  asking_ = asking;
  keys_.setAsked(asking);
  if (asking) askedFor_.start();
  else askedFor_.stop();
  arrange();
}

void ControlRow::primaryPressed() {
  if (mode_ == Mode::kSetup)
    Q_EMIT startWanted();
  else
    Q_EMIT pauseWanted();
}

void ControlRow::setMode(Mode mode) {
  mode_ = mode;
  const bool setup = mode == Mode::kSetup;
  primary_->setText(setup ? tr("Start") : mode == Mode::kPaused ? tr("Resume") : tr("Pause"));
  if (setup) {
    closeNote();
    setAsking(false);
    told_->clear();
  }
  arrange();
  keys_.setRunning(!setup);
  primary_->setKeyHint(setup ? tr("Enter") : tr("Space"));
}

void ControlRow::arrange() {
  const bool running = mode_ != Mode::kSetup;
  for (QWidget* w : std::initializer_list<QWidget*>{mark_, note_, rate_, easier_, harder_})
    w->setVisible(running && !writing_ && !asking_);
  train_->setVisible(!running && canTrain_);
  told_->setVisible(!writing_ && !asking_);  // empty it still keeps the free width: no button grows into it
  noteLine_->setVisible(writing_);
  stop_->setKeyHint(writing_ || escElsewhere_ ? QString() : tr("Esc"));
  for (QWidget* w : std::initializer_list<QWidget*>{next_, stop_}) w->setVisible(running && !asking_);
  for (QWidget* w : std::initializer_list<QWidget*>{question_, end_, keepOn_}) w->setVisible(asking_);
}

void ControlRow::tell(const QString& words, bool caution) {
  style::setTone(*told_, caution ? style::Tone::kCaution : style::Tone::kInTarget);
  told_->setText(caution ? QStringLiteral("! ") + words : words);
  toldFor_.start();
}

void ControlRow::setCanStart(bool can) {
  canStart_ = can;
  primary_->setEnabled(can);
  train_->setEnabled(can);
}

void ControlRow::setCanTrainNow(const QString& why) {
  canTrain_ = !why.isEmpty();
  train_->setToolTip(why);
  arrange();
}

void ControlRow::trainPressed() {
  if (mode_ == Mode::kSetup && canStart_ && canTrain_) Q_EMIT trainNowWanted();
}

void ControlRow::setLastPhase(bool last) { next_->setText(last ? tr("Finish") : tr("Next")); }

void ControlRow::setEscElsewhere(bool elsewhere) {
  escElsewhere_ = elsewhere;
  arrange();
}

void ControlRow::openNote() {
  setAsking(false);
  writing_ = true;
  noteLine_->clear();
  arrange();
  noteLine_->setFocus();
}

void ControlRow::closeNote() {
  if (!writing_) return;
  writing_ = false;
  arrange();
  scope_->setFocus();
}

bool ControlRow::eventFilter(QObject* object, QEvent* event) {
  if (object != noteLine_) return QWidget::eventFilter(object, event);
  // While a note is written every key belongs to it, Esc too: nothing is stopped by leaving a note.
  if (event->type() == QEvent::ShortcutOverride) {
    event->accept();
    return true;
  }
  if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
    closeNote();
    return true;
  }
  return QWidget::eventFilter(object, event);
}

}  // namespace tonus::clinician
