#include "tonus/app/protocols.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace tonus::app {

namespace {

using core::Fault;
using core::FaultCode;

core::Result<OfferedProtocol> offered(const store::ProtocolVersion& row) {
  auto protocol = session::parseProtocol(row.json);
  if (!protocol)
    return Fault{protocol.fault().code,
                 "Version " + std::to_string(row.version) + " of the protocol \"" + row.protocolId +
                     "\" in this store cannot be used: " + protocol.fault().what,
                 "It is kept as it is. Go back to an older version of it."};
  const auto origin = row.patientId.empty() ? ProtocolOrigin::kClinic : ProtocolOrigin::kPatient;
  return OfferedProtocol{*std::move(protocol), origin, row};
}

core::Result<OfferedProtocol> add(store::Store& store, session::Protocol protocol, const std::string& patientId,
                                  const std::string& parent) {
  store::ProtocolVersion row;
  row.protocolId = protocol.id;
  row.patientId = patientId;
  row.parent = parent;
  row.json = session::toJson(protocol);
  auto saved = store.addProtocolVersion(std::move(row));
  if (!saved) return saved.fault();
  const auto origin = patientId.empty() ? ProtocolOrigin::kClinic : ProtocolOrigin::kPatient;
  return OfferedProtocol{std::move(protocol), origin, *std::move(saved)};
}

/// `id`, or id_2, id_3 … : the first no protocol of the clinic has.
core::Result<std::string> freeId(store::Store& store, const std::string& id) {
  const auto rows = store.protocols({}, true);
  if (!rows) return rows.fault();
  std::set<std::string> taken;
  for (const store::ProtocolVersion& row : *rows) taken.insert(row.protocolId);
  std::string out = id;
  for (int n = 2; taken.contains(out); ++n) out = id + '_' + std::to_string(n);
  return out;
}

core::Result<OfferedProtocol> addForClinic(store::Store& store, session::Protocol protocol, const std::string& parent) {
  auto id = freeId(store, protocol.id);
  if (!id) return id.fault();
  if (*id != protocol.id) protocol.name += " (" + id->substr(protocol.id.size() + 1) + ')';
  protocol.id = *std::move(id);
  return add(store, std::move(protocol), {}, parent);
}

}  // namespace

core::Result<ProtocolOffer> protocolsFor(store::Store* store, const std::string& patientId, std::string_view resourcesDir) {
  session::ProtocolLibrary library = session::loadProtocols(resourcesDir);
  ProtocolOffer offer;
  offer.faults = std::move(library.faults);
  for (session::Protocol& p : library.protocols) offer.protocols.push_back({std::move(p), ProtocolOrigin::kShipped, {}});
  if (store != nullptr) {
    const auto rows = store->protocols(patientId);
    if (!rows) return rows.fault();
    for (const store::ProtocolVersion& row : *rows) {
      auto one = offered(row);
      if (one) offer.protocols.push_back(*std::move(one));
      else offer.faults.push_back(one.fault());
    }
  }
  std::stable_sort(offer.protocols.begin(), offer.protocols.end(), [](const auto& a, const auto& b) {
    return std::tuple(a.protocol.name, -static_cast<int>(a.origin)) < std::tuple(b.protocol.name, -static_cast<int>(b.origin));
  });
  return offer;
}

core::Result<OfferedProtocol> copyProtocol(store::Store& store, const OfferedProtocol& from, const std::string& patientId) {
  const std::string parent = from.saved.id.empty() ? from.protocol.id : from.saved.id;
  if (patientId.empty()) return addForClinic(store, from.protocol, parent);
  const auto before = store.protocolVersions(from.protocol.id, patientId);
  if (!before) return before.fault();
  if (!before->empty() && !before->front().withdrawn)
    return Fault{FaultCode::kInvalid, "This patient already has a copy of \"" + from.protocol.name + "\".",
                 "Nothing was changed. Edit that copy, or withdraw it first."};
  return add(store, from.protocol, patientId, parent);
}

core::Result<OfferedProtocol> saveProtocol(store::Store& store, const OfferedProtocol& of, session::Protocol edited) {
  if (of.origin == ProtocolOrigin::kShipped)
    return Fault{FaultCode::kInvalid, "A protocol that came with Tonus is not changed.", "Copy it first, then change the copy."};
  edited.id = of.protocol.id;
  const auto newest = store.protocolVersions(of.saved.protocolId, of.saved.patientId);
  if (!newest) return newest.fault();
  if (!newest->empty() && newest->front().id == of.saved.id && edited == of.protocol) return of;
  if (auto usable = session::parseProtocol(session::toJson(edited)); !usable)
    return Fault{usable.fault().code, usable.fault().what, "Nothing was saved. Mend what is said here, then save again."};
  return add(store, std::move(edited), of.saved.patientId, of.saved.id);
}

core::Result<OfferedProtocol> importProtocol(store::Store& store, std::string_view json) {
  auto protocol = session::parseProtocol(json);
  if (!protocol)
    return Fault{protocol.fault().code, protocol.fault().what, "Nothing was added. Mend the file and open it again."};
  return addForClinic(store, *std::move(protocol), {});
}

core::Result<std::vector<OfferedProtocol>> versionsOf(store::Store& store, const OfferedProtocol& protocol) {
  if (protocol.origin == ProtocolOrigin::kShipped) return std::vector<OfferedProtocol>{protocol};
  const auto rows = store.protocolVersions(protocol.saved.protocolId, protocol.saved.patientId);
  if (!rows) return rows.fault();
  std::vector<OfferedProtocol> out;
  for (const store::ProtocolVersion& row : *rows) {
    auto one = offered(row);
    if (!one) return one.fault();
    out.push_back(*std::move(one));
  }
  return out;
}

void useProtocol(session::SessionSetup& setup, const OfferedProtocol& protocol) {
  setup.protocol = protocol.protocol;
  setup.protocolVersionId = protocol.saved.id;
  setup.protocolVersion = protocol.saved.version;
}

}  // namespace tonus::app
