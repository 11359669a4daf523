#pragma once
// Every threshold of the quality verdicts with its reason. docs/signal-quality.md says the same in prose.

#include <cstdint>

namespace tonus::dsp::limits {

// Mains, movement and flicker are judged over half a second: 2 Hz bins, which keep 50 Hz apart from the muscle beside
// it, and 49.5 Hz within the line.
inline constexpr std::int64_t kWindowHops = 5;

// Lost: the filters and every window that spans the gap are fresh again by then.
inline constexpr double kLostS = 0.5;

// Flat: on an 8-bit recording at rest (11.7 µV per count) the longest constant run was 23 ms, on 12 and 16 bits 6 ms.
// Converters as coarse as that, or of unknown scale, get more time.
inline constexpr double kFlatS = 0.1;
inline constexpr double kFlatCoarseS = 0.25;
inline constexpr double kCoarseUvPerCount = 5.0;
// The same, for the quick look between verdicts: twice the longest real run.
inline constexpr double kSuspectS = 0.05;
inline constexpr double kSuspectCoarseS = 0.125;
// One count of flicker in half a second on a converter this fine: no skin is that silent, the input is shorted.
inline constexpr double kFineUvPerCount = 1.0;

// Clipping: one sample at a rail may be a spike that just reached it (or the extreme by which a file chose its limits);
// two in 100 ms are not. Held for one more hop, because a 100–250 ms envelope still contains them.
inline constexpr int kRailSamples = 2;
// The whole hop at a rail: nothing holds the input. It is the electrode, not the gain.
inline constexpr double kStuckShare = 0.9;
// An input that floats this near to a rail, with more hum than muscle, hangs on no skin. 300 mV of electrode offset is
// not that: 24-bit front ends that take it have a range beyond it.
inline constexpr double kNearRailShare = 0.95;
// Hum as strong as this on a body that is connected was seen nowhere (most: 433 µV); a loose electrode had 1 100 µV.
inline constexpr double kFloatingMainsUv = 500.0;
inline constexpr double kFloatingMainsOverMuscle = 4.0;

// Mains: more hum than muscle. Clean recordings stay below 0.98 (once 1.01, in some 7 000 half seconds). Under 2 µV RMS
// it changes no training.
inline constexpr double kMainsOverMuscle = 1.0;
inline constexpr double kMainsFloorUv = 2.0;
inline constexpr double kMainsFloorCounts = 2.0;  // of unknown scale

// Movement: 3–18 Hz above everything in the muscle's band. Muscle alone stays below half its own band when it is
// strong; an ECG under a chest electrode reaches 14 times the band, but 280 µV RMS at most.
inline constexpr double kMovementUv = 400.0;
inline constexpr double kMovementOverBand = 1.0;
// On a quiet muscle a smaller swing already leaks through the band-pass's skirt.
inline constexpr double kSwayUv = 50.0;
inline constexpr double kSwayOverBand = 20.0;

// A knock: far above the past four seconds, and most of it below 60 Hz. Real knocks of three cables had at least 2.8
// times more below 60 Hz than above, the most sudden contractions 2.3; a chest ECG comes again with every beat.
inline constexpr double kJoltUv = 15.0;
inline constexpr double kJoltOverPast = 2.5;
inline constexpr double kJoltLowOverHigh = 2.7;
inline constexpr int kJoltMemoryHops = 5;
inline constexpr double kJoltBandHz = 200.0;  // slower converters see too little above 60 Hz to compare with

}  // namespace tonus::dsp::limits
