// The command line as scripts see it: exit codes, one JSON document, keys of the contract.
#include "tonus/ctl/ctl.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pty.h>
#include <termios.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <thread>

namespace tonus::ctl {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using ::testing::AllOf;
using ::testing::HasSubstr;

class CtlTest : public ::testing::Test {
 protected:
  void SetUp() override {
    dir_ = fs::temp_directory_path() / ("tonus-ctl-" + std::to_string(::getpid()));
    fs::remove_all(dir_);
    fs::create_directories(dir_);
  }
  void TearDown() override { fs::remove_all(dir_); }

  std::string path(const std::string& name) const { return (dir_ / name).string(); }
  static std::string vector(const std::string& name) { return TONUS_SOURCE_DIR "/tests/vectors/devices/" + name; }

  int run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "tonusctl");
    std::vector<char*> argv;
    for (std::string& a : arguments) argv.push_back(a.data());
    Services services;
    services.versionText = "tonusctl test";
    services.writeReport = [](store::Store&, const std::string&, const fs::path& file, const core::Progress& progress) -> core::Result<int> {
      EXPECT_TRUE(progress(0.5));
      std::ofstream(file) << "%PDF";
      return 1;
    };
    services.measureWindows = windows_;
    ::testing::internal::CaptureStdout();
    ::testing::internal::CaptureStderr();
    services.measureLatency = [](double seconds, const core::Progress&) -> core::Result<app::MeasuredLatency> {
      if (seconds > 100) return core::Fault{core::FaultCode::kUnavailable, "No window could be opened.", "Try again."};
      app::MeasuredLatency m;
      m.seconds = seconds;
      m.display.observed = {12, 17, 21, 23, 80};
      m.display.stamped = {11, 16, 20, 22, 80};
      m.patient.stamped = {30, 40, 45, 46, 20};
      m.audio.how = "No sound device.";
      m.beyond = "The panel.";
      return m;
    };
    const int captured = ::dup(STDERR_FILENO);
    if (terminalFd_ >= 0) ::dup2(terminalFd_, STDERR_FILENO);
    const int code = ctl::run(static_cast<int>(argv.size()), argv.data(), services);
    std::fflush(stderr);
    ::dup2(captured, STDERR_FILENO);
    ::close(captured);
    out_ = ::testing::internal::GetCapturedStdout();
    err_ = ::testing::internal::GetCapturedStderr();
    return code;
  }
  /// The same with stderr on a terminal; what it shows is in terminal_.
  int runOnTerminal(const std::vector<std::string>& arguments) {
    int master = -1, slave = -1;
    EXPECT_EQ(::openpty(&master, &slave, nullptr, nullptr, nullptr), 0);
    termios plain{};
    ::tcgetattr(slave, &plain);
    ::cfmakeraw(&plain);
    ::tcsetattr(slave, TCSANOW, &plain);
    terminal_.clear();
    std::thread reader([&] {
      char bytes[4096];
      for (ssize_t n; (n = ::read(master, bytes, sizeof bytes)) > 0;) terminal_.append(bytes, static_cast<std::size_t>(n));
    });
    terminalFd_ = slave;
    const int code = run(arguments);
    terminalFd_ = -1;
    ::close(slave);
    reader.join();
    ::close(master);
    return code;
  }
  json document() const { return json::parse(out_); }

  fs::path dir_;
  std::function<WindowMeasures(bool, const fs::path&)> windows_;
  std::string out_, err_, terminal_;
  int terminalFd_ = -1;
};

TEST_F(CtlTest, AWrongCommandLineIsExitCode2) {
  EXPECT_EQ(run({}), 2);
  EXPECT_EQ(run({"dance"}), 2);
  EXPECT_EQ(run({"record"}), 2);
  EXPECT_EQ(run({"record", "--device", "simulator", "--patient", "P", "--store", path("s")}), 2);
  EXPECT_EQ(run({"record", "--device", "nosuch", "--patient", "P", "--store", path("s")}), 1);
  EXPECT_THAT(err_, HasSubstr("no driver called \"nosuch\""));
  EXPECT_FALSE(fs::exists(path("s")));
  EXPECT_EQ(run({"decode", "--driver", "no-such", "x"}), 2);
  EXPECT_THAT(err_, HasSubstr("tonus-link"));
  EXPECT_EQ(run({"--version"}), 0);
}

