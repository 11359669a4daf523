#pragma once
// A protocol of the clinic's own, or a copy for one patient, as it was saved once. Never changed: a newer version wins.

#include <string>

#include "tonus/core/time.h"

namespace tonus::store {

struct ProtocolVersion {
  std::string id{};        ///< UUIDv7, empty in a new one
  std::string protocolId{};  ///< "tension_headache"; with patientId it names the protocol this is a version of
  std::string patientId{}; ///< empty: the clinic's
  int version = 0;         ///< from 1, numbered by the store
  std::string parent{};    ///< id of the version it was made from, or a shipped protocol's id; empty: from a file
  std::string json{};      ///< session::toJson, or the text of a file; the store does not look inside
  bool withdrawn = false;  ///< out of the lists, all versions of it
  core::WallTime created{};
};

}  // namespace tonus::store
