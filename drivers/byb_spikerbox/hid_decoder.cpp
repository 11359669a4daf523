#include "byb_spikerbox/hid_decoder.h"

namespace tonus::drivers::byb_spikerbox {

namespace {
constexpr std::size_t kHeadBytes = 2;

constexpr wire::PacketShape kReport{
    .bytes = kReportBytes,
    .headBytes = kHeadBytes,
    .counterModulus = 0,
    .confirmations = 1,
    .openEnded = false,
    .couldBe =
        [](wire::Bytes start, std::size_t) {
          return start[0] == kReportId && (start.size() < kHeadBytes || start[1] <= kReportBytes - kHeadBytes);
        },
    .counter = nullptr,
    .checksumFits = nullptr,
};
}  // namespace

wire::Bytes payloadOf(wire::Bytes report) {
  if (report.size() < kHeadBytes || report[0] != kReportId || report[1] > report.size() - kHeadBytes) return {};
  return report.subspan(kHeadBytes, report[1]);
}

HidDecoder::HidDecoder(const Box& box) : reports_(kReport), stream_(box) { payload_.reserve(1U << 14); }

void HidDecoder::push(std::span<const std::uint8_t> bytes, const OnBlock& onBlock) {
  payload_.clear();
  const auto add = [this](const wire::PacketScanner::Found& found) {
    const wire::Bytes payload = payloadOf(found.packet);
    payload_.insert(payload_.end(), payload.begin(), payload.end());
  };
  reports_.push(bytes, add);
  stream_.push(payload_, onBlock);
  updateCounts();
}

void HidDecoder::finish(const OnBlock& onBlock) {
  reports_.finish([&](const wire::PacketScanner::Found& found) { stream_.push(payloadOf(found.packet), onBlock); });
  stream_.finish(onBlock);
  updateCounts();
}

void HidDecoder::reset() {
  reports_.reset();
  stream_.reset();
  counts_ = {};
}

void HidDecoder::updateCounts() {
  counts_ = stream_.counts();
  counts_.resyncsN += reports_.counts().resyncsN;
}

}  // namespace tonus::drivers::byb_spikerbox