TEST_F(CtlTest, DriversAndDevicesListTheSimulator) {
  ASSERT_EQ(run({"drivers", "--json"}), 0);
  bool found = false;
  const json drivers = document();
  for (const json& d : drivers) {
    for (const char* key : {"driver", "model", "transport", "usb_ids", "channels_n", "sample_rates_hz"}) EXPECT_TRUE(d.contains(key));
    found = found || d["driver"] == "tonus-link";
  }
  EXPECT_TRUE(found);
  ASSERT_EQ(run({"devices", "--json"}), 0);
  EXPECT_EQ(document()[0]["id"], "simulator");
  EXPECT_THAT(document()[0]["variants"].get<std::string>(), HasSubstr("electrode-off"));
  EXPECT_EQ(run({"devices"}), 0);
  EXPECT_THAT(out_, HasSubstr("simulator"));
  EXPECT_THAT(out_, HasSubstr("clipping"));
}

TEST_F(CtlTest, DecodeAgreesWithTheVectors) {
  std::ifstream file(vector("tonus_link.json"));
  const json vectors = json::parse(file);
  for (const json& v : vectors["vectors"]) {
    std::ofstream(path("v.hex")) << v["hex"].get<std::string>();
    ASSERT_EQ(run({"decode", "--driver", "tonus-link", path("v.hex"), "--json"}), 0) << err_;
    const json got = document();
    for (const char* key : {"channels_n", "frames_n", "lost_n", "samples_counts"}) EXPECT_EQ(got[key], v["expected"][key]) << key;
    EXPECT_EQ(got["sample_rate_hz"].get<double>(), v["expected"]["sample_rate_hz"].get<double>());
  }
}

TEST_F(CtlTest, DecodeReadsEveryAmplifiersVectors) {
  struct Case {
    const char* file;
    const char* driver;
    bool calibrated;
  };
  for (const Case c : {Case{"cyton", "openbci-cyton", true}, Case{"chords", "chords", false}, Case{"modulareeg_p2", "openeeg-p2", false},
                       Case{"bitalino", "bitalino", true}, Case{"byb_serial", "byb-serial", false}}) {
    std::ifstream in(std::string(TONUS_SOURCE_DIR "/tests/vectors/devices/") + c.file + ".json");
    const json vectors = json::parse(in);
    for (const json& v : vectors["vectors"]) {
      SCOPED_TRACE(std::string(c.file) + " " + v["name"].get<std::string>());
      std::ofstream(path("v.hex")) << v["hex"].get<std::string>();
      std::vector<std::string> line{"decode", "--driver", c.driver, path("v.hex"), "--json"};
      if (v.contains("channels")) line.insert(line.end(), {"--channels", std::to_string(v["channels"].get<int>())});
      if (v["name"] == "ftdi_idle_status_only") line.insert(line.end(), {"--ftdi-packet", "64"});
      ASSERT_EQ(run(line), 0) << err_;
      const json got = document();
      EXPECT_EQ(got["samples_uV"].is_null(), !c.calibrated);
      EXPECT_EQ(got["lost_n"], 0);
      json counts = json::array(), counters = json::array();
      if (v.contains("expected_counts")) counts = v["expected_counts"];
      if (v.contains("expected") && v["expected"].is_array())
        for (const json& packet : v["expected"]) counts.push_back(packet["counts"]), counters.push_back(packet["counter"]);
      if (counts.empty()) continue;
      EXPECT_EQ(got["samples_counts"], counts);
      EXPECT_EQ(got["counters"], counters);
    }
  }
}

