// The density by hand on FFTW: what a programmer writes who plans once, and what most code does, planning for each call.
#include <fftw3.h>

#include <cmath>
#include <numbers>

#include "module.h"

namespace tonus::bench {

namespace {

class FftwDensity {
 public:
  FftwDensity(const SpectrumTask& task, unsigned effort) : task_(task), n_(task.x.size()) {
    in_ = fftw_alloc_real(n_);
    out_ = fftw_alloc_complex(n_ / 2 + 1);
    plan_ = fftw_plan_dft_r2c_1d(static_cast<int>(n_), in_, out_, effort);
    window_.resize(n_);
    for (std::size_t i = 0; i < n_; ++i) {
      window_[i] = 0.5 - 0.5 * std::cos(2 * std::numbers::pi * static_cast<double>(i) / static_cast<double>(n_));
      power_ += window_[i] * window_[i];
    }
    psd_.resize(n_ / 2 + 1);
  }
  ~FftwDensity() {
    fftw_destroy_plan(plan_);
    fftw_free(in_);
    fftw_free(out_);
  }
  FftwDensity(const FftwDensity&) = delete;
  FftwDensity& operator=(const FftwDensity&) = delete;

  std::vector<double> once() {
    double mean = 0;
    for (const double v : task_.x) mean += v;
    mean /= static_cast<double>(n_);
    for (std::size_t i = 0; i < n_; ++i) in_[i] = (task_.x[i] - mean) * window_[i];
    fftw_execute(plan_);
    const double scale = 2 / (task_.rateHz * power_);
    for (std::size_t k = 0; k < psd_.size(); ++k) psd_[k] = scale * (out_[k][0] * out_[k][0] + out_[k][1] * out_[k][1]);
    psd_.front() /= 2;
    psd_.back() /= 2;
    return frequencies();
  }

 private:
  /// Median (linear inside its bin) and mean over the band.
  std::vector<double> frequencies() const {
    const double binHz = task_.rateHz / static_cast<double>(n_);
    const auto first = static_cast<std::size_t>(std::ceil(task_.lowHz / binHz));
    const auto last = static_cast<std::size_t>(std::floor(task_.highHz / binHz));
    double total = 0, moment = 0;
    for (std::size_t k = first; k <= last; ++k) {
      total += psd_[k];
      moment += psd_[k] * static_cast<double>(k) * binHz;
    }
    double before = 0;
    std::size_t k = first;
    while (k < last && before + psd_[k] < total / 2) before += psd_[k++];
    return {binHz * (static_cast<double>(k) - 1 + (total / 2 - before) / psd_[k]), moment / total};
  }

  SpectrumTask task_;
  std::size_t n_;
  double* in_;
  fftw_complex* out_;
  fftw_plan plan_;
  std::vector<double> window_, psd_;
  double power_ = 0;
};

}  // namespace

void addFftw(Peers& peers) {
  peers.fftwHeld = [](const SpectrumTask& task) {
    auto density = std::make_shared<FftwDensity>(task, FFTW_MEASURE);
    return Peer{"FFTW, plan kept", [density] { density->once(); }, [density] { return density->once(); }};
  };
  // ESTIMATE: who plans each time does not measure each time.
  peers.fftwPlanned = [](const SpectrumTask& task) {
    const auto once = [task] { return FftwDensity(task, FFTW_ESTIMATE).once(); };
    return Peer{"FFTW, planned for each call", [once] { once(); }, once};
  };
}

}  // namespace tonus::bench
