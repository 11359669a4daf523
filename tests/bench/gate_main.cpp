// tonus_bench_gate FILE: fails where a quick run of the benchmark is not exact, or a ratio is beyond generous room.
// Never looks at a time by itself.
#include <cstdio>
#include <fstream>
#include <iterator>

#include "gate.h"

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("tonus_bench_gate FILE, made by tonusctl bench --json\n", stderr);
    return 2;
  }
  std::ifstream file(argv[1]);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const auto results = tonus::bench::readResults(text);
  if (!results) {
    std::fprintf(stderr, "%s: %s\n", argv[1], results.fault().what.c_str());
    return 1;
  }
  const auto bad = tonus::bench::judge(*results);
  for (const std::string& sentence : bad) std::fprintf(stderr, "%s\n", sentence.c_str());
  return bad.empty() ? 0 : 1;
}
