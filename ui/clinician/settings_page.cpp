#include "clinician/settings_page.h"

#include <QHBoxLayout>
#include <QProgressBar>
#include <QScrollArea>
#include <QVBoxLayout>
#include <memory>
#include <utility>

#include "clinician/workspace.h"
#include "style/button.h"
#include "style/choice.h"
#include "style/label.h"
#include "style/theme.h"
#include "style/words.h"
#include "tonus/dsp/delay.h"

namespace tonus::clinician {
namespace {

constexpr double kUsualRateHz = 2000;

style::Choice* addChoice(QVBoxLayout& group, const QString& name, const QString& words, const QString& object) {
  auto* text = new QVBoxLayout;
  text->setSpacing(0);
  auto* title = style::makeLabel(name);
  text->addWidget(title);
  auto* more = style::makeLabel(words, style::Type::kSmall, false, style::Tone::kSecondary);
  more->setWordWrap(true);
  text->addWidget(more);
  auto* choice = new style::Choice;
  choice->setObjectName(object);
  choice->setAccessibleName(name);
  choice->setMinimumWidth(220);
  title->setBuddy(choice);
  auto* row = new QHBoxLayout;
  row->setSpacing(style::kAround);
  row->addLayout(text, 1);
  row->addWidget(choice, 0, Qt::AlignVCenter);
  group.addLayout(row);
  return choice;
}

}  // namespace

SettingsPage::SettingsPage(Workspace& workspace, style::Theme& theme, QWidget* parent)
    : Page(parent), workspace_(workspace), theme_(theme) {
  auto* body = new QWidget;
  body->setProperty("pageBody", true);
  body->setMaximumWidth(820);
  auto* column = new QVBoxLayout(body);
  column->setContentsMargins(style::kAround, style::kAround, style::kAround, style::kAround);
  column->setSpacing(style::kBetween);
  addLook(*column);
  addSession(*column);
  addStore(*column);
  column->addStretch(1);
  auto* scroll = new QScrollArea;
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setWidget(body);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins(0, 0, 0, 0);
  outer->addWidget(scroll);
}

QVBoxLayout* SettingsPage::addGroup(QVBoxLayout& column, const QString& title) {
  auto* card = style::makeCard();
  auto* group = new QVBoxLayout(card);
  group->setContentsMargins(20, 16, 20, 18);
  group->setSpacing(style::kBetween);
  group->addWidget(style::makeLabel(title, style::Type::kLead, true));
  column.addWidget(card);
  return group;
}

void SettingsPage::addLook(QVBoxLayout& column) {
  QVBoxLayout& group = *addGroup(column, tr("Look"));
  style::Choice* scheme = addChoice(group, tr("Light or dark"), tr("As the desktop: follows it at the next start."),
                                QStringLiteral("schemeChoice"));
  setFocusProxy(scheme);
  scheme->addItem(tr("As the desktop"), static_cast<int>(style::Scheme::kSystem));
  scheme->addItem(tr("Light"), static_cast<int>(style::Scheme::kLight));
  scheme->addItem(tr("Dark"), static_cast<int>(style::Scheme::kDark));
  scheme->setCurrentIndex(scheme->findData(static_cast<int>(theme_.scheme())));
  connect(scheme, &style::Choice::currentIndexChanged, this, [this, scheme] {
    const auto chosen = static_cast<style::Scheme>(scheme->currentData().toInt());
    theme_.setScheme(chosen);
    preferences_.setScheme(style::schemeName(chosen));
  });
  style::Choice* text = addChoice(group, tr("Text size"), tr("Of all words and numbers."), QStringLiteral("textChoice"));
  for (const int percent : {100, 115, 130, 150, 200}) text->addItem(tr("%1 %").arg(percent), percent);
  text->setCurrentIndex(std::max(0, text->findData(theme_.textPercent())));
  connect(text, &style::Choice::currentIndexChanged, this, [this, text] {
    theme_.setTextPercent(text->currentData().toInt());
    preferences_.setTextPercent(text->currentData().toInt());
  });
  style::Choice* motion = addChoice(group, tr("Motion in the patient's scene"),
                                    tr("Reduced: nothing passes by or breathes by itself; the level still moves."),
                                    QStringLiteral("motionChoice"));
  motion->addItem(tr("Full"), false);
  motion->addItem(tr("Reduced"), true);
  motion->setCurrentIndex(preferences_.reducedMotion() ? 1 : 0);
  connect(motion, &style::Choice::currentIndexChanged, this,
          [this, motion] { preferences_.setReducedMotion(motion->currentData().toBool()); });
  style::Choice* stimulus = addChoice(group, tr("Light and detail in the patient's scene"),
                                      tr("Low: dimmer and plainer, and less of it moves; for who is sensitive to light."),
                                      QStringLiteral("stimulusChoice"));
  stimulus->addItem(tr("Usual"), false);
  stimulus->addItem(tr("Low"), true);
  stimulus->setCurrentIndex(preferences_.lowStimulus() ? 1 : 0);
  connect(stimulus, &style::Choice::currentIndexChanged, this,
          [this, stimulus] { preferences_.setLowStimulus(stimulus->currentData().toBool()); });
}

void SettingsPage::addSession(QVBoxLayout& column) {
  QVBoxLayout& group = *addGroup(column, tr("New sessions"));
  style::Choice* mains = addChoice(group, tr("Mains filter"),
                               tr("Takes out the hum of the electric grid. Off unless it is needed: it also takes a little muscle. "
                                  "Beside each: how late the level is with the usual band and an RMS of 100 ms."),
                               QStringLiteral("mainsChoice"));
  const std::pair<QString, double> choices[] = {{tr("Off"), 0.0}, {tr("50 Hz"), 50.0}, {tr("60 Hz"), 60.0}};
  for (const auto& choice : choices) {
    dsp::ChainSettings chain;
    chain.mainsHz = choice.second;
    const QString delay = style::textOf(dsp::describe(dsp::envelopeDelay(chain, kUsualRateHz)));
    mains->addItem(tr("%1 (%2)").arg(choice.first, delay), choice.second);
  }
  mains->setCurrentIndex(std::max(0, mains->findData(preferences_.mainsHz())));
  connect(mains, &style::Choice::currentIndexChanged, this,
          [this, mains] { preferences_.setMainsHz(mains->currentData().toDouble()); });
  style::Choice* pain = addChoice(group, tr("Pain that calls for care"),
                                  tr("From this rating on, or after a rise by 2 since the start, the session screen says to stop or ease. "
                                     "A convention of caution; nothing stops by itself."),
                                  QStringLiteral("painChoice"));
  for (int limit = 4; limit <= 10; ++limit) pain->addItem(tr("%1 of 10").arg(limit), static_cast<double>(limit));
  pain->setCurrentIndex(std::max(0, pain->findData(preferences_.painLimit())));
  connect(pain, &style::Choice::currentIndexChanged, this,
          [this, pain] { preferences_.setPainLimit(pain->currentData().toDouble()); });
}

void SettingsPage::addStore(QVBoxLayout& column) {
  QVBoxLayout& group = *addGroup(column, tr("Store"));
  path_ = style::makeLabel({}, style::Type::kBase, false, style::Tone::kSecondary);
  path_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  path_->setWordWrap(true);
  verdict_ = style::makeLabel({}, style::Type::kBase);
  verdict_->setObjectName(QStringLiteral("verifyVerdict"));
  verdict_->setWordWrap(true);
  verdict_->hide();
  progress_ = new QProgressBar;
  progress_->setRange(0, 1000);
  progress_->hide();
  verify_ = new style::Button(tr("Check every recording"));
  verify_->setObjectName(QStringLiteral("verifyStore"));
  cancel_ = new style::Button(tr("Cancel"));
  cancel_->hide();
  auto* other = new style::Button(tr("Another store…"));
  auto* buttons = new QHBoxLayout;
  buttons->setSpacing(style::kInside);
  buttons->addWidget(verify_);
  buttons->addWidget(cancel_);
  buttons->addWidget(other);
  buttons->addStretch(1);
  group.addWidget(path_);
  group.addLayout(buttons);
  group.addWidget(progress_);
  group.addWidget(verdict_);
  connect(verify_, &QPushButton::clicked, this, &SettingsPage::verify);
  connect(cancel_, &QPushButton::clicked, this, [this] { job_.cancel(); });
  connect(other, &QPushButton::clicked, this, &SettingsPage::otherStoreWanted);
  connect(&job_, &bridge::Job::progress, this, [this](double f) { progress_->setValue(static_cast<int>(1000 * f)); });
  connect(&job_, &bridge::Job::runningChanged, this, [this](bool running) {
    progress_->setVisible(running);
    cancel_->setVisible(running);
    verify_->setEnabled(!running);
  });
}

void SettingsPage::enter() {
  if (workspace_.store() != nullptr)
    path_->setText(QString::fromStdString(workspace_.store()->path().string()));
}

void SettingsPage::verify() {
  if (workspace_.store() == nullptr) return;
  verdict_->hide();
  const auto report = std::make_shared<store::VerifyReport>();
  const std::filesystem::path path = workspace_.store()->path();
  core::Clock& clock = workspace_.clock();
  job_.start(
      [report, path, &clock](const store::Progress& progress) -> core::Status {
        store::OpenOptions options;
        options.readOnly = true;
        const auto opened = store::Store::open(path, clock, options);
        if (!opened) return opened.fault();
        auto verified = opened.value()->verify(progress);
        if (!verified) return verified.fault();
        *report = verified.value();
        return {};
      },
      [this, report](const core::Status& status) {
        QStringList words;
        if (!status) {
          words << style::sentence(status.fault());
        } else if (report->ok) {
          words << tr("Every one of %1 pieces in %2 sessions is as it was written.").arg(report->chunksN).arg(report->sessionsN);
        } else {
          for (const std::string& damage : report->damaged) words << style::textOf(damage);
          if (!report->auditOk) words << tr("The list of what was done to this store has been changed from outside.");
        }
        style::setTone(*verdict_, status && report->ok ? style::Tone::kInTarget : style::Tone::kNotUsable);
        verdict_->setText(words.join(QLatin1Char('\n')));
        verdict_->show();
      });
}

}  // namespace tonus::clinician
