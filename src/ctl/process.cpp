// process: the live DSP chain over a file, causally.
#include <charconv>
#include <cmath>

#include "commands.h"
#include "tonus/dsp/metric.h"
#include "tonus/dsp/signal_chain.h"
#include "tonus/interop/recording_files.h"

namespace tonus::ctl {

namespace {

struct Arguments {
  std::string in, out, band, notch = "off", start = "zero";
  double rateHz = 0;
  std::vector<std::string> channels;
  dsp::ChainSettings chain;
};

/// What is filtered: µV, and where it is continuous.
struct Signal {
  std::vector<std::string> channels;
  double rateHz = 0;
  std::vector<double> uv;  // frame-major
  std::vector<core::Segment> segments;
};

core::Result<Signal> fromCsv(const Arguments& a) {
  auto table = interop::readCsv(a.in);
  if (!table) return table.fault();
  Signal s;
  s.channels = std::move(table->channels);
  s.rateHz = a.rateHz > 0 ? a.rateHz : table->sampleRateHz;
  s.uv = std::move(table->valuesUv);
  s.segments = {{{0}, static_cast<std::int64_t>(table->rowsN)}};
  if (s.rateHz <= 0)
    return core::Fault{core::FaultCode::kInvalid, a.in + " has no t_s column, so its rate is unknown", "Say it with --fs HZ."};
  return s;
}

core::Result<Signal> fromRecording(const Arguments& a) {
  interop::OpenOptions options;
  options.onlyChannels = a.channels;
  auto recording = interop::openRecording(a.in, options);
  if (!recording) return recording.fault();
  for (const std::string& w : (*recording)->warnings()) std::fprintf(stderr, "tonusctl: note: %s\n", w.c_str());
  Signal s;
  const core::StreamFormat& format = (*recording)->format();
  s.rateHz = format.sampleRateHz;
  s.segments = (*recording)->segments();
  const std::size_t n = format.channelsN();
  for (const core::ChannelFormat& c : format.channels) s.channels.push_back(c.label);
  std::vector<std::int32_t> counts;
  for (const core::Segment& segment : s.segments) {
    counts.resize(static_cast<std::size_t>(segment.framesN) * n);
    if (auto ok = (*recording)->read(segment.first, counts); !ok) return ok.fault();
    for (std::size_t i = 0; i < counts.size(); ++i) {
      const core::ChannelFormat& c = format.channels[i % n];
      s.uv.push_back((static_cast<double>(counts[i]) - c.offsetCounts) * c.scaleUvPerCount);
    }
  }
  return s;
}

bool looksLikeCsv(const std::string& path) {
  const auto dot = path.rfind('.');
  std::string end = dot == std::string::npos ? "" : path.substr(dot + 1);
  for (char& c : end) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return end != "edf" && end != "bdf";
}

void append(std::string& line, double value) {
  char text[32];
  line.append(text, static_cast<std::size_t>(std::snprintf(text, sizeof text, "%.17g", value)));
}

/// The two tables being written.
class Tables {
 public:
  Tables(const std::filesystem::path& out, const Signal& signal)
      : signal_(signal), samples_(out), spectral_(std::filesystem::path(out).replace_extension(".spectral.csv")) {
    std::string head = "t_s", spectralHead = "t_s";
    for (const std::string& c : signal.channels) {
      head += ',' + c + "_filtered_uV," + c + "_rms_uV";
      for (const dsp::MetricRow& m : dsp::metricRegistry()) spectralHead += ',' + c + '_' + std::string(m.info.csvSuffix);
    }
    samples_.write(head + '\n');
    spectral_.write(spectralHead + '\n');
  }

  void addSamples(core::SampleIndex first, const std::vector<double>& filtered, const std::vector<double>& rms) {
    const std::size_t n = signal_.channels.size();
    line_.clear();
    for (std::size_t i = 0; i < filtered.size(); ++i) {
      if (i % n == 0) append(line_, static_cast<double>(first.value + static_cast<std::int64_t>(i / n)) / signal_.rateHz);
      line_ += ',';
      append(line_, filtered[i]);
      line_ += ',';
      append(line_, rms[i]);
      if (i % n == n - 1) line_ += '\n';
    }
    samples_.write(line_);
  }

  void addMetrics(std::vector<core::MetricValue>& values) {
    const std::size_t kinds = dsp::metricRegistry().size(), n = signal_.channels.size();
    std::stable_sort(values.begin(), values.end(), [](const auto& a, const auto& b) {
      return std::tuple(a.at, a.channel, a.metric) < std::tuple(b.at, b.channel, b.metric);
    });
    line_.clear();
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (i % (kinds * n) == 0) append(line_, static_cast<double>(values[i].at.value) / signal_.rateHz);
      line_ += ',';
      append(line_, values[i].value);
      if (i % (kinds * n) == kinds * n - 1) line_ += '\n';
    }
    spectral_.write(line_);
    values.clear();
  }

