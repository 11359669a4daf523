#include "byb_spikerbox/box.h"

#include <algorithm>
#include <array>

namespace tonus::drivers::byb_spikerbox {

namespace {
constexpr std::array kBoxes{
    Box{.hardware = "MUSCLESB", .model = "Muscle SpikerBox Pro", .channelsN = 2, .sampleRateHz = 10000, .bits = 10, .needsStart = true},
    Box{.hardware = "NEURONSB", .model = "Neuron SpikerBox Pro", .channelsN = 2, .sampleRateHz = 10000, .bits = 10, .needsStart = true},
    Box{.hardware = "MSBPCDC", .model = "Muscle SpikerBox Pro", .channelsN = 2, .sampleRateHz = 10000, .bits = 10, .needsStart = true},
    Box{.hardware = "NSBPCDC", .model = "Neuron SpikerBox Pro", .channelsN = 2, .sampleRateHz = 10000, .bits = 10, .needsStart = true},
    Box{.hardware = "HUMANSB", .model = "Human SpikerBox", .channelsN = 2, .sampleRateHz = 5000, .bits = 14},
    Box{.hardware = "HBLEOSB", .model = "Heart and Brain SpikerBox", .channelsN = 1, .sampleRateHz = 10000, .bits = 10},
    Box{.hardware = "HHIBOX", .model = "Human-Human Interface", .channelsN = 1, .sampleRateHz = 10000, .bits = 10},
    Box{.hardware = "MUSCLESS", .model = "Muscle SpikerShield", .channelsN = 1, .sampleRateHz = kShieldRateHz, .bits = 10},
    Box{.hardware = "", .model = "SpikerShield", .channelsN = 1, .sampleRateHz = kShieldRateHz, .bits = 10},
};
}  // namespace

std::span<const Box> boxes() { return kBoxes; }

const Box* findBox(std::string_view hardware) {
  const auto box = std::ranges::find(kBoxes, hardware, &Box::hardware);
  return box == kBoxes.end() ? nullptr : &*box;
}

Box withChannels(Box box, std::uint32_t channelsN) {
  if (channelsN == 0 || channelsN == box.channelsN) return box;
  const bool shield = box.hardware.empty() || box.hardware == "MUSCLESS";
  if (shield) {
    box.sampleRateHz = kShieldRateHz / channelsN;
  } else if (channelsN > 2) {
    box.sampleRateHz = 5000;
  }
  box.channelsN = channelsN;
  return box;
}

std::optional<std::string> valueOf(std::string_view answer, std::string_view key) {
  for (std::size_t at = answer.find(key); at != std::string_view::npos; at = answer.find(key, at + 1)) {
    const std::size_t value = at + key.size();
    const bool startsHere = at == 0 || answer[at - 1] == ';';
    if (!startsHere || value >= answer.size() || answer[value] != ':') continue;
    return std::string(answer.substr(value + 1, answer.find(';', value) - value - 1));
  }
  return std::nullopt;
}

}  // namespace tonus::drivers::byb_spikerbox
