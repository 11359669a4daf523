// libFLAC level 5 in memory: all channels in one stream of 24 bits, a second a block as our chunks are.
#include <FLAC/stream_decoder.h>
#include <FLAC/stream_encoder.h>

#include <algorithm>
#include <cstring>

#include "module.h"

namespace tonus::bench {

namespace {

class Flac final : public PackPeer {
 public:
  explicit Flac(const CodecTask& task) : task_(task) {}

  std::size_t encode() override {
    bytes_.clear();
    FLAC__StreamEncoder* e = FLAC__stream_encoder_new();
    FLAC__stream_encoder_set_streamable_subset(e, false);  // 2 kHz and 8 channels are outside of it
    FLAC__stream_encoder_set_channels(e, static_cast<unsigned>(task_.channelsN));
    FLAC__stream_encoder_set_bits_per_sample(e, 24);
    FLAC__stream_encoder_set_sample_rate(e, static_cast<unsigned>(task_.secondFrames));
    FLAC__stream_encoder_set_compression_level(e, 5);
    FLAC__stream_encoder_set_blocksize(e, static_cast<unsigned>(task_.secondFrames));
    bool good = FLAC__stream_encoder_init_stream(e, &Flac::write, nullptr, nullptr, nullptr, this) == FLAC__STREAM_ENCODER_INIT_STATUS_OK;
    good = good && FLAC__stream_encoder_process_interleaved(e, task_.counts.data(), static_cast<unsigned>(task_.counts.size() / task_.channelsN));
    good = FLAC__stream_encoder_finish(e) && good;
    FLAC__stream_encoder_delete(e);
    return good ? bytes_.size() : 0;
  }

  bool decode() override {
    at_ = 0;
    checkedN_ = 0;
    same_ = true;
    FLAC__StreamDecoder* d = FLAC__stream_decoder_new();
    bool good = FLAC__stream_decoder_init_stream(d, &Flac::read, nullptr, nullptr, nullptr, nullptr, &Flac::frame, nullptr, &Flac::error, this) ==
                FLAC__STREAM_DECODER_INIT_STATUS_OK;
    good = good && FLAC__stream_decoder_process_until_end_of_stream(d);
    FLAC__stream_decoder_delete(d);
    return good && same_ && checkedN_ == task_.counts.size();
  }

 private:
  static FLAC__StreamEncoderWriteStatus write(const FLAC__StreamEncoder*, const FLAC__byte data[], std::size_t n, uint32_t, uint32_t, void* self) {
    auto& bytes = static_cast<Flac*>(self)->bytes_;
    bytes.insert(bytes.end(), data, data + n);
    return FLAC__STREAM_ENCODER_WRITE_STATUS_OK;
  }
  static FLAC__StreamDecoderReadStatus read(const FLAC__StreamDecoder*, FLAC__byte buffer[], std::size_t* n, void* self) {
    auto& me = *static_cast<Flac*>(self);
    *n = std::min(*n, me.bytes_.size() - me.at_);
    if (*n == 0) return FLAC__STREAM_DECODER_READ_STATUS_END_OF_STREAM;
    std::memcpy(buffer, me.bytes_.data() + me.at_, *n);
    me.at_ += *n;
    return FLAC__STREAM_DECODER_READ_STATUS_CONTINUE;
  }
  static FLAC__StreamDecoderWriteStatus frame(const FLAC__StreamDecoder*, const FLAC__Frame* frame, const FLAC__int32* const buffer[], void* self) {
    auto& me = *static_cast<Flac*>(self);
    const std::size_t channelsN = me.task_.channelsN;
    for (std::size_t i = 0; i < frame->header.blocksize; ++i)
      for (std::size_t c = 0; c < channelsN; ++c)
        me.same_ = me.checkedN_ < me.task_.counts.size() && buffer[c][i] == me.task_.counts[me.checkedN_++] && me.same_;
    return FLAC__STREAM_DECODER_WRITE_STATUS_CONTINUE;
  }
  static void error(const FLAC__StreamDecoder*, FLAC__StreamDecoderErrorStatus, void* self) { static_cast<Flac*>(self)->same_ = false; }

  CodecTask task_;
  std::vector<FLAC__byte> bytes_;
  std::size_t at_ = 0, checkedN_ = 0;
  bool same_ = true;
};

}  // namespace

void addFlac(Peers& peers) {
  peers.flac = [](const CodecTask& task) -> std::unique_ptr<PackPeer> { return std::make_unique<Flac>(task); };
}

}  // namespace tonus::bench
