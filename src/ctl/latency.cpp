// latency: the real-time path of this machine, from a marked block to the painted picture and the sound.
#include "commands.h"

namespace tonus::ctl {

namespace {

Json measured(const app::MeasuredPath& path) {
  return {{"observed", latency(path.observed)},
          {"stamped", latency(path.stamped)},
          {"apart_max_ms", path.observed.n > 0 ? number(path.apartMs) : Json(nullptr)},
          {"missed_n", path.missedN},
          {"how", path.how}};
}

void tell(const app::MeasuredLatency& m) {
  const auto line = [](const char* where, const app::MeasuredPath& path) {
    const core::LatencySummary& l = app::best(path);
    if (l.n > 0)
      std::printf("%-16s half within %.1f ms, 95 %% within %.1f, 99 %% within %.1f, worst %.1f ms (%llu marks)\n", where, l.p50Ms,
                  l.p95Ms, l.p99Ms, l.worstMs, static_cast<unsigned long long>(l.n));
    else
      std::printf("%-16s not measured. %s\n", where, path.how.c_str());
  };
  line("screen", m.display);
  line("patient display", m.patient);
  line("sound", m.audio);
  std::printf("%s\n", m.beyond.c_str());
}

int run(double seconds, bool asJson, const Services& services) {
  auto m = services.measureLatency(seconds, cancellableBar("measuring"));
  if (!m) return explain(m.fault());
  if (!asJson) {
    tell(*m);
    return kDone;
  }
  print(Json{{"display", latency(app::best(m->display))},
             {"patient", latency(app::best(m->patient))},
             {"audio", latency(app::best(m->audio))},
             {"seconds", m->seconds},
             {"lost_n", m->lostFrames},
             {"details", {{"display", measured(m->display)}, {"patient", measured(m->patient)}, {"audio", measured(m->audio)}}},
             {"beyond", m->beyond}},
        true);
  return kDone;
}

}  // namespace

void addLatency(CLI::App& app, Chosen& chosen, const Services& services) {
  struct Arguments {
    double seconds = 20;
    bool json = false;
  };
  auto a = std::make_shared<Arguments>();
  auto* c = app.add_subcommand("latency", "measure the way from a marked block to the painted picture and the sound");
  c->add_option("--seconds", a->seconds, "how long (default: 20)")->check(CLI::Range(2.0, 3600.0));
  c->add_flag("--json", a->json, "print one JSON document");
  c->callback([&chosen, a, &services] { chosen = [a, &services] { return run(a->seconds, a->json, services); }; });
}

}  // namespace tonus::ctl
