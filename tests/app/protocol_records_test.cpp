// Shipped protocols with the simulated patient, through the store and back.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "tonus/analysis/session_numbers.h"
#include "tonus/app/live_session.h"
#include "tonus/app/records.h"
#include "tonus/drivers/simulator.h"

namespace tonus::app {
namespace {

namespace fs = std::filesystem;
using session::Command;

TEST(ProtocolNumbers, NameOnlyNumbersThatExist) {
  for (const session::Protocol& p : session::loadProtocols().protocols)
    for (const std::string& id : p.sessionMetrics) EXPECT_NE(analysis::findNumber(id), nullptr) << p.id << ' ' << id;
}

TEST(ProtocolNumbers, AreAllInTheDescriptionOfTheFormat) {
  std::ifstream in(TONUS_SOURCE_DIR "/docs/formats/protocol.md");
  const std::string page{std::istreambuf_iterator<char>(in), {}};
  for (const analysis::NumberInfo& n : analysis::numberInfos())
    EXPECT_THAT(page, testing::HasSubstr("| `" + std::string(n.id) + "` | " + std::string(n.name) + " |"));
}

class ProtocolRecord : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    dir_ = fs::temp_directory_path() / ("tonus_protocols_" + std::to_string(::getpid()) + GetParam());
    fs::create_directories(dir_);
    auto opened = store::Store::open(dir_ / "t.store", clock_, {.create = true, .readOnly = false, .who = "test"});
    ASSERT_TRUE(opened.ok());
    store_ = *std::move(opened);
    store::Patient p;
    p.code = "A";
    auto added = store_->addPatient(p);
    ASSERT_TRUE(added.ok());
    patient_ = *added;
  }
  void TearDown() override {
    store_.reset();
    fs::remove_all(dir_);
  }

  /// A twentieth of the time; work, rest and the noise floor a third.
  static session::Protocol brief(const std::string& id) {
    for (session::Protocol p : session::loadProtocols().protocols) {
      if (p.id != id) continue;
      for (session::Phase& phase : p.phases) {
        phase.durationS *= phase.kind == core::PhaseKind::kNoiseFloor ? 0.33 : 0.05;
        phase.restS *= 0.05;
        for (session::Stage& s : phase.stages) s.durationS = std::max(1.5, s.durationS * 0.1);
        phase.reps = std::min(phase.reps, 3U);
      }
      return p;
    }
    return {};
  }

  core::SystemClock clock_;
  core::ManualClock manual_;
  fs::path dir_;
  std::unique_ptr<store::Store> store_;
  store::Patient patient_;
};

TEST_P(ProtocolRecord, RunsToItsEndIsJudgedByItsNumbersAndIsComputedAgainBitForBit) {
  drivers::SimulatorConfig config;
  config.live = false;
  config.sampleRateHz = 1000;
  config.faults = {{drivers::FaultKind::kLoss, -1, 9, 1, 37}, {drivers::FaultKind::kMains, 1, 20, 1, 30}};
  auto live = LiveSession::open(drivers::makeSimulator(config, manual_), manual_,
                                {.threads = false, .stopWithProtocol = true, .unattended = true});
  ASSERT_TRUE(live.ok());
  session::SessionSetup setup = session::defaultSetup((*live)->format());
  const session::Protocol protocol = brief(GetParam());
  session::use(protocol, setup);
  ASSERT_TRUE((*live)->start(*store_, patient_, setup).ok());
  const auto give = [&](Command::Kind kind, double value = 0, const std::string& text = "") {
    Command c;
    c.kind = kind;
    c.value = value;
    c.text = text;
    (*live)->command(c);
  };
  ASSERT_TRUE((*live)->runInline(12.34).ok());
  give(Command::Kind::kRepeatPhase);
  ASSERT_TRUE((*live)->runInline(17.5).ok());
  give(Command::Kind::kExtendPhase, 3);
  give(Command::Kind::kEntry, 4, "pain_nrs");
  ASSERT_TRUE((*live)->runInline(24.003).ok());
  give(Command::Kind::kPreviousPhase);
  ASSERT_TRUE((*live)->runInline(40.01).ok());
  give(Command::Kind::kNextPhase);
  give(Command::Kind::kLock, 1);
  ASSERT_TRUE((*live)->runInline(2000).ok());
  EXPECT_TRUE((*live)->status().protocolFinished);
  auto id = (*live)->stop();
  ASSERT_TRUE(id.ok()) << id.fault().what;

  const auto report = replay(*store_, *id);
  ASSERT_TRUE(report.ok()) << report.fault().what;
  EXPECT_TRUE(report->identical) << report->difference;
  const auto row = store_->session(*id);
  ASSERT_TRUE(row.ok() && row->summary);
  for (const core::SessionNumber& n : row->summary->numbers)
    EXPECT_THAT(protocol.sessionMetrics, testing::Contains(n.id));
  EXPECT_FALSE(row->summary->numbers.empty() && !protocol.sessionMetrics.empty());
}

std::vector<std::string> ids() {
  std::vector<std::string> out;
  for (const session::Protocol& p : session::loadProtocols().protocols)
    if (p.totalS() > 0) out.push_back(p.id);
  return out;
}
INSTANTIATE_TEST_SUITE_P(Shipped, ProtocolRecord, testing::ValuesIn(ids()), [](const auto& i) { return i.param; });

}  // namespace
}  // namespace tonus::app
