#include "drivers/amplifier_streams.h"

#include "tonus/drivers/registry.h"

namespace tonus::tests {

namespace {

/// The same numbers every time, different for every packet and channel.
std::uint32_t noise(std::size_t packet, std::size_t channel) {
  std::uint64_t x = packet * 0x9E3779B97F4A7C15ULL + channel * 0xD1B54A32D192ED03ULL + 1;
  x = (x ^ (x >> 31)) * 0xBF58476D1CE4E5B9ULL;
  return static_cast<std::uint32_t>(x >> 32);
}

std::uint8_t low8(std::size_t n) { return static_cast<std::uint8_t>(n & 0xFF); }

std::function<std::unique_ptr<core::Decoder>()> decoderOf(const std::string& driver, std::uint32_t channelsN) {
  return [=] { return drivers::findDriver(driver)->makeDecoder(channelsN); };
}

StreamDevice cyton() {
  StreamDevice d{.name = "cyton", .channelsN = 8, .syncBytes = {0}, .counterBytes = {1}};
  d.count = [](std::size_t i, std::size_t c) { return static_cast<std::int32_t>(noise(i, c)) >> 8; };
  d.packet = [count = d.count](std::size_t i) {
    Stream bytes{0xA0, low8(i)};
    for (std::size_t c = 0; c < 8; ++c)
      for (const int shift : {16, 8, 0}) bytes.push_back(static_cast<std::uint8_t>(count(i, c) >> shift & 0xFF));
    bytes.insert(bytes.end(), {0, 1, 2, 3, 4, 5, 0xC0});
    return bytes;
  };
  d.makeDecoder = decoderOf("openbci-cyton", 0);
  return d;
}

StreamDevice chords(std::uint32_t channelsN) {
  StreamDevice d{.name = "chords" + std::to_string(channelsN), .channelsN = channelsN,
                 .syncBytes = {0, 1, 2 * channelsN + 3}, .counterBytes = {2}};
  d.count = [](std::size_t i, std::size_t c) { return static_cast<std::int32_t>(noise(i, c) & 0x3FF); };
  d.packet = [=, count = d.count](std::size_t i) {
    Stream bytes{0xC7, 0x7C, low8(i)};
    for (std::size_t c = 0; c < channelsN; ++c) {
      bytes.push_back(static_cast<std::uint8_t>(count(i, c) >> 8));
      bytes.push_back(low8(static_cast<std::size_t>(count(i, c))));
    }
    bytes.push_back(1);
    return bytes;
  };
  d.makeDecoder = decoderOf("chords", channelsN);
  return d;
}

StreamDevice openEeg() {
  StreamDevice d{.name = "openeeg", .channelsN = 6, .syncBytes = {0, 1, 2}, .counterBytes = {3}};
  d.count = [](std::size_t i, std::size_t c) { return static_cast<std::int32_t>(noise(i, c) & 0x3FF); };
  d.packet = [count = d.count](std::size_t i) {
    Stream bytes{0xA5, 0x5A, 2, low8(i)};
    for (std::size_t c = 0; c < 6; ++c) {
      bytes.push_back(static_cast<std::uint8_t>(count(i, c) >> 8));
      bytes.push_back(low8(static_cast<std::size_t>(count(i, c))));
    }
    bytes.push_back(1);
    return bytes;
  };
  d.makeDecoder = decoderOf("openeeg-p2", 0);
  return d;
}

/// The polynomial x^4 + x + 1, bit by bit.
std::uint8_t crc4(const Stream& bytes) {
  unsigned crc = 0;
  const auto addBit = [&](unsigned bit) {
    const bool carry = (crc & 8U) != 0;
    crc = (crc << 1U & 0xFU) | bit;
    if (carry) crc ^= 3U;
  };
  for (const std::uint8_t byte : bytes)
    for (int bit = 7; bit >= 0; --bit) addBit(byte >> bit & 1U);
  return static_cast<std::uint8_t>(crc);
}

/// The frame as one number, from its last byte back: CRC 4, sequence 4, digital 4 (as the upper half of its byte), A1 10,
/// A2 10, A3 10, A4 10, A5 6, A6 6 bits.
Stream bitalinoFrame(std::size_t i, std::size_t channelsN, const std::function<std::int32_t(std::size_t, std::size_t)>& count) {
  std::vector<int> bits;  // most significant first, from the sequence's neighbour (digital) on
  const auto put = [&](unsigned value, int n) {
    for (int b = n - 1; b >= 0; --b) bits.push_back(static_cast<int>(value >> b & 1U));
  };
  put(0, 4);
  for (std::size_t c = 0; c < channelsN; ++c) put(static_cast<std::uint32_t>(count(i, c)), c < 4 ? 10 : 6);
  while (bits.size() % 8 != 0) bits.push_back(0);
  // Channel after channel fills bytes from the second last to the first.
  Stream reversed;
  for (std::size_t at = 0; at < bits.size(); at += 8) {
    unsigned byte = 0;
    for (std::size_t b = 0; b < 8; ++b) byte = byte << 1 | static_cast<unsigned>(bits[at + b]);
    reversed.push_back(static_cast<std::uint8_t>(byte));
  }
  Stream frame(reversed.rbegin(), reversed.rend());
  frame.push_back(static_cast<std::uint8_t>((i & 15U) << 4));
  frame.back() = static_cast<std::uint8_t>(frame.back() | crc4(frame));
  return frame;
}

StreamDevice bitalino(std::uint32_t channelsN) {
  StreamDevice d{.name = "bitalino" + std::to_string(channelsN), .channelsN = channelsN, .counterModulus = 16,
                 .checksum = true};
  d.count = [](std::size_t i, std::size_t c) { return static_cast<std::int32_t>(noise(i, c) & (c < 4 ? 0x3FFU : 0x3FU)); };
  d.packet = [=, count = d.count](std::size_t i) { return bitalinoFrame(i, channelsN, count); };
  d.makeDecoder = decoderOf("bitalino", channelsN);
  return d;
}

StreamDevice bioSemi(std::uint32_t channelsN) {
  StreamDevice d{.name = "biosemi", .channelsN = channelsN, .counterModulus = 0, .syncBytes = {0, 1, 2, 3}};
  d.count = [](std::size_t i, std::size_t c) { return static_cast<std::int32_t>(noise(i, c)) >> 8; };
  d.packet = [=, count = d.count](std::size_t i) {
    Stream bytes{0x00, 0xFF, 0xFF, 0xFF, 0x00, 0x00, 0x00, 0x98};  // MK2, mode 4, CMS in range
    for (std::size_t c = 0; c < channelsN; ++c) {
      bytes.push_back(0);
      for (const int shift : {0, 8, 16}) bytes.push_back(static_cast<std::uint8_t>(count(i, c) >> shift & 0xFF));
    }
    return bytes;
  };
  d.makeDecoder = decoderOf("biosemi-activetwo", channelsN);
  return d;
}

}  // namespace

std::vector<StreamDevice> streamDevices() {
  return {cyton(), chords(3), chords(6), chords(16), openEeg(), bitalino(1), bitalino(3), bitalino(6), bioSemi(10)};
}

}  // namespace tonus::tests
