#pragma once
// What a signal must hold to say more about a muscle than that it works.

namespace tonus::core {

/// Surface EMG has power up to about 450 Hz.
inline constexpr double kEmgNeedsHz = 400;

/// `bandHz`: upper edge; 0 = not known. With less than surface EMG needs, amplitudes compare only with themselves and a
/// median frequency would say nothing about the muscle.
inline bool isBandwidthLimited(double bandHz) { return bandHz > 0 && bandHz < kEmgNeedsHz; }

}  // namespace tonus::core
