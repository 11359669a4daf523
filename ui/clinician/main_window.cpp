#include "clinician/main_window.h"

#include <QCloseEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QShortcut>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "clinician/devices_page.h"
#include "clinician/help_overlay.h"
#include "clinician/navigation.h"
#include "clinician/notice.h"
#include "clinician/page_scroll.h"
#include "clinician/patients_page.h"
#include "clinician/protocols/protocols_page.h"
#include "clinician/session_page/session_page.h"
#include "clinician/settings_page.h"
#include "clinician/start_page.h"
#include "clinician/tools_page.h"
#include "clinician/top_bar.h"
#include "clinician/workspace.h"
#include "review/review_page.h"
#include "style/label.h"
#include "style/theme.h"
#include "style/words.h"
#include "tonus/app/records.h"

namespace tonus::clinician {
namespace {

class Dot : public QWidget {
 public:
  Dot() { setFixedSize(10, 8); }

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(style::tokens().inTarget);
    painter.drawEllipse(QRectF(0, 0, 8, 8));
  }
};

}  // namespace

MainWindow::MainWindow(Workspace& workspace, style::Theme& theme, Places places)
    : workspace_(workspace), theme_(theme), navigation_(new Navigation), top_(new TopBar), notice_(new Notice),
      stack_(new QStackedWidget), workArea_(new QWidget), bottom_(nullptr), whole_(new QStackedWidget),
      start_(new StartPage(workspace, places.ownStore)), patients_(new PatientsPage(workspace)),
      session_(new SessionPage({workspace.clock(), [&workspace] { return workspace.store(); }, places.resourcesDir, {}, &plugged_})),
      review_(new review::ReviewPage([&workspace] { return workspace.store(); }, workspace.clock())),
      protocols_(new ProtocolsPage(workspace, places.resourcesDir)),
      devices_(new DevicesPage(plugged_, ElectrodesPanel::byDrivers(workspace.clock()))), settings_(new SettingsPage(workspace, theme)),
      tools_(new ToolsPage(workspace.clock(), [this] { return session_->busy(); })),
      storeKind_(style::makeLabel({}, style::Type::kSmall, false, style::Tone::kSecondary)),
      storeWords_(style::makeLabel({}, style::Type::kSmall, true)),
      deviceWords_(style::makeLabel({}, style::Type::kSmall, false, style::Tone::kSecondary)) {
  setWindowTitle(tr("Tonus"));
  setMinimumSize(720, 480);   // half of a small screen; pages scroll
  buildFrame();
  addPage(QStringLiteral("patients"), tr("Patients"), patients_);
  addPage(QStringLiteral("session"), tr("Session"), session_);
  addPage(QStringLiteral("review"), tr("Review"), review_);
  addPage(QStringLiteral("protocols"), tr("Protocols"), protocols_);
  addPage(QStringLiteral("devices"), tr("Devices"), devices_);
  addPage(QStringLiteral("settings"), tr("Settings"), settings_);
  addPage(QStringLiteral("tools"), tr("Tools"), tools_);
  help_ = new HelpOverlay(whole_);
  addShortcuts();
  connectPages();
  if (!restoreGeometry(preferences_.geometry())) resize(1366, 768);
  if (workspace_.store() != nullptr) storeChanged();
  else showStart();
}

MainWindow::~MainWindow() = default;

void MainWindow::buildFrame() {
  auto* bottom = new QFrame;
  bottom_ = bottom;
  bottom->setProperty("bar", "bottom");
  bottom->setMinimumHeight(32);
  storeWords_->setObjectName(QStringLiteral("storeWords"));
  deviceWords_->setObjectName(QStringLiteral("deviceWords"));
  auto* bottomRow = new QHBoxLayout(bottom);
  bottomRow->setContentsMargins(style::kAround, 4, style::kAround, 4);
  bottomRow->setSpacing(6);
  bottomRow->addWidget(new Dot);
  bottomRow->addWidget(storeKind_);
  bottomRow->addWidget(storeWords_);
  bottomRow->addStretch(1);
  bottomRow->addWidget(deviceWords_);

  auto* column = new QVBoxLayout;
  column->setSpacing(0);
  column->addWidget(top_);
  column->addWidget(stack_, 1);
  column->addWidget(notice_);  // below: nothing that somebody is about to press moves
  column->addWidget(bottom);
  auto* row = new QHBoxLayout(workArea_);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(0);
  row->addWidget(navigation_);
  row->addLayout(column, 1);
  whole_->addWidget(start_);
  whole_->addWidget(workArea_);
  setCentralWidget(whole_);
}

