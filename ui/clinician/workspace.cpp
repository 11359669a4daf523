#include "clinician/workspace.h"

namespace tonus::clinician {

std::filesystem::path ownStore(const std::filesystem::path& usual) {
  const std::filesystem::path former = usual.parent_path() / "tonus" / usual.filename();
  std::error_code unread;   // what cannot be looked at is not there
  return !std::filesystem::exists(usual, unread) && std::filesystem::exists(former, unread) ? former : usual;
}

bool Workspace::open(const std::filesystem::path& path, bool create) {
  store::OpenOptions options;
  options.create = create;
  auto opened = store::Store::open(path, clock_, options);
  if (!opened) {
    fault_ = opened.fault();
    return false;
  }
  fault_.reset();
  store_ = std::move(opened).value();
  const auto demo = store_->setting("demo");
  demo_ = demo && demo.value() && *demo.value() == "1";
  Q_EMIT storeChanged();
  return true;
}

}  // namespace tonus::clinician
