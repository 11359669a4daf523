#include "clinician/start_page.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QProgressBar>
#include <QVBoxLayout>

#include "clinician/workspace.h"
#include "style/button.h"
#include "style/icon_view.h"
#include "style/label.h"
#include "style/words.h"
#include "tonus/app/records.h"

namespace tonus::clinician {

StartPage::StartPage(Workspace& workspace, std::filesystem::path ownPath, QWidget* parent)
    : QWidget(parent), workspace_(workspace), ownPath_(std::move(ownPath)),
      make_(new style::Button(tr("Make a store here"), style::Button::Kind::kPrimary)),
      open_(new style::Button(tr("Open…"))), demo_(new style::Button(tr("Look around"))) {
  make_->setObjectName(QStringLiteral("makeStore"));
  open_->setObjectName(QStringLiteral("openStore"));
  demo_->setObjectName(QStringLiteral("makeDemo"));
  title_ = style::makeLabel(tr("Where shall the records live?"), style::Type::kLarge, true);
  words_ = style::makeLabel(tr("Tonus keeps patients and sessions in one file, the store."), style::Type::kBase, false,
                            style::Tone::kSecondary);
  auto* trouble = style::makeCard();
  trouble->setProperty("card", false);
  trouble->setProperty("banner", "caution");
  troubleWhat_ = style::makeLabel({}, style::Type::kLead, true);
  troubleWhat_->setObjectName(QStringLiteral("storeTrouble"));
  troubleHint_ = style::makeLabel({}, style::Type::kBase, false, style::Tone::kSecondary);
  troubleWhat_->setWordWrap(true);
  troubleHint_->setWordWrap(true);
  auto* troubleColumn = new QVBoxLayout(trouble);
  troubleColumn->setContentsMargins(20, 14, 20, 14);
  troubleColumn->addWidget(troubleWhat_);
  troubleColumn->addWidget(troubleHint_);
  trouble_ = trouble;
  trouble_->hide();

  busy_ = new QWidget;
  busyWords_ = style::makeLabel(tr("Three invented patients are training…"), style::Type::kBase, false, style::Tone::kSecondary);
  progress_ = new QProgressBar;
  progress_->setRange(0, 1000);
  progress_->setAccessibleName(tr("Making the demo store"));
  auto* cancel = new style::Button(tr("Cancel"));
  auto* busyRow = new QHBoxLayout(busy_);
  busyRow->setContentsMargins(0, 0, 0, 0);
  busyRow->setSpacing(style::kBetween);
  busyRow->addWidget(busyWords_);
  busyRow->addWidget(progress_, 1);
  busyRow->addWidget(cancel);
  busy_->hide();

  auto* column = new QVBoxLayout;
  column->setSpacing(style::kBetween);
  column->addStretch(2);
  column->addWidget(title_);
  column->addWidget(words_);
  column->addWidget(trouble_);
  column->addSpacing(style::kInside);
  column->addWidget(makeChoice(QStringLiteral("store"), tr("Make a store"),
                               tr("In your own folder: %1").arg(QString::fromStdString(ownPath_.string())), make_));
  column->addWidget(makeChoice(QStringLiteral("folder"), tr("Open a store"),
                               tr("One that was made before, on this computer or a drive."), open_));
  column->addWidget(makeChoice(QStringLiteral("simulator"), tr("Look around with a demo store"),
                               tr("Three invented patients with some months of sessions, all marked DEMO. Ready in some seconds."),
                               demo_));
  column->addWidget(busy_);
  column->addStretch(3);
  auto* outer = new QHBoxLayout(this);
  outer->setContentsMargins(style::kAround, style::kAround, style::kAround, style::kAround);
  outer->addStretch(1);
  outer->addLayout(column, 4);
  outer->addStretch(1);

  connect(make_, &QPushButton::clicked, this, &StartPage::makeStore);
  connect(open_, &QPushButton::clicked, this, &StartPage::chooseStore);
  connect(demo_, &QPushButton::clicked, this, &StartPage::makeDemo);
  connect(cancel, &QPushButton::clicked, this, [this] { job_.cancel(); });
  connect(&job_, &bridge::Job::progress, this, [this](double f) { progress_->setValue(static_cast<int>(1000 * f)); });
  connect(&job_, &bridge::Job::runningChanged, this, &StartPage::setBusy);
}

QWidget* StartPage::makeChoice(const QString& icon, const QString& title, const QString& words, style::Button* button) {
  auto* card = style::makeCard();
  auto* text = new QVBoxLayout;
  text->setSpacing(2);
  text->addWidget(style::makeLabel(title, style::Type::kLead, true));
  auto* more = style::makeLabel(words, style::Type::kBase, false, style::Tone::kSecondary);
  more->setWordWrap(true);
  text->addWidget(more);
  auto* row = new QHBoxLayout(card);
  row->setContentsMargins(20, 16, 20, 16);
  row->setSpacing(20);
  row->addWidget(new style::IconView(icon, &style::Tokens::accent));
  row->addLayout(text, 1);
  row->addWidget(button);
  button->setFixedWidth(std::max(160, button->sizeHint().width()));
  return card;
}

std::filesystem::path StartPage::demoPath() const { return ownPath_.parent_path() / "demo.store"; }

void StartPage::showTrouble() {
  const auto& fault = workspace_.fault();
  trouble_->setVisible(fault.has_value());
  if (!fault) return;
  troubleWhat_->setText(style::textOf(fault->what));
  troubleHint_->setText(style::textOf(fault->hint));
  troubleHint_->setVisible(!fault->hint.empty());
}

void StartPage::open(const std::filesystem::path& path, bool create) {
  workspace_.open(path, create);
  showTrouble();
}

void StartPage::makeStore() {
  std::error_code ignored;   // the store says it in better words if the folder cannot be made
  std::filesystem::create_directories(ownPath_.parent_path(), ignored);
  open(ownPath_, true);
}

void StartPage::chooseStore() {
  const QString chosen = QFileDialog::getOpenFileName(this, tr("Open a store"), QString::fromStdString(ownPath_.parent_path().string()),
                                                      tr("Tonus stores (*.store);;All files (*)"));
  if (!chosen.isEmpty()) open(chosen.toStdString(), false);
}

void StartPage::makeDemo() {
  const std::filesystem::path path = demoPath();
  std::error_code ignored;
  std::filesystem::create_directories(path.parent_path(), ignored);
  if (std::filesystem::exists(path, ignored)) return open(path, false);
  job_.start([path](const store::Progress& progress) { return app::makeDemoStore(path, progress); },
             [this, path](const core::Status& status) {
               if (status) return open(path, false);
               if (status.fault().code == core::FaultCode::kCancelled) return;
               troubleWhat_->setText(style::textOf(status.fault().what));
               troubleHint_->setText(style::textOf(status.fault().hint));
               trouble_->show();
             });
}

void StartPage::setBusy(bool busy) {
  busy_->setVisible(busy);
  progress_->setValue(0);
  for (style::Button* button : {make_, open_, demo_}) button->setEnabled(!busy);
}

}  // namespace tonus::clinician
