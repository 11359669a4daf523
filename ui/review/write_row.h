#pragma once
// A file being written for others: what, how far, a way to stop it; afterwards how it went.

#include <QWidget>
#include <filesystem>
#include <functional>

#include "bridge/job.h"
#include "tonus/core/clock.h"
#include "tonus/store/store.h"

class QLabel;
class QProgressBar;

namespace tonus::style {
class Button;
}

namespace tonus::review {

/// GUI thread. The work runs elsewhere, on a read-only connection of its own; the page stays usable.
class WriteRow : public QWidget {
  Q_OBJECT

 public:
  using Work = std::function<core::Status(store::Store&, const core::Progress&)>;

  explicit WriteRow(core::Clock& clock, QWidget* parent = nullptr);

  /// Refused (false) while one is written.
  bool write(const std::filesystem::path& store, const QString& doing, const QString& done, Work work);
  bool running() const { return job_.running(); }
  void say(const QString& words, bool good);
  /// Nothing to say any more; what is being written goes on and stays in view.
  void clear();

 Q_SIGNALS:
  void runningChanged(bool running);

 private:
  void setRunning(bool running);
  void tellProgress(double fraction);

  core::Clock& clock_;
  QString doing_;
  QLabel* words_;
  QProgressBar* bar_;
  style::Button* cancel_;
  bridge::Job job_;
};

}  // namespace tonus::review
