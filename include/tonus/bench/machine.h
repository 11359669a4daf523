#pragma once
// Where it was measured: a number means little without it.

#include <string>

namespace tonus::bench {

struct Machine {
  std::string cpu;            ///< "AMD EPYC 9B14"
  unsigned coresN = 0;        ///< this process may use
  std::string simd;           ///< "AVX-512, AVX2, FMA"
  std::string system;         ///< "Debian GNU/Linux 12 (bookworm), Linux 6.1"
  std::string compiler;       ///< "g++ 12.2.0"
  std::string kernelVariant;  ///< of our filters: "x86-64-v3"
};

Machine thisMachine();

/// Tasks that wanted to run in the last minute, on average.
double loadNow();
/// What to say of figures taken under that load; empty where the machine was quiet.
std::string loadNote(double load, unsigned coresN);

}  // namespace tonus::bench