TEST_F(CtlTest, DecodeTakesTheStatusBytesOfAnFtdiChipOut) {
  std::ifstream in(TONUS_SOURCE_DIR "/tests/vectors/devices/cyton.json");
  const json vectors = json::parse(in);
  std::string payload;
  for (const json& v : vectors["vectors"])
    if (v["name"] == "daisy_0_1_2_3") payload = v["hex"];
  std::string wrapped;
  for (std::size_t at = 0; at < payload.size(); at += 124) wrapped += "0160" + payload.substr(at, 124);
  std::ofstream(path("v.hex")) << wrapped << "0160";
  ASSERT_EQ(run({"decode", "--driver", "openbci-cyton-daisy", "--ftdi-packet", "64", path("v.hex"), "--json"}), 0) << err_;
  const json got = document();
  EXPECT_EQ(got["frames_n"], 1);
  EXPECT_EQ(got["channels_n"], 16);
  EXPECT_EQ(got["counters"], json({0, 1, 2, 3}));
  EXPECT_EQ(got["resyncs_n"], 0);
}

TEST_F(CtlTest, DamagedInputIsExitCode3AndLeavesNothing) {
  std::ofstream(path("bad.hex")) << "zz";
  EXPECT_EQ(run({"decode", "--driver", "tonus-link", path("bad.hex")}), 3);
  std::ofstream(path("noise.bin")) << std::string(5000, 'x');
  EXPECT_EQ(run({"decode", "--driver", "tonus-link", path("noise.bin")}), 3);
  std::ofstream(path("bad.edf")) << "this is not EDF";
  EXPECT_EQ(run({"import", path("bad.edf"), "--store", path("s"), "--patient", "P"}), 3);
  EXPECT_FALSE(fs::exists(path("s")));
  EXPECT_EQ(run({"process", path("bad.edf"), "--out", path("out.csv")}), 3);
  EXPECT_FALSE(fs::exists(path("out.csv")));
  EXPECT_FALSE(fs::exists(path("out.csv.part")));
}

TEST_F(CtlTest, RecordListReplayVerifyExportReport) {
  const std::string store = path("s.store");
  ASSERT_EQ(run({"record", "--device", "simulator:3:loss", "--store", store, "--patient", "P-7", "--seconds", "12", "--speed",
                 "0", "--json"}),
            0)
      << err_;
  EXPECT_THAT(err_, HasSubstr("committed 12 s\n")) << "the last second too, however fast it ran";
  const json done = document();
  EXPECT_EQ(done["frames_n"].get<int>() + done["lost_n"].get<int>(), 24000);
  EXPECT_GT(done["lost_n"], 0);
  int lost = 0;
  for (const json& gap : done["gaps"]) lost += gap["frames_n"].get<int>();
  EXPECT_EQ(lost, done["lost_n"]);
  EXPECT_DOUBLE_EQ(done["duration_s"], 12);
  const std::string id = done["session"];

  ASSERT_EQ(run({"sessions", "--store", store, "--json"}), 0);
  EXPECT_EQ(document()[0]["session"], id);
  EXPECT_EQ(document()[0]["state"], "done");
  EXPECT_TRUE(document()[0]["latency"]["display"].is_null()) << "nothing was displayed";
  ASSERT_EQ(run({"patients", "--store", store, "--json"}), 0);
  EXPECT_EQ(document()[0]["code"], "P-7");
  ASSERT_EQ(run({"replay", "--store", store, "--session", id, "--json"}), 0) << err_;
  EXPECT_EQ(document()["identical"], true);
  ASSERT_EQ(run({"replay", "--store", store, "--session", id, "--threshold", "1=50", "--json"}), 0) << err_;
  EXPECT_TRUE(document()["identical"].is_null());
  ASSERT_EQ(run({"replay", "--store", store, "--session", id, "--threshold", "1=50"}), 0) << err_;
  EXPECT_EQ(out_.find("identical"), std::string::npos) << "at another threshold there is nothing to be identical with";
  EXPECT_EQ(run({"replay", "--store", store, "--session", id, "--threshold", "1=abc"}), 2);
  EXPECT_EQ(run({"replay", "--store", store, "--session", "nobody"}), 1);
  ASSERT_EQ(run({"verify", "--store", store, "--json"}), 0);
  EXPECT_EQ(document()["ok"], true);
  ASSERT_EQ(run({"export", "--store", store, "--session", id, "--format", "bdf", "--out", path("o.bdf"), "--json"}), 0) << err_;
  ASSERT_EQ(run({"import", path("o.bdf"), "--store", store, "--patient", "P-8", "--json"}), 0) << err_;
  EXPECT_EQ(document()["frames_n"], done["frames_n"]);
  ASSERT_EQ(run({"report", "--store", store, "--session", id, "--out", path("r.pdf"), "--json"}), 0);
  EXPECT_EQ(document()["pages_n"], 1);
}

