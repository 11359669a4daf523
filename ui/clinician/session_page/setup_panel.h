#pragma once
// Before a session: where the signal comes from, what each channel is, which protocol. One panel, no dialogs.

#include <QWidget>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "bridge/devices.h"
#include "clinician/session_page/channel_table.h"
#include "tonus/app/last_visit.h"
#include "tonus/app/protocols.h"
#include "tonus/core/clock.h"
#include "tonus/core/source.h"
#include "tonus/session/setup.h"

class QLabel;

namespace tonus::style {
class Button;
class Choice;
}

namespace tonus::clinician {

class ChainRow;
class FileChoice;

class SetupPanel : public QWidget {
  Q_OBJECT
 public:
  /// `devices` may be null: only what needs no device.
  SetupPanel(core::Clock& clock, const std::string& resourcesDir, bridge::Devices* devices, QWidget* parent = nullptr);
  ~SetupPanel() override;

  /// What this patient had last with a protocol, and whether its lines mean the same on what is open now.
  struct Remembered {
    app::LastVisit visit;
    bool linesFit = false;
  };
  /// Asked whenever a protocol is chosen.
  using Memory = std::function<std::optional<Remembered>(const std::string& protocolId)>;
  void setMemory(Memory memory) { memory_ = std::move(memory); }
  /// What may be chosen for this patient; of the same patient the choice stays.
  void offer(app::ProtocolOffer protocols);
  /// The one they trained by last, else the one that is most for their condition.
  void chooseFor(const QString& condition, const std::string& lastProtocolId);
  /// Another patient: suggestions begin afresh with the next source.
  void forget();
  /// What the protocol and the last visit suggest, once more: a visit has ended.
  void suggest();
  /// One more group under the settings.
  void append(QWidget* group);
  /// Lists devices anew and asks for the chosen source (sourceChosen).
  void enter();
  /// Of the source that was opened.
  struct Signal {
    double bandwidthHz = 0;                 ///< of the device; 0 = half the rate
    std::vector<std::string> calibratedOn;  ///< by the user, of each channel; empty = not
  };
  void setFormat(const core::StreamFormat& format, Signal signal);
  /// The source is an amplifier, whose electrodes may be asked for.
  void offerElectrodes(bool offer);
  void showFault(const core::Fault& fault);
  void clearFault();
  void showQuality(const std::vector<core::ChannelQuality>& quality) { channels_->showQuality(quality); }
  /// No source is open: nothing comes that could be good.
  void showNoSignal() { channels_->showNoSignal(); }

  session::SessionSetup setup() const;
  /// Of this patient with the protocol in view.
  const std::optional<Remembered>& remembered() const { return remembered_; }
  core::Result<std::unique_ptr<core::SignalSource>> makeSource();
  /// By device id: "simulator", "simulator:mains"; a recording by its path.
  void chooseSource(const QString& id);
  void chooseProtocol(const QString& id);
  bool isSimulated() const;
  /// An amplifier, which may take its time to open.
  bool isDevice() const { return lastSource_.contains(QLatin1String("@usb:")); }
  std::string deviceId() const { return lastSource_.toStdString(); }
  /// The source is a file: it is recorded from its first sample, not from where the preview is.
  bool isRecording() const { return !file_.isEmpty() && lastSource_ == file_; }

 Q_SIGNALS:
  void sourceChosen();
  void settingsChanged();  ///< of the signal chain: the preview has to start again
  void calibrationWanted();
  void electrodesWanted();
  void channelsChanged();  ///< names, roles, rules, protocol

 protected:
  bool eventFilter(QObject* object, QEvent* event) override;

 private:
  void listSources();
  void openFile();
  void buildForm();
  void showLimits();
  void remember(const app::LastVisit& last);
  const app::OfferedProtocol* chosen() const;
  /// What a source of this rate can carry; as long as it is the same source, an edited band stays.
  void fitBand(double sampleRateHz);
  QWidget* makeChannels();

  core::Clock& clock_;
  Memory memory_;
  app::ProtocolOffer offer_;
  std::optional<Remembered> remembered_;
  core::StreamFormat format_;
  Signal signal_;
  style::Choice *source_, *protocol_;
  QLabel *protocolWords_, *fault_;
  QLabel *limits_, *calibrated_;  ///< what the signal is not good for; who calibrated it
  style::Button *calibrate_, *electrodes_;
  ChannelTable* channels_;
  FileChoice* fileChoice_;
  ChainRow* chain_;
  QString file_;
  QString lastSource_;
  QString bandOf_;  ///< source and rate the band was fitted to
  bridge::Devices* devices_;
};

}  // namespace tonus::clinician
