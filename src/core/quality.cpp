#include "tonus/core/quality.h"

#include <array>
#include <bit>

namespace tonus::core {

namespace {
struct Words {
  std::string_view what;
  std::string_view advice;
};
// In the order of QualityReason's bits.
constexpr std::array<Words, 9> kWords{{
    {"samples lost", "Check the cable and use a USB port on the computer itself."},
    {"electrode off", "Press the electrode on, or replace it."},
    {"no signal", "Check that the electrode lead is plugged in."},
    {"signal too strong", "Lower the gain, or check for a loose electrode."},
    {"movement", "Ask the patient to keep still; tape the leads down."},
    {"mains hum", "Move away from power supplies; check the reference electrode."},
    {"settling", "Ready in a moment."},
    {"checking the signal", "Ready in a moment."},
    {"only noise", "Ask for a light contraction; if nothing shows, check the electrodes and leads."},
}};
std::size_t firstReason(ChannelQuality q) { return static_cast<std::size_t>(std::countr_zero(q.reasons)); }
}  // namespace

std::string_view describe(ChannelQuality q) { return q.usable() ? "good" : kWords.at(firstReason(q)).what; }
std::string_view advice(ChannelQuality q) { return q.usable() ? "" : kWords.at(firstReason(q)).advice; }

}  // namespace tonus::core
