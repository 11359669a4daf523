#pragma once
// The record: one SQLite file. Rows are added, not changed; identifiers are UUIDv7; who and when is on every row;
// identity has a table of its own (to be sealed later).

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tonus/core/clock.h"
#include "tonus/core/progress.h"
#include "tonus/core/recording.h"
#include "tonus/core/result.h"
#include "tonus/core/sink.h"
#include "tonus/core/summary.h"
#include "tonus/store/protocol_version.h"

namespace tonus::store {

struct Patient {
  std::string id;          ///< UUIDv7, empty in a new one
  std::string code;        ///< unique, "P-0042"
  std::string name;        ///< identity: own table
  int birthYear = 0;       ///< 0 = unknown
  std::string condition;   ///< "tension headache"
  std::string note;
  bool demo = false;       ///< invented: watermarked wherever it is shown
  core::WallTime created{};
};

enum class SessionState { kRecording, kDone, kInterrupted };

struct SessionRow {
  std::string id;
  std::string patientId;
  std::string patientCode;
  std::string protocolId;
  std::string protocolName;
  std::string deviceModel;
  std::string deviceSerial;
  std::string setupJson;           ///< session::SessionSetup
  core::StreamFormat format;
  core::WallTime started{};
  double durationS = 0;
  std::int64_t framesN = 0;
  std::int64_t lostN = 0;
  SessionState state = SessionState::kRecording;
  bool demo = false;
  std::optional<core::SessionSummary> summary;
};

/// How much there is of a patient, without reading any of it.
struct PatientActivity {
  std::string patientId;
  std::int64_t sessionsN = 0;
  core::WallTime lastSession{};
};

struct NewSession {
  std::string patientId;
  std::string protocolId;
  std::string protocolName;
  std::string deviceModel;
  std::string deviceSerial;
  std::string setupJson;
  core::StreamFormat format;
  core::WallTime started{};
};

/// Takes blocks and makes them durable, one transaction a second (of signal or, when none comes, of wall time). tick()
/// moves the log into the file every few minutes, between two commits.
/// Recorder thread only; counters from any.
class SessionWriter : public core::BlockSink {
 public:
  virtual const std::string& sessionId() const = 0;
  virtual std::int64_t committedFrames() const = 0;
  virtual core::WallTime lastCommit() const = 0;
};

/// What the patient was shown at one hop, as stored.
struct StoredHop {
  core::SampleIndex at;
  core::FeedbackFrame frame;                       ///< phase is null; phaseIndex below
  std::uint32_t phaseIndex = 0;
  std::vector<core::ChannelFeedback> channels;
};

/// Frames per cell of the stored pyramid, counted from frame 0. SessionReader::overview is quickest, and reads no raw
/// signal at all, where `from` and the width of a column are multiples of it.
inline constexpr std::int64_t kOverviewCell = 256;

struct MinMax {
  std::int32_t min = 0;
  std::int32_t max = 0;
  bool gap = false;    ///< no samples at all in this column
};

/// A stored session. Own read-only connection: may live on another thread than the Store.
class SessionReader : public core::Recording {
 public:
  virtual const SessionRow& row() const = 0;
  virtual core::Result<std::vector<core::SessionEvent>> sessionEvents() = 0;
  /// Hops that end in (from, to]. `arrival` is not kept: it means nothing once the program has ended.
  virtual core::Result<std::vector<StoredHop>> hops(core::SampleIndex from, core::SampleIndex to) = 0;
  virtual core::Result<std::vector<core::MetricValue>> metrics() = 0;
  virtual core::Result<std::vector<core::QualityFrame>> quality() = 0;
  /// Exact minimum and maximum of counts for each of `columns` equal parts of [from, to), by the pyramid. Column i
  /// begins at from + floor(i (to - from) / columns) and holds one frame at least. Where a chunk is damaged, its
  /// columns are those of the pyramid, widened to whole cells, and warnings() says so.
  virtual core::Result<std::vector<MinMax>> overview(std::size_t channel, core::SampleIndex from,
                                                     core::SampleIndex to, std::size_t columns) = 0;
};

struct VerifyReport {
  bool ok = true;
  std::int64_t sessionsN = 0;
  std::int64_t chunksN = 0;
  std::vector<std::string> damaged;   ///< in words, with session and time
  bool auditOk = true;
};

using Progress = core::Progress;

struct OpenOptions {
  bool create = false;
  bool readOnly = false;
  std::string who = "local";   ///< written on every row
};

/// One connection, one thread. Readers and writers it hands out have their own connections.
class Store {
 public:
  static core::Result<std::unique_ptr<Store>> open(const std::filesystem::path& path, core::Clock& clock,
                                                   const OpenOptions& options = {});
  virtual ~Store() = default;

