#pragma once
// A store that forgets: what the session screen needs of one, without a disk.

#include <atomic>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "tonus/store/store.h"

namespace tonus::test {

class MemoryWriter final : public store::SessionWriter {
 public:
  explicit MemoryWriter(std::string id) : id_(std::move(id)) {}
  std::string_view name() const override { return "recorder"; }
  core::SinkPolicy policy() const override { return {core::QueuePolicy::kFaultWhenFull, std::chrono::seconds(30)}; }
  core::Status consume(const core::BlockPtr& block) override {
    for (const core::SessionEvent& e : block->events) events.push_back(e);
    if (block->first != next_) ++holesN;
    next_ = block->end();
    framesN_ += block->framesN;
    last_.store(std::chrono::system_clock::now());
    if (framesN_ >= failAfterFrames) {
      return core::Fault{core::FaultCode::kDiskFull, "The disk is full.",
                         "Everything up to here is kept. Make room, then start again."};
    }
    return {};
  }
  core::Status finish() override { return {}; }
  const std::string& sessionId() const override { return id_; }
  std::int64_t committedFrames() const override { return framesN_; }
  core::WallTime lastCommit() const override { return last_.load(); }

  std::vector<core::SessionEvent> events;  ///< read after finish
  int holesN = 0;                           ///< blocks that did not begin where the last ended; read after finish
  std::atomic<std::int64_t> failAfterFrames = INT64_MAX;

 private:
  std::string id_;
  core::SampleIndex next_;
  std::atomic<std::int64_t> framesN_{0};
  std::atomic<core::WallTime> last_{core::WallTime{}};
};

class MemoryStore final : public store::Store {
 public:
  const std::filesystem::path& path() const override { return path_; }
  core::Result<std::vector<store::Patient>> patients() override { return std::vector<store::Patient>{}; }
  core::Result<std::optional<store::Patient>> patientByCode(const std::string&) override {
    return none<std::optional<store::Patient>>();
  }
  core::Result<store::Patient> addPatient(store::Patient patient) override { return patient; }
  core::Status revisePatient(const store::Patient&) override { return {}; }
  core::Status hidePatient(const std::string&) override { return {}; }
  core::Status restorePatient(const std::string&) override { return {}; }
  core::Result<std::vector<store::ProtocolVersion>> protocols(const std::string&, bool) override {
    return std::vector<store::ProtocolVersion>{};
  }
  core::Result<std::vector<store::ProtocolVersion>> protocolVersions(const std::string&, const std::string&) override {
    return std::vector<store::ProtocolVersion>{};
  }
  core::Result<store::ProtocolVersion> protocolVersion(const std::string&) override { return none<store::ProtocolVersion>(); }
  core::Result<store::ProtocolVersion> addProtocolVersion(store::ProtocolVersion version) override { return version; }
  core::Status withdrawProtocol(const std::string&, const std::string&) override { return {}; }
  core::Status restoreProtocol(const std::string&, const std::string&) override { return {}; }
  core::Result<std::vector<store::SessionRow>> sessions(const std::string&, std::size_t) override { return rows; }
  core::Result<std::vector<store::PatientActivity>> activity() override { return std::vector<store::PatientActivity>{}; }
  core::Result<store::SessionRow> session(const std::string&) override { return none<store::SessionRow>(); }
  core::Result<std::shared_ptr<store::SessionWriter>> beginSession(const store::NewSession& session) override {
    begun = session;
    store::SessionRow row;
    row.id = "session-1";
    row.patientId = session.patientId;
    row.protocolId = session.protocolId;
    row.deviceModel = session.deviceModel;
    row.setupJson = session.setupJson;
    row.started = session.started;
    rows.insert(rows.begin(), row);
    writer = std::make_shared<MemoryWriter>("session-1");
    writer->failAfterFrames = failAfterFrames;
    return std::shared_ptr<store::SessionWriter>(writer);
  }
  core::Status closeSession(const std::string&, const core::SessionSummary& s, store::SessionState how) override {
    summary = s;
    state = how;
    return {};
  }
  core::Result<std::unique_ptr<store::SessionReader>> openSession(const std::string&) override {
    return none<std::unique_ptr<store::SessionReader>>();
  }
  core::Result<std::vector<store::SessionRow>> interruptedSessions() override {
    return std::vector<store::SessionRow>{};
  }
  core::Result<store::VerifyReport> verify(const store::Progress&) override { return store::VerifyReport{}; }
  core::Status checkpoint() override { return {}; }
  core::Result<std::optional<std::string>> setting(const std::string& key) override {
    const auto found = settings.find(key);
    return found == settings.end() ? std::optional<std::string>{} : std::optional(found->second);
  }
  core::Status setSetting(const std::string& key, const std::string& value) override {
    settings[key] = value;
    return {};
  }

  std::map<std::string, std::string> settings;
  store::NewSession begun;
  std::vector<store::SessionRow> rows;  ///< newest first
  std::shared_ptr<MemoryWriter> writer;
  core::SessionSummary summary;
  store::SessionState state = store::SessionState::kRecording;
  std::int64_t failAfterFrames = INT64_MAX;

 private:
  template <class T>
  core::Result<T> none() {
    return core::Fault{core::FaultCode::kNotFound, "It is not kept here.", ""};
  }
  std::filesystem::path path_ = "memory";
};

}  // namespace tonus::test
