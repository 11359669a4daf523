// The protocols there are for a patient, and what a session keeps of the one it ran.
#include "tonus/app/protocols.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "tonus/analysis/session_numbers.h"
#include "tonus/app/live_session.h"
#include "tonus/drivers/simulator.h"

namespace tonus::app {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

template <class T>
T must(core::Result<T> result) {
  if (!result) throw std::runtime_error(result.fault().what);
  return std::move(result).value();
}

class ProtocolsOfAPatient : public ::testing::Test {
 protected:
  ProtocolsOfAPatient() {
    fs::remove_all(dir_);
    fs::create_directories(dir_);
    store_ = must(store::Store::open(dir_ / "a.store", clock_, {.create = true}));
    for (const char* code : {"P-1", "P-2"}) {
      store::Patient p;
      p.code = code;
      patients_.push_back(must(store_->addPatient(p)));
    }
  }
  ~ProtocolsOfAPatient() override { fs::remove_all(dir_); }

  std::vector<OfferedProtocol> named(const std::string& id, const std::string& patient = {}) {
    std::vector<OfferedProtocol> out;
    for (OfferedProtocol& p : must(protocolsFor(store_.get(), patient)).protocols)
      if (p.protocol.id == id) out.push_back(std::move(p));
    return out;
  }
  OfferedProtocol shipped() { return named("relaxation").back(); }

  fs::path dir_ = fs::temp_directory_path() / ("tonus-protocols-" + std::to_string(::getpid()));
  core::ManualClock clock_{core::WallTime(std::chrono::seconds(1790000000))};
  std::unique_ptr<store::Store> store_;
  std::vector<store::Patient> patients_;
};

TEST(SessionNumbers, OfEveryOneTheCheckKnowsWhichPhasesItNeeds) {
  for (const auto& number : analysis::numberInfos()) {
    session::Protocol p = *session::parseProtocol(session::toJson(protocolsFor(nullptr, {})->protocols.front().protocol));
    p.sessionMetrics = {std::string(number.id)};
    for (const auto& said : session::adviseOnProtocol(session::toJson(p)))
      EXPECT_EQ(said.text.find("knows no number"), std::string::npos) << number.id << ": a row in src/session/number_needs.cpp";
  }
}

TEST_F(ProtocolsOfAPatient, WithoutAStoreTheShippedOnesAreThere) {
  const auto offer = must(protocolsFor(nullptr, {}));
  EXPECT_EQ(offer.protocols.size(), session::loadProtocols().protocols.size());
  EXPECT_TRUE(offer.faults.empty());
  for (const OfferedProtocol& p : offer.protocols) EXPECT_EQ(p.origin, ProtocolOrigin::kShipped);
}

TEST_F(ProtocolsOfAPatient, TheirOwnCopyComesBeforeTheClinicsAndThatBeforeTheShipped) {
  const OfferedProtocol clinic = must(copyProtocol(*store_, shipped(), {}));
  EXPECT_EQ(clinic.protocol, shipped().protocol);
  EXPECT_EQ(clinic.saved.parent, "relaxation");
  const OfferedProtocol own = must(copyProtocol(*store_, clinic, patients_[0].id));
  EXPECT_EQ(own.saved.parent, clinic.saved.id);
  const auto first = named("relaxation", patients_[0].id);
  ASSERT_EQ(first.size(), 3U);
  EXPECT_EQ(first[0].origin, ProtocolOrigin::kPatient);
  EXPECT_EQ(first[1].origin, ProtocolOrigin::kClinic);
  EXPECT_EQ(first[2].origin, ProtocolOrigin::kShipped);
  EXPECT_EQ(named("relaxation", patients_[1].id).size(), 2U) << "not another patient's";
  EXPECT_THAT(copyProtocol(*store_, clinic, patients_[0].id).fault().what, HasSubstr("already has a copy"));
}

TEST_F(ProtocolsOfAPatient, ASecondCopyForTheClinicStandsBesideTheFirst) {
  (void)must(copyProtocol(*store_, shipped(), {}));
  const OfferedProtocol second = must(copyProtocol(*store_, shipped(), {}));
  EXPECT_EQ(second.protocol.id, "relaxation_2");
  EXPECT_EQ(second.protocol.name, shipped().protocol.name + " (2)");
  EXPECT_EQ(named("relaxation_2").size(), 1U);
}

TEST_F(ProtocolsOfAPatient, SavingAddsAVersionAndAnOldOneComesBackAsTheNewest) {
  const OfferedProtocol first = must(copyProtocol(*store_, shipped(), patients_[0].id));
  session::Protocol edited = first.protocol;
  edited.phases[2].durationS = 90;
  const OfferedProtocol second = must(saveProtocol(*store_, first, edited));
  EXPECT_EQ(second.saved.version, 2);
  EXPECT_EQ(named("relaxation", patients_[0].id)[0].protocol.phases[2].durationS, 90);
  EXPECT_EQ(must(saveProtocol(*store_, second, edited)).saved.version, 2) << "nothing changed: no version";
  EXPECT_EQ(must(saveProtocol(*store_, second, first.protocol)).saved.version, 3);
  const auto all = must(versionsOf(*store_, second));
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0].protocol, all[2].protocol);
  EXPECT_EQ(all[1].protocol, edited);
  EXPECT_EQ(all[2].protocol, shipped().protocol) << "the original as it was";
}