void MainWindow::addPage(const QString& icon, const QString& words, style::Page* page) {
  navigation_->add(icon, words);
  pages_.push_back(page);
  stack_->addWidget(new PageScroll(page));
  connect(page, &style::Page::headChanged, this, [this, page] {
    if (current() == page) refreshHead();
  });
}

void MainWindow::addShortcuts() {
  for (int i = 0; i < pagesN(); ++i)
    connect(new QShortcut(QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + i)), this), &QShortcut::activated, this,
            [this, i] { go(i); });
  connect(new QShortcut(QKeySequence(Qt::Key_F1), this), &QShortcut::activated, this, &MainWindow::help);
  connect(new QShortcut(QKeySequence::Quit, this), &QShortcut::activated, this, &QWidget::close);
  QAbstractButton* keys = navigation_->addBelow(QStringLiteral("help"), tr("Keys"));
  keys->setToolTip(tr("F1"));
  connect(keys, &QAbstractButton::clicked, this, &MainWindow::help);
}

void MainWindow::connectPages() {
  connect(navigation_, &Navigation::chosen, this, &MainWindow::go);
  connect(&workspace_, &Workspace::storeChanged, this, &MainWindow::storeChanged);
  connect(patients_, &PatientsPage::patientChanged, this, [this] {
    review_->setPatient(patients_->current());
    protocols_->setPatient(patients_->current());
  });
  connect(patients_, &PatientsPage::sessionOpened, this, &MainWindow::reviewSession);
  connect(patients_, &PatientsPage::startRequested, this, &MainWindow::startSession);
  connect(patients_, &PatientsPage::trainRequested, this, [this](const store::Patient& patient) {
    startSession(patient);
    session_->trainNow();
  });
  connect(session_, &SessionPage::sessionFinished, this, [this](const QString& id) {
    Q_EMIT workspace_.recordsChanged();
    refreshDevices();
    if (id.isEmpty()) return;
    notice_->show(Notice::Kind::kCalm, tr("The session is in the record."), tr("Review it"), [this, id] { reviewSession(id); }, 30000);
    noticeOfSession_ = true;
    justEnded_ = id;
  });
  connect(settings_, &SettingsPage::otherStoreWanted, this, [this] {
    if (!session_->busy()) return showStart();
    notice_->show(Notice::Kind::kCaution, tr("A session is being recorded in this store. Stop it first."), {}, {}, 8000);
    noticeOfSession_ = false;
  });
  connect(devices_, &DevicesPage::deviceWanted, session_, &SessionPage::letGo);
  connect(protocols_, &ProtocolsPage::protocolsChanged, session_, &SessionPage::reloadProtocols);
  connect(devices_, &DevicesPage::listed, this, [this](int n) {
    devicesN_ = n;
    refreshDevices();
  });
  devices_->look();
}

void MainWindow::go(int entry) {
  if (entry < 0 || entry >= pagesN() || whole_->currentWidget() != workArea_) return;
  style::Page* page = pages_[static_cast<std::size_t>(entry)];
  if (page != current() && std::exchange(noticeOfSession_, false)) notice_->dismiss();
  if (page == session_) giveSessionItsPatient();
  stack_->setCurrentIndex(entry);
  bottom_->setVisible(page != session_);   // it has a status line of its own
  refreshDevices();
  navigation_->setCurrent(entry);
  page->enter();
  if (page == review_ && !justEnded_.isEmpty()) review_->openSession(std::exchange(justEnded_, {}));
  refreshHead();
  help_->hide();
  if (!page->isAncestorOf(focusWidget())) page->setFocus(Qt::OtherFocusReason);
}

style::Page* MainWindow::current() const {
  const int entry = stack_->currentIndex();
  return entry < 0 ? nullptr : pages_[static_cast<std::size_t>(entry)];
}

int MainWindow::entryOf(const style::Page* page) const {
  const auto at = std::find(pages_.begin(), pages_.end(), page);
  return at == pages_.end() ? -1 : static_cast<int>(at - pages_.begin());
}

void MainWindow::reviewSession(const QString& id) {
  justEnded_.clear();
  review_->setPatient(patients_->current());
  go(entryOf(review_));
  review_->openSession(id);
}

void MainWindow::giveSessionItsPatient() {
  const store::Patient patient = patients_->current();
  if (session_->busy() || patient.id.empty() || patient.id == sessionPatient_) return;
  sessionPatient_ = patient.id;
  session_->startFor(patient);
}

void MainWindow::startSession(const store::Patient& patient) {
  if (patient.id.empty()) return;
  sessionPatient_.clear();
  go(entryOf(session_));
}