TEST_F(CtlTest, ABarIsShownOnATerminalOnly) {
  const std::string store = path("s.store");
  ASSERT_EQ(runOnTerminal({"record", "--device", "simulator", "--store", store, "--patient", "P", "--seconds", "8", "--speed", "0",
                           "--json"}),
            0);
  EXPECT_THAT(terminal_, HasSubstr("recording"));
  EXPECT_THAT(terminal_, ::testing::Not(HasSubstr("committed")));
  const std::string id = document()["session"];
  const std::vector<std::pair<std::string, std::vector<std::string>>> work = {
      {"exporting", {"export", "--store", store, "--session", id, "--out", path("o.bdf")}},
      {"importing", {"import", path("o.bdf"), "--store", store, "--patient", "Q"}},
      {"writing the report", {"report", "--store", store, "--session", id, "--out", path("r.pdf")}},
      {"replaying", {"replay", "--store", store, "--session", id}},
      {"checking", {"verify", "--store", store}},
  };
  for (const auto& [what, arguments] : work) {
    EXPECT_EQ(runOnTerminal(arguments), 0) << what;
    EXPECT_THAT(terminal_, HasSubstr("\r" + what + " [")) << what;
    EXPECT_TRUE(terminal_.ends_with("\n")) << what;
    EXPECT_EQ(run(arguments), 0) << what;
    EXPECT_EQ(err_, "") << what;
  }
}

TEST_F(CtlTest, CtrlCCancelsAnExportAndLeavesNoFile) {
  const std::string store = path("s.store");
  ASSERT_EQ(run({"record", "--device", "simulator", "--store", store, "--patient", "P", "--seconds", "5", "--speed", "0", "--json"}), 0);
  const std::string id = document()["session"];
  sigset_t interrupt, before;
  sigemptyset(&interrupt);
  sigaddset(&interrupt, SIGINT);
  ::pthread_sigmask(SIG_BLOCK, &interrupt, &before);
  ::kill(::getpid(), SIGINT);   // waits until somebody asks for it
  EXPECT_EQ(run({"export", "--store", store, "--session", id, "--out", path("o.bdf")}), 1);
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);   // would end this program if the signal were still pending
  EXPECT_THAT(err_, HasSubstr("cancelled"));
  for (const auto& file : fs::directory_iterator(dir_)) EXPECT_FALSE(file.path().filename().string().starts_with("o.bdf"));
}

TEST_F(CtlTest, ARecordEndsWithItsProtocol) {
  ASSERT_EQ(run({"record", "--device", "simulator:1000hz", "--store", path("s"), "--patient", "P", "--protocol", "short", "--speed", "0",
                 "--json"}),
            0)
      << err_;
  EXPECT_NEAR(document()["duration_s"].get<double>(), 80, 0.1);
  EXPECT_THAT(err_, HasSubstr("committed"));
  EXPECT_EQ(run({"record", "--device", "simulator", "--store", path("s"), "--patient", "P", "--protocol", "nonsense"}), 2);
  EXPECT_THAT(err_, HasSubstr("short"));
}

TEST_F(CtlTest, ASignalStopsKeepsAndStillSaysWhatWasRecorded) {
  sigset_t term, before;
  sigemptyset(&term);
  sigaddset(&term, SIGTERM);
  ::pthread_sigmask(SIG_BLOCK, &term, &before);
  std::thread later([] {
    std::this_thread::sleep_for(std::chrono::milliseconds(1500));
    ::kill(::getpid(), SIGTERM);
  });
  const int code = run({"record", "--device", "simulator", "--store", path("s"), "--patient", "P", "--seconds", "60", "--json"});
  later.join();
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);  // would end this program if the signal were still pending
  EXPECT_EQ(code, 0) << err_;
  EXPECT_GT(document()["frames_n"], 1000);
  EXPECT_LT(document()["duration_s"], 30);
}

