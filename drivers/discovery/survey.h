#pragma once
// What is plugged in, and what is known of it: new devices are described or asked, old ones are left alone.
//
// Starts no thread; all calls from one at a time.

#include <memory>
#include <string>
#include <optional>
#include <string>
#include <vector>

#include "discovery/asking.h"
#include "tonus/core/clock.h"
#include "tonus/drivers/registry.h"
#include "transport/usb_context.h"

namespace tonus::drivers::discovery {

class Survey {
 public:
  /// `rows` and `clock` outlive it.
  Survey(std::span<const DriverRow> rows, const core::Clock& clock) : rows_(rows), clock_(clock) {}

  /// Compares with the bus. What could not be opened or used before is tried again; who answered nobody is not.
  void look();
  /// Goes on with who is being asked; `deadline` at most.
  void pump(core::SteadyTime deadline);
  bool busy() const;

  /// Without the simulator.
  DeviceList list() const;
  const transport::UsbContext& context() const { return context_; }

 private:
  struct Entry {
    transport::UsbPresence presence;
    std::vector<const DriverRow*> candidates;
    std::unique_ptr<Asking> asking;             // while there is no outcome
    std::optional<core::DeviceInfo> info;       // known
    std::optional<core::Fault> fault;
    bool unknown = false;
  };

  std::vector<const DriverRow*> rowsOf(UsbId id) const;
  std::vector<UsbId> ids() const;
  void greet(Entry& entry);
  void settle(Entry& entry);
  void remember(const Entry& entry);

  const std::span<const DriverRow> rows_;
  const core::Clock& clock_;
  transport::UsbContext context_;
  std::vector<Entry> entries_;
  std::vector<Entry> before_;  // known once, pulled since
};

}  // namespace tonus::drivers::discovery
