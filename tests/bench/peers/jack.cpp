// JACK's ring of bytes, a block in one write and one read.
#include <jack/ringbuffer.h>

#include <numeric>

#include "module.h"

namespace tonus::bench {

namespace {

class JackRing final : public BlockQueue {
 public:
  JackRing(std::size_t blocksN, std::size_t samplesN)
      : ring_(jack_ringbuffer_create(blocksN * samplesN * sizeof(std::int32_t) + 1)), bytesN_(samplesN * sizeof(std::int32_t)),
        in_(samplesN), out_(samplesN) {}
  ~JackRing() override { jack_ringbuffer_free(ring_); }
  void make(std::span<const std::int32_t> samples) override { in_.assign(samples.begin(), samples.end()); }
  bool push() override {
    if (jack_ringbuffer_write_space(ring_) < bytesN_) return false;
    return jack_ringbuffer_write(ring_, reinterpret_cast<const char*>(in_.data()), bytesN_) == bytesN_;
  }
  bool pop() override {
    if (jack_ringbuffer_read_space(ring_) < bytesN_) return false;
    return jack_ringbuffer_read(ring_, reinterpret_cast<char*>(out_.data()), bytesN_) == bytesN_;
  }
  std::int64_t read() override { return std::accumulate(out_.begin(), out_.end(), std::int64_t{0}); }

 private:
  jack_ringbuffer_t* ring_;
  std::size_t bytesN_;
  std::vector<std::int32_t> in_, out_;
};

}  // namespace

void addJack(Peers& peers) {
  peers.jack = [](std::size_t blocksN, std::size_t samplesN) -> std::unique_ptr<BlockQueue> {
    return std::make_unique<JackRing>(blocksN, samplesN);
  };
}

}  // namespace tonus::bench
