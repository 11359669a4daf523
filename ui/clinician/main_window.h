#pragma once
// The workstation's window: where one can go on the left, who is in view on top, the page, the state of things below.

#include <QMainWindow>
#include <QString>
#include <filesystem>
#include <vector>

#include "bridge/devices.h"
#include "bridge/job.h"
#include "bridge/preferences.h"
#include "tonus/store/store.h"

class QLabel;
class QStackedWidget;

namespace tonus::review {
class ReviewPage;
}
namespace tonus::style {
class Page;
class Theme;
}

namespace tonus::clinician {

class DevicesPage;
class HelpOverlay;
class Navigation;
class Notice;
class PatientsPage;
class ProtocolsPage;
class SessionPage;
class SettingsPage;
class StartPage;
class ToolsPage;
class TopBar;
class Workspace;

class MainWindow : public QMainWindow {
  Q_OBJECT

 public:
  struct Places {
    std::filesystem::path ownStore;     ///< where "Make a store" makes it
    std::string resourcesDir;           ///< overrides compiled-in resources
  };

  MainWindow(Workspace& workspace, style::Theme& theme, Places places);
  ~MainWindow() override;

  PatientsPage& patients() { return *patients_; }
  review::ReviewPage& review() { return *review_; }
  SessionPage& session() { return *session_; }
  ProtocolsPage& protocols() { return *protocols_; }
  StartPage& start() { return *start_; }
  ToolsPage& tools() { return *tools_; }
  /// Shows the page of this navigation entry; nothing happens while no store is open.
  void go(int entry);
  /// -1 if that page has no entry.
  int entryOf(const style::Page* page) const;
  int pagesN() const { return static_cast<int>(pages_.size()); }

 protected:
  void closeEvent(QCloseEvent* event) override;

 private:
  style::Page* current() const;
  void buildFrame();
  void addPage(const QString& icon, const QString& words, style::Page* page);
  void addShortcuts();
  void connectPages();
  void storeChanged();
  void showStart();
  void refreshHead();
  void refreshStatus();
  void refreshDevices();
  void offerInterrupted();
  void finishInterrupted(const store::SessionRow& row);
  void startSession(const store::Patient& patient);
  void reviewSession(const QString& id);
  void giveSessionItsPatient();
  void help();

  bridge::Devices plugged_;  // before the pages that list them
  Workspace& workspace_;
  style::Theme& theme_;
  bridge::Preferences preferences_;
  Navigation* navigation_;
  TopBar* top_;
  Notice* notice_;
  QStackedWidget* stack_;
  QWidget* workArea_;
  QWidget* bottom_;
  QStackedWidget* whole_;
  StartPage* start_;
  PatientsPage* patients_;
  SessionPage* session_;
  review::ReviewPage* review_;
  ProtocolsPage* protocols_;
  DevicesPage* devices_;
  SettingsPage* settings_;
  ToolsPage* tools_;
  HelpOverlay* help_;
  QLabel *storeKind_, *storeWords_, *deviceWords_;
  int devicesN_ = 0;
  std::vector<style::Page*> pages_;
  std::string sessionPatient_;   ///< whom the session page was given last
  QString justEnded_;            ///< session that Review shows when it comes into view
  bool noticeOfSession_ = false; ///< the notice tells of the session just ended: it leaves with the page
  bool closeUnsaved_ = false;    ///< the person said that a protocol's changes may go
  bridge::Job finishing_;
};

}  // namespace tonus::clinician
