#pragma once
// Asks the desktop not to blank the screens while the patient looks at one.

#include <cstdint>
#include <memory>

namespace tonus::patient {

/// As long as it lives. Where there is no desktop to ask, nothing happens.
class StayAwake {
 public:
  StayAwake();
  ~StayAwake();
  StayAwake(const StayAwake&) = delete;
  StayAwake& operator=(const StayAwake&) = delete;

 private:
  std::shared_ptr<std::uint32_t> cookie_ = std::make_shared<std::uint32_t>(0);  ///< 0 until the desktop answered
};

}  // namespace tonus::patient
