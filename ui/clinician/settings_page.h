#pragma once
// How it looks, what a new session starts with, where the record is and whether it is sound.

#include "bridge/job.h"
#include "bridge/preferences.h"
#include "style/page.h"

class QLabel;
class QProgressBar;
class QVBoxLayout;

namespace tonus::style {
class Button;
class Choice;
class Theme;
}

namespace tonus::clinician {

class Workspace;

class SettingsPage : public style::Page {
  Q_OBJECT

 public:
  SettingsPage(Workspace& workspace, style::Theme& theme, QWidget* parent = nullptr);

  QString title() const override { return tr("Settings"); }
  void enter() override;

 Q_SIGNALS:
  void otherStoreWanted();

 private:
  QVBoxLayout* addGroup(QVBoxLayout& column, const QString& title);
  void addLook(QVBoxLayout& column);
  void addSession(QVBoxLayout& column);
  void addStore(QVBoxLayout& column);
  void verify();

  Workspace& workspace_;
  style::Theme& theme_;
  bridge::Preferences preferences_;
  QLabel *path_, *verdict_;
  QProgressBar* progress_;
  style::Button *verify_, *cancel_;
  bridge::Job job_;
};

}  // namespace tonus::clinician
