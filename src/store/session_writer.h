#pragma once
// The recorder's end: blocks in, one transaction a second out. Has its own connection, used by its thread only.

#include <memory>

#include "connection.h"
#include "tonus/core/clock.h"
#include "tonus/store/store.h"
#include "writer_lock.h"

namespace tonus::store {

struct WriterSetup {
  Connection db;
  std::unique_ptr<WriterLock> lock;  ///< held
  std::int64_t session = 0;          ///< sessions.seq
  std::string id;
  core::StreamFormat format;
  std::string who;
};

std::shared_ptr<SessionWriter> makeSessionWriter(WriterSetup setup, core::Clock& clock);

/// Frames in the second by which chunks are cut.
std::int64_t secondFrames(double sampleRateHz);

/// "1:02:03.4" or "2:03.4": a place in a session, for people.
std::string placeText(std::int64_t frame, double sampleRateHz);

}  // namespace tonus::store
