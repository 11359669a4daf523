// tonusctl protocols, and the numbers of a session that ran one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tonus/ctl/ctl.h"
#include "tonus/resources/resources.h"

namespace tonus::ctl {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

struct Said {
  int code = 0;
  std::string out;
};

Said run(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "tonusctl");
  std::vector<char*> argv;
  for (std::string& a : arguments) argv.push_back(a.data());
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  Said said;
  said.code = ctl::run(static_cast<int>(argv.size()), argv.data(), Services{});
  said.out = testing::internal::GetCapturedStdout();
  (void)testing::internal::GetCapturedStderr();
  return said;
}

class ProtocolsTest : public testing::Test {
 protected:
  void SetUp() override {
    dir_ = fs::temp_directory_path() / ("tonus-ctl-protocols-" + std::to_string(::getpid()));
    fs::create_directories(dir_);
  }
  void TearDown() override { fs::remove_all(dir_); }
  std::string put(const std::string& name, const std::string& text) const {
    std::ofstream(dir_ / name) << text;
    return (dir_ / name).string();
  }
  fs::path dir_;
};

TEST_F(ProtocolsTest, AreListedWithTheirLength) {
  const Said said = run({"protocols", "--json"});
  EXPECT_EQ(said.code, 0);
  const json all = json::parse(said.out);
  EXPECT_GE(all.size(), 8U);
  const auto tth = std::find_if(all.begin(), all.end(), [](const json& p) { return p["id"] == "tth_relaxation"; });
  ASSERT_NE(tth, all.end());
  EXPECT_EQ((*tth)["channels_n"], 4);
  EXPECT_EQ((*tth)["duration_s"], 30 + 180 + 180 + 120 + 8 * 128 + 7 * 30 + 120 + 120 + 120 + 180);
}

TEST_F(ProtocolsTest, AFileIsCheckedByLineAndColumn) {
  std::string text = resources::find("protocols/short.json").value();
  EXPECT_EQ(run({"protocols", "check", put("good.json", text)}).code, 0);
  text.replace(text.find("\"trial\""), 7, "\"trail\"");
  const Said said = run({"protocols", "check", put("bad.json", text), "--json"});
  EXPECT_EQ(said.code, 3);
  const json problems = json::parse(said.out)["problems"];
  ASSERT_EQ(problems.size(), 1U);
  const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(text.find("trail")), '\n');
  EXPECT_EQ(problems[0]["line"], line);
  EXPECT_THAT(problems[0]["text"].get<std::string>(), testing::HasSubstr("\"kind\" is \"trail\""));
  EXPECT_EQ(run({"protocols", "check", (dir_ / "none.json").string()}).code, 1);
}

TEST_F(ProtocolsTest, AWarningIsSaidAndTheFileCanStillBeUsed) {
  std::string text = resources::find("protocols/tth_relaxation.json").value();
  EXPECT_TRUE(json::parse(run({"protocols", "check", put("good.json", text), "--json"}).out)["warnings"].empty());
  text.replace(text.find("\"minutes\": 50"), 13, "\"minutes\": 20");
  const std::string path = put("long.json", text);
  const Said said = run({"protocols", "check", path});
  EXPECT_EQ(said.code, 0);
  EXPECT_THAT(said.out, testing::HasSubstr(": warning: the protocol: the phases last 39 min"));
  EXPECT_THAT(said.out, testing::HasSubstr("can be used."));
  const json warnings = json::parse(run({"protocols", "check", path, "--json"}).out)["warnings"];
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_EQ(warnings[0]["line"], 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(text.find("\"minutes\"")), '\n'));
}

TEST_F(ProtocolsTest, ASessionTellsTheNumbersItsProtocolIsJudgedBy) {
  const std::string store = (dir_ / "s.store").string();
  ASSERT_EQ(run({"record", "--device", "simulator", "--store", store, "--patient", "P", "--protocol", "clbp_flexion_relaxation",
                 "--speed", "0", "--json"}).code, 0);
  const json sessions = json::parse(run({"sessions", "--store", store, "--json"}).out);
  ASSERT_EQ(sessions.size(), 1U);
  EXPECT_NEAR(sessions[0]["duration_s"].get<double>(), 630, 0.5);  // 30 + 100 + 400 + 100, set-up and ratings at once
  bool found = false;
  for (const json& n : sessions[0]["numbers"]) {
    if (n["id"] != "mean_mvf_uv" || n["of"] != "Flexion test") continue;
    found = true;
    EXPECT_EQ(n["unit"], "µV");
    EXPECT_EQ(n["name"], "Level in full flexion");
    EXPECT_GT(n["value"].get<double>(), 0);
    EXPECT_TRUE(n["channel"].is_string());
  }
  EXPECT_TRUE(found);
}

}  // namespace
}  // namespace tonus::ctl
