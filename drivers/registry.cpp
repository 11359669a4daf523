#include "tonus/drivers/registry.h"

#include <algorithm>
#include <array>
#include <utility>

#include "amplifiers.h"
#include "discovery/survey.h"
#include "tonus/drivers/simulator.h"
#include "tonus_link/decoder.h"
#include "usb_devices.h"

namespace tonus::drivers {

namespace {

constexpr auto kAskingLimit = std::chrono::seconds(30);  // every protocol gives up by itself much earlier
constexpr auto kTurn = std::chrono::milliseconds(20);

constexpr std::array<UsbId, 1> kTonusLinkIds{{{0x1209, 0x0001}}};
constexpr std::array<double, 5> kSimulatorRatesHz{250, 500, 1000, 2000, 4000};

std::unique_ptr<core::Decoder> makeTonusLinkDecoder(std::uint32_t /*channelsN*/) {
  return std::make_unique<tonus_link::Decoder>(tonus_link::Decoder::Counters::kKeep);  // the stream names its channels
}

// One row a driver.
constexpr std::array kOwnDrivers{
    DriverRow{.name = "simulator",
              .model = "Simulated amplifier",
              .transport = "none",
              .usbIds = {},
              .channelsN = 64,
              .sampleRatesHz = kSimulatorRatesHz,
              .makeDecoder = nullptr,
              .makeProtocol = nullptr,
              .capabilities = {.calibrated = true, .leadOff = true, .events = true}},
    DriverRow{.name = "tonus-link",
              .model = "Tonus Link amplifier",
              .transport = "usb bulk",
              .usbIds = kTonusLinkIds,
              .channelsN = 256,
              .sampleRatesHz = {},
              .makeDecoder = makeTonusLinkDecoder,
              .makeProtocol = nullptr,
              .capabilities = {.calibrated = true, .leadOff = true, .channelSwitch = true, .events = true}},
};

const std::vector<DriverRow>& allDrivers() {
  static const std::vector<DriverRow> rows = [] {
    std::vector<DriverRow> all(kOwnDrivers.begin(), kOwnDrivers.end());
    all.insert(all.end(), amplifierRows().begin(), amplifierRows().end());
    return all;
  }();
  return rows;
}

std::string knownDrivers() {
  std::string names;
  for (const DriverRow& row : driverRegistry()) names += (names.empty() ? "" : ", ") + std::string(row.name);
  return names;
}

core::Result<std::unique_ptr<core::SignalSource>> makeSimulatorSource(std::string_view variant, core::Clock& clock) {
  core::Result<SimulatorConfig> config = parseSimulator(variant);
  if (!config) return config.fault();
  return std::unique_ptr<core::SignalSource>(makeSimulator(std::move(*config), clock));
}

}  // namespace

std::span<const DriverRow> driverRegistry() { return allDrivers(); }

const DriverRow* findDriver(std::string_view name) {
  const auto rows = driverRegistry();
  const auto row = std::ranges::find(rows, name, &DriverRow::name);
  return row == rows.end() ? nullptr : &*row;
}

DeviceList listDevices() {
  core::SystemClock clock;
  discovery::Survey survey(driverRegistry(), clock);
  survey.look();
  const core::SteadyTime until = clock.now() + kAskingLimit;
  while (survey.busy() && clock.now() < until) survey.pump(clock.now() + kTurn);
  DeviceList found = survey.list();
  found.devices.insert(found.devices.begin(), makeSimulator({}, clock)->describe());
  return found;
}

core::Result<std::unique_ptr<core::SignalSource>> makeSource(const std::string& id, core::Clock& clock,
                                                             std::shared_ptr<RateMemory> rates, Waiting waiting) {
  const std::string name = id.substr(0, id.find_first_of(":@+"));
  const DriverRow* row = findDriver(name);
  if (row == nullptr) {
    return core::Fault{core::FaultCode::kNotFound, "There is no driver called \"" + name + "\".",
                       "Known drivers: " + knownDrivers() + ". The list of devices shows what is connected now."};
  }
  const std::string_view rest = std::string_view(id).substr(name.size());
  if (row->name == "simulator" && (rest.empty() || rest.starts_with(':'))) {
    return makeSimulatorSource(rest.empty() ? rest : rest.substr(1), clock);
  }
  // A device without an id of its own (behind any bridge chip) can only be named by its socket.
  const bool isUsb = !row->usbIds.empty() || row->makeProtocol != nullptr;
  const bool anyOfItsIds = (rest.empty() || rest.starts_with('+')) && !row->usbIds.empty();
  if (isUsb && (rest.starts_with("@usb:") || anyOfItsIds)) return makeUsbSource(id, clock, std::move(rates), std::move(waiting));
  return core::Fault{core::FaultCode::kInvalid, "\"" + id + "\" is not a source that can be opened.",
                     "Take one of the list of devices, or \"simulator\", \"simulator:SEED\", "
                     "\"simulator:FAULT+FAULT\"."};
}

}  // namespace tonus::drivers
