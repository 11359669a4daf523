#include "tonus/ctl/ctl.h"

#include <cmath>
#include <cstdlib>
#include <exception>

#include "commands.h"
#include "tonus/app/default_store.h"

namespace tonus::ctl {

void StoreArguments::add(CLI::App& command) {
  command.add_option("--store", path, "the store's file (default: " + app::defaultStorePath().string() + ")");
  command.add_option("--passphrase-file", passphraseFile, "file with the passphrase")->check(CLI::ExistingFile);
  command.add_flag("--json", json, "print one JSON document");
}

core::Result<std::unique_ptr<store::Store>> StoreArguments::open(core::Clock& clock, bool create) const {
  const std::filesystem::path file = path.empty() ? app::defaultStorePath() : std::filesystem::path(path);
  std::error_code ignored;
  if (create && path.empty()) std::filesystem::create_directories(file.parent_path(), ignored);
  store::OpenOptions options;
  options.create = create;
  return store::Store::open(file, clock, options);
}

CLI::Validator positive() {
  return {[](std::string& text) {
            char* end = nullptr;
            const double value = std::strtod(text.c_str(), &end);
            return *end == '\0' && value > 0 && std::isfinite(value) ? std::string() : "\"" + text + "\" is not a number above 0";
          },
          "NUMBER > 0", "positive"};
}

core::Result<store::Patient> patientFor(store::Store& store, const std::string& code) {
  auto found = store.patientByCode(code);
  if (!found) return found.fault();
  if (*found) return **std::move(found);
  store::Patient p;
  p.code = code;
  return store.addPatient(p);
}

int run(int argc, char** argv, const Services& services) try {
  CLI::App app{"Tonus without windows: EMG biofeedback recording, replay and checks.", "tonusctl"};
  app.set_version_flag("--version", services.versionText);
  app.require_subcommand(1);
  Chosen chosen;
  addDrivers(app, chosen);
  addDevices(app, chosen);
  addDecode(app, chosen);
  addProcess(app, chosen);
  addDemo(app, chosen, services);
  addLatency(app, chosen, services);
  addRecord(app, chosen);
  addProtocols(app, chosen);
  addPatients(app, chosen);
  addSessions(app, chosen);
  addImport(app, chosen);
  addExport(app, chosen);
  addReport(app, chosen, services);
  addReplay(app, chosen);
  addVerify(app, chosen);
  addBench(app, chosen, services);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    return app.exit(e) == 0 ? kDone : kUsage;
  }
  return chosen();
} catch (const std::exception& e) {
  std::fprintf(stderr, "tonusctl: %s. This is a fault in Tonus; records already committed are kept.\n", e.what());
  return kFailed;
}

}  // namespace tonus::ctl
