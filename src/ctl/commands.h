#pragma once
// One function per command: adds itself to the parser; what it will do is returned through `chosen`.

#include <CLI/CLI.hpp>
#include <functional>
#include <string>

#include "output.h"
#include "tonus/core/clock.h"
#include "tonus/ctl/ctl.h"

namespace tonus::ctl {

/// Set by the command the user named; returns the exit code.
using Chosen = std::function<int()>;

void addDrivers(CLI::App& app, Chosen& chosen);
void addDevices(CLI::App& app, Chosen& chosen);
void addDecode(CLI::App& app, Chosen& chosen);
void addProcess(CLI::App& app, Chosen& chosen);
void addRecord(CLI::App& app, Chosen& chosen);
void addProtocols(CLI::App& app, Chosen& chosen);
void addPatients(CLI::App& app, Chosen& chosen);
void addSessions(CLI::App& app, Chosen& chosen);
void addImport(CLI::App& app, Chosen& chosen);
void addExport(CLI::App& app, Chosen& chosen);
void addReport(CLI::App& app, Chosen& chosen, const Services& services);
void addReplay(CLI::App& app, Chosen& chosen);
void addVerify(CLI::App& app, Chosen& chosen);
void addBench(CLI::App& app, Chosen& chosen, const Services& services);
void addLatency(CLI::App& app, Chosen& chosen, const Services& services);
void addDemo(CLI::App& app, Chosen& chosen, const Services& services);

/// `--store`, `--passphrase-file` and `--json`, the same everywhere. The passphrase is accepted and not used yet:
/// records are not sealed in this version.
struct StoreArguments {
  std::string path;
  std::string passphraseFile;
  bool json = false;

  void add(CLI::App& command);
  core::Result<std::unique_ptr<store::Store>> open(core::Clock& clock, bool create) const;
};

/// A number above 0 (CLI11's own check answers with 300 digits).
CLI::Validator positive();

/// The patient with this code, made if there is none.
core::Result<store::Patient> patientFor(store::Store& store, const std::string& code);

}  // namespace tonus::ctl
