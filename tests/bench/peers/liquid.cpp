// liquid-dsp's cascade of second-order sections: real, single precision, one object a channel, as its users run it.
#include <complex>  // before liquid.h, which then uses std::complex
#include <liquid/liquid.h>

#include "module.h"

namespace tonus::bench {

namespace {

class LiquidFilter {
 public:
  explicit LiquidFilter(const FilterTask& task) : channelsN_(task.channelsN), framesN_(task.in.size() / task.channelsN) {
    std::vector<float> b, a;
    for (const dsp::Biquad& s : task.sections) {
      for (const double v : {s.b0, s.b1, s.b2}) b.push_back(static_cast<float>(v));
      for (const double v : {1.0, s.a1, s.a2}) a.push_back(static_cast<float>(v));
    }
    for (std::size_t c = 0; c < channelsN_; ++c)
      filters_.push_back(iirfilt_rrrf_create_sos(b.data(), a.data(), static_cast<unsigned>(task.sections.size())));
    for (const double v : task.in) in_.push_back(static_cast<float>(v));
    out_.resize(in_.size());
    channel_.resize(framesN_);
  }
  ~LiquidFilter() {
    for (auto* f : filters_) iirfilt_rrrf_destroy(f);
  }
  LiquidFilter(const LiquidFilter&) = delete;
  LiquidFilter& operator=(const LiquidFilter&) = delete;

  void once() {
    for (std::size_t c = 0; c < channelsN_; ++c) {
      for (std::size_t i = 0; i < framesN_; ++i) channel_[i] = in_[i * channelsN_ + c];
      iirfilt_rrrf_execute_block(filters_[c], channel_.data(), static_cast<unsigned>(framesN_), channel_.data());
      for (std::size_t i = 0; i < framesN_; ++i) out_[i * channelsN_ + c] = channel_[i];
    }
  }
  std::vector<double> out() const { return {out_.begin(), out_.end()}; }

 private:
  std::size_t channelsN_, framesN_;
  std::vector<iirfilt_rrrf> filters_;
  std::vector<float> in_, out_, channel_;
};

}  // namespace

void addLiquid(Peers& peers) {
  peers.liquid = [](const FilterTask& task) {
    auto filter = std::make_shared<LiquidFilter>(task);
    return Peer{"liquid-dsp " + std::string(liquid_libversion()) + ", f32", [filter] { filter->once(); }, [task] {
                  LiquidFilter fresh(task);
                  fresh.once();
                  return fresh.out();
                }};
  };
}

}  // namespace tonus::bench
