#include "discovery/survey.h"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "tonus_link/connection.h"

namespace tonus::drivers::discovery {

namespace {
std::string nameOf(const transport::UsbPresence& p) {
  std::array<char, 16> id{};
  std::snprintf(id.data(), id.size(), "%04x:%04x", p.id.vendor, p.id.product);
  return p.product.empty() ? "USB device " + std::string(id.data()) : p.product + " (" + id.data() + ")";
}

/// As far as it can be told without asking.
bool sameDevice(const transport::UsbPresence& a, const transport::UsbPresence& b) {
  return a.id == b.id && a.serial == b.serial && a.path == b.path;
}

core::DeviceInfo infoOf(const Asking& asking, const transport::UsbPresence& presence) {
  const transport::Identity identity = asking.identity();
  core::DeviceInfo info;
  info.driver = asking.driver()->name;
  info.id = info.driver + "@usb:" + presence.path;
  info.model = identity.model.empty() ? std::string(asking.driver()->model) : identity.model;
  info.serial = identity.serial.empty() ? presence.serial : identity.serial;
  info.channelsN = identity.channelsN;
  info.sampleRateHz = identity.sampleRateHz;
  return info;
}
}  // namespace

std::vector<const DriverRow*> Survey::rowsOf(UsbId id) const {
  std::vector<const DriverRow*> found;
  for (const DriverRow& row : rows_)
    if (std::find(row.usbIds.begin(), row.usbIds.end(), id) != row.usbIds.end()) found.push_back(&row);
  return found;
}

std::vector<UsbId> Survey::ids() const {
  std::vector<UsbId> all;
  for (const DriverRow& row : rows_) all.insert(all.end(), row.usbIds.begin(), row.usbIds.end());
  return all;
}

void Survey::look() {
  std::vector<Entry> now;
  for (auto& presence : listPresent(context_, ids())) {
    // libusb keeps one object a device for as long as it stays plugged and somebody holds it.
    const auto known = std::find_if(entries_.begin(), entries_.end(),
                                    [&](const Entry& e) { return e.presence.device.get() == presence.device.get(); });
    Entry entry;
    if (known != entries_.end()) {
      entry = std::move(*known);
      entries_.erase(known);
    }
    const bool met = (entry.info && !entry.fault) || entry.asking || entry.unknown;
    entry.presence = std::move(presence);
    if (!met) greet(entry);
    now.push_back(std::move(entry));
  }
  for (Entry& gone : entries_) remember(gone);
  entries_ = std::move(now);
}

void Survey::remember(const Entry& entry) {
  if (!entry.info || entry.fault) return;
  Entry kept;
  kept.presence = entry.presence;
  kept.presence.device.reset();
  kept.info = entry.info;
  before_.push_back(std::move(kept));
}

void Survey::greet(Entry& entry) {
  entry.fault = entry.presence.fault;
  entry.info.reset();
  entry.candidates = rowsOf(entry.presence.id);
  if (entry.fault) return;
  // A session whose device was pulled is waiting for it: it must not find it busy with being asked once more.
  const auto before = std::find_if(before_.begin(), before_.end(),
                                   [&](const Entry& e) { return sameDevice(e.presence, entry.presence); });
  if (before != before_.end()) {
    entry.info = before->info;
    before_.erase(before);
    return;
  }
  for (const DriverRow* row : entry.candidates) {
    if (row->makeProtocol != nullptr) continue;
    const auto info = tonus_link::describe(context_, entry.presence);
    if (!info) entry.fault = info.fault();
    if (info && *info) entry.info = *info;
    return;
  }
  std::vector<const DriverRow*> askable = entry.candidates;
  std::erase_if(askable, [](const DriverRow* row) { return row->capabilities.byHandOnly; });
  entry.unknown = askable.empty();  // never opened unless somebody names it
  if (entry.unknown) return;
  entry.asking = std::make_unique<Asking>(context_, entry.presence, askable, clock_);
  settle(entry);
}

void Survey::pump(core::SteadyTime deadline) {
  for (Entry& entry : entries_) {
    if (!entry.asking) continue;
    entry.asking->pump(deadline);
    settle(entry);
  }
}

void Survey::settle(Entry& entry) {
  const Asking& asking = *entry.asking;
  if (asking.state() == Asking::State::kBusy) return;
  if (asking.state() == Asking::State::kKnown) entry.info = infoOf(asking, entry.presence);
  entry.unknown = asking.state() == Asking::State::kUnknown;
  if (!asking.fault().what.empty()) entry.fault = asking.fault();
  entry.asking.reset();
}

bool Survey::busy() const {
  return std::any_of(entries_.begin(), entries_.end(), [](const Entry& e) { return e.asking != nullptr; });
}

DeviceList Survey::list() const {
  DeviceList list;
  for (const Entry& e : entries_) {
    if (e.info) list.devices.push_back(*e.info);
    if (e.fault) list.faults.push_back(*e.fault);
    if (e.asking) list.asked.push_back({e.presence.path, nameOf(e.presence), e.asking->waitingFor()});
    if (!e.unknown) continue;
    UnknownDevice unknown{e.presence.path, nameOf(e.presence), {}};
    for (const DriverRow* row : e.candidates)
      unknown.choices.push_back({std::string(row->name) + "@usb:" + e.presence.path, std::string(row->model)});
    list.unknown.push_back(std::move(unknown));
  }
  return list;
}

}  // namespace tonus::drivers::discovery
