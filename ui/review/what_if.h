#pragma once
// Replay of a session, as it was or with another line: what would the patient have reached?

#include <QWidget>
#include <filesystem>
#include <string>
#include <vector>

#include "bridge/job.h"
#include "tonus/core/clock.h"
#include "tonus/session/setup.h"
#include "tonus/store/store.h"

class QDoubleSpinBox;
class QLabel;
class QProgressBar;

namespace tonus::style {
class Button;
class Choice;
}

namespace tonus::review {

class WhatIf : public QWidget {
  Q_OBJECT

 public:
  explicit WhatIf(core::Clock& clock, QWidget* parent = nullptr);

  void setSession(const std::filesystem::path& storePath, const store::SessionRow& row, const session::SessionSetup& setup);
  QString words() const;
  bool running() const { return job_.running(); }

 public Q_SLOTS:
  void replay();
  void scoreAgain();

 private:
  void run(std::vector<std::pair<std::size_t, double>> thresholds);
  void proposeLine();
  void say(const QString& words, bool good);

  core::Clock& clock_;
  std::filesystem::path path_;
  store::SessionRow row_;
  std::vector<feedback::RuleSettings> rules_;   // by channel
  style::Choice* channel_;
  QDoubleSpinBox* line_;
  style::Button *replay_, *score_, *cancel_;
  QProgressBar* progress_;
  QLabel* words_;
  bridge::Job job_;
};

}  // namespace tonus::review
