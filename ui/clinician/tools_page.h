#pragma once
// Tools: things one does now and then. Measure latency follows marked blocks to the painted picture and the sound.

#include <functional>
#include <memory>

#include "style/page.h"
#include "tonus/app/measured_latency.h"
#include "tonus/core/clock.h"

class QGridLayout;
class QLabel;
class QProgressBar;

namespace tonus::selftest {
class LatencyProbe;
}
namespace tonus::style {
class Button;
}

namespace tonus::clinician {

class LatencyChart;

class ToolsPage : public style::Page {
  Q_OBJECT
 public:
  /// `busy`: a session is being recorded, which a measurement would disturb.
  ToolsPage(core::Clock& clock, std::function<bool()> busy, QWidget* parent = nullptr);
  ~ToolsPage() override;

  QString title() const override { return tr("Tools"); }
  QList<style::KeyHelp> keys() const override;

  bool measuring() const { return probe_ != nullptr; }
  /// How long a measurement takes; 20 s unless told otherwise.
  void setSeconds(double seconds) { seconds_ = seconds; }

 public Q_SLOTS:
  void measure();
  void cancel();

 Q_SIGNALS:
  void measured();

 private:
  QWidget* makeLatency();
  void ended();
  void showResult(const app::MeasuredLatency& result);
  void fillTable(const app::MeasuredLatency& result);
  void say(const QString& words, bool good);

  core::Clock& clock_;
  std::function<bool()> busy_;
  double seconds_ = 20;
  bool cancelled_ = false;
  std::unique_ptr<selftest::LatencyProbe> probe_;
  style::Button *measure_, *cancel_;
  QProgressBar* progress_;
  QLabel *verdict_, *how_;
  QWidget* result_;
  QGridLayout* table_;
  LatencyChart* chart_;
};

}  // namespace tonus::clinician