  core::Status commit() {
    if (auto ok = samples_.commit(); !ok) return ok;
    return spectral_.commit();
  }

 private:
  const Signal& signal_;
  NewFile samples_;
  NewFile spectral_;
  std::string line_;
};

core::Status filter(const Signal& signal, const dsp::ChainSettings& settings, Tables& tables) {
  const std::size_t n = signal.channels.size();
  constexpr std::size_t kBlockFrames = 256;
  dsp::SignalChain chain(settings, signal.rateHz, n);
  std::vector<double> filtered, rms;
  std::vector<core::MetricValue> metrics;
  const double* at = signal.uv.data();
  double done = 0;
  const auto progress = progressBar("filtering");
  for (const core::Segment& segment : signal.segments) {
    chain.restart();
    for (std::int64_t f = 0; f < segment.framesN;) {
      const auto frames = std::min<std::size_t>(kBlockFrames, static_cast<std::size_t>(segment.framesN - f));
      filtered.resize(frames * n);
      rms.resize(frames * n);
      chain.process(segment.first + f, {at, frames * n}, filtered, rms, metrics);
      tables.addSamples(segment.first + f, filtered, rms);
      tables.addMetrics(metrics);
      at += frames * n;
      f += static_cast<std::int64_t>(frames);
      (void)progress((done += static_cast<double>(frames * n)) / static_cast<double>(signal.uv.size()));
    }
  }
  return {};
}

core::Status readBand(Arguments& a, double rateHz) {
  dsp::ChainSettings& c = a.chain;
  c.bandHighHz = std::min(450.0, 0.45 * rateHz);
  if (a.band == "off") {
    c.bandPass = false;
  } else if (!a.band.empty()) {
    char* end = nullptr;
    c.bandLowHz = std::strtod(a.band.c_str(), &end);
    if (*end == ':') c.bandHighHz = std::strtod(end + 1, &end);
    else end = a.band.data();
    if (*end != '\0') return core::Fault{core::FaultCode::kInvalid, "\"" + a.band + "\" is not a band", "Write LO:HI in Hz, or off."};
  }
  if (c.bandPass && !(c.bandLowHz > 0 && c.bandLowHz < c.bandHighHz && c.bandHighHz < rateHz / 2))
    return core::Fault{core::FaultCode::kInvalid, "The band must lie between 0 and half the sample rate, lower edge first",
                       "At " + std::to_string(rateHz) + " Hz the upper edge must be below " + std::to_string(rateHz / 2) + " Hz."};
  return {};
}

int process(Arguments a) {
  auto signal = looksLikeCsv(a.in) ? fromCsv(a) : fromRecording(a);
  if (!signal) return explain(signal.fault());
  if (auto ok = readBand(a, signal->rateHz); !ok) {
    (void)explain(ok.fault());
    return kUsage;
  }
  a.chain.mainsHz = a.notch == "off" ? 0 : std::strtod(a.notch.c_str(), nullptr);
  a.chain.startSettled = a.start == "settled";
  Tables tables(a.out, *signal);
  if (auto ok = filter(*signal, a.chain, tables); !ok) return explain(ok.fault());
  if (auto ok = tables.commit(); !ok) return explain(ok.fault());
  std::fprintf(stderr, "%s: %s\n", a.out.c_str(), dsp::describe(a.chain, signal->rateHz).c_str());
  return kDone;
}

}  // namespace

void addProcess(CLI::App& app, Chosen& chosen) {
  auto a = std::make_shared<Arguments>();
  auto* c = app.add_subcommand("process", "the live filters over a CSV, EDF or BDF file");
  c->add_option("in", a->in, "CSV (µV), EDF or BDF")->required();
  c->add_option("--out", a->out, "CSV to write")->required();
  c->add_option("--fs", a->rateHz, "sample rate in Hz of a CSV without t_s")->check(positive());
  c->add_option("--channels", a->channels, "only these signals of an EDF or BDF, comma separated")->delimiter(',');
  c->add_option("--band", a->band, "LO:HI in Hz, or off (default 20:min(450, 0.45 fs))");
  c->add_option("--order", a->chain.bandOrder, "Butterworth order N (SciPy's)")->check(CLI::Range(1, 10));
  c->add_option("--notch", a->notch, "50, 60 or off")->check(CLI::IsMember({"50", "60", "off"}));
  c->add_option("--notch-harmonics", a->chain.notchHarmonics, "counts the fundamental")->check(CLI::Range(1, 20));
  c->add_option("--notch-q", a->chain.notchQ, "f0 / width")->check(positive());
  c->add_option("--rms-ms", a->chain.rmsWindowMs, "envelope window")->check(positive());
  c->add_option("--start", a->start, "zero or settled")->check(CLI::IsMember({"zero", "settled"}));
  c->callback([&chosen, a] { chosen = [a] { return process(*a); }; });
}

}  // namespace tonus::ctl
