#pragma once
// A stored session, read on a connection of its own.

#include "connection.h"
#include "session_rows.h"
#include "tonus/store/store.h"

namespace tonus::store {

/// Reads the places and the pyramid of the whole session at once, raw signal when asked. Throws SQLite::Exception.
std::unique_ptr<SessionReader> makeSessionReader(Connection db, NumberedSession session);

}  // namespace tonus::store
