#include "tonus/bench/suite.h"

#include <unistd.h>

#include <stdexcept>

#include "cases.h"
#include "thread_time.h"

namespace tonus::bench {

namespace {

/// A folder of our own in the one given, gone with us.
class Scratch {
 public:
  explicit Scratch(const std::filesystem::path& folder) {
    std::string name = (folder / ("tonus-bench-" + std::string(6, 'X'))).string();  // what mkdtemp fills in
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("No folder can be made in " + folder.string());
    path_ = name;
  }
  ~Scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

const Measure& measureOf(std::string_view key) {
  for (const Measure& m : measures())
    if (m.key == key) return m;
  throw std::logic_error("No such measure: " + std::string(key));
}

}  // namespace

std::vector<Group> makeGroups(const SuiteSettings& settings, const Peers& peers, core::Clock& clock, Results& results) {
  std::vector<Group> groups;
  groups.push_back(filterGroup(peers, results));
  groups.push_back(hourGroup(settings.quick));
  groups.push_back(spectrumGroup(peers, results));
  groups.push_back(welchGroup(peers));
  groups.push_back(rmsGroup());
  groups.push_back(ringGroup(peers, clock));
  groups.push_back(ringOneThreadGroup(peers));
  groups.push_back(codecGroup(settings.quick, peers, results));
  return groups;
}

void measureSuite(const SuiteSettings& settings, const Peers& peers, core::Clock& clock, Results& results,
                  const OnStep& onStep) {
  const auto step = [&onStep](std::string_view name, double fraction) { return !onStep || onStep(name, fraction); };
  if (!step("Exactness", 0)) return;
  checkFilters(results);
  checkSpectra(results);
  ThreadTime threadTime;
  RunSettings rounds;
  if (settings.quick) rounds = {.roundsN = 5, .roundFor = std::chrono::milliseconds(4)};
  const auto groups = makeGroups(settings, peers, clock, results);
  const double steps = static_cast<double>(groups.size()) + 3;
  double done = 1;
  for (const Group& group : groups) {
    if (!step(group.name, done++ / steps)) return;
    const auto ns = run(group, rounds, threadTime);
    for (std::size_t i = 0; i < ns.size(); ++i) {
      const std::string& key = group.contenders[i].key;
      results.set(key, inUnit(ns[i], measureOf(key).unit));
    }
  }
  if (!step("Wake-up", done++ / steps)) return;
  measureWakeups(settings.quick ? 300 : 2000, clock, results);
  if (!step("Durable commits", done / steps)) return;
  const Scratch scratch(settings.folder);
  measureCommits(settings.quick ? 60 : 400, scratch.path(), clock, results);
  step("Measured", 1);
}

}  // namespace tonus::bench
