#include "audio/sound_feeder.h"

#include <pthread.h>
#include <sched.h>

#include <QAudioDevice>
#include <algorithm>
#include <utility>

namespace tonus::audio {
namespace {

using std::chrono::milliseconds;

constexpr int kRateHz = 48000;

constexpr int kMostBufferMs = 80;
constexpr int kDropOutsBearable = 3;  // of one device, soon after each other; then the buffer grows: late beats broken
constexpr auto kSoon = milliseconds(10000);
constexpr int kRealTimePriority = 5;  // above every ordinary program, below a sound server that has asked for its own
constexpr int kFeedEveryMs = 4;
constexpr int kLookEveryMs = 2000;
constexpr auto kStale = milliseconds(400);   // no feedback for so long: nothing to sound
constexpr auto kStuck = milliseconds(1500);  // the server takes nothing for so long: start again
constexpr auto kTest = milliseconds(2000);

std::int64_t nanoseconds(core::SteadyTime t) {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(t.time_since_epoch()).count();
}

QAudioFormat formatFor(const QAudioDevice& device) {
  QAudioFormat format;
  format.setSampleRate(kRateHz);
  format.setChannelCount(2);
  format.setSampleFormat(QAudioFormat::Float);
  if (device.isFormatSupported(format)) return format;
  format = device.preferredFormat();
  format.setSampleFormat(QAudioFormat::Float);
  return format;
}

QAudioDevice deviceFor(const QByteArray& wanted) {
  for (const QAudioDevice& d : QMediaDevices::audioOutputs()) {
    if (d.id() == wanted) return d;
  }
  return QMediaDevices::defaultAudioOutput();
}

/// A sound has 15 ms to be in time. Where the system allows it (members of the audio group, usually) this thread does
/// not wait for programs that are merely busy; elsewhere nothing changes.
void askForRealTime() {
  sched_param wanted{};
  wanted.sched_priority = kRealTimePriority;
  (void)pthread_setschedparam(pthread_self(), SCHED_RR, &wanted);
}

}  // namespace

SoundFeeder::SoundFeeder(std::shared_ptr<CueSink> sink, core::Clock& clock)
    : sink_(std::move(sink)), clock_(clock), feedTimer_(this), lookTimer_(this), reportTimer_(this) {
  feedTimer_.setTimerType(Qt::PreciseTimer);
  feedTimer_.setInterval(kFeedEveryMs);
  lookTimer_.setInterval(kLookEveryMs);
  reportTimer_.setInterval(1000);
  connect(&feedTimer_, &QTimer::timeout, this, &SoundFeeder::feed);
  connect(&lookTimer_, &QTimer::timeout, this, &SoundFeeder::look);
  connect(&reportTimer_, &QTimer::timeout, this, &SoundFeeder::report);
}

SoundFeeder::~SoundFeeder() {
  if (output_) output_->stop();
}

void SoundFeeder::begin() {
  askForRealTime();
  media_ = std::make_unique<QMediaDevices>();
  connect(media_.get(), &QMediaDevices::audioOutputsChanged, this, &SoundFeeder::look);
  lookTimer_.start();
  reportTimer_.start();
  look();
}

void SoundFeeder::setSettings(const feedback::SoundSettings& settings) {
  settings_ = settings;
  if (mix_) mix_->setSettings(settings_);
}

void SoundFeeder::setMusic(const feedback::Pcm& music) {
  music_ = music;
  if (mix_) mix_->setMusic(music_);
}

void SoundFeeder::say(const feedback::Pcm& speech) {
  if (mix_) mix_->say(speech);
}

void SoundFeeder::chooseDevice(const QByteArray& id) {
  wanted_ = id;
  look();
}

void SoundFeeder::clearLatency() {
  latency_.clear();
  report();
}

void SoundFeeder::playTest() { testUntil_ = clock_.now() + kTest; }

void SoundFeeder::look() {
  status_.devices.clear();
  for (const QAudioDevice& d : QMediaDevices::audioOutputs()) status_.devices.push_back({d.id(), d.description()});
  const QAudioDevice device = deviceFor(wanted_);
  if (device.isNull()) {
    close(tr("No sound device. The session runs on without sound; one that appears is used at once."));
  } else if (!output_ || device.id() != openId_) {
    open(device);
  }
  report();
}

void SoundFeeder::open(const QAudioDevice& device) {
  close({});
  const QAudioFormat format = formatFor(device);
  channelsN_ = std::max(1, format.channelCount());
  output_ = std::make_unique<QAudioSink>(device, format);
  output_->setBufferSize(format.bytesForDuration(bufferMs_ * 1000));
  pipe_ = output_->start();
  openId_ = device.id();
  status_.device = device.description();
  if (pipe_ == nullptr || output_->error() != QAudio::NoError) {
    close(tr("The sound device %1 cannot be used just now. The session runs on without sound; Tonus tries again "
             "every two seconds.")
              .arg(device.description()));
    return;
  }
  mix_.emplace(format.sampleRate());
  mix_->setSettings(settings_);
  mix_->setMusic(music_);
  status_.rateHz = format.sampleRate();
  status_.playing = true;
  status_.bufferMs = static_cast<double>(format.durationForBytes(static_cast<qint32>(output_->bufferSize()))) / 1000.0;
  status_.words = tr("Sound plays on %1").arg(status_.device);
  lastTaken_ = clock_.now();
  wasFull_ = false;
  dropOutsHere_ = 0;
  feedTimer_.start();
}

void SoundFeeder::close(const QString& why) {
  feedTimer_.stop();
  if (output_) output_->stop();
  pipe_ = nullptr;
  output_.reset();
  openId_.clear();
  status_.playing = false;
  status_.bufferMs = 0;
  status_.words = why;
}

feedback::ToneInput SoundFeeder::inputFor(const CueSink::Heard& heard) {
  const core::SteadyTime now = clock_.now();
  if (testUntil_ && now < *testUntil_) {  // half-way to the goal, then at it; a gated tone sounds all along
    const bool atGoal = *testUntil_ - now < kTest / 2;
    const bool gated = settings_.kind == feedback::SoundKind::kTone && settings_.tone.mode == feedback::ToneMode::kGate;
    return {atGoal ? 1.0F : 0.4F, gated ? settings_.tone.gate == feedback::ToneGate::kInTarget : atGoal, true};
  }
  testUntil_.reset();
  feedback::ToneInput input = heard.input;
  const bool fresh = nanoseconds(now) - heard.arrivalNs < std::chrono::nanoseconds(kStale).count();
  input.audible = input.audible && fresh;
  return input;
}

void SoundFeeder::feed() {
  if (output_->state() == QAudio::StoppedState || output_->error() == QAudio::FatalError) {
    close(tr("The sound device %1 went away. The session runs on without sound; Tonus tries again every two seconds.")
              .arg(status_.device));
    report();
    return;
  }
  const qint64 frameBytes = static_cast<qint64>(sizeof(float)) * channelsN_;
  const qint64 n = output_->bytesFree() / frameBytes;
  const core::SteadyTime now = clock_.now();
  if (n <= 0) {
    if (now - lastTaken_ > kStuck) {
      close(tr("The sound server stopped taking sound. The session runs on without it; Tonus starts it again."));
      report();
    }
    return;
  }
  lastTaken_ = now;
  const CueSink::Heard heard = sink_->heard();
  const feedback::ToneInput input = inputFor(heard);
  const bool muted = muted_ && !testUntil_;
  mono_.resize(static_cast<std::size_t>(n));
  mix_->render(input, muted, mono_);
  frames_.clear();
  for (const float v : mono_) frames_.insert(frames_.end(), static_cast<std::size_t>(channelsN_), v);
  const qint64 queued = output_->bufferSize() / frameBytes - n;
  if (queued <= 0 && !mix_->silent() && wasFull_) countDropOut();
  if (!output_) return;
  wasFull_ = true;
  pipe_->write(reinterpret_cast<const char*>(frames_.data()), n * frameBytes);
  if (!muted && mix_->sounding(input)) measure(heard.arrivalNs, queued);
}

void SoundFeeder::countDropOut() {
  ++status_.dropOuts;
  const core::SteadyTime now = clock_.now();
  if (now - std::exchange(lastDropOut_, now) > kSoon) dropOutsHere_ = 0;
  if (++dropOutsHere_ < kDropOutsBearable || bufferMs_ >= kMostBufferMs) return;
  bufferMs_ = std::min(bufferMs_ + bufferMs_ / 2, kMostBufferMs);
  close({});
  look();
}

void SoundFeeder::measure(std::int64_t arrivalNs, qint64 queuedFrames) {
  if (arrivalNs == lastArrivalNs_ || testUntil_) return;
  lastArrivalNs_ = arrivalNs;
  const double waited = static_cast<double>(nanoseconds(clock_.now()) - arrivalNs) * 1e-6;
  latency_.add(waited + 1000.0 * static_cast<double>(queuedFrames) / output_->format().sampleRate());
}

void SoundFeeder::report() {
  status_.latency = latency_.summary();
  Q_EMIT changed(status_);
}

}  // namespace tonus::audio
