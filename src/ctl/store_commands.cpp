// patients, sessions, import, export, report, replay, verify
#include "commands.h"
#include "tonus/analysis/session_numbers.h"
#include "tonus/app/records.h"
#include "tonus/interop/recording_files.h"

namespace tonus::ctl {

namespace {

const char* words(store::SessionState s) {
  switch (s) {
    case store::SessionState::kRecording: return "recording";
    case store::SessionState::kDone: return "done";
    case store::SessionState::kInterrupted: return "interrupted";
  }
  return "";
}

Json latencyOf(const core::SessionLatency& l) {
  return {{"display", latency(l.screen)},
          {"patient", latency(l.patient)},
          {"audio", latency(l.sound)},
          {"shown_late_s", number(l.shownLateS)}};
}

/// Of the protocol: `unit` is beside each, as they differ.
Json numbersOf(const core::SessionSummary& s) {
  Json out = Json::array();
  for (const core::SessionNumber& n : s.numbers) {
    const analysis::NumberInfo* info = analysis::findNumber(n.id);
    const auto c = static_cast<std::size_t>(n.channel);
    out.push_back({{"id", n.id},
                   {"name", info ? std::string(info->name) : n.id},
                   {"of", n.of},
                   {"channel", n.channel >= 0 && c < s.channels.size() ? Json(s.channels[c].name) : Json(nullptr)},
                   {"value", number(n.value)},
                   {"unit", info ? std::string(info->unit) : ""}});
  }
  return out;
}

int patients(const StoreArguments& a) {
  core::SystemClock clock;
  auto store = a.open(clock, false);
  if (!store) return explain(store.fault());
  auto rows = (*store)->patients();
  if (!rows) return explain(rows.fault());
  Json out = Json::array();
  for (const store::Patient& p : *rows)
    out.push_back({{"code", p.code},
                   {"name", p.name},
                   {"birth_year", p.birthYear > 0 ? Json(p.birthYear) : Json(nullptr)},
                   {"condition", p.condition},
                   {"created", isoTime(p.created)},
                   {"demo", p.demo}});
  print(out, a.json);
  return kDone;
}

int sessions(const StoreArguments& a) {
  core::SystemClock clock;
  auto store = a.open(clock, false);
  if (!store) return explain(store.fault());
  auto rows = (*store)->sessions();
  if (!rows) return explain(rows.fault());
  Json out = Json::array();
  for (const store::SessionRow& s : *rows) {
    out.push_back({{"session", s.id},
                   {"patient", s.patientCode},
                   {"protocol", s.protocolId},
                   {"started", isoTime(s.started)},
                   {"duration_s", s.durationS},
                   {"state", words(s.state)},
                   {"lost_n", s.lostN},
                   {"frames_n", s.framesN},
                   {"success_rate", s.summary && s.summary->scoredS > 0 ? number(s.summary->successRate()) : Json(nullptr)}});
    if (a.json) out.back()["numbers"] = s.summary ? numbersOf(*s.summary) : Json::array();
    if (a.json) out.back()["latency"] = s.summary ? latencyOf(s.summary->latency) : Json(nullptr);
  }
  print(out, a.json);
  return kDone;
}

int import(const StoreArguments& a, const std::string& file, const std::string& code,
           const interop::OpenOptions& options) {
  core::SystemClock clock;
  // Read first: a damaged file must not leave a patient behind.
  auto recording = interop::openRecording(file, options);
  if (!recording) return explain(recording.fault());
  for (const std::string& w : (*recording)->warnings()) std::fprintf(stderr, "tonusctl: note: %s\n", w.c_str());
  auto store = a.open(clock, true);
  if (!store) return explain(store.fault());
  auto patient = patientFor(**store, code);
  if (!patient) return explain(patient.fault());
  auto done = app::importRecording(**store, *patient, *std::move(recording), cancellableBar("importing"));
  if (!done) return explain(done.fault());
  print(Json{{"session", done->sessionId}, {"frames_n", done->framesN}, {"channels_n", done->channelsN}, {"lost_n", done->lostN}},
        a.json);
  return kDone;
}

int exportSession(const StoreArguments& a, const std::string& id, const std::string& format, const std::string& out) {
  core::SystemClock clock;
  auto store = a.open(clock, false);
  if (!store) return explain(store.fault());
  auto reader = (*store)->openSession(id);
  if (!reader) return explain(reader.fault());
  const auto kind = format == "edf" ? interop::EdfKind::kEdfPlus : interop::EdfKind::kBdfPlus;
  const interop::EdfPatient patient{(*reader)->row().patientCode, "", "Tonus session " + id};
  if (auto ok = interop::writeEdf(**reader, out, kind, patient, cancellableBar("exporting")); !ok) return explain(ok.fault());
  print(Json{{"files", Json::array({out})}}, a.json);
  return kDone;
}

int report(const StoreArguments& a, const std::string& id, const std::string& out, const Services& services) {
  core::SystemClock clock;
  auto store = a.open(clock, false);
  if (!store) return explain(store.fault());
  auto pages = services.writeReport(**store, id, out, cancellableBar("writing the report"));
  if (!pages) return explain(pages.fault());
  print(Json{{"file", out}, {"pages_n", *pages}}, a.json);
  return kDone;
}

core::Result<std::pair<std::size_t, double>> parseThreshold(const std::string& text) {
  const auto equals = text.find('=');
  char* end = nullptr;
  const long channel = std::strtol(text.c_str(), &end, 10);
  const bool ok = equals != std::string::npos && end == text.c_str() + equals && channel >= 1;
  const double uv = ok ? std::strtod(text.c_str() + equals + 1, &end) : 0;
  if (!ok || *end != '\0' || !(uv > 0))
    return core::Fault{core::FaultCode::kInvalid, "\"" + text + "\" is not a threshold", "Write channel=µV, for example 1=3.5."};
  return std::pair(static_cast<std::size_t>(channel - 1), uv);
}

int replay(const StoreArguments& a, const std::string& id, const std::vector<std::string>& texts) {
  std::vector<std::pair<std::size_t, double>> thresholds;
  for (const std::string& t : texts) {
    auto parsed = parseThreshold(t);
    if (!parsed) {
      (void)explain(parsed.fault());
      return kUsage;
    }
    thresholds.push_back(*parsed);
  }
  core::SystemClock clock;
  auto store = a.open(clock, false);
  if (!store) return explain(store.fault());
  auto done = app::replay(**store, id, thresholds, cancellableBar("replaying"));
  if (!done) return explain(done.fault());
  Json told{{"frames_n", done->framesN},
            {"identical", thresholds.empty() ? Json(done->identical) : Json(nullptr)},
            {"success_rate", number(done->successRate)},
            {"success_rate_recorded", number(done->successRateRecorded)},
            {"difference", done->difference}};
  if (!a.json && !thresholds.empty()) {  // at other thresholds there is nothing to be identical with
    told.erase("identical");
    told.erase("difference");
  }
  print(told, a.json);
  if (thresholds.empty() && !done->identical) {
    std::fprintf(stderr, "tonusctl: the replay differs %s.\n", done->difference.c_str());
    return kFailed;
  }
  return kDone;
}

int verify(const StoreArguments& a) {
  core::SystemClock clock;
  auto store = a.open(clock, false);
  if (!store) return explain(store.fault());
  auto report = (*store)->verify(cancellableBar("checking"));
  if (!report) return explain(report.fault());
  print(Json{{"ok", report->ok},
             {"sessions_n", report->sessionsN},
             {"chunks_n", report->chunksN},
             {"damaged", report->damaged},
             {"audit_ok", report->auditOk}},
        a.json);
  return report->ok ? kDone : kFailed;
}

CLI::App* storeCommand(CLI::App& app, const char* name, const char* what, const std::shared_ptr<StoreArguments>& a) {
  auto* c = app.add_subcommand(name, what);
  a->add(*c);
  return c;
}

}  // namespace

void addPatients(CLI::App& app, Chosen& chosen) {
  auto a = std::make_shared<StoreArguments>();
  storeCommand(app, "patients", "list patients", a)->callback([&chosen, a] { chosen = [a] { return patients(*a); }; });
}

void addSessions(CLI::App& app, Chosen& chosen) {
  auto a = std::make_shared<StoreArguments>();
  storeCommand(app, "sessions", "list sessions", a)->callback([&chosen, a] { chosen = [a] { return sessions(*a); }; });
}

void addImport(CLI::App& app, Chosen& chosen) {
  struct More {
    std::string file, code, channels;
    interop::OpenOptions options;
  };
  auto a = std::make_shared<StoreArguments>();
  auto m = std::make_shared<More>();
  auto* c = storeCommand(app, "import", "EDF+, BDF+ or CSV into a session", a);
  c->add_option("file", m->file, "recording")->required();
  c->add_option("--patient", m->code, "patient code; made if there is none")->required();
  c->add_option("--channels", m->options.onlyChannels, "only these, comma separated")->delimiter(',');
  c->add_option("--fs", m->options.csvRateHz, "sample rate in Hz of a CSV without t_s")->check(positive());
  c->callback([&chosen, a, m] { chosen = [a, m] { return import(*a, m->file, m->code, m->options); }; });
}

void addExport(CLI::App& app, Chosen& chosen) {
  struct More {
    std::string session, format = "bdf", out;
  };
  auto a = std::make_shared<StoreArguments>();
  auto m = std::make_shared<More>();
  auto* c = storeCommand(app, "export", "a session as EDF+ or BDF+", a);
  c->add_option("--session", m->session, "session id")->required();
  c->add_option("--format", m->format, "edf or bdf")->check(CLI::IsMember({"edf", "bdf"}));
  c->add_option("--out", m->out, "file to write")->required();
  c->callback([&chosen, a, m] { chosen = [a, m] { return exportSession(*a, m->session, m->format, m->out); }; });
}

void addReport(CLI::App& app, Chosen& chosen, const Services& services) {
  struct More {
    std::string session, out;
  };
  auto a = std::make_shared<StoreArguments>();
  auto m = std::make_shared<More>();
  auto* c = storeCommand(app, "report", "a session's page as PDF", a);
  c->add_option("--session", m->session, "session id")->required();
  c->add_option("--out", m->out, "PDF to write")->required();
  c->callback([&chosen, a, m, &services] { chosen = [a, m, &services] { return report(*a, m->session, m->out, services); }; });
}

void addReplay(CLI::App& app, Chosen& chosen) {
  struct More {
    std::string session;
    std::vector<std::string> thresholds;
  };
  auto a = std::make_shared<StoreArguments>();
  auto m = std::make_shared<More>();
  auto* c = storeCommand(app, "replay", "compute again what the patient was shown", a);
  c->add_option("--session", m->session, "session id")->required();
  c->add_option("--threshold", m->thresholds, "score again with another line: CHANNEL=µV, channels from 1");
  c->callback([&chosen, a, m] { chosen = [a, m] { return replay(*a, m->session, m->thresholds); }; });
}

void addVerify(CLI::App& app, Chosen& chosen) {
  auto a = std::make_shared<StoreArguments>();
  storeCommand(app, "verify", "check every byte of the record", a)->callback([&chosen, a] { chosen = [a] { return verify(*a); }; });
}

}  // namespace tonus::ctl
