#include <gtest/gtest.h>

#include <csignal>

#if defined(__SANITIZE_THREAD__)
// The mock's threads touch a caller's memory while it waits for their answer over a socket, inside libraries that are
// not instrumented: that hand-over is unseen, so what those libraries read and write is left out.
extern "C" const char* __tsan_default_options() {
  return "ignore_noninstrumented_modules=1:suppressions=" TONUS_SOURCE_DIR "/tests/rig/tsan.supp";
}
#endif

int main(int argc, char** argv) {
  std::signal(SIGHUP,
              SIG_IGN);  // a session leader without a terminal would adopt the mock's pty and be hung up with it
  ::testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
