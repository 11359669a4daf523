// A live connection over a port that is played here, on a clock that stands still until the port waits: what only time
// can tell reaches the blocks and the remarks.

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "drivers/amplifier_streams.h"
#include "live/protocol_connection.h"
#include "openeeg_p2/decoder.h"

namespace tonus::tests {
namespace {

using namespace std::chrono_literals;
using drivers::live::Connection;
using drivers::live::ProtocolConnection;
using drivers::transport::BytePort;
using drivers::transport::Task;
using drivers::transport::Turn;

/// Needs no conversation: streams P2 packets, promised at 256 Hz.
class MuteProtocol final : public drivers::transport::DeviceProtocol {
 public:
  void begin(Task, const core::SourceConfig&) override {}
  Turn advance(std::span<const std::uint8_t>, drivers::transport::Elapsed) override {
    Turn turn;
    turn.outcome = Turn::Outcome::kDone;
    return turn;
  }
  drivers::transport::Identity identity() const override { return {}; }
  core::StreamFormat format() const override { return *makeDecoder()->format(); }
  std::unique_ptr<core::Decoder> makeDecoder() const override {
    return std::make_unique<drivers::openeeg_p2::Decoder>(drivers::wire::KeepCounters::kNo);
  }
  double bytesPerSecond() const override { return 4500; }
};

class PlayedPort final : public BytePort {
 public:
  PlayedPort(core::ManualClock& clock, double rateHz) : clock_(clock), rateHz_(rateHz) {}
  std::int64_t sent = 0;
  std::function<bool(std::int64_t)> arrives = [](std::int64_t) { return true; };

  core::Status setLine(const drivers::transport::LineSettings&) override { return {}; }
  core::Status startReading(double, OnBytes onBytes) override {
    onBytes_ = std::move(onBytes);
    return {};
  }
  core::Status write(std::span<const std::uint8_t>) override { return {}; }
  State pump(core::SteadyTime deadline) override {
    const core::SteadyTime next = start_ + std::chrono::nanoseconds(static_cast<std::int64_t>(1e9 * static_cast<double>(sent + 1) / rateHz_));
    if (next > deadline) {
      if (deadline > clock_.now()) clock_.sleepUntil(deadline);
      return State::kFlowing;
    }
    if (next > clock_.now()) clock_.sleepUntil(next);
    const std::int64_t i = sent++;
    if (!arrives(i)) return State::kFlowing;
    Stream packet{0xA5, 0x5A, 2, static_cast<std::uint8_t>(i & 0xFF), 2, 0, 2, 0, 2, 0, 2, 0, 2, 0, 2, 0, 1};
    counts_.bytesN += packet.size();
    onBytes_(packet, clock_.now());
    return State::kFlowing;
  }
  void stopReading() override { onBytes_ = nullptr; }
  Counts counts() const override { return counts_; }
  const core::Fault& fault() const override { return fault_; }