TEST_F(CtlTest, LatencyTellsWhatWasSeenElseWhatWasStampedElseNull) {
  ASSERT_EQ(run({"latency", "--seconds", "5", "--json"}), 0) << err_;
  const json d = document();
  EXPECT_EQ(d["display"], (json{{"p50_ms", 12.0}, {"p95_ms", 17.0}, {"p99_ms", 21.0}, {"max_ms", 23.0}, {"n", 80}}));
  EXPECT_EQ(d["patient"]["p50_ms"], 30);
  EXPECT_TRUE(d["audio"].is_null());
  EXPECT_EQ(d["details"]["audio"]["how"], "No sound device.");
  EXPECT_EQ(d["details"]["display"]["stamped"]["p99_ms"], 20);
  EXPECT_EQ(d["beyond"], "The panel.");
  EXPECT_EQ(run({"latency", "--seconds", "5"}), 0);
  EXPECT_EQ(run({"latency", "--seconds", "600"}), 1);
  EXPECT_THAT(err_, HasSubstr("No window"));
  EXPECT_EQ(run({"latency", "--seconds", "0"}), 2);
}

TEST_F(CtlTest, DemoDoesTheWholeJob) {
  ASSERT_EQ(run({"demo", "--out", dir_.string(), "--json"}), 0) << err_;
  const json d = document();
  EXPECT_TRUE(fs::exists(d["store"].get<std::string>()));
  EXPECT_TRUE(fs::exists(d["report"].get<std::string>()));
  EXPECT_TRUE(fs::exists(d["bdf"].get<std::string>()));
  EXPECT_GT(d["frames_n"], 100000);
  EXPECT_EQ(d["lost_n"], 0);
  EXPECT_TRUE(d["latency_ms"].is_null());
  EXPECT_GT(d["success_rate"].get<double>(), 0);
}

TEST_F(CtlTest, DemoRunsAnyShippedProtocolWithAPatientWhoCanDoIt) {
  ASSERT_EQ(run({"demo", "--protocol", "clbp_flexion_relaxation", "--out", dir_.string(), "--json"}), 0) << err_;
  const json d = document();
  EXPECT_EQ(d["protocol"], "clbp_flexion_relaxation");
  EXPECT_EQ(d["repetitions_asked_n"], 8);
  EXPECT_GT(d["repetitions_n"], 0);
  EXPECT_GT(d["success_rate"].get<double>(), 0.3);
  EXPECT_EQ(run({"demo", "--protocol", "nothing", "--out", path("none"), "--json"}), 2);
  EXPECT_NE(err_.find("tth_relaxation"), std::string::npos) << "known ones are named: " << err_;
  EXPECT_FALSE(fs::exists(path("none"))) << "nothing is made for a wrong name";
}

TEST_F(CtlTest, ProcessWritesBothTables) {
  std::ofstream csv(path("in.csv"));
  csv << "a,b_mV\n";
  for (int i = 0; i < 2000; ++i) csv << (i % 7) * 3.5 << ',' << (i % 5) * 0.01 << '\n';
  csv.close();
  ASSERT_EQ(run({"process", path("in.csv"), "--out", path("out.csv"), "--fs", "1000", "--notch", "50"}), 0) << err_;
  std::ifstream out(path("out.csv")), spectral(path("out.spectral.csv"));
  std::string head;
  std::getline(out, head);
  EXPECT_EQ(head, "t_s,a_filtered_uV,a_rms_uV,b_filtered_uV,b_rms_uV");
  int rows = 0;
  for (std::string line; std::getline(out, line);) ++rows;
  EXPECT_EQ(rows, 2000);
  std::getline(spectral, head);
  EXPECT_EQ(head, "t_s,a_mdf_hz,a_mnf_hz,b_mdf_hz,b_mnf_hz");
  EXPECT_EQ(run({"process", path("in.csv"), "--out", path("x.csv")}), 1) << "the rate is unknown";
  EXPECT_EQ(run({"process", path("in.csv"), "--out", path("x.csv"), "--fs", "1000", "--band", "600:900"}), 2);
}

