#include "tonus/resources/resources.h"

#include <gmock/gmock.h>

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace tonus::resources {
namespace {

namespace fs = std::filesystem;
const fs::path kSource = fs::path(TONUS_SOURCE_DIR) / "resources";

std::string contents(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void put(const fs::path& path, const std::string& text) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

class Override : public testing::Test {
 protected:
  void SetUp() override {
    dir_ = fs::temp_directory_path() / ("tonus_resources_" + std::to_string(::getpid()));
    fs::remove_all(dir_);
    fs::create_directories(dir_);
  }
  void TearDown() override { fs::remove_all(dir_); }
  fs::path dir_;
};

TEST(Resources, EveryEmbeddedFileEqualsItsSourceByteForByte) {
  const auto paths = list("");
  ASSERT_THAT(paths, testing::Contains("muscles.json"));
  for (const auto& path : paths) {
    const auto text = find(path);
    ASSERT_TRUE(text) << path;
    EXPECT_EQ(*text, contents(kSource / path)) << path;
  }
}

TEST(Resources, EveryMigrationAndProtocolOfTheSourceTreeIsEmbedded) {
  for (const std::string folder : {"migrations", "protocols", "schemas"}) {
    if (!fs::exists(kSource / folder)) continue;
    std::vector<std::string> expected;
    for (const auto& entry : fs::directory_iterator(kSource / folder))
      expected.push_back(folder + "/" + entry.path().filename().string());
    EXPECT_THAT(list(folder), testing::UnorderedElementsAreArray(expected));
    EXPECT_EQ(list(folder), list(folder + "/"));
  }
}

TEST(Resources, AnUnknownFileIsNotFound) { EXPECT_FALSE(find("protocols/no-such-thing.json")); }

TEST_F(Override, AFileThereWinsAndTheOthersStayCompiledIn) {
  put(dir_ / "muscles.json", "{}");
  EXPECT_EQ(find("muscles.json", dir_.string()), "{}");
  EXPECT_NE(find("muscles.json"), "{}");
}

TEST_F(Override, NewFilesAreListedOnceAndSorted) {
  put(dir_ / "protocols/zz-mine.json", "{}");
  put(dir_ / "protocols/aa-mine.json", "{}");
  const auto paths = list("protocols/", dir_.string());
  EXPECT_THAT(paths, testing::IsSupersetOf({"protocols/aa-mine.json", "protocols/zz-mine.json"}));
  EXPECT_TRUE(std::is_sorted(paths.begin(), paths.end()));
  put(dir_ / "muscles.json", "{}");
  const auto all = list("", dir_.string());
  EXPECT_EQ(std::count(all.begin(), all.end(), "muscles.json"), 1);
}

TEST_F(Override, ANameMayNotLeaveTheFolder) {
  put(dir_ / "secret.json", "{}");
  fs::create_directories(dir_ / "inner");
  EXPECT_FALSE(find("../secret.json", (dir_ / "inner").string()));
  EXPECT_FALSE(find((dir_ / "secret.json").string(), (dir_ / "inner").string()));
}

}  // namespace
}  // namespace tonus::resources