  virtual const std::filesystem::path& path() const = 0;

  virtual core::Result<std::vector<Patient>> patients() = 0;
  virtual core::Result<std::optional<Patient>> patientByCode(const std::string& code) = 0;
  /// Returns it with id and created filled. A code in use is a Fault.
  virtual core::Result<Patient> addPatient(Patient patient) = 0;
  /// Adds a new version of the row; the old one stays.
  virtual core::Status revisePatient(const Patient& patient) = 0;
  /// Hides a patient and sessions from lists (undo: restorePatient). Nothing is erased.
  virtual core::Status hidePatient(const std::string& id) = 0;
  virtual core::Status restorePatient(const std::string& id) = 0;

  /// The newest version of each of the clinic's own protocols and, with a patientId, of that patient's copies.
  virtual core::Result<std::vector<ProtocolVersion>> protocols(const std::string& patientId = {},
                                                               bool withdrawnToo = false) = 0;
  /// Of one protocol, newest first; empty patientId: the clinic's.
  virtual core::Result<std::vector<ProtocolVersion>> protocolVersions(const std::string& protocolId,
                                                                      const std::string& patientId = {}) = 0;
  virtual core::Result<ProtocolVersion> protocolVersion(const std::string& id) = 0;
  /// Returns it with id, number and time filled. A withdrawn protocol that gets a new version is back in the lists.
  virtual core::Result<ProtocolVersion> addProtocolVersion(ProtocolVersion version) = 0;
  /// Out of the lists (undo: restoreProtocol). Nothing is erased.
  virtual core::Status withdrawProtocol(const std::string& protocolId, const std::string& patientId = {}) = 0;
  virtual core::Status restoreProtocol(const std::string& protocolId, const std::string& patientId = {}) = 0;

  /// Newest first; empty patientId = everyone's. `mostN` > 0: no more than the newest so many.
  virtual core::Result<std::vector<SessionRow>> sessions(const std::string& patientId = {}, std::size_t mostN = 0) = 0;
  /// Of everyone with a session, hidden patients too: for lists, from an index alone.
  virtual core::Result<std::vector<PatientActivity>> activity() = 0;
  virtual core::Result<SessionRow> session(const std::string& id) = 0;
  virtual core::Result<std::shared_ptr<SessionWriter>> beginSession(const NewSession& session) = 0;
  /// After the writer's finish(): the numbers, computed by the caller. State becomes kDone (or kInterrupted).
  virtual core::Status closeSession(const std::string& id, const core::SessionSummary& summary, SessionState state) = 0;
  virtual core::Result<std::unique_ptr<SessionReader>> openSession(const std::string& id) = 0;
  /// Sessions that a crash left without their numbers: the writer never finished (kInterrupted), or it did and closing
  /// never came (kDone).
  virtual core::Result<std::vector<SessionRow>> interruptedSessions() = 0;

  virtual core::Result<VerifyReport> verify(const Progress& progress = {}) = 0;
  /// Moves the write-ahead log into the file; from idle timers, never inside a commit.
  virtual core::Status checkpoint() = 0;

  /// Small settings that belong to the store ("demo" = "1").
  virtual core::Result<std::optional<std::string>> setting(const std::string& key) = 0;
  virtual core::Status setSetting(const std::string& key, const std::string& value) = 0;
};

}  // namespace tonus::store
