#pragma once
// Everything that decides how a session is computed; stored with it, so that replay computes the same.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tonus/core/block.h"
#include "tonus/core/processed.h"
#include "tonus/core/result.h"
#include "tonus/dsp/settings.h"
#include "tonus/feedback/engine.h"
#include "tonus/session/protocol.h"

namespace tonus::session {

struct ChannelSetup {
  std::string muscleId;              ///< of resources/muscles.json; empty = not assigned
  std::string name;                  ///< shown: "Upper trapezius L", else the device's label
  std::string side;                  ///< "L", "R" or ""
  std::string calibratedOn;          ///< "2026-11-23": its µV come from the user's own calibration that day; else empty
  feedback::Role role = feedback::Role::kTrain;
  feedback::RuleSettings rule;
  feedback::LawSettings law;
};

struct SessionSetup {
  core::StreamFormat format;
  std::vector<ChannelSetup> channels;   ///< one per format channel
  dsp::ChainSettings chain;
  Protocol protocol;                    ///< the very one that is run
  std::string protocolVersionId;        ///< of the store's version it is; empty = a shipped one
  int protocolVersion = 0;              ///< its number, for people
  double bandwidthHz = 0;               ///< upper edge of what the device passes; 0 = half the rate
  std::string kernelVariant;            ///< to run where the processor has it; the pipeline fills in which ran
};

std::string toJson(const SessionSetup& s);
/// Of the chain alone, exactly: the text of a kFilter event.
std::string toJson(const dsp::ChainSettings& s);
core::Result<dsp::ChainSettings> parseChain(std::string_view json);
core::Result<SessionSetup> parseSetup(std::string_view json);

/// What a recorded session's signal was filtered with: what it began with and what each kFilter event says.
dsp::ChainCourse chainsOf(const SessionSetup& setup, std::span<const core::SessionEvent> events);

/// Upper edge of what its signal can hold.
double bandHz(const SessionSetup& setup);
/// Amplitudes compare only with themselves, and there is no median frequency to speak of (core/signal_band.h).
bool isBandwidthLimited(const SessionSetup& setup);

/// Of each channel: the day the user calibrated it; empty = not by the user.
std::vector<std::string> calibrationDays(const SessionSetup& setup);

/// Rules, laws, roles, muscles and sides of the channels a protocol names, and its envelope window.
void use(const Protocol& protocol, SessionSetup& setup);

/// Channels named after the device's labels, all trained "below", free protocol: a working start for any source.
SessionSetup defaultSetup(const core::StreamFormat& format);

}  // namespace tonus::session
