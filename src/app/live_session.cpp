#include "tonus/app/live_session.h"

#include <algorithm>

#include "tonus/analysis/summary.h"
#include "tonus/drivers/registry.h"
#include "tonus/drivers/simulator.h"
#include "recompute.h"
#include "tonus/app/simulated_patients.h"
#include "tonus/dsp/signal_chain.h"

namespace tonus::app {

namespace {

/// Lets the simulated patient see and hear what it is given. Only wired while the source that owns it lives.
class PatientEar final : public core::BlockSink {
 public:
  explicit PatientEar(drivers::Simulator& patient) : patient_(patient) {}
  std::string_view name() const override { return "simulated patient"; }
  core::SinkPolicy policy() const override { return {core::QueuePolicy::kInline, {}}; }
  core::Status consume(const core::BlockPtr& block) override {
    if (!block->feedback.empty()) patient_.giveFeedback(block->feedback.back());
    return {};
  }
  core::Status finish() override { return {}; }

 private:
  drivers::Simulator& patient_;
};

}  // namespace

struct LiveSession::Impl {
  core::Clock& clock;
  session::Session session;
  drivers::Simulator* simulated = nullptr;   // the source, where it is one
  core::StreamFormat format, asOpened;
  core::DeviceInfo device;
  double bandwidthHz = 0;
  std::vector<std::string> calibratedOn;
  store::Store* store = nullptr;
  std::shared_ptr<store::SessionWriter> writer;
  std::shared_ptr<analysis::SessionStatistics> statistics;

  Impl(std::unique_ptr<core::SignalSource> source, core::Clock& c, session::Session::Options options)
      : clock(c), session(std::move(source), c, options) {}
};

LiveSession::LiveSession(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
LiveSession::~LiveSession() { (void)stop(); }

core::Result<std::unique_ptr<LiveSession>> LiveSession::open(std::unique_ptr<core::SignalSource> source,
                                                             core::Clock& clock, session::Session::Options options) {
  auto* patient = dynamic_cast<drivers::Simulator*>(source.get());
  auto impl = std::make_unique<Impl>(std::move(source), clock, options);
  auto format = impl->session.open();
  if (!format) return format.fault();
  impl->format = impl->asOpened = *format;
  impl->calibratedOn.resize(format->channelsN());
  impl->device = impl->session.status().device;
  if (const auto* row = drivers::findDriver(impl->device.driver)) impl->bandwidthHz = row->capabilities.bandwidthHz;
  impl->simulated = patient;
  if (patient != nullptr) impl->session.addSink(std::make_shared<PatientEar>(*patient));
  return std::unique_ptr<LiveSession>(new LiveSession(std::move(impl)));
}

const core::StreamFormat& LiveSession::format() const { return impl_->format; }
const core::DeviceInfo& LiveSession::device() const { return impl_->device; }
double LiveSession::bandwidthHz() const { return impl_->bandwidthHz; }
void LiveSession::use(const CalibrationBook& book) {
  impl_->format = impl_->asOpened;
  impl_->calibratedOn = book.apply(impl_->device, impl_->format);
}
const std::vector<std::string>& LiveSession::calibratedOn() const { return impl_->calibratedOn; }
void LiveSession::addSink(std::shared_ptr<core::BlockSink> sink) { impl_->session.addSink(std::move(sink)); }
core::Status LiveSession::arm(const session::SessionSetup& preview) { return impl_->session.arm(preview); }

core::Status LiveSession::start(store::Store& store, const store::Patient& patient,
                                const session::SessionSetup& setup) {
  store::NewSession row;
  row.patientId = patient.id;
  row.protocolId = setup.protocol.id;
  row.protocolName = setup.protocol.name;
  row.deviceModel = impl_->device.model;
  row.deviceSerial = impl_->device.serial;
  session::SessionSetup stored = setup;
  stored.bandwidthHz = impl_->bandwidthHz;
  for (std::size_t c = 0; c < std::min(stored.channels.size(), impl_->calibratedOn.size()); ++c)
    stored.channels[c].calibratedOn = impl_->calibratedOn[c];
  stored.kernelVariant = dsp::SignalChain::kernelVariant();
  row.setupJson = session::toJson(stored);
  row.format = impl_->format;
  row.started = impl_->clock.wallNow();
  auto writer = store.beginSession(row);
  if (!writer) return writer.fault();
  impl_->store = &store;
  impl_->writer = *std::move(writer);
  impl_->statistics = makeStatistics(setup);
  if (impl_->simulated != nullptr) impl_->simulated->prepareFor(trainingFor(stored));
  return impl_->session.start(std::move(stored), {impl_->writer, impl_->statistics});
}

void LiveSession::command(session::Command command) { impl_->session.command(std::move(command)); }
core::Status LiveSession::runInline(double seconds) { return impl_->session.runInline(seconds); }

core::Result<std::string> LiveSession::stop(const core::SessionLatency& latency) {
  const core::Status stopped = impl_->session.stop();
  if (!impl_->writer) return std::string{};
  const std::string id = impl_->writer->sessionId();
  core::SessionSummary summary = impl_->statistics->summary();
  summary.latency = latency;
  impl_->writer.reset();
  impl_->statistics.reset();
  const auto state = stopped ? store::SessionState::kDone : store::SessionState::kInterrupted;
  if (auto closed = impl_->store->closeSession(id, summary, state); !closed && stopped) return closed.fault();
  if (!stopped) return stopped.fault();
  return id;
}

session::Status LiveSession::status() const { return impl_->session.status(); }

std::optional<LiveSession::Saved> LiveSession::saved() const {
  if (!impl_->writer) return std::nullopt;
  return Saved{static_cast<double>(impl_->writer->committedFrames()) / impl_->format.sampleRateHz,
               impl_->writer->lastCommit()};
}

}  // namespace tonus::app
