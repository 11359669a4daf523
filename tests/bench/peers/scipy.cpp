// SciPy in a process of its own: it is told to work for a while and answers what a call took.
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <limits>

#include "module.h"

extern char** environ;

namespace tonus::bench {

namespace {

class Scipy final : public ScriptPeer {
 public:
  Scipy() {
    int in[2], out[2];
    if (::pipe(in) != 0 || ::pipe(out) != 0) return;
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, in[0], STDIN_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
    for (const int fd : {in[0], in[1], out[0], out[1]}) ::posix_spawn_file_actions_addclose(&actions, fd);
    ::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", 1, 0);
    // Debian's own Python: its packages are not seen by another one in PATH.
    char program[] = "/usr/bin/python3", script[] = TONUS_SCIPY_SCRIPT;
    char* argv[] = {program, script, nullptr};
    if (::posix_spawn(&pid_, program, &actions, nullptr, argv, environ) != 0) pid_ = -1;
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(in[0]);
    ::close(out[1]);
    to_ = ::fdopen(in[1], "w");
    from_ = ::fdopen(out[0], "r");
    who_ = line();
  }
  ~Scipy() override {
    if (to_ != nullptr) std::fclose(to_);  // the script ends with its input
    if (from_ != nullptr) std::fclose(from_);
    if (pid_ > 0) ::waitpid(pid_, nullptr, 0);
  }
  Scipy(const Scipy&) = delete;
  Scipy& operator=(const Scipy&) = delete;

  const std::string& who() const override { return who_; }
  bool works() const { return who_.starts_with("SciPy"); }

  double round(std::string_view job, std::chrono::nanoseconds about) override {
    std::fprintf(to_, "%.*s %lld\n", static_cast<int>(job.size()), job.data(), static_cast<long long>(about.count()));
    std::fflush(to_);
    const std::string answer = line();
    return answer.empty() ? std::numeric_limits<double>::quiet_NaN() : std::strtod(answer.c_str(), nullptr);
  }

 private:
  std::string line() {
    char buffer[128];
    if (from_ == nullptr || std::fgets(buffer, sizeof buffer, from_) == nullptr) return {};
    std::string text(buffer);
    while (!text.empty() && text.back() == '\n') text.pop_back();
    return text;
  }

  pid_t pid_ = -1;
  std::FILE* to_ = nullptr;
  std::FILE* from_ = nullptr;
  std::string who_;
};

}  // namespace

void addScipy(Peers& peers) {
  ::signal(SIGPIPE, SIG_IGN);  // a script that died is a missing peer, not our end
  auto scipy = std::make_shared<Scipy>();
  if (scipy->works())
    peers.scipy = std::move(scipy);
  else
    peers.skipped.push_back("SciPy is not compared: python3-scipy is not installed.");
}

}  // namespace tonus::bench