 private:
  core::ManualClock& clock_;
  const double rateHz_;
  const core::SteadyTime start_ = clock_.now();
  OnBytes onBytes_;
  Counts counts_;
  core::Fault fault_;
};

struct Played {
  Heard heard{};
  std::vector<std::string> remarks{};
  bool estimated = false;
  double usedHz = 0;
  std::optional<drivers::MeasuredRate> rate{};
};

Played run(double rateHz, std::chrono::seconds time, const std::function<bool(std::int64_t)>& arrives, std::uint32_t counterFrames = 256,
           std::optional<double> assumedHz = std::nullopt) {
  core::ManualClock clock;
  auto port = std::make_unique<PlayedPort>(clock, rateHz);
  port->arrives = arrives;
  ProtocolConnection connection(std::move(port), std::make_unique<MuteProtocol>(), counterFrames, clock);
  connection.configure({});
  while (connection.state() == Connection::State::kBusy) connection.pump(clock.now() + 10ms);
  Played result;
  if (assumedHz) connection.assumeRate(*assumedHz);
  result.usedHz = connection.format().sampleRateHz;
  connection.start([&](core::RawBlock& block) {
    result.heard.take(block);
    result.estimated = result.estimated || block.lossEstimated;
  });
  for (const auto until = clock.now() + time; clock.now() < until;) connection.pump(clock.now() + 20ms);
  result.remarks = connection.takeMessages();
  result.rate = connection.measuredRate();
  return result;
}

TEST(StreamClock, ARateThatIsNotThePromisedOneIsSaidOnce) {
  const auto all = [](std::int64_t) { return true; };
  const Played wrong = run(250, 40s, all);
  ASSERT_EQ(wrong.remarks.size(), 1U);
  EXPECT_NE(wrong.remarks[0].find("250.0"), std::string::npos) << wrong.remarks[0];
  EXPECT_TRUE(run(256.05, 40s, all).remarks.empty()) << "a crystal's error is not worth a word";
}

TEST(StreamClock, ASlowResonatorIsSaidWithItsBoundAndCanBeAssumedNextTime) {
  const auto all = [](std::int64_t) { return true; };
  const Played slow = run(255.2, 40s, all);  // 0.31 %
  ASSERT_EQ(slow.remarks.size(), 1U);
  EXPECT_NE(slow.remarks[0].find("255.2"), std::string::npos) << slow.remarks[0];
  EXPECT_NE(slow.remarks[0].find("give or take"), std::string::npos) << slow.remarks[0];
  ASSERT_TRUE(slow.rate);
  EXPECT_NEAR(slow.rate->hz, 255.2, slow.rate->boundHz);
  EXPECT_LT(slow.rate->boundHz, 0.05);
  const Played again = run(255.2, 40s, all, 256, slow.rate->hz);
  EXPECT_EQ(again.usedHz, slow.rate->hz) << "filters use the true rate";
  EXPECT_TRUE(again.remarks.empty());
  EXPECT_EQ(again.heard, slow.heard) << "the counts are the same";
}

TEST(StreamClock, OnlyARateThatMattersAndIsThisDevicesIsAssumed) {
  const auto all = [](std::int64_t) { return true; };
  EXPECT_EQ(run(256, 1s, all, 256, 256.1).usedHz, 256) << "a crystal's error changes no filter";
  EXPECT_EQ(run(256, 1s, all, 256, 250.0).usedHz, 256) << "that is another device's";
  EXPECT_FALSE(run(256, 9s, all).rate) << "ten seconds at least";
  EXPECT_FALSE(run(255.2, 40s, all, 0).rate) << "without a counter, loss would look like slowness";
}

TEST(RateMemory, KeepsARateForEachDeviceAndTakesADamagedFileForNone) {
  const auto folder = std::filesystem::temp_directory_path() / ("tonus-rates-" + std::to_string(::getpid()));
  const auto file = folder / "deeper" / "amplifier-rates";
  drivers::RateMemory rates(file);
  EXPECT_FALSE(rates.of("chords A"));
  rates.remember("chords A", {.hz = 248.9125, .boundHz = 0.02});
  rates.remember("chords B", {.hz = 250.7, .boundHz = 0.02});
  rates.remember("chords A", {.hz = 248.875, .boundHz = 0.01});
  rates.remember("two\nlines", {.hz = 1, .boundHz = 0});
  const drivers::RateMemory later(file);
  ASSERT_TRUE(later.of("chords A") && later.of("chords B"));
  EXPECT_EQ(later.of("chords A")->hz, 248.875);
  EXPECT_EQ(later.of("chords A")->boundHz, 0.01);
  EXPECT_EQ(later.of("chords B")->hz, 250.7);
  EXPECT_FALSE(later.of("two"));
  std::ofstream(file) << "nonsense\nchords A\tnan 3\nchords C\n\t1 2\nchords B\t251.5\t0.1\n";
  EXPECT_FALSE(later.of("chords A"));
  EXPECT_FALSE(later.of(""));
  EXPECT_EQ(later.of("chords B")->hz, 251.5);
  std::filesystem::remove_all(folder);
}

TEST(StreamClock, ATurnOfTheCounterThatIsMissingBecomesAGap) {
  const Played lost = run(256, 20s, [](std::int64_t i) { return i < 2000 || i >= 2256; });
  EXPECT_EQ(lost.heard.lost, 256U);
  EXPECT_TRUE(lost.estimated);
  const Played kept = run(256, 20s, [](std::int64_t) { return true; });
  EXPECT_EQ(kept.heard.lost, 0U);
  EXPECT_FALSE(kept.estimated);
}

}  // namespace
}  // namespace tonus::tests
