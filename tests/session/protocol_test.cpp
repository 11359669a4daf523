// Every shipped protocol, and what is said about broken ones.
#include "tonus/session/protocol.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "tonus/session/pipeline.h"
#include "tonus/session/setup.h"

namespace tonus::session {
namespace {

using ::testing::HasSubstr;

TEST(ShippedProtocols, AllParseAndSurviveARoundTrip) {
  const ProtocolLibrary library = loadProtocols();
  EXPECT_TRUE(library.faults.empty());
  EXPECT_GE(library.protocols.size(), 4U);
  for (const Protocol& p : library.protocols) {
    SCOPED_TRACE(p.id);
    EXPECT_FALSE(p.name.empty());
    EXPECT_FALSE(p.review.empty());
    EXPECT_FALSE(p.source.empty());
    const auto again = parseProtocol(toJson(p));
    ASSERT_TRUE(again.ok()) << again.fault().what;
    EXPECT_EQ(*again, p);
  }
}

TEST(ShippedProtocols, CuesFitOnThePatientDisplay) {
  for (const Protocol& p : loadProtocols().protocols)
    for (const Phase& phase : p.phases) {
      std::istringstream words(phase.cue);
      int n = 0;
      for (std::string w; words >> w;) ++n;
      EXPECT_GE(n, 1) << p.id << ' ' << phase.name;
      EXPECT_LE(n, 7) << p.id << ' ' << phase.cue;
    }
}

TEST(ShippedProtocols, EachRunsToItsEndOnSampleTime) {
  core::StreamFormat format;
  format.sampleRateHz = 250;
  format.channels.push_back({"a", 0.1, 0, -100000, 100000, true});
  for (const Protocol& p : loadProtocols().protocols) {
    if (p.totalS() == 0) continue;  // open-ended by design
    SCOPED_TRACE(p.id);
    SessionSetup setup = defaultSetup(format);
    setup.protocol = p;
    Pipeline pipeline(setup);
    std::vector<std::string> names;
    core::RawBlock raw;
    raw.channelsN = 1;
    for (std::int64_t at = 0; at < static_cast<std::int64_t>((p.totalS() + 1) * 250); at += 50) {
      raw.first = {at};
      raw.framesN = 50;
      raw.counts.assign(50, 0);
      for (int i = 0; i < 50; ++i) raw.counts[i] = (at + i) % 2 == 0 ? 100 : -100;
      const core::BlockPtr block = pipeline.process(raw);
      for (const core::SessionEvent& e : block->events)
        if (e.kind == core::EventKind::kPhase) names.push_back(e.text);
    }
    EXPECT_TRUE(pipeline.finished());
    ASSERT_EQ(names.size(), p.phases.size() + 1);
    for (std::size_t i = 0; i < p.phases.size(); ++i) EXPECT_EQ(names[i], p.phases[i].name);
    EXPECT_EQ(names.back(), "Finished");
  }
}

TEST(Protocol, FaultsNameTheFieldInWords) {
  EXPECT_THAT(parseProtocol("{").fault().what, HasSubstr("line 1"));
  EXPECT_THAT(parseProtocol("[]").fault().what, HasSubstr("not an object"));
  EXPECT_THAT(parseProtocol(R"({"id":"x"})").fault().what, HasSubstr("\"name\""));
  EXPECT_THAT(parseProtocol(R"({"id":"x","name":"X","phases":[]})").fault().what, HasSubstr("no phases"));
  EXPECT_THAT(parseProtocol(R"({"id":"x","name":"X","rule":"up","phases":[{}]})").fault().what, HasSubstr("unknown rule"));
  EXPECT_THAT(parseProtocol(R"({"id":"x","name":"X","phases":[{"kind":"jump","name":"a"}]})").fault().what,
              HasSubstr("Phase 1 of \"X\" has an unknown kind \"jump\""));
  EXPECT_THAT(parseProtocol(R"({"id":"x","name":"X","phases":[{"kind":"trial","name":"a","duration_s":-1}]})").fault().what,
              HasSubstr("duration_s"));
  EXPECT_THAT(parseProtocol(R"({"id":"x","name":"X","phases":[{"kind":"trial","name":7}]})").fault().what,
              HasSubstr("wrong type"));
}

TEST(Setup, SurvivesARoundTripAndRejectsAMismatch) {
  core::StreamFormat format;
  format.sampleRateHz = 1999.99872;
  format.channels.push_back({"Frontalis µ", 0.0223517417907714844, -3, -8388608, 8388607, true});
  format.channels.push_back({"b", 1, 0, 0, 4095, false});
  SessionSetup s = defaultSetup(format);
  s.channels[0].rule.thresholdUv = 3.4000000000000004;
  s.channels[1].role = feedback::Role::kMonitor;
  s.channels[1].side = "L";
  s.chain.mainsHz = 50;
  s.kernelVariant = "baseline";
  const auto again = parseSetup(toJson(s));
  ASSERT_TRUE(again.ok()) << again.fault().what;
  EXPECT_EQ(again->format, s.format);
  EXPECT_EQ(again->chain, s.chain);
  EXPECT_EQ(again->channels[0].rule, s.channels[0].rule);
  EXPECT_EQ(again->channels[1].role, feedback::Role::kMonitor);
  EXPECT_EQ(again->protocol, s.protocol);
  s.channels.pop_back();
  EXPECT_THAT(parseSetup(toJson(s)).fault().what, HasSubstr("number of channels"));
  EXPECT_FALSE(parseSetup("nonsense").ok());
}

}  // namespace
}  // namespace tonus::session
