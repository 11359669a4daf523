#include "clinician/protocols/protocol_editor.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QScrollArea>
#include <QShortcut>
#include <QVBoxLayout>
#include <algorithm>

#include "clinician/protocols/advice_list.h"
#include "clinician/protocols/dry_run_panel.h"
#include "clinician/protocols/field.h"
#include "clinician/protocols/fold.h"
#include "clinician/protocols/phase_fields.h"
#include "clinician/protocols/phase_strip.h"
#include "clinician/protocols/protocol_fields.h"
#include "clinician/protocols/words.h"
#include "style/button.h"
#include "style/choice.h"
#include "style/flow_layout.h"
#include "style/label.h"
#include "style/words.h"
#include "tonus/session/differences.h"

namespace tonus::clinician {
namespace {

constexpr int kTitleEms = 24;   // longer names are cut
constexpr int kBothEms = 86;    // of width to have phase and protocol side by side

QWidget* card(QWidget* inside) {
  auto* out = style::makeCard();
  auto* column = new QVBoxLayout(out);
  column->setContentsMargins(20, 16, 20, 18);
  column->addWidget(inside);
  return out;
}

}  // namespace

ProtocolEditor::ProtocolEditor(const std::vector<std::pair<QString, QString>>& muscles, QWidget* parent) : QWidget(parent) {
  auto* body = new QWidget;
  body->setProperty("pageBody", true);
  auto* column = new QVBoxLayout(body);
  column->setContentsMargins(style::kAround, style::kBetween, style::kAround, 20);
  column->setSpacing(style::kBetween);
  column->addWidget(card(makeTimeline()));
  dryRun_ = new DryRunPanel;
  dryRun_->setObjectName(QStringLiteral("editorDryRun"));
  column->addWidget(dryRun_);
  connect(dryRun_, &DryRunPanel::passed, strip_, &PhaseStrip::setDone);
  phase_ = new PhaseFields(draft_);
  halves_ = new QBoxLayout(QBoxLayout::LeftToRight);
  halves_->setSpacing(style::kBetween);
  for (QWidget* half : std::initializer_list<QWidget*>{phase_, new ProtocolFields(draft_, muscles)}) {
    auto* side = new QVBoxLayout;   // each as high as what is in it
    side->addWidget(card(half));
    side->addStretch(1);
    halves_->addLayout(side, 1);
  }
  column->addLayout(halves_);
  column->addStretch(1);
  scroll_ = new QScrollArea;
  scroll_->setWidgetResizable(true);
  scroll_->setFrameShape(QFrame::NoFrame);
  scroll_->setFocusPolicy(Qt::NoFocus);
  scroll_->setWidget(body);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins(0, 0, 0, 0);
  outer->setSpacing(0);
  outer->addWidget(makeHead());
  outer->addWidget(scroll_, 1);
  connect(&draft_, &ProtocolDraft::edited, this, &ProtocolEditor::refresh);
  const auto key = [this](const QKeySequence& keys, auto act) {
    auto* shortcut = new QShortcut(keys, this);
    shortcut->setContext(Qt::WidgetWithChildrenShortcut);
    connect(shortcut, &QShortcut::activated, this, act);
  };
  key(Qt::CTRL | Qt::Key_S, &ProtocolEditor::save);
  key(Qt::Key_F5, &ProtocolEditor::tryOut);
}

QWidget* ProtocolEditor::makeHead() {
  auto* head = new QWidget;
  auto* column = new QVBoxLayout(head);
  column->setContentsMargins(style::kAround, style::kBetween, style::kAround, 0);
  column->setSpacing(style::kInside);
  title_ = style::makeLabel({}, style::Type::kLead, true);
  title_->setObjectName(QStringLiteral("editorTitle"));
  state_ = style::makeLabel({}, style::Type::kBase, false, style::Tone::kSecondary);
  state_->setObjectName(QStringLiteral("editorState"));
  problem_ = new style::Button({}, style::Button::Kind::kDanger);
  problem_->setObjectName(QStringLiteral("editorProblem"));
  problem_->setToolTip(tr("Show it"));
  undo_ = new style::Button(tr("Undo"));
  undo_->setObjectName(QStringLiteral("editorUndo"));
  undo_->setKeyHint(QStringLiteral("Ctrl Z"));
  redo_ = new style::Button(tr("Redo"));
  redo_->setObjectName(QStringLiteral("editorRedo"));
  auto* close = new style::Button(tr("Leave"));
  close->setObjectName(QStringLiteral("editorLeave"));
  close->setKeyHint(QStringLiteral("Esc"));
  save_ = new style::Button(tr("Save"), style::Button::Kind::kPrimary);
  save_->setObjectName(QStringLiteral("editorSave"));
  save_->setKeyHint(QStringLiteral("Ctrl S"));
  try_ = new style::Button(tr("Try it out"));
  try_->setObjectName(QStringLiteral("editorTry"));
  try_->setKeyHint(QStringLiteral("F5"));
  try_->setToolTip(tr("Run it as it stands on a simulated patient, at 20 times the speed of life"));
  auto* buttons = new QWidget;
  auto* row = new style::FlowLayout(buttons);
  row->setSpacing(style::kInside);
  row->addWidget(title_);
  row->addWidget(state_);
  row->pushRight();
  for (style::Button* b : {undo_, redo_, try_, close, save_}) row->addWidget(b);
  fault_ = style::makeLabel({}, style::Type::kBase, false, style::Tone::kNotUsable);
  fault_->setWordWrap(true);
  fault_->hide();
  column->addWidget(buttons);
  column->addWidget(problem_, 0, Qt::AlignLeft);
  column->addWidget(fault_);
  connect(undo_, &QPushButton::clicked, this, &ProtocolEditor::undo);
  connect(redo_, &QPushButton::clicked, this, &ProtocolEditor::redo);
  connect(close, &QPushButton::clicked, this, &ProtocolEditor::leave);
  connect(save_, &QPushButton::clicked, this, &ProtocolEditor::save);
  connect(try_, &QPushButton::clicked, this, &ProtocolEditor::tryOut);
  connect(problem_, &QPushButton::clicked, this, &ProtocolEditor::goToProblem);
  return head;
}

QWidget* ProtocolEditor::makeTimeline() {
  auto* box = new QWidget;
  auto* column = new QVBoxLayout(box);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(style::kInside + 4);
  strip_ = new PhaseStrip(true);
  strip_->setObjectName(QStringLiteral("editorStrip"));
  strip_->setToolTip(tr("Drag a phase to another place, or its right edge to make it longer; by key Alt+← Alt+→ and + −"));
  column->addWidget(strip_);
  auto* buttons = new QWidget;
  auto* row = new style::FlowLayout(buttons);
  row->setSpacing(style::kInside);
  newKind_ = new style::Choice;
  newKind_->setObjectName(QStringLiteral("newPhaseKind"));
  newKind_->setAccessibleName(tr("Kind of the new phase"));
  for (const char* kind : {"trial", "rest", "work_rest", "baseline", "transfer", "end_baseline", "challenge", "recovery", "noise_floor", "reference",
                           "test", "task", "rating", "settle", "set_up", "free"})
    newKind_->addItem(choiceText("phase", kind), QString::fromLatin1(kind));
  const auto add = [&](const QString& words, const char* name, const QString& key, auto act) {
    auto* button = new style::Button(words);
    button->setObjectName(QLatin1String(name));
    button->setKeyHint(key);
    row->addWidget(button);
    connect(button, &QPushButton::clicked, this, act);
    return button;
  };
  row->addWidget(newKind_);
  add(tr("Add it after"), "addPhase", {}, [this] {
    const int after = strip_->selected() < 0 ? draft_.phasesN() - 1 : strip_->selected();
    draft_.addPhase(after, newKind_->currentData().toString().toStdString());
    select(after + 1);
  });
  duplicate_ = add(tr("Duplicate"), "duplicatePhase", {}, [this] {
    const int phase = strip_->selected();
    draft_.duplicatePhase(phase);
    select(phase + 1);
  });
  earlier_ = add(tr("Earlier"), "phaseEarlier", QStringLiteral("Alt ←"), [this] { move(strip_->selected(), strip_->selected() - 1); });
  later_ = add(tr("Later"), "phaseLater", QStringLiteral("Alt →"), [this] { move(strip_->selected(), strip_->selected() + 1); });
  remove_ = add(tr("Delete"), "removePhase", {}, [this] {
    draft_.removePhase(strip_->selected());
    select(std::min(strip_->selected(), draft_.phasesN() - 1));
  });
  column->addWidget(buttons);
  auto* advice = new AdviceList(draft_);
  column->addWidget(advice);
  connect(advice, &AdviceList::wanted, this, &ProtocolEditor::goTo);
  connect(strip_, &PhaseStrip::chosen, this, &ProtocolEditor::select);
  connect(strip_, &PhaseStrip::moved, this, &ProtocolEditor::move);
  connect(strip_, &PhaseStrip::stretched, &draft_, &ProtocolDraft::setPhaseLength);
  return box;
}

void ProtocolEditor::edit(const app::OfferedProtocol& protocol) {
  original_ = protocol;
  setFault({});
  arrange();
  dryRun_->cancel();
  dryRun_->hide();
  strip_->setDone(-1, 0);
  strip_->select(-1);
  draft_.open(protocol.protocol);
  select(0);
  scroll_->ensureVisible(0, 0);
  strip_->setFocus(Qt::OtherFocusReason);
}

void ProtocolEditor::setFault(const QString& words) {
  fault_->setText(words);
  fault_->setVisible(!words.isEmpty());
}

void ProtocolEditor::select(int phase) {
  strip_->select(phase);
  phase_->show(strip_->selected());
  draft_.pause();
  refresh();
}

void ProtocolEditor::move(int from, int to) {
  if (from < 0 || to < 0 || to >= draft_.phasesN() || from == to) return;
  draft_.movePhase(from, to);
  select(to);
}

void ProtocolEditor::refresh() {
  strip_->setPhases(draft_.at("/phases"), draft_.channelsN());
  for (int i = 0; i < draft_.phasesN(); ++i)
    strip_->mark(i, draft_.troubledPhase(i) ? PhaseStrip::Mark::kWrong : draft_.advisedPhase(i) ? PhaseStrip::Mark::kConsider : PhaseStrip::Mark::kNone);
  if (strip_->selected() != phase_->phase()) phase_->show(strip_->selected());
  const QString name = style::textOf(original_.protocol.name);
  const QFont font = style::face(style::Type::kLead, true);
  title_->setText(QFontMetrics(font).elidedText(name, Qt::ElideRight, kTitleEms * style::pixels(style::Type::kLead)));
  title_->setToolTip(name);
  double seconds = 0;
  for (const auto& phase : draft_.at("/phases")) seconds += phaseSeconds(phase, draft_.channelsN());
  const QString next = draft_.changed() ? tr("Save makes version %1").arg(original_.saved.version + 1) : tr("as saved, version %1").arg(original_.saved.version);
  state_->setText(tr("%1 · %2").arg(style::duration(seconds), next));
  const auto& problems = draft_.problems();
  problem_->setVisible(!problems.empty());
  if (!problems.empty()) {
    const QString first = draft_.problemWords(problems.front(), true);
    problem_->setText(problems.size() == 1 ? tr("To be mended: %1").arg(first) : tr("%1 to be mended, first: %2").arg(problems.size()).arg(first));
  }
  save_->setEnabled(problems.empty() && draft_.changed());
  try_->setEnabled(problems.empty());
  undo_->setEnabled(draft_.canUndo());
  redo_->setEnabled(draft_.canRedo());
  const int phase = strip_->selected();
  duplicate_->setEnabled(phase >= 0);
  remove_->setEnabled(phase >= 0 && draft_.phasesN() > 1);
  earlier_->setEnabled(phase > 0);
  later_->setEnabled(phase >= 0 && phase + 1 < draft_.phasesN());
}

void ProtocolEditor::goToProblem() {
  if (!draft_.problems().empty()) goTo(draft_.problems().front().pointer);
}

void ProtocolEditor::goTo(const std::string& pointer) {
  if (pointer.starts_with("/phases/")) select(std::atoi(pointer.c_str() + 8));
  const QList<Field*> fields = findChildren<Field*>();
  const auto field = std::find_if(fields.begin(), fields.end(), [&](const Field* f) { return f->edits(pointer); });
  if (field == fields.end()) {   // of the whole phase
    scroll_->ensureWidgetVisible(phase_);
    return phase_->setFocus(Qt::OtherFocusReason);
  }
  for (QWidget* w = *field; w != nullptr; w = w->parentWidget())
    if (auto* fold = qobject_cast<Fold*>(w)) fold->setOpen(true);
  if (QLayout* layout = scroll_->widget()->layout()) layout->activate();   // the place it has now
  scroll_->ensureWidgetVisible(*field);
  (*field)->setFocus(Qt::OtherFocusReason);
}

void ProtocolEditor::undo() { draft_.undo(); }
void ProtocolEditor::redo() { draft_.redo(); }

void ProtocolEditor::save() {
  if (!save_->isEnabled()) return goToProblem();
  const auto protocol = draft_.protocol();
  if (!protocol) return setFault(style::sentence(protocol.fault()));
  Q_EMIT accepted(*protocol);
}

void ProtocolEditor::leave() {
  dryRun_->cancel();
  Q_EMIT left();
}

void ProtocolEditor::tryOut() {
  if (const auto protocol = draft_.protocol()) {
    dryRun_->run(*protocol);
    scroll_->ensureWidgetVisible(dryRun_);
  } else {
    goToProblem();
  }
}

void ProtocolEditor::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  arrange();
}

void ProtocolEditor::arrange() {
  halves_->setDirection(width() < kBothEms * style::pixels(style::Type::kBase) ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

void ProtocolEditor::keyPressEvent(QKeyEvent* event) {
  const bool ctrl = event->modifiers() & Qt::ControlModifier;
  const bool shift = event->modifiers() & Qt::ShiftModifier;
  if (ctrl && event->key() == Qt::Key_Z) shift ? redo() : undo();
  else if (ctrl && event->key() == Qt::Key_Y) redo();
  else if (event->key() == Qt::Key_Escape) leave();
  else if (event->modifiers() & Qt::AltModifier && (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right))
    move(strip_->selected(), strip_->selected() + (event->key() == Qt::Key_Left ? -1 : 1));
  else QWidget::keyPressEvent(event);
}

}  // namespace tonus::clinician