void MainWindow::refreshHead() {
  if (style::Page* page = current()) top_->show(*page);
}

/// A session goes on while one looks elsewhere.
void MainWindow::refreshDevices() {
  patients_->setCanStart(!session_->busy());
  if (session_->busy()) return deviceWords_->setText(tr("Recording the session of %1 (Ctrl+2)").arg(session_->title()));
  deviceWords_->setText(devicesN_ == 0 ? tr("No device connected") : devicesN_ == 1 ? tr("1 device connected")
                                                                                    : tr("%1 devices connected").arg(devicesN_));
}

void MainWindow::refreshStatus() {
  if (workspace_.store() == nullptr) return;
  const auto name = QString::fromStdString(workspace_.store()->path().filename().string());
  storeWords_->setText(name);
  storeKind_->setText(workspace_.demo() ? tr("Demo store open:") : tr("Store open:"));
  storeWords_->setToolTip(QString::fromStdString(workspace_.store()->path().string()));
}

void MainWindow::storeChanged() {
  justEnded_.clear();
  preferences_.setStorePath(QString::fromStdString(workspace_.store()->path().string()));
  review_->forget();
  review_->setPatient(patients_->current());
  protocols_->setPatient(patients_->current());
  whole_->setCurrentWidget(workArea_);
  refreshStatus();
  go(0);
  offerInterrupted();
}

void MainWindow::showStart() {
  start_->showTrouble();
  whole_->setCurrentWidget(start_);
}

void MainWindow::offerInterrupted() {
  noticeOfSession_ = false;
  notice_->dismiss();
  const auto rows = workspace_.store()->interruptedSessions();
  if (!rows) return notice_->show(Notice::Kind::kCaution, style::sentence(rows.fault()));
  if (rows.value().empty()) return;
  const store::SessionRow row = rows.value().front();
  QString words = tr("The session of %1, %2, was cut short; %3 are kept, without numbers yet.")
                      .arg(style::textOf(row.patientCode), style::dayAndTime(row.started), style::duration(row.durationS));
  if (rows.value().size() > 1) words += tr(" (%1 more)").arg(rows.value().size() - 1);
  notice_->show(Notice::Kind::kCalm, words, tr("Compute its numbers"), [this, row] { finishInterrupted(row); });
}

void MainWindow::finishInterrupted(const store::SessionRow& row) {
  const std::filesystem::path path = workspace_.store()->path();
  notice_->show(Notice::Kind::kCalm, tr("Computing the numbers of the session of %1…").arg(style::dayAndTime(row.started)));
  finishing_.start(
      [path, id = row.id, &clock = workspace_.clock()](const store::Progress& progress) -> core::Status {
        const auto opened = store::Store::open(path, clock);
        if (!opened) return opened.fault();
        return app::finishInterrupted(*opened.value(), id, progress);
      },
      [this, row](const core::Status& status) {
        Q_EMIT workspace_.recordsChanged();
        if (!status) return notice_->show(Notice::Kind::kCaution, style::sentence(status.fault()));
        offerInterrupted();
        if (notice_->words().isEmpty())
          notice_->show(Notice::Kind::kCalm, tr("Finished: %1 of the session of %2 are in the record.")
                            .arg(style::duration(row.durationS), style::dayAndTime(row.started)), {}, {}, 8000);
      });
}

void MainWindow::help() {
  QList<style::KeyHelp> everywhere;
  for (int i = 0; i < pagesN(); ++i) everywhere.append({tr("Ctrl+%1").arg(i + 1), navigation_->words(i)});
  everywhere.append({tr("F1"), tr("This help")});
  everywhere.append({tr("Ctrl+Q"), tr("Close Tonus")});
  const style::Page* page = current();
  if (page == nullptr || whole_->currentWidget() != workArea_) return;
  help_->open(navigation_->words(entryOf(page)), page->keys(), everywhere);
}

void MainWindow::closeEvent(QCloseEvent* event) {
  preferences_.setGeometry(saveGeometry());
  tools_->cancel();
  const bool unsaved = !closeUnsaved_ && protocols_->unsaved();
  if (!session_->busy() && !unsaved) return event->accept();
  event->ignore();
  noticeOfSession_ = false;
  if (!session_->busy()) {
    go(entryOf(protocols_));
    return notice_->show(Notice::Kind::kCaution, tr("This protocol has changes that are not saved."), tr("Close without them"), [this] {
      closeUnsaved_ = true;
      close();
    });
  }
  notice_->show(Notice::Kind::kCaution, tr("A session is being recorded."), tr("Stop, keep it and close"), [this] {
    session_->stopAndKeep();
    close();
  });
}

}  // namespace tonus::clinician