TEST_F(ProtocolsOfAPatient, WhatCannotBeUsedIsNotSaved) {
  const OfferedProtocol first = must(copyProtocol(*store_, shipped(), {}));
  session::Protocol edited = first.protocol;
  edited.phases[0].cue = "one two three four five six seven eight";
  const auto refused = saveProtocol(*store_, first, edited);
  ASSERT_FALSE(refused.ok());
  EXPECT_THAT(refused.fault().what, HasSubstr("8 words"));
  EXPECT_EQ(must(versionsOf(*store_, first)).size(), 1U);
  EXPECT_FALSE(saveProtocol(*store_, shipped(), first.protocol).ok()) << "shipped ones stay as they came";
}

TEST_F(ProtocolsOfAPatient, AFileBecomesAProtocolOfTheClinicAndAWithdrawnOneIsNotOffered) {
  const OfferedProtocol added = must(importProtocol(*store_, session::toJson(shipped().protocol)));
  EXPECT_EQ(added.origin, ProtocolOrigin::kClinic);
  EXPECT_EQ(added.saved.parent, "");
  ASSERT_TRUE(store_->withdrawProtocol("relaxation").ok());
  EXPECT_EQ(named("relaxation").size(), 1U);
  EXPECT_EQ(must(importProtocol(*store_, session::toJson(shipped().protocol))).protocol.id, "relaxation_2");
  EXPECT_THAT(importProtocol(*store_, "{").fault().what, HasSubstr("JSON"));
}

TEST_F(ProtocolsOfAPatient, ARowThatCannotBeReadIsSaidAndTheOthersAreOffered) {
  ASSERT_TRUE(store_->addProtocolVersion({.protocolId = "odd", .json = "{}"}).ok());
  const auto offer = must(protocolsFor(store_.get(), {}));
  EXPECT_EQ(offer.protocols.size(), session::loadProtocols().protocols.size());
  ASSERT_EQ(offer.faults.size(), 1U);
  EXPECT_THAT(offer.faults[0].what, HasSubstr("\"odd\""));
}

TEST_F(ProtocolsOfAPatient, ASessionKeepsTheVeryVersionItRanWhateverComesLater) {
  const OfferedProtocol first = must(copyProtocol(*store_, shipped(), patients_[0].id));
  session::Protocol edited = first.protocol;
  edited.phases[1].durationS = 33;
  const OfferedProtocol ran = must(saveProtocol(*store_, first, edited));
  drivers::SimulatorConfig config;
  config.live = false;
  auto live = must(LiveSession::open(drivers::makeSimulator(config, clock_), clock_, {.threads = false}));
  session::SessionSetup setup = session::defaultSetup(live->format());
  useProtocol(setup, ran);
  ASSERT_TRUE(live->start(*store_, patients_[0], setup).ok());
  ASSERT_TRUE(live->runInline(1).ok());
  const std::string id = must(live->stop());
  edited.phases[1].durationS = 44;
  (void)must(saveProtocol(*store_, ran, edited));

  const auto stored = session::parseSetup(must(store_->session(id)).setupJson);
  ASSERT_TRUE(stored.ok());
  EXPECT_EQ(stored->protocol, ran.protocol);
  EXPECT_EQ(stored->protocolVersionId, ran.saved.id);
  EXPECT_EQ(stored->protocolVersion, 2);
  EXPECT_EQ(must(store_->protocolVersion(stored->protocolVersionId)).json, session::toJson(stored->protocol));
}

}  // namespace
}  // namespace tonus::app
