// A recording program is killed at any moment: at most the last second is gone, and nothing else changed.

#include <spawn.h>
#include <sys/wait.h>

#include <csignal>
#include <cstdio>
#include <thread>

#include "support.h"

extern char** environ;

namespace tonus::store {
namespace {

struct Recorded {
  std::string session;
  long long handed = 0;  // frames, when last heard of
  long long committed = 0;
};

/// The recording program, from start to SIGKILL.
class Child {
 public:
  explicit Child(const std::filesystem::path& store) {
    int ends[2];
    if (::pipe(ends) != 0) throw std::runtime_error("pipe");
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1);
    posix_spawn_file_actions_addclose(&actions, ends[0]);
    posix_spawn_file_actions_addclose(&actions, ends[1]);
    std::string path = store.string();
    std::string code = "P-0042";
    std::string program = TONUS_WRITER_CHILD;
    char* arguments[] = {program.data(), path.data(), code.data(), nullptr};
    const int failed = ::posix_spawn(&pid_, TONUS_WRITER_CHILD, &actions, nullptr, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    if (failed != 0) throw std::runtime_error("posix_spawn");
    out_ = ::fdopen(ends[0], "r");
    char line[128];
    if (std::fgets(line, sizeof line, out_) != nullptr) recorded_.session = std::string(line, 36);
  }
  ~Child() {
    if (out_ != nullptr) kill();
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  const std::string& session() const { return recorded_.session; }

  Recorded kill() {
    ::kill(pid_, SIGKILL);
    char line[128];
    while (std::fgets(line, sizeof line, out_) != nullptr) {
      Recorded now = recorded_;
      const std::string text(line);
      if (text.back() == '\n' && std::sscanf(line, "%lld %lld", &now.handed, &now.committed) == 2) recorded_ = now;
    }
    std::fclose(out_);
    out_ = nullptr;
    int status = 0;
    ::waitpid(pid_, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status)) << "it ended by itself";
    return recorded_;
  }

 private:
  pid_t pid_ = 0;
  std::FILE* out_ = nullptr;
  Recorded recorded_;
};

class KillTest : public testing::Test {
 protected:
  core::SystemClock clock_;
  TempFolder folder_;
  std::filesystem::path path_ = folder_ / "a.tonus";
  std::string whole_;  // a session that was finished before

  void SetUp() override {
    auto store = must(Store::open(path_, clock_, {.create = true}));
    const Patient patient = must(store->addPatient(patientOf("P-0042")));
    auto writer = must(store->beginSession(sessionOf(patient, formatOf(4, 1000))));
    must(writer->consume(blockAt(0, 5500, 4)));
    must(writer->finish());
    whole_ = writer->sessionId();
    must(store->closeSession(whole_, {}, SessionState::kDone));
  }
};

TEST_F(KillTest, AtAnyMomentAtMostTheLastSecondIsGone) {
  std::mt19937 random(11);
  std::size_t killed = 0;
  for (int round = 0; round < 25; ++round) {
    Recorded recorded;
    {
      Child child(path_);
      std::this_thread::sleep_for(std::chrono::microseconds(random() % 150000));
      recorded = child.kill();
    }
    ++killed;
    auto store = must(Store::open(path_, clock_));
    const auto row = must(store->session(recorded.session));
    EXPECT_EQ(row.state, SessionState::kInterrupted);
    EXPECT_GE(row.framesN, recorded.committed);
    EXPECT_GT(row.framesN, recorded.handed - 1000);
    expectSignal(*must(store->openSession(recorded.session)));
    EXPECT_EQ(must(store->interruptedSessions()).size(), killed);

    const auto whole = must(store->session(whole_));
    EXPECT_EQ(whole.state, SessionState::kDone);
    EXPECT_EQ(whole.framesN, 5500);
    expectSignal(*must(store->openSession(whole_)));
    const auto report = must(store->verify());
    EXPECT_TRUE(report.ok) << testing::PrintToString(report.damaged);
  }
}

TEST_F(KillTest, ALiveRecordingInAnotherProgramIsNotTakenForACrash) {
  auto store = must(Store::open(path_, clock_));
  Child child(path_);
  EXPECT_EQ(must(store->session(child.session())).state, SessionState::kRecording);
  EXPECT_TRUE(must(store->interruptedSessions()).empty());
  EXPECT_EQ(store->closeSession(child.session(), {}, SessionState::kInterrupted).fault().code,
            core::FaultCode::kUnavailable);
  const auto recorded = child.kill();
  EXPECT_EQ(must(store->session(recorded.session)).state, SessionState::kInterrupted);
  EXPECT_EQ(must(store->interruptedSessions()).size(), 1U);
}

}  // namespace
}  // namespace tonus::store
