#include "tonus/bench/machine.h"

#include <sched.h>
#include <sys/utsname.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "tonus/dsp/signal_chain.h"

namespace tonus::bench {

namespace {

/// What follows `key` on its line: "model name : X" or PRETTY_NAME="X".
std::string lineValue(const char* path, const std::string& key, char separator) {
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with(key)) continue;
    const auto at = line.find(separator);
    if (at == std::string::npos) continue;
    const auto first = line.find_first_not_of(" \t\"", at + 1);
    const auto last = line.find_last_not_of(" \t\"");
    if (first != std::string::npos && first <= last) return line.substr(first, last - first + 1);
  }
  return "unknown";
}

std::string simdOf() {
  std::string out;
#if defined(__x86_64__)
  const auto add = [&out](bool there, const char* name) {
    if (there) out += (out.empty() ? "" : ", ") + std::string(name);
  };
  add(__builtin_cpu_supports("avx512f") != 0, "AVX-512");
  add(__builtin_cpu_supports("avx2") != 0, "AVX2");
  add(__builtin_cpu_supports("fma") != 0, "FMA");
#endif
  return out.empty() ? "baseline" : out;
}

}  // namespace

Machine thisMachine() {
  Machine m;
  m.cpu = lineValue("/proc/cpuinfo", "model name", ':');
  cpu_set_t may;
  CPU_ZERO(&may);
  if (::sched_getaffinity(0, sizeof may, &may) == 0) m.coresN = static_cast<unsigned>(CPU_COUNT(&may));
  m.simd = simdOf();
  utsname u{};
  m.system = lineValue("/etc/os-release", "PRETTY_NAME", '=');
  if (::uname(&u) == 0) {
    const std::string release = u.release;  // the first two numbers; what follows is the builder's
    m.system += std::string(", ") + u.sysname + " " + release.substr(0, release.find('.', release.find('.') + 1));
  }
#if defined(__clang__)
  m.compiler = "clang " __clang_version__;
#else
  m.compiler = "g++ " __VERSION__;
#endif
  m.kernelVariant = dsp::SignalChain::kernelVariant();
  return m;
}

double loadNow() {
  double load = 0;
  return ::getloadavg(&load, 1) == 1 ? load : 0;
}

std::string loadNote(double load, unsigned coresN) {
  if (load < 0.5 * coresN) return {};
  char text[160];
  std::snprintf(text, sizeof text, "The machine was busy with other work (load %.1f on %u cores): what goes by the clock or by the disk took longer than it does.",
                load, coresN);
  return text;
}

}  // namespace tonus::bench
