#pragma once
// What a user or hardware can cause is a Fault, carried by Result; what only a bug can cause is an assert.

#include <cassert>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace tonus::core {

enum class FaultCode {
  kInvalid,       ///< the request itself makes no sense
  kBadFormat,     ///< a file or stream is damaged or not of that format
  kNotFound,
  kUnavailable,   ///< exists, but cannot be used now
  kPermission,
  kDeviceGone,
  kTimeout,
  kDiskFull,
  kIo,
  kLocked,        ///< store in use, or the passphrase is wrong
  kNewerVersion,  ///< made by a newer Tonus
  kOverrun,       ///< a consumer was too slow; data after this point are not kept by it
  kUnsupported,
  kCancelled,
};

/// `what`: what happened and where. `hint`: what was kept and what to do next. Both are shown to people.
struct Fault {
  FaultCode code = FaultCode::kInvalid;
  std::string what;
  std::string hint;
};

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Fault fault) : state_(std::in_place_index<1>, std::move(fault)) {}

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  T& value() & { assert(ok()); return *std::get_if<0>(&state_); }
  const T& value() const& { assert(ok()); return *std::get_if<0>(&state_); }
  T&& value() && { assert(ok()); return std::move(*std::get_if<0>(&state_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  const Fault& fault() const { assert(!ok()); return *std::get_if<1>(&state_); }

 private:
  std::variant<T, Fault> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Fault fault) : fault_(std::move(fault)) {}

  bool ok() const { return !fault_; }
  explicit operator bool() const { return ok(); }
  const Fault& fault() const { assert(fault_); return *fault_; }

 private:
  std::optional<Fault> fault_;
};

using Status = Result<void>;

}  // namespace tonus::core
