// Which signals of a file become channels. One rate, voltage only; otherwise a person is told what would work.
#include <algorithm>
#include <array>
#include <charconv>
#include <map>

#include "edf_file.h"
#include "names.h"

namespace tonus::interop {

using core::Fault;
using core::FaultCode;

namespace {

std::string number(double value) {
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::general, 9).ptr;
  return std::string(text.data(), end);
}

std::string listed(const std::vector<std::string>& labels, const std::vector<std::size_t>& signals) {
  std::string text;
  for (const std::size_t s : signals) text += (text.empty() ? "" : ",") + labels[s];
  return text;
}

using Groups = std::map<std::int64_t, std::vector<std::size_t>>;  // by samples a record, that is by rate

Groups usableByRate(const std::vector<EdfSignal>& signals) {
  Groups groups;
  for (std::size_t s = 0; s < signals.size(); ++s) {
    if (signals[s].trouble.empty()) groups[signals[s].samplesPerRecord].push_back(s);
  }
  return groups;
}

std::string advice(const EdfHeader& header, const std::vector<std::string>& labels) {
  const Groups groups = usableByRate(header.signals);
  if (groups.empty()) return "None of its signals can be opened as a channel.";
  std::string text;
  const auto add = [&](const std::vector<std::size_t>& group) {
    text += std::string(text.empty() ? "This would work: " : ", or ") + "--channels \"" + listed(labels, group) + "\" (" +
            number(header.signals[group[0]].sampleRateHz) + " Hz)";
  };
  const std::vector<std::size_t> main = mainGroup(header.signals);
  add(main);
  for (const auto& [samples, group] : groups) {
    if (group != main) add(group);
  }
  return text + ".";
}

// Why these cannot be opened together, signal by signal; empty if they can.
std::string objections(const EdfHeader& header, const std::vector<std::string>& labels,
                       const std::vector<std::size_t>& wanted) {
  std::vector<EdfSignal> signals;
  for (const std::size_t s : wanted) signals.push_back(header.signals[s]);
  const std::vector<std::size_t> main = mainGroup(signals);
  std::string text;
  for (std::size_t k = 0; k < wanted.size(); ++k) {
    const EdfSignal& signal = signals[k];
    std::string reason = signal.trouble;
    if (reason.empty() && signal.samplesPerRecord != signals[main[0]].samplesPerRecord) {
      reason = "it is sampled at " + number(signal.sampleRateHz) + " Hz, not at " +
               number(signals[main[0]].sampleRateHz) + " Hz";
    }
    if (!reason.empty()) text += (text.empty() ? "\"" : "; \"") + labels[wanted[k]] + "\": " + reason;
  }
  return text;
}

}  // namespace

std::vector<std::size_t> mainGroup(const std::vector<EdfSignal>& signals) {
  std::vector<std::size_t> best;
  for (const auto& [samples, group] : usableByRate(signals)) {
    if (group.size() >= best.size()) best = group;  // ascending rates: of equals the last, the highest
  }
  return best;
}

std::vector<std::string> distinctLabels(const std::vector<EdfSignal>& signals) {
  std::vector<std::string> names;
  for (const EdfSignal& s : signals) names.push_back(s.label);
  return distinctNames(names, "signal ");
}

core::Result<std::vector<std::size_t>> chooseSignals(const EdfHeader& header, const std::string& fileName,
                                                     const std::vector<std::string>& onlyChannels) {
  const std::vector<std::string> labels = distinctLabels(header.signals);
  std::vector<std::size_t> wanted;
  for (std::size_t s = 0; s < labels.size(); ++s) {
    const bool named = std::find(onlyChannels.begin(), onlyChannels.end(), labels[s]) != onlyChannels.end();
    const bool offered = !header.signals[s].isAnnotation && !header.signals[s].isStatus;
    if (onlyChannels.empty() ? offered : named) wanted.push_back(s);
  }
  for (const std::string& name : onlyChannels) {
    if (std::find(labels.begin(), labels.end(), name) == labels.end()) {
      return Fault{FaultCode::kNotFound, "\"" + fileName + "\" has no signal named \"" + name + "\".",
                   advice(header, labels)};
    }
  }
  const std::string problem = objections(header, labels, wanted);
  if (wanted.empty() || !problem.empty()) {
    const std::string why = wanted.empty() ? "it holds no signals" : problem;
    const bool damaged = std::any_of(wanted.begin(), wanted.end(), [&](std::size_t s) { return header.signals[s].damaged; });
    return Fault{damaged ? FaultCode::kBadFormat : FaultCode::kUnsupported,
                 "\"" + fileName + "\" cannot be opened " + (onlyChannels.empty() ? "as a whole: " : "so: ") + why + ".",
                 advice(header, labels)};
  }
  return wanted;
}

}  // namespace tonus::interop
