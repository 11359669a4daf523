#pragma once
// What the session page is made of and where it stands.

#include "clinician/session_page/session_services.h"

class QLabel;
class QWidget;

namespace tonus::audio {
class SoundOutput;
}
namespace tonus::patient {
class PatientDisplay;
}
namespace tonus::style {
class Button;
}

namespace tonus::clinician {

class BeforeStart;
class Care;
class ControlRow;
class FilterRow;
class LevelBars;
class LiveRun;
class NoticeBand;
class PhaseTimeline;
class RoomButtons;
class SessionKeys;
class SetupPanel;
class SidePanel;
class StatusStrip;
class TimelineRow;
class TraceBox;
class TraceView;

/// Lays all of it out on `page`, whose children they are.
struct SessionPanels {
  SessionPanels(QWidget& page, const SessionServices& services, LiveRun& run, audio::SoundOutput& sound, patient::PatientDisplay& display);

  /// The set-up, or the running session.
  void showRunning(bool running);

  SessionKeys* keys;
  QLabel* heading;
  style::Button* cancelOpening;
  TimelineRow* timelineRow;
  PhaseTimeline* timeline;   ///< in timelineRow
  NoticeBand* band;
  Care* care;
  BeforeStart* before;
  SetupPanel* setup;         ///< in before
  TraceBox* traceBox;
  TraceView* traces;         ///< in traceBox
  LevelBars* bars;
  SidePanel* side;           ///< in sideBox: what of it has no room is scrolled, the buttons below never are
  QWidget* sideBox;
  FilterRow* filters;
  ControlRow* controls;
  StatusStrip* strip;
  RoomButtons* room;

 private:
  void layOut(QWidget& page);
};

}  // namespace tonus::clinician
