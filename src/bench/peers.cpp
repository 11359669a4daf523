#include "tonus/bench/peers.h"

#include <dlfcn.h>

namespace tonus::bench {

core::Result<Peers> loadPeers(const std::filesystem::path& module) {
  std::error_code error;
  if (!std::filesystem::exists(module, error))
    return core::Fault{core::FaultCode::kNotFound, "The libraries to compare with are not built: there is no " + module.string() + ".",
                       "Ours are measured alone. Build the target tonus_bench_peers to compare."};
  // Never unloaded: what it made may live as long as the program.
  void* library = ::dlopen(module.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  if (library == nullptr)
    return core::Fault{core::FaultCode::kUnavailable, "The libraries to compare with could not be loaded: " + std::string(::dlerror()) + ".",
                       "Ours are measured alone. Build the target tonus_bench_peers again."};
  const auto interface = reinterpret_cast<int (*)()>(::dlsym(library, "tonusBenchPeersInterface"));
  const auto fill = reinterpret_cast<void (*)(Peers&)>(::dlsym(library, "tonusBenchPeers"));
  if (interface == nullptr || fill == nullptr || interface() != kPeersInterface)
    return core::Fault{core::FaultCode::kUnsupported, module.string() + " belongs to another version.",
                       "Ours are measured alone. Build the target tonus_bench_peers again."};
  Peers peers;
  fill(peers);
  return peers;
}

}  // namespace tonus::bench
