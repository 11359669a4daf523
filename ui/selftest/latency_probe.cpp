#include "selftest/latency_probe.h"

#include <QEvent>
#include <QEventLoop>
#include <QFile>
#include <algorithm>
#include <cmath>

#include "clinician/session_page/level_bars.h"
#include "clinician/session_page/session_page.h"
#include "clinician/session_page/setup_panel.h"
#include "clinician/session_page/trace_view.h"
#include "patient/scene_window.h"
#include "selftest/marked_source.h"
#include "selftest/monitor_recording.h"
#include "selftest/onset.h"
#include "selftest/picture_watch.h"
#include "selftest/private_pulse.h"
#include "style/latency_words.h"

namespace tonus::selftest {
namespace {

using std::chrono::milliseconds;

constexpr int kTickMs = 50;
constexpr auto kSettle = milliseconds(2000);   // filters, buffers, the first pictures
constexpr auto kLast = milliseconds(600);      // for the last marks to come out
constexpr auto kPatience = milliseconds(150);  // a mark said to be out that long ago would have been seen
constexpr double kScaleUv = 100;               // of the traces: a mark fills its lane, rest does not
constexpr double kLineUv = 20;
constexpr double kBarFalls = 0.05;             // of its length, at least, in the first picture of a mark

double seconds(core::SteadyTime::duration d) { return std::chrono::duration<double>(d).count(); }

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

void fillPath(app::MeasuredPath& path, const MarkTimes& seen, const MarkTimes& stamped) {
  path.observed = seen.summary();
  path.stamped = stamped.summary();
  path.apartMs = seen.apartMs(stamped);
  path.missedN = seen.missedN();
  for (const MarkTimes::Seen& s : seen.seen()) path.observedMs.push_back(s.ms);
}

}  // namespace

LatencyProbe::LatencyProbe(core::Clock& clock, double seconds, QObject* parent)
    : QObject(parent), clock_(clock), seconds_(seconds), log_(std::make_shared<MarkLog>()), timer_(this) {
  timer_.setInterval(kTickMs);
  connect(&timer_, &QTimer::timeout, this, &LatencyProbe::tick);
}

LatencyProbe::~LatencyProbe() = default;

core::Status LatencyProbe::openRecord() {
  folder_ = std::make_unique<QTemporaryDir>();
  store::OpenOptions options;
  options.create = true;
  auto opened = store::Store::open(folder_->filePath(QStringLiteral("latency.tonus")).toStdString(), clock_, options);
  if (!opened) return opened.fault();
  store_ = std::move(opened).value();
  patient_.code = "LATENCY";
  patient_.name = tr("Latency test").toStdString();
  auto added = store_->addPatient(patient_);
  if (!added) return added.fault();
  patient_ = *added;
  return {};
}

void LatencyProbe::openWindows() {
  page_ = std::make_unique<clinician::SessionPage>(clinician::SessionPage::Services{
      clock_, [this] { return store_.get(); }, {}, [this] {
        return core::Result<std::unique_ptr<core::SignalSource>>(makeMarkedSource(log_, clock_));
      }});
  page_->setWindowTitle(tr("Tonus: latency test"));
  page_->resize(1366, 720);
  page_->show();
  page_->startFor(patient_);
  page_->setup().chooseProtocol(QStringLiteral("free"));
  page_->traces().zoom(1);  // by hand: from here on the scale stays
  page_->traces().setFullScaleUv(kScaleUv);
  page_->traces().installEventFilter(this);
  page_->installEventFilter(this);
  connect(page_.get(), &clinician::SessionPage::shown, this, [this](core::SteadyTime arrival) {
    takeMarks();
    traceStamped_.noticedUpTo(arrival, clock_.now());
  });
  connect(&page_->display(), &patient::PatientDisplay::shown, this, [this](core::SteadyTime arrival) {
    takeMarks();
    barStamped_.noticedUpTo(arrival, clock_.now());
    lookAtPatient();
  });
}

void LatencyProbe::start() {
  status_ = openRecord();
  if (!status_) return Q_EMIT finished();
  openWindows();
  page_->begin();
  if (!page_->busy()) {
    page_.reset();
    status_ = core::Fault{core::FaultCode::kUnavailable, "The session of the latency test could not be started.",
                          "Make room in the folder for temporary files, then try again."};
    return Q_EMIT finished();
  }
  page_->display().setScene(QStringLiteral("Landscape"));  // whose bar is looked for
  page_->display().open();
  page_->bars().thresholdMoved(kLevelChannel, kLineUv);
  feedback::SoundSettings sound;
  sound.tone.mode = feedback::ToneMode::kGate;
  sound.tone.gate = feedback::ToneGate::kOutOfTarget;
  page_->sound().setSettings(sound);
  page_->sound().setMuted(false);
  if (MonitorRecording::installed()) {
    recording_ = std::make_unique<MonitorRecording>();
    if (!recording_->start()) recording_.reset();
  }
  begun_ = clock_.now();
  timer_.start();
}

void LatencyProbe::ready() {
  measuring_ = true;
  begun_ = clock_.now();
  traceWatch_ = std::make_unique<TraceWatch>(page_->traces(), kTraceChannel, 0.5 * kScaleUv);
  (void)traceWatch_->look();
  if (page_->display().isOpen()) {
    barWatch_ = std::make_unique<BarWatch>(*page_->display().window());
    barAtRest_ = barWatch_->look();
  }
  page_->sound().clearLatency();
  log_->setOn(true);
}

void LatencyProbe::tick() {
  const auto passed = clock_.now() - begun_;
  if (!page_->busy()) {
    status_ = core::Fault{core::FaultCode::kUnavailable, "The session of the latency test ended early.", "Try again."};
    return finish();
  }
  if (!measuring_) {
    if (passed > kSettle) ready();
    return;
  }
  takeMarks();
  Q_EMIT progress(std::min(1.0, seconds(passed) / seconds_));
  if (!running()) return;  // cancelled by whoever was told
  if (seconds(passed) > seconds_) log_->setOn(false);
  if (seconds(passed - kLast) > seconds_) finish();
}

void LatencyProbe::takeMarks() {
  MarkLog::Marks marks = log_->take();
  for (const core::SteadyTime at : marks.trace) {
    traceSeen_.sent(at);
    traceStamped_.sent(at);
  }
  for (const core::SteadyTime at : marks.level) {
    if (barWatch_) {
      barSeen_.sent(at);
      barStamped_.sent(at);
    }
    levelMarks_.push_back(at);
  }
}

bool LatencyProbe::eventFilter(QObject* object, QEvent* event) {
  if (object == page_.get()) {
    if (event->type() == QEvent::Close) QMetaObject::invokeMethod(this, &LatencyProbe::cancel, Qt::QueuedConnection);
    return false;
  }
  // Runs once this round of painting has been flushed to the window system.
  if (measuring_ && event->type() == QEvent::Paint)
    QMetaObject::invokeMethod(this, &LatencyProbe::lookAtTraces, Qt::QueuedConnection);
  return QObject::eventFilter(object, event);
}

void LatencyProbe::lookAtTraces() {
  if (!traceWatch_) return;
  const int marks = traceWatch_->look();
  const core::SteadyTime now = clock_.now();
  takeMarks();
  picturesUnread_ = picturesUnread_ || marks < 0;
  traceSeen_.giveUp(traceStamped_, now - kPatience);
  traceSeen_.noticed(marks, now);
}

void LatencyProbe::lookAtPatient() {
  if (!barWatch_) return;
  const double filled = barWatch_->look();
  const core::SteadyTime now = clock_.now();
  picturesUnread_ = picturesUnread_ || filled < 0;
  barSeen_.giveUp(barStamped_, now - kPatience);
  if (!barSeen_.waiting()) {
    barAtRest_ = filled;
  } else if (filled >= 0 && filled < barAtRest_ - kBarFalls) {
    barSeen_.noticed(1, now);
    barAtRest_ = filled;
  }
}

void LatencyProbe::cancel() {
  if (!running()) return;
  cancelled_ = true;
  finish();
}

void LatencyProbe::finish() {
  timer_.stop();
  log_->setOn(false);
  measuring_ = false;
  result_.seconds = seconds(clock_.now() - begun_);
  fill();
  traceWatch_.reset();
  barWatch_.reset();
  page_->hide();
  result_.lostFrames = page_->status().lostFrames;
  page_->stopAndKeep();
  page_.reset();
  recording_.reset();
  store_.reset();
  folder_.reset();
  Q_EMIT finished();
}

void LatencyProbe::fill() {
  fillPath(result_.display, traceSeen_, traceStamped_);
  fillPath(result_.patient, barSeen_, barStamped_);
  const QString unread = tr("This desktop does not let a program read the screen back; the numbers are those Tonus itself "
                            "stamps after each flushed picture.");
  const QString read = tr("The mark was found in the pixels of the window, read back after every flushed picture.");
  const QString covered = tr("Not every mark was seen: a covered, hidden or minimised window shows none.");
  for (app::MeasuredPath* path : {&result_.display, &result_.patient})
    path->how = (picturesUnread_ ? unread : path->missedN > 0 ? read + QLatin1Char(' ') + covered : read).toStdString();
  listenBack();
  result_.beyond = style::beyondLatency().toStdString();
}

void LatencyProbe::listenBack() {
  app::MeasuredPath& audio = result_.audio;
  const audio::SoundStatus& sound = page_->sound().status();
  audio.stamped = sound.latency;
  if (!sound.playing) {
    audio.how = sound.words.toStdString();
    return;
  }
  if (!recording_ || recording_->samples().empty()) {
    audio.how = tr("Nothing could be recorded from the sound server (parec is not installed, or there is no monitor of the "
                   "output); the numbers are those Tonus itself stamps.").toStdString();
    return;
  }
  core::LatencyHistogram heard;
  for (const core::SteadyTime mark : levelMarks_) {
    const double sentNs = std::chrono::duration<double, std::nano>(mark.time_since_epoch()).count();
    const double place = (sentNs - recording_->timeNs(0)) * 48000.0 / 1e9;
    const auto onset = place < 0 ? std::nullopt : findOnset(recording_->samples(), static_cast<std::size_t>(place), 24000);
    if (!onset) {
      ++audio.missedN;
      continue;
    }
    audio.observedMs.push_back((recording_->timeNs(*onset) - sentNs) * 1e-6);
    heard.add(audio.observedMs.back());
  }
  audio.observed = heard.summary();
  if (audio.observed.n > 0 && audio.stamped.n > 0) audio.apartMs = std::abs(median(audio.observedMs) - audio.stamped.p50Ms);
  audio.how = tr("The tone's beginning was found in a recording of what the sound server plays on %1.").arg(sound.device).toStdString();
}

core::Result<app::MeasuredLatency> measureLatency(double seconds, const core::Progress& progress) {
  std::unique_ptr<PrivatePulse> sound;
  if (!PrivatePulse::anotherAnswers() && PrivatePulse::installed()) {
    sound = std::make_unique<PrivatePulse>();
    if (!sound->start()) sound.reset();
  }
  core::SystemClock clock;
  LatencyProbe probe(clock, seconds);
  QEventLoop loop;
  QObject::connect(&probe, &LatencyProbe::progress, &loop, [&](double fraction) {
    if (progress && !progress(fraction)) probe.cancel();
  });
  QObject::connect(&probe, &LatencyProbe::finished, &loop, &QEventLoop::quit, Qt::QueuedConnection);
  probe.start();
  loop.exec();
  if (!probe.status()) return probe.status().fault();
  if (probe.cancelled())
    return core::Fault{core::FaultCode::kCancelled, "The measurement was cancelled.", "Nothing was kept of it."};
  app::MeasuredLatency result = probe.result();
  if (sound)
    result.audio.how += LatencyProbe::tr(" No sound server answered, so a private one without a sound card was used: what a "
                                         "card adds is not in it.").toStdString();
  return result;
}

QByteArray offscreenPlatform(const QTemporaryDir& folder) {
  const QString path = folder.filePath(QStringLiteral("screens.json"));
  QFile file(path);
  if (!file.open(QIODevice::WriteOnly)) return "offscreen";
  file.write(R"({"screens": [{"name": "one", "x": 0, "y": 0, "width": 1920, "height": 1080},
                             {"name": "two", "x": 1920, "y": 0, "width": 1920, "height": 1080}]})");
  return "offscreen:configfile=" + path.toUtf8();
}

}  // namespace tonus::selftest
