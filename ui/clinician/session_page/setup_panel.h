#pragma once
// Before a session: where the signal comes from, what each channel is, which protocol. One panel, no dialogs.

#include <QWidget>
#include <memory>
#include <vector>

#include "clinician/session_page/channel_table.h"
#include "tonus/core/clock.h"
#include "tonus/core/source.h"
#include "tonus/drivers/registry.h"
#include "tonus/session/setup.h"

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QSpinBox;

namespace tonus::clinician {

class SetupPanel : public QWidget {
  Q_OBJECT
 public:
  SetupPanel(core::Clock& clock, const std::string& resourcesDir, QWidget* parent = nullptr);
  ~SetupPanel() override;

  /// Lists devices anew and asks for the chosen source (sourceChosen).
  void enter(const QString& condition);
  /// Of the source that was opened.
  void setFormat(const core::StreamFormat& format);
  void showFault(const core::Fault& fault);
  void clearFault();
  void showQuality(const std::vector<core::ChannelQuality>& quality) { channels_->showQuality(quality); }

  session::SessionSetup setup() const;
  core::Result<std::unique_ptr<core::SignalSource>> makeSource();
  /// By device id: "simulator", "simulator:mains"; a recording by its path.
  void chooseSource(const QString& id);
  void chooseProtocol(const QString& id);
  bool isSimulated() const;

 Q_SIGNALS:
  void sourceChosen();
  void settingsChanged();  ///< of the signal chain: the preview has to start again
  void channelsChanged();  ///< names, roles, rules, protocol

 private:
  void listSources();
  void openFile();
  void buildForm();
  void suggest();

  core::Clock& clock_;
  session::ProtocolLibrary library_;
  core::StreamFormat format_;
  QComboBox *source_, *protocol_, *notch_;
  QSpinBox* rms_;
  QDoubleSpinBox *low_, *high_;
  QLabel *protocolWords_, *fault_;
  ChannelTable* channels_;
  QString file_;
  QString lastSource_;
  std::unique_ptr<drivers::DeviceWatch> watch_;
};

}  // namespace tonus::clinician
