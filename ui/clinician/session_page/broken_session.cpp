#include "clinician/session_page/broken_session.h"

#include <filesystem>

namespace tonus::clinician {
namespace {

constexpr std::uintmax_t kRoomBytes = 256ULL << 20;  // some hours of signal: less, and it breaks off again

}  // namespace

bool BrokenSession::canGoOn(store::Store* store) const {
  if (store == nullptr || why != core::FaultCode::kDiskFull) return store != nullptr;
  std::error_code unknown;
  const auto space = std::filesystem::space(store->path().parent_path(), unknown);
  return unknown || space.available >= kRoomBytes;
}

std::optional<store::SessionRow> keptSince(store::Store* store, const std::string& patientId, core::WallTime begun) {
  if (store == nullptr) return std::nullopt;
  const auto rows = store->sessions(patientId, 1);
  if (!rows || rows->empty() || rows->front().started < begun) return std::nullopt;
  return rows->front();
}

}  // namespace tonus::clinician
