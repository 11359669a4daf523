// The text after "simulator:" as a configuration: an optional seed, then words joined by '+'.

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "simulator/limits.h"
#include "tonus/drivers/simulator.h"

namespace tonus::drivers {

namespace {

struct FaultWord {
  std::string_view word;
  SimulatedFault fault;
};

constexpr std::array kFaultWords{
    FaultWord{"mains", {.kind = FaultKind::kMains}},
    FaultWord{"ecg", {.kind = FaultKind::kEcg}},
    FaultWord{"motion", {.kind = FaultKind::kMotion}},
    FaultWord{"electrode-off", {.kind = FaultKind::kElectrodeOff, .amount = 1}},
    FaultWord{"open-input", {.kind = FaultKind::kElectrodeOff}},
    FaultWord{"flat", {.kind = FaultKind::kFlat}},
    FaultWord{"clipping", {.kind = FaultKind::kClipping}},
    FaultWord{"offset", {.kind = FaultKind::kOffset}},
    FaultWord{"loss", {.kind = FaultKind::kLoss}},
    FaultWord{"drift", {.kind = FaultKind::kDrift, .fromS = 0, .forS = 0}},
    FaultWord{"vanish", {.kind = FaultKind::kVanish}},
};

constexpr double kLearnerLearning = 0.95;
constexpr double kWorkUv = 120;
constexpr std::size_t kMixedReps = 60;

/// Kinds of patients and what they bring along.
struct PatientWord {
  std::string_view word;
  void (*apply)(SimulatorConfig& config);
};
constexpr std::array kPatientWords{
    PatientWord{"learner", [](SimulatorConfig& c) { c.learning = kLearnerLearning; }},
    PatientWord{"non-responder", [](SimulatorConfig& c) { c.learning = 0; }},
    PatientWord{"noise", [](SimulatorConfig& c) { c.restingUv = c.learning = 0; }},
    PatientWord{"artefact",
                [](SimulatorConfig& c) {
                  c.restingUv = c.learning = 0;
                  for (double s = 3; s < 3600; s += 12) {
                    c.faults.push_back({.kind = FaultKind::kMotion, .fromS = s, .forS = 4});
                    c.faults.push_back({.kind = FaultKind::kElectrodeOff, .fromS = s + 5, .forS = 3});
                  }
                }},
    PatientWord{"exercise",
                [](SimulatorConfig& c) {
                  c.workUv = kWorkUv;
                  c.restingUv = 2;
                }},
    PatientWord{"pair",
                [](SimulatorConfig& c) {
                  c.workUv = kWorkUv;
                  c.restingUv = 2;
                  c.pairRatio = 1.6;
                }},
    PatientWord{"mixed", [](SimulatorConfig& c) { c.reps = mixedReps(c.seed, kMixedReps); }},
    PatientWord{"tremor", [](SimulatorConfig& c) { c.tremor = 0.3; }},
};

template <class Number>
std::optional<Number> wholeNumber(std::string_view text) {
  Number n = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return n;
}

/// "8ch" with suffix "ch" → 8.
std::optional<std::uint32_t> numberBefore(std::string_view word, std::string_view suffix) {
  if (!word.ends_with(suffix)) return std::nullopt;
  return wholeNumber<std::uint32_t>(word.substr(0, word.size() - suffix.size()));
}

std::string knownWords() {
  std::string words;
  for (const FaultWord& f : kFaultWords) words += std::string(f.word) + ", ";
  for (const PatientWord& p : kPatientWords) words += std::string(p.word) + ", ";
  return words + "1ch to 64ch, 250hz to 4000hz";
}

core::Fault unknown(std::string_view word) {
  return {core::FaultCode::kInvalid, "The simulator does not know the word \"" + std::string(word) + "\".",
          "Write " + simulatorVariants() + "."};
}

bool applyWord(std::string_view word, SimulatorConfig& config) {
  const auto fault = std::ranges::find(kFaultWords, word, &FaultWord::word);
  if (fault != kFaultWords.end()) {
    config.faults.push_back(fault->fault);
    return true;
  }
  const auto patient = std::ranges::find(kPatientWords, word, &PatientWord::word);
  if (patient != kPatientWords.end()) {
    patient->apply(config);
    return true;
  }
  if (const auto channelsN = numberBefore(word, "ch"); channelsN && *channelsN >= 1 && *channelsN <= kMaxChannelsN) {
    config.channelsN = *channelsN;
    return true;
  }
  if (const auto hz = numberBefore(word, "hz"); hz && *hz >= kMinRateHz && *hz <= kMaxRateHz) {
    config.sampleRateHz = *hz;
    config.blockFrames = std::max(1U, *hz / 100);
    return true;
  }
  return false;
}

}  // namespace

std::string simulatorVariants() {
  return "simulator:SEED, simulator:WORD+WORD or simulator:SEED:WORD+WORD, where SEED is a whole number and WORD one of: " +
         knownWords();
}

core::Result<SimulatorConfig> parseSimulator(std::string_view variant) {
  SimulatorConfig config;
  if (variant.empty()) return config;
  const std::string_view first = variant.substr(0, variant.find(':'));
  if (const auto seed = wholeNumber<std::uint64_t>(first)) {
    config.seed = *seed;
    if (first.size() == variant.size()) return config;
    variant.remove_prefix(first.size() + 1);
  }
  while (true) {
    const std::string_view word = variant.substr(0, variant.find('+'));
    if (!applyWord(word, config)) return unknown(word);
    if (word.size() == variant.size()) return config;
    variant.remove_prefix(word.size() + 1);
  }
}

}  // namespace tonus::drivers
