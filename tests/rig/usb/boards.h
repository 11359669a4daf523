#pragma once
// Boards that are sold, played behind a SerialGadget: what they answer to what a host writes, and their stream.

#include "serial_gadget.h"

namespace tonus::rig {

/// OpenBCI's dongle with a Cyton that is on: 8 channels, 250 packets a second.
void playCyton(SerialGadget& gadget);
/// Its electrodes measure `kOhm` each; the signal is flat but for the current that measures them.
void playCytonOnSkin(SerialGadget& gadget, double kOhm);
/// The dongle answers, its board does not.
void playDongleAlone(SerialGadget& gadget);
/// A Chords UNO-R3: 6 channels, 250 packets a second.
void playChords(SerialGadget& gadget);
/// A SpikerBox that streams one channel at 10 kHz unasked.
void playSpikerBox(SerialGadget& gadget);

/// Count of `channel` in the Cyton's packet `n`, and in the Chords board's.
std::int32_t cytonCount(std::uint64_t n, std::size_t channel);
std::int32_t chordsCount(std::uint64_t n, std::size_t channel);

}  // namespace tonus::rig
