#pragma once
// One click measures every electrode of an amplifier that can; all of them together in kΩ, with what they are good for.

#include <QWidget>
#include <functional>
#include <vector>

#include "bridge/electrodes.h"
#include "bridge/job.h"

class QGridLayout;
class QLabel;
class QProgressBar;
class QVBoxLayout;

namespace tonus::style {
class Button;
}

namespace tonus::clinician {

/// GUI thread; the measurement runs on a thread of its own, and ends before the panel does.
class ElectrodesPanel : public QWidget {
  Q_OBJECT
 public:
  struct Meter {
    std::function<bool(const std::string& deviceId)> can;
    /// Any thread; the device is nobody else's meanwhile.
    std::function<core::Result<std::vector<drivers::Impedance>>(const std::string& deviceId, const drivers::Waiting& waiting)> measure;
  };
  /// By the drivers. `clock` outlives the panel.
  static Meter byDrivers(core::Clock& clock);

  explicit ElectrodesPanel(Meter meter, QWidget* parent = nullptr);

  /// `names` of channels, for the rows; may be fewer than there are.
  void open(const std::string& deviceId, const QString& model, std::vector<QString> names);
  void measure();
  /// Another patient: what was measured is not theirs.
  void forget() {
    measured_.clear();
    fillRows();
  }
  bool running() const { return job_.running(); }
  const std::vector<drivers::Impedance>& measured() const { return measured_; }
  const std::string& device() const { return device_; }

 Q_SIGNALS:
  /// The device has to be let go of now, and may be taken again afterwards.
  void begins();
  void ended();
  void closed();

 protected:
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void buildButtons(QVBoxLayout& column);
  void showWaiting(double done, const QString& waitingFor);
  void finish(const core::Status& status);
  void fillRows();
  void showRunning(bool running);
  void say(const QString& words, bool good);

  Meter meter_;
  std::string device_;
  std::vector<QString> names_;
  std::vector<drivers::Impedance> measured_;
  QWidget* rows_ = nullptr;
  QVBoxLayout* rowsPlace_;
  QLabel *title_, *words_;
  QProgressBar* progress_;
  style::Button *begin_, *cancel_, *back_;
  bridge::Job job_;  // last: it is waited for while the rest still stands
};

}  // namespace tonus::clinician
