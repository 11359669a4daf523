#pragma once
// What is connected now; follows plugging and pulling by itself.

#include <memory>

#include "bridge/job.h"
#include "style/page.h"
#include "tonus/drivers/registry.h"

class QVBoxLayout;

namespace tonus::style {
class Button;
}

namespace tonus::clinician {

class DevicesPage : public style::Page {
  Q_OBJECT

 public:
  explicit DevicesPage(QWidget* parent = nullptr);
  ~DevicesPage() override;

  QString title() const override { return tr("Devices"); }
  QList<QWidget*> barActions() override;
  QList<style::KeyHelp> keys() const override { return {{tr("F5"), tr("Look again")}}; }
  void enter() override;

  /// Shows this list; the page's own look at the bus ends here too.
  void showList(const drivers::DeviceList& list);

 public Q_SLOTS:
  void look();

 Q_SIGNALS:
  void listed(int connectedN);   ///< amplifiers, the simulator not counted

 private:
  QWidget* makeRow(const core::DeviceInfo& device);
  QWidget* makeTrouble(const core::Fault& fault);

  QVBoxLayout* rows_;
  style::Button* again_;
  bool asked_ = false;
  std::unique_ptr<drivers::DeviceWatch> watch_;
  bridge::Job job_;
};

}  // namespace tonus::clinician
