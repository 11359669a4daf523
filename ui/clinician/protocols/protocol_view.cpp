#include "clinician/protocols/protocol_view.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>

#include "clinician/protocols/dry_run_panel.h"
#include "clinician/protocols/phase_strip.h"
#include "clinician/protocols/problem_words.h"
#include "clinician/protocols/words.h"
#include "style/button.h"
#include "style/flow_layout.h"
#include "style/label.h"
#include "style/words.h"
#include "tonus/session/differences.h"

namespace tonus::clinician {
namespace {

constexpr std::size_t kMostLines = 6;   // of a version's changes, before "and so many more"

QString asLines(const std::vector<std::string>& list) {
  QStringList out;
  for (const std::string& one : list) out << QStringLiteral("• ") + style::textOf(one);
  return out.join(QLatin1Char('\n'));
}

/// What will hardly work, a line each.
QString adviceWords(const session::Protocol& p) {
  const std::string text = session::toJson(p);
  const nlohmann::json j = nlohmann::json::parse(text);
  QStringList out;
  for (const session::ProtocolProblem& said : session::adviseOnProtocol(text)) out << QStringLiteral("! ") + problemWords(said, j, true);
  return out.join(QLatin1Char('\n'));
}

QString sentenceCase(const QString& words) { return words.left(1).toUpper() + words.mid(1); }

QVBoxLayout* cardColumn(QWidget* card) {
  auto* column = new QVBoxLayout(card);
  column->setContentsMargins(20, 16, 20, 18);
  column->setSpacing(style::kInside);
  return column;
}

}  // namespace

ProtocolView::ProtocolView(std::vector<std::pair<QString, QString>> muscles, QWidget* parent)
    : QWidget(parent), muscles_(std::move(muscles)) {
  auto* body = new QWidget;
  body->setProperty("pageBody", true);
  auto* column = new QVBoxLayout(body);
  column->setContentsMargins(style::kAround, 20, style::kAround, 20);
  column->setSpacing(style::kBetween);
  column->addWidget(makeHeader());
  review_ = style::makeLabel({}, style::Type::kBase, false, style::Tone::kCaution);
  review_->setObjectName(QStringLiteral("protocolReview"));
  review_->setWordWrap(true);
  advice_ = style::makeLabel({}, style::Type::kBase, false, style::Tone::kCaution);
  advice_->setObjectName(QStringLiteral("protocolAdvice"));
  advice_->setWordWrap(true);
  summary_ = style::makeLabel({}, style::Type::kBase);
  summary_->setObjectName(QStringLiteral("protocolSummary"));
  summary_->setWordWrap(true);
  column->addWidget(summary_);
  column->addWidget(review_);
  column->addWidget(advice_);

  historyCard_ = style::makeCard();
  auto* history = cardColumn(historyCard_);
  historyTitle_ = style::makeLabel({}, style::Type::kLead, true);
  historyRows_ = new QVBoxLayout;
  historyRows_->setSpacing(style::kInside);
  history->addWidget(historyTitle_);
  history->addLayout(historyRows_);
  historyCard_->hide();
  column->addWidget(historyCard_);

  auto* phases = style::makeCard();
  auto* phaseColumn = cardColumn(phases);
  phaseColumn->addWidget(style::makeLabel(tr("Phases"), style::Type::kLead, true));
  strip_ = new PhaseStrip(false);
  strip_->setObjectName(QStringLiteral("phaseStrip"));
  phaseWords_ = style::makeLabel({}, style::Type::kBase, false, style::Tone::kSecondary);
  phaseWords_->setObjectName(QStringLiteral("phaseWords"));
  phaseWords_->setWordWrap(true);
  phaseColumn->addWidget(strip_);
  phaseColumn->addWidget(phaseWords_);
  column->addWidget(phases);
  dryRun_ = new DryRunPanel;
  dryRun_->setObjectName(QStringLiteral("protocolDryRun"));
  column->addWidget(dryRun_);
  connect(dryRun_, &DryRunPanel::passed, strip_, &PhaseStrip::setDone);
  column->addWidget(makeText());
  column->addStretch(1);

  scroll_ = new QScrollArea;
  scroll_->setWidgetResizable(true);
  scroll_->setFrameShape(QFrame::NoFrame);
  scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll_->setWidget(body);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins(0, 0, 0, 0);
  outer->addWidget(scroll_);
  connect(strip_, &PhaseStrip::chosen, this, [this](int i) {
    const session::Phase& p = protocol_.protocol.phases[static_cast<std::size_t>(i)];
    QStringList words{tr("%1: “%2”").arg(style::textOf(p.name), style::textOf(p.cue))};
    if (!p.instruction.empty()) words << style::textOf(p.instruction);
    words << (p.feedback ? p.sound ? tr("The patient sees and hears the level.") : tr("The patient sees the level.")
                         : p.sound ? tr("The patient hears the level.") : tr("Without feedback."));
    if (p.scored) words << tr("Counts for time in target.");
    phaseWords_->setText(words.join(QLatin1Char(' ')));
  });
}

QWidget* ProtocolView::makeHeader() {
  auto* header = new QWidget;
  auto* column = new QVBoxLayout(header);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(style::kInside);
  name_ = style::makeLabel({}, style::Type::kLarge, true);
  name_->setObjectName(QStringLiteral("protocolName"));
  name_->setWordWrap(true);
  about_ = style::makeLabel({}, style::Type::kBase, false, style::Tone::kSecondary);
  about_->setObjectName(QStringLiteral("protocolAbout"));
  about_->setWordWrap(true);
  column->addWidget(name_);
  column->addWidget(about_);
  auto* buttons = new QWidget;
  auto* row = new style::FlowLayout(buttons);
  row->setSpacing(style::kInside);
  const auto add = [&](const QString& words, const char* name, auto signal) {
    auto* button = new style::Button(words);
    button->setObjectName(QLatin1String(name));
    row->addWidget(button);
    connect(button, &QPushButton::clicked, this, signal);
    return button;
  };
  edit_ = add(tr("Edit"), "editProtocol", &ProtocolView::editWanted);
  edit_->setKind(style::Button::Kind::kPrimary);
  edit_->setKeyHint(QStringLiteral("F2"));
  forPatient_ = add(tr("Copy for this patient"), "copyForPatient", &ProtocolView::patientCopyWanted);
  forClinic_ = add(tr("Copy for the clinic"), "copyForClinic", &ProtocolView::clinicCopyWanted);
  auto* tryOut = new style::Button(tr("Try it out"));
  tryOut->setObjectName(QStringLiteral("tryProtocol"));
  tryOut->setToolTip(tr("Run it on a simulated patient, at 20 times the speed of life"));
  row->addWidget(tryOut);
  connect(tryOut, &QPushButton::clicked, this, [this] {
    dryRun_->run(protocol_.protocol);
    if (QLayout* layout = scroll_->widget()->layout()) layout->activate();   // the place it has now
    scroll_->ensureWidgetVisible(dryRun_);
  });
  compare_ = add(tr("Compare"), "compareProtocol", &ProtocolView::toggleDifferences);
  compare_->setToolTip(tr("What was changed since it was copied"));
  history_ = add(tr("Versions"), "protocolVersions", &ProtocolView::toggleVersions);
  add(tr("Write to a file…"), "exportProtocol", &ProtocolView::exportWanted);
  withdraw_ = add(tr("Withdraw"), "withdrawProtocol", &ProtocolView::withdrawWanted);
  withdraw_->setToolTip(tr("Take out of the list. Nothing is erased."));
  column->addWidget(buttons);
  return header;
}

QLabel* ProtocolView::addText(QVBoxLayout& column, const QString& title, const char* name) {
  auto* heading = style::makeLabel(title, style::Type::kLead, true);
  auto* text = style::makeLabel({}, style::Type::kBase);
  text->setObjectName(QLatin1String(name));
  text->setWordWrap(true);
  text->setTextInteractionFlags(Qt::TextSelectableByMouse);
  if (column.count() > 0) column.addSpacing(style::kInside);
  column.addWidget(heading);
  column.addWidget(text);
  return text;
}

QWidget* ProtocolView::makeText() {
  auto* both = new QWidget;
  auto* row = new QHBoxLayout(both);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(style::kBetween);
  auto* how = style::makeCard();
  auto* left = cardColumn(how);
  channels_ = addText(*left, tr("Muscles"), "protocolChannels");
  judged_ = addText(*left, tr("In target"), "protocolJudged");
  course_ = addText(*left, tr("Where it comes from"), "protocolSource");
  left->addStretch(1);
  auto* why = style::makeCard();
  auto* right = cardColumn(why);
  evidence_ = addText(*right, tr("Evidence"), "protocolEvidence");
  cautions_ = addText(*right, tr("Cautions"), "protocolCautions");
  right->addStretch(1);
  row->addWidget(how, 1);
  row->addWidget(why, 1);
  return both;
}

void ProtocolView::show(const app::OfferedProtocol& protocol, std::vector<app::OfferedProtocol> versions, const QString& patient) {
  const bool another = protocol.protocol.id != protocol_.protocol.id || protocol.origin != protocol_.origin;
  protocol_ = protocol;
  versions_ = std::move(versions);
  const session::Protocol& p = protocol_.protocol;
  const bool shipped = protocol_.origin == app::ProtocolOrigin::kShipped;
  name_->setText(style::textOf(p.name));
  QStringList about{originWords(protocol_)};
  if (!p.condition.empty()) about << style::textOf(p.condition);
  if (!shipped) about << tr("saved %1").arg(style::dayAndTime(protocol_.saved.created));
  if (shipped) about << tr("stays as it is: copy it to change it");
  about_->setText(about.join(QStringLiteral(" · ")));
  review_->setText(QStringLiteral("! ") + style::textOf(p.review));
  review_->setVisible(!p.review.empty());
  summary_->setText(summaryWords(p));
  const QString advice = adviceWords(p);
  advice_->setText(advice);
  advice_->setVisible(!advice.isEmpty());

  edit_->setVisible(!shipped);
  forPatient_->setVisible(!patient.isEmpty() && protocol_.origin != app::ProtocolOrigin::kPatient);
  forPatient_->setText(tr("Copy for %1").arg(patient));
  forClinic_->setKind(shipped ? style::Button::Kind::kPrimary : style::Button::Kind::kPlain);
  for (style::Button* button : {compare_, history_, withdraw_}) button->setVisible(!shipped);
  history_->setText(versions_.size() == 1 ? tr("1 version") : tr("%1 versions").arg(versions_.size()));

  const nlohmann::json j = nlohmann::json::parse(session::toJson(p));
  if (another || protocol_.saved.id != dryRunOf_) {
    dryRun_->cancel();
    dryRun_->hide();
    strip_->setDone(-1, 0);
    dryRunOf_ = protocol_.saved.id;
  }
  if (another) strip_->select(-1);
  strip_->setPhases(j["phases"], p.channels.size());
  phaseWords_->setText(tr("Choose a phase to read what the patient is told."));
  const QStringList channels = channelWords(p, muscles_);
  channels_->setText(channels.isEmpty() ? tr("Any: chosen in the session.") : channels.join(QLatin1Char('\n')));
  judged_->setText(judgedWords(p).join(QStringLiteral("\n\n")));
  QStringList from{sentenceCase(style::textOf(p.source))};
  if (!p.criterion.empty()) from << tr("The course has reached its goal when: %1").arg(style::textOf(p.criterion));
  course_->setText(from.join(QStringLiteral("\n\n")));
  QStringList evidence;
  if (p.evidence.grade.empty()) evidence << tr("None is named.");
  else evidence << sentenceCase(choiceText("grade", p.evidence.grade)) + (p.evidence.summary.empty() ? QString() : QStringLiteral(". ") + sentenceCase(style::textOf(p.evidence.summary)));
  if (!p.evidence.sources.empty()) evidence << asLines(p.evidence.sources);
  const bool changed = !versions_.empty() && p != versions_.back().protocol;
  if (changed && !p.evidence.grade.empty()) evidence << tr("It was found for the protocol as it was copied; this one was changed since.");
  evidence_->setText(evidence.join(QLatin1Char('\n')));
  cautions_->setText(p.cautions.empty() ? tr("None are named.") : asLines(p.cautions));
  const bool adapted = protocol_.origin == app::ProtocolOrigin::kPatient && changed;
  showHistory(!another ? shown_ : adapted ? 2 : 0);
}

void ProtocolView::toggleVersions() { showHistory(shown_ == 1 ? 0 : 1); }
void ProtocolView::toggleDifferences() { showHistory(shown_ == 2 ? 0 : 2); }

void ProtocolView::showHistory(int which) {
  shown_ = protocol_.origin == app::ProtocolOrigin::kShipped ? 0 : which;
  while (QLayoutItem* item = historyRows_->takeAt(0)) {
    if (QWidget* widget = item->widget()) {
      widget->hide();
      widget->setParent(nullptr);
      widget->deleteLater();   // the button in it may be the one that was pressed
    }
    delete item;
  }
  if (shown_ == 1) fillVersions();
  if (shown_ == 2) fillDifferences();
  historyCard_->setVisible(shown_ != 0);
}

void ProtocolView::fillVersions() {
  historyTitle_->setText(tr("Versions"));
  for (std::size_t i = 0; i < versions_.size(); ++i) {
    const app::OfferedProtocol& version = versions_[i];
    auto* rowBox = new QWidget;
    auto* row = new QHBoxLayout(rowBox);
    row->setContentsMargins(0, 4, 0, 4);
    row->setSpacing(style::kBetween);
    QString words = tr("Version %1, %2").arg(version.saved.version).arg(style::dayAndTime(version.saved.created));
    auto lines = i + 1 < versions_.size() ? session::differences(versions_[i + 1].protocol, version.protocol) : std::vector<std::string>{};
    const std::size_t all = lines.size();
    lines.resize(std::min(all, kMostLines));
    if (i + 1 == versions_.size()) words += QLatin1Char('\n') + tr("As it was copied.");
    else if (all == 0) words += QLatin1Char('\n') + tr("As the version before.");
    else words += QLatin1Char('\n') + asLines(lines) + (all > kMostLines ? QLatin1Char('\n') + tr("and %1 more").arg(all - kMostLines) : QString());
    auto* text = style::makeLabel(words);
    text->setWordWrap(true);
    row->addWidget(text, 1);
    if (i == 0) {
      row->addWidget(style::makeLabel(tr("in use"), style::Type::kBase, false, style::Tone::kSecondary), 0, Qt::AlignTop);
    } else {
      auto* back = new style::Button(tr("Bring back"));
      back->setObjectName(QStringLiteral("restoreVersion%1").arg(version.saved.version));
      back->setToolTip(tr("Becomes the newest version; nothing is lost"));
      row->addWidget(back, 0, Qt::AlignTop);
      connect(back, &QPushButton::clicked, this, [this, n = version.saved.version] { Q_EMIT restoreWanted(n); });
    }
    historyRows_->addWidget(rowBox);
  }
}

void ProtocolView::fillDifferences() {
  historyTitle_->setText(tr("Changed since it was copied"));
  const auto lines = versions_.empty() ? std::vector<std::string>{} : session::differences(versions_.back().protocol, protocol_.protocol);
  auto* text = style::makeLabel(lines.empty() ? tr("Nothing: it is the original, word for word.") : asLines(lines));
  text->setObjectName(QStringLiteral("protocolDifferences"));
  text->setWordWrap(true);
  text->setTextInteractionFlags(Qt::TextSelectableByMouse);
  historyRows_->addWidget(text);
}

}  // namespace tonus::clinician
