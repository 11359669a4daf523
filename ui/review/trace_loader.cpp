#include "review/trace_loader.h"

#include <QElapsedTimer>

namespace tonus::review {
namespace {

constexpr int kTellMs = 30;   // the picture is drawn again no oftener

}  // namespace

struct TraceLoader::Work {
  std::filesystem::path path;
  std::string id;
  core::Clock& clock;
  core::StreamFormat format;
  std::vector<core::Segment> segments;
  dsp::ChainCourse chain;
  std::int64_t from = 0;
  std::shared_ptr<analysis::HeldSignal> held;        ///< null: too long to be held
  std::shared_ptr<analysis::SignalCells> cells;
  std::shared_ptr<const HopCurve> hops;

  bool allHeld() const { return held && held->holds(0, cells->framesN()); }
};

TraceLoader::TraceLoader(core::Clock& clock, QObject* parent) : QObject(parent), clock_(clock) {
  connect(&job_, &bridge::Job::progress, this, [this](double fraction) {
    if (data_ != nullptr && !again_) Q_EMIT progressed(fraction);
  });
}

TraceLoader::~TraceLoader() = default;

void TraceLoader::open(const std::filesystem::path& storePath, TraceData& data) {
  data_ = &data;
  hops_.reset();
  const store::SessionReader& reader = data.reader();
  work_ = std::make_shared<Work>(Work{storePath, data.row().id, clock_, reader.format(), reader.segments(), data.chain(), 0, {}, {}, {}});
  if (analysis::HeldSignal::bytesOf(reader) <= analysis::HeldSignal::kBudgetBytes)
    work_->held = std::make_shared<analysis::HeldSignal>(work_->format, work_->segments);
  data.setHeld(work_->held);
  start();
}

void TraceLoader::filter(const dsp::ChainCourse& chain, double fromFrame) {
  if (data_ == nullptr) return;
  const Work& now = *work_;   // the running job keeps its own
  work_ = std::make_shared<Work>(Work{now.path, now.id, clock_, now.format, now.segments, chain, static_cast<std::int64_t>(fromFrame),
                                      now.held, {}, hops_});
  start();
}

void TraceLoader::stop() {
  data_ = nullptr;
  work_.reset();
  again_ = false;
  job_.cancel();
}

void TraceLoader::start() {
  again_ = job_.running();
  if (again_) return job_.cancel();
  work_->cells = analysis::cellsFor(work_->segments, work_->format.channelsN());
  data_->setCells(work_->chain, work_->cells);
  job_.start([work = work_](const core::Progress& progress) { return run(*work, progress); },
             [this, work = work_](const core::Status& status) {
               if (data_ == nullptr) return;
               if (work != work_ || again_) return start();
               ended(status);
             });
  Q_EMIT progressed(0);
}

void TraceLoader::ended(const core::Status& status) {
  hops_ = work_->hops;
  data_->setHops(hops_);
  if (status) Q_EMIT finished();
  else Q_EMIT failed(status.fault());
}

/// The other thread. Touches nothing but `work`, whose cells and counts are made to be read meanwhile.
core::Status TraceLoader::run(Work& work, const core::Progress& progress) {
  QElapsedTimer told;
  bool goOn = true;
  const auto onSlab = [&] {
    if (told.isValid() && told.elapsed() < kTellMs) return goOn;
    told.start();
    goOn = progress(static_cast<double>(work.cells->readyN()) / static_cast<double>(std::max<std::int64_t>(1, work.cells->slabsN())));
    return goOn;
  };
  if (work.allHeld()) {
    const auto held = [&work](core::SampleIndex first, std::size_t n) -> core::Result<std::span<const std::int32_t>> {
      return work.held->frames(first, n);
    };
    const auto status = fillCells(held, work.chain, work.format, work.segments, work.from, *work.cells, onSlab);
    if (!status || work.hops || !goOn) return status;
  }
  store::OpenOptions options;
  options.readOnly = true;
  const auto opened = store::Store::open(work.path, work.clock, options);
  if (!opened) return opened.fault();
  const auto reader = opened.value()->openSession(work.id);
  if (!reader) return reader.fault();
  if (!work.cells->complete()) {
    const analysis::CountsSource read = analysis::countsOf(*reader.value());
    const auto keep = [&](core::SampleIndex first, std::size_t n) -> core::Result<std::span<const std::int32_t>> {
      const auto end = first.value + static_cast<std::int64_t>(n);
      if (!work.held) return read(first, n);
      if (work.held->holds(first.value, end)) return std::span<const std::int32_t>(work.held->frames(first, n));
      const std::span<std::int32_t> room = work.held->room(first, n);
      if (auto ok = reader.value()->read(first, room); !ok) return ok.fault();
      work.held->publish(end);
      return std::span<const std::int32_t>(room);
    };
    // What is held grows from the first frame on; only where nothing is, the view may come first.
    const std::int64_t from = work.held ? 0 : work.from;
    const auto status = fillCells(keep, work.chain, work.format, work.segments, from, *work.cells, onSlab);
    if (!status || !goOn) return status;
  }
  auto hops = readHops(*reader.value(), {0}, {work.cells->framesN()}, onSlab);
  if (!hops) return hops.fault();
  if (goOn) work.hops = std::move(hops).value();
  return {};
}

}  // namespace tonus::review
