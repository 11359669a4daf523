#pragma once
// What a kind of amplifier can do and what its signal is good for, as far as published facts go. The interface shows
// and hides by it.

#include <cstdint>

#include "tonus/core/signal_band.h"

namespace tonus::drivers {

struct Capabilities {
  bool calibrated = false;        ///< µV by published constants; otherwise "a.u." until the user calibrates
  double bandwidthHz = 0;         ///< upper edge of what it passes (-3 dB, or half its rate); 0 = the device says
  bool impedance = false;         ///< kΩ of each electrode on request
  bool leadOff = false;           ///< says by itself when an electrode is off
  bool channelSwitch = false;     ///< single channels can be switched off
  bool selfTest = false;          ///< a known test signal inside
  bool events = false;            ///< buttons or markers in the stream
  std::uint32_t counterFrames = 0;  ///< frames after which its counter repeats; 0 = nothing counts them
  bool byHandOnly = false;        ///< never opened unless the user names it

  bool bandwidthLimited() const { return core::isBandwidthLimited(bandwidthHz); }
};

}  // namespace tonus::drivers
