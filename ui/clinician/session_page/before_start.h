#pragma once
// Left of the preview, before the start: what is set; and in its place, while somebody wants it, the amplifier's calibration
// or its electrodes.

#include <QWidget>
#include <functional>

#include "tonus/app/calibrations.h"
#include "tonus/core/block.h"

namespace tonus::audio {
class SoundOutput;
}

namespace tonus::clinician {

class CalibrationPanel;
class ElectrodesPanel;
class LiveRun;
struct SessionServices;
class SetupPanel;

/// GUI thread. Services and run outlive it.
class BeforeStart : public QWidget {
  Q_OBJECT
 public:
  BeforeStart(const SessionServices& services, LiveRun& run, audio::SoundOutput& sound, QWidget* parent = nullptr);

  SetupPanel& setup() { return *setup_; }
  /// Of the preview: what a calibration is measured from.
  void take(const core::ProcessedBlock& block);
  /// Back to the settings.
  void closePanels();
  /// What runs is shown by what is kept of its calibrations.
  void useCalibrations();
  /// What was measured of this amplifier's electrodes before; empty: nothing.
  QString electrodeNote() const;
  /// Another patient: other electrodes.
  void forgetElectrodes();

 Q_SIGNALS:
  void panelOpened(bool open);   ///< calibration or electrodes lie over the settings, with an action of their own
  void signalWanted();   ///< the preview is to begin anew
  void restWanted();     ///< somebody asks the amplifier something else: the preview is to let go of it

 private:
  void openCalibration();
  void openElectrodes();
  void connectCalibration();
  void connectElectrodes();
  void changeCalibration(const std::function<void(app::CalibrationBook&)>& change);
  std::vector<QString> channelNames() const;

  const SessionServices& services_;
  LiveRun& run_;
  SetupPanel* setup_;
  CalibrationPanel* calibration_;
  ElectrodesPanel* electrodes_;
};

}  // namespace tonus::clinician
