#pragma once
// Before any store is open: make one, open one, or look around in one with invented people.

#include <QWidget>
#include <filesystem>

#include "bridge/job.h"

class QLabel;
class QProgressBar;

namespace tonus::style {
class Button;
}

namespace tonus::clinician {

class Workspace;

class StartPage : public QWidget {
  Q_OBJECT

 public:
  /// `ownPath`: where "Make a store" makes it; the demo store stands beside it.
  StartPage(Workspace& workspace, std::filesystem::path ownPath, QWidget* parent = nullptr);

  /// What is wrong with the store that was asked for, in words above the choices.
  void showTrouble();
  std::filesystem::path demoPath() const;

 public Q_SLOTS:
  void makeStore();
  void chooseStore();
  void makeDemo();

 private:
  QWidget* makeChoice(const QString& icon, const QString& title, const QString& words, style::Button* button);
  void open(const std::filesystem::path& path, bool create);
  void setBusy(bool busy);

  Workspace& workspace_;
  std::filesystem::path ownPath_;
  QLabel *title_, *words_, *busyWords_;
  QWidget* trouble_;
  QLabel *troubleWhat_, *troubleHint_;
  QWidget* busy_;
  QProgressBar* progress_;
  style::Button *make_, *open_, *demo_;
  bridge::Job job_;
};

}  // namespace tonus::clinician
