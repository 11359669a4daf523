#pragma once
// What a signal is good for, in the same words everywhere; derived from what is stored with the session.

#include <QString>
#include <vector>

#include "tonus/core/block.h"

namespace tonus::style {

/// "µV", or "a.u." where nobody knows how many µV a count is. Beyond the channels: "µV".
QString unitOf(const core::StreamFormat& format, std::size_t channel);
/// Of all channels; empty where they differ.
QString commonUnit(const core::StreamFormat& format);
/// "4.2 a.u.", "–" for NaN.
QString amplitude(double value, const QString& unit, int decimals = 1);

/// "Bandwidth-limited (up to 65 Hz): relative amplitude only"; empty where the band holds surface EMG.
QString bandLimit(double bandHz);
/// Why there is no median frequency, as one sentence; empty where there is one.
QString whyNoMedianFrequency(double bandHz);
/// "Channels 1 and 3 are not calibrated: …" as one sentence; empty where all are.
QString notCalibrated(const core::StreamFormat& format);
/// "2026-11-23" by locale.
QString dayOf(const std::string& isoDay);
/// "µV of channels 1–2: calibrated by you on 23 Nov 2026." One day a channel, empty = not by the user; empty where none is.
QString calibratedBy(const std::vector<std::string>& days);
/// "1", "1 and 3", "1, 2 and 5", "1–8": numbers of channels, counted from 0 in `channels`.
QString channelNumbers(const std::vector<std::size_t>& channels);

}  // namespace tonus::style
