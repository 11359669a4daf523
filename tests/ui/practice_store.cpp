#include "practice_store.h"

#include <gtest/gtest.h>

#include "tonus/app/live_session.h"
#include "tonus/drivers/simulator.h"
#include "tonus/resources/resources.h"
#include "tonus/session/pipeline.h"
#include "tonus/session/protocol.h"

namespace tonus::practice {
namespace {
using namespace std::chrono_literals;
}

PracticeStore::PracticeStore() : clock_(core::WallTime{} + 490000h), workspace_(clock_) {
  EXPECT_TRUE(workspace_.open(path(), true));
}

std::filesystem::path PracticeStore::path() const { return folder_.filePath(QStringLiteral("practice.store")).toStdString(); }

store::Patient PracticeStore::addPatient(const std::string& code, const std::string& name, const std::string& condition) {
  store::Patient p;
  p.code = code;
  p.name = name;
  p.condition = condition;
  p.birthYear = 1984;
  auto added = store().addPatient(p);
  EXPECT_TRUE(added.ok());
  return added ? added.value() : p;
}

std::string PracticeStore::record(const store::Patient& patient, int visit, const std::string& faults) {
  clock_.advance(24h * 7);
  auto config = drivers::parseSimulator(faults);
  EXPECT_TRUE(config.ok());
  drivers::SimulatorConfig c = config.value();
  c.seed = static_cast<std::uint64_t>(visit) + 1;
  c.channelsN = 2;
  c.sampleRateHz = 1000;
  c.live = false;
  c.restingUv = 8 - visit;
  session::Session::Options options;
  options.threads = false;
  auto live = app::LiveSession::open(drivers::makeSimulator(c, clock_), clock_, options);
  EXPECT_TRUE(live.ok());
  session::SessionSetup setup = session::defaultSetup((*live)->format());
  const auto protocol = session::parseProtocol(resources::find("protocols/short.json").value_or(""));
  EXPECT_TRUE(protocol.ok());
  session::use(protocol.value(), setup);
  setup.channels[0].name = "Frontalis";
  EXPECT_TRUE((*live)->arm(setup).ok());
  EXPECT_TRUE((*live)->start(store(), patient, setup).ok());
  session::Command mark;
  mark.kind = session::Command::Kind::kMarker;
  mark.text = "cough";
  EXPECT_TRUE((*live)->runInline(30).ok());
  (*live)->command(mark);
  EXPECT_TRUE((*live)->runInline(setup.protocol.totalS() + 1).ok());
  const auto id = (*live)->stop();
  EXPECT_TRUE(id.ok());
  return id ? id.value() : std::string();
}

std::string PracticeStore::recordWith(const store::Patient& patient, const std::string& protocol, const std::string& muscle,
                                      double lineUv) {
  clock_.advance(24h * 7);
  drivers::SimulatorConfig c;
  c.live = false;
  session::Session::Options options;
  options.threads = false;
  auto live = app::LiveSession::open(drivers::makeSimulator(c, clock_), clock_, options);
  EXPECT_TRUE(live.ok());
  session::SessionSetup setup = session::defaultSetup((*live)->format());
  const auto parsed = session::parseProtocol(resources::find("protocols/" + protocol + ".json").value_or(""));
  EXPECT_TRUE(parsed.ok());
  session::use(parsed.value(), setup);
  setup.channels[0].muscleId = muscle;
  EXPECT_TRUE((*live)->start(store(), patient, setup).ok());
  session::Command line;
  line.kind = session::Command::Kind::kThreshold;
  line.valueUv = lineUv;
  (*live)->command(line);
  for (const auto& phase : parsed->phases) {
    session::Command on;
    on.kind = session::Command::Kind::kNextPhase;
    EXPECT_TRUE((*live)->runInline(1).ok());
    if (phase.feedback && phase.scored) break;
    (*live)->command(on);
  }
  (*live)->command(line);
  EXPECT_TRUE((*live)->runInline(3).ok());
  const auto id = (*live)->stop();
  EXPECT_TRUE(id.ok());
  return id ? id.value() : std::string();
}

std::string PracticeStore::recordCutShort(const store::Patient& patient) {
  core::StreamFormat format;
  format.sampleRateHz = 1000;
  format.channels.resize(1);
  format.channels[0].label = "ch1";
  format.channels[0].scaleUvPerCount = 0.1;
  format.channels[0].minCount = -8388608;
  format.channels[0].maxCount = 8388607;
  session::SessionSetup setup = session::defaultSetup(format);
  store::NewSession fresh;
  fresh.patientId = patient.id;
  fresh.setupJson = session::toJson(setup);
  fresh.format = format;
  fresh.started = clock_.wallNow();
  auto writer = store().beginSession(fresh);
  EXPECT_TRUE(writer.ok());
  session::Pipeline pipeline(setup);
  core::RawBlock raw;
  for (int block = 0; block < 50; ++block) {
    raw.first = {block * 100};
    raw.framesN = 100;
    raw.channelsN = 1;
    raw.counts.resize(100);
    for (int i = 0; i < 100; ++i) raw.counts[static_cast<std::size_t>(i)] = (i * 7919 + block * 104729) % 401 - 200;
    EXPECT_TRUE((*writer)->consume(pipeline.process(raw)).ok());
  }
  const std::string id = (*writer)->sessionId();
  writer.value().reset();
  return id;
}

}  // namespace tonus::practice
