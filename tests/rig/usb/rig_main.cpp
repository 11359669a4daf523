#include <gtest/gtest.h>

#include <csignal>

#if defined(__SANITIZE_THREAD__)
extern "C" const char* __tsan_default_options() { return "suppressions=" TONUS_SOURCE_DIR "/tests/rig/tsan.supp"; }
#endif

int main(int argc, char** argv) {
  std::signal(SIGHUP,
              SIG_IGN);  // a session leader without a terminal would adopt the mock's pty and be hung up with it
  ::testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
