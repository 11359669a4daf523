#pragma once
// What is connected now; follows plugging and pulling by itself.

#include <memory>

#include "bridge/devices.h"
#include "clinician/session_page/electrodes_panel.h"
#include "style/page.h"
#include "tonus/drivers/registry.h"

class QScrollArea;
class QVBoxLayout;

namespace tonus::style {
class Button;
}

namespace tonus::clinician {

class DevicesPage : public style::Page {
  Q_OBJECT

 public:
  /// `devices` outlives it. Without a meter no electrodes are offered.
  explicit DevicesPage(bridge::Devices& devices, ElectrodesPanel::Meter meter = {}, QWidget* parent = nullptr);

  QString title() const override { return tr("Devices"); }
  QList<QWidget*> barActions() override;
  QList<style::KeyHelp> keys() const override { return {{tr("F5"), tr("Look again")}}; }
  void enter() override;

  void showList(const drivers::DeviceList& list);

 public Q_SLOTS:
  void look();

 Q_SIGNALS:
  void deviceWanted();           ///< electrodes are measured: whoever has a device open lets go of it
  void listed(int connectedN);   ///< amplifiers, the simulator not counted

 private:
  QWidget* makeRow(const core::DeviceInfo& device);
  QWidget* makeAsked(const drivers::AskedDevice& device);
  QWidget* makeUnknown(const drivers::UnknownDevice& device);
  QWidget* makeTrouble(const core::Fault& fault);

  void openElectrodes(const core::DeviceInfo& device);

  bridge::Devices& devices_;
  ElectrodesPanel::Meter meter_;
  QScrollArea* scroll_;
  QWidget* electrodesPlace_;
  ElectrodesPanel* electrodes_;
  QVBoxLayout* rows_;
  style::Button* again_;
};

}  // namespace tonus::clinician
