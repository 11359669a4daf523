// bench: what this machine makes of Tonus, with peers beside ours where their libraries are installed.
#include <fstream>
#include <iterator>

#include "commands.h"
#include "tonus/bench/page.h"
#include "tonus/bench/suite.h"

namespace tonus::ctl {

namespace {

struct BenchArguments {
  bool quick = false, json = false;
  std::string peers, folder, markdown;
};

/// Where the build puts it: beside this program.
std::filesystem::path peersBeside() {
  std::error_code error;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
  return self.parent_path() / bench::kPeersModule;
}

/// On the disk, unlike /tmp, which may be memory.
std::string defaultFolder() {
  std::error_code error;
  return std::filesystem::is_directory("/var/tmp", error) ? "/var/tmp" : std::filesystem::temp_directory_path(error).string();
}

void takeWindows(const Services& services, const BenchArguments& a, bench::Results& results) {
  if (!services.measureWindows) {
    results.notes.push_back("Latency, painting and start were not measured: this tonusctl was built without windows.");
    return;
  }
  const WindowMeasures w = services.measureWindows(a.quick, a.folder);
  const auto set = [&results](const char* key, const std::optional<double>& ms) {
    if (ms) results.set(key, *ms);
  };
  set("latency.display_p50_ms", w.displayP50Ms);
  set("latency.display_p99_ms", w.displayP99Ms);
  set("latency.audio_p50_ms", w.audioP50Ms);
  set("paint.live_8ch_ms", w.live8chMs);
  set("paint.hour_ms", w.hourMs);
  set("startup.window_ms", w.windowMs);
  results.notes.insert(results.notes.end(), w.notes.begin(), w.notes.end());
}

Json orNull(std::optional<double> value) { return value ? number(*value) : Json(nullptr); }

Json document(const bench::Results& results, const std::string& versionText, bool quick) {
  const bench::Machine m = bench::thisMachine();
  Json out;
  out["machine"] = {{"cpu", m.cpu},           {"cores_n", m.coresN},     {"simd", m.simd}, {"system", m.system},
                    {"compiler", m.compiler}, {"kernel", m.kernelVariant}, {"tonus", versionText}, {"quick", quick}};
  for (const bench::Measure& measure : bench::measures()) {
    const auto dot = measure.key.find('.');
    out[std::string(measure.key.substr(0, dot))][std::string(measure.key.substr(dot + 1))] = orNull(results.get(measure.key));
  }
  for (const bench::Ratio& r : bench::ratios()) out["ratios"][std::string(r.key)] = orNull(results.get(r));
  for (const bench::Exactness& e : bench::exactness()) out["exact"][std::string(e.key)] = orNull(results.exact(e.key));
  out["notes"] = results.notes;
  return out;
}

std::string shortNumber(std::optional<double> value) { return value ? bench::shortNumber(*value) : "-"; }

void printTables(const bench::Results& results) {
  Json rows = Json::array();
  for (const bench::Measure& m : bench::measures())
    rows.push_back({{"measured", m.what}, {"here", shortNumber(results.get(m.key))}, {"unit", bench::nameOf(m.unit)},
                    {"aim", m.aimAtMost > 0 ? "≤ " + shortNumber(m.aimAtMost) : ""}});
  print(rows, false);
  std::puts("");
  rows = Json::array();
  for (const bench::Ratio& r : bench::ratios())
    rows.push_back({{"in the same run", r.what}, {"ratio", shortNumber(results.get(r))},
                    {"aim", r.aim > 0 ? (r.atLeast ? "≥ " : "≤ ") + shortNumber(r.aim) : ""}});
  print(rows, false);
  for (const std::string& note : results.notes) std::printf("\n%s", note.c_str());
  if (!results.notes.empty()) std::puts("");
}

/// The page, and its picture in images/ beside it.
core::Status writePage(const bench::Results& results, const std::string& versionText, const BenchArguments& a) {
  const std::filesystem::path page = a.markdown;
  const std::string picture = "images/" + page.stem().string() + ".svg";
  std::error_code error;
  std::filesystem::create_directories((page.parent_path() / picture).parent_path(), error);
  std::ifstream before(page);
  const std::string old{std::istreambuf_iterator<char>(before), {}};
  const std::string date = isoTime(core::SystemClock{}.wallNow()).substr(0, 10);
  NewFile drawn(page.parent_path() / picture);
  drawn.write(bench::makePicture(results));
  if (auto ok = drawn.commit(); !ok) return ok;
  NewFile written(page);
  written.write(bench::makePage(results, bench::thisMachine(), {versionText, date, picture, a.quick}, old));
  return written.commit();
}

int runBench(const BenchArguments& a, const Services& services) {
  bench::Results results;
  bench::Peers peers;
  auto loaded = bench::loadPeers(a.peers.empty() ? peersBeside() : std::filesystem::path(a.peers));
  if (!loaded && !a.peers.empty()) return explain(loaded.fault());
  if (loaded) peers = *std::move(loaded);
  else results.notes.push_back(loaded.fault().what + " " + loaded.fault().hint);
  results.notes.insert(results.notes.end(), peers.skipped.begin(), peers.skipped.end());

  if (std::string note = bench::loadNote(bench::loadNow(), bench::thisMachine().coresN); !note.empty())
    results.notes.push_back(std::move(note));

  core::SystemClock clock;
  const auto bar = progressBar("measuring");
  bench::measureSuite({.quick = a.quick, .folder = a.folder}, peers, clock, results,
                      [&bar](std::string_view, double fraction) { return bar(fraction); });
  takeWindows(services, a, results);
  if (!a.markdown.empty())
    if (auto ok = writePage(results, services.versionText, a); !ok) return explain(ok.fault());
  if (a.json) print(document(results, services.versionText, a.quick), true);
  else printTables(results);
  return kDone;
}

}  // namespace

void addBench(CLI::App& app, Chosen& chosen, const Services& services) {
  auto* command = app.add_subcommand("bench", "measure Tonus on this machine, beside other libraries where they are installed");
  auto a = std::make_shared<BenchArguments>();
  a->folder = defaultFolder();
  command->add_flag("--quick", a->quick, "a few seconds: fewer rounds and commits");
  command->add_flag("--json", a->json, "print one JSON document");
  command->add_option("--peers", a->peers, "the module with the other libraries (default: " + std::string(bench::kPeersModule) + " beside tonusctl)");
  command->add_option("--folder", a->folder, "a folder on the disk to be measured")->check(CLI::ExistingDirectory)->capture_default_str();
  command->add_option("--markdown", a->markdown, "write the results as a page here, with a picture in images/ beside it");
  command->callback([a, &chosen, &services] { chosen = [a, &services] { return runBench(*a, services); }; });
}

}  // namespace tonus::ctl