TEST_F(CtlTest, BenchHasEveryKeyAndNullWithWordsWhereALibraryOrAWindowIsMissing) {
  ASSERT_EQ(run({"bench", "--quick", "--json", "--folder", dir_.string()}), 0) << err_;
  const json d = document();
  const std::map<std::string, std::vector<std::string>> ours = {
      {"dsp",
       {"filter_1x20_f64_ns", "filter_8x20_f64_ns", "filter_64x20_f64_ns", "filter_256x200_f64_ns", "filter_8x200_f64_ns",
        "filter_8x20_baseline_f64_ns", "psd1024_mdf_us", "welch4s_update_us", "welch4s_recompute_us", "rms_ns", "refilter_hour_ms"}},
      {"ring", {"block_ns", "wakeup_p50_us"}},
      {"store", {"commit_p99_us", "append_fdatasync_p99_us", "codec_ratio", "codec_encode_mb_s"}}};
  for (const auto& [section, keys] : ours)
    for (const std::string& key : keys) EXPECT_GT(d.at(section).at(key).get<double>(), 0) << section << "." << key;
  const std::map<std::string, std::vector<std::string>> missing = {{"dsp", {"filter_8x20_liquid_f32_ns", "filter_8x20_scipy_ns"}},
                                                                   {"ring", {"boost_block_ns"}},
                                                                   {"store", {"flac5_ratio", "flac5_encode_mb_s"}},
                                                                   {"latency", {"display_p50_ms", "display_p99_ms", "audio_p50_ms"}},
                                                                   {"paint", {"live_8ch_ms", "hour_ms"}},
                                                                   {"startup", {"window_ms"}}};
  for (const auto& [section, keys] : missing)
    for (const std::string& key : keys) EXPECT_TRUE(d.at(section).at(key).is_null()) << section << "." << key;
  EXPECT_THAT(d["notes"].dump(), HasSubstr("libtonus_bench_peers.so"));
  EXPECT_THAT(d["notes"].dump(), HasSubstr("without windows"));
  EXPECT_TRUE(d["ratios"]["filter_vs_liquid_f32"].is_null());
  EXPECT_DOUBLE_EQ(d["ratios"]["filter_256x200_to_8x200"].get<double>(),
                   d["dsp"]["filter_256x200_f64_ns"].get<double>() / d["dsp"]["filter_8x200_f64_ns"].get<double>());
  EXPECT_TRUE(fs::is_empty(dir_)) << "what was made there is removed";

  windows_ = [](bool quick, const fs::path& folder) {
    WindowMeasures w;
    w.displayP99Ms = 21.5;
    w.hourMs = quick ? 60 : 0;
    w.notes.push_back("No sound in " + folder.filename().string() + ".");
    return w;
  };
  ASSERT_EQ(run({"bench", "--quick", "--json", "--folder", dir_.string(), "--markdown", path("page.md")}), 0) << err_;
  EXPECT_DOUBLE_EQ(document()["latency"]["display_p99_ms"], 21.5);
  EXPECT_DOUBLE_EQ(document()["paint"]["hour_ms"], 60);
  EXPECT_TRUE(document()["latency"]["audio_p50_ms"].is_null());
  EXPECT_THAT(document()["notes"].dump(), HasSubstr("No sound in " + dir_.filename().string()));
  std::ifstream page(path("page.md")), picture(path("images/page.svg"));
  EXPECT_THAT(std::string(std::istreambuf_iterator<char>(page), {}), AllOf(HasSubstr("images/page.svg"), HasSubstr("21.5 ms")));
  EXPECT_THAT(std::string(std::istreambuf_iterator<char>(picture), {}), HasSubstr("</svg>"));
  EXPECT_EQ(run({"bench", "--peers", path("none.so")}), 1);
  EXPECT_EQ(run({"bench", "--folder", path("none")}), 2);
}

TEST_F(CtlTest, AStoreThatIsNotOneIsRefusedUntouched) {
  std::ofstream(path("s")) << "plain text, long enough to be looked at as a database header by anyone who tries";
  EXPECT_EQ(run({"sessions", "--store", path("s")}), 3);
  EXPECT_EQ(run({"sessions", "--store", path("missing")}), 1);
  EXPECT_FALSE(fs::exists(path("missing")));
}

}  // namespace
}  // namespace tonus::ctl
