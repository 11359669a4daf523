#include "amplifiers.h"

#include <algorithm>
#include <array>

#include "biosemi_activetwo/decoder.h"
#include "biosemi_activetwo/protocol.h"
#include "bitalino/decoder.h"
#include "bitalino/protocol.h"
#include "byb_spikerbox/decoder.h"
#include "byb_spikerbox/hid_decoder.h"
#include "byb_spikerbox/hid_protocol.h"
#include "byb_spikerbox/serial_protocol.h"
#include "chords/decoder.h"
#include "chords/protocol.h"
#include "openbci_cyton/decoder.h"
#include "openbci_cyton/protocol.h"
#include "openeeg_p2/decoder.h"
#include "openeeg_p2/protocol.h"

namespace tonus::drivers {

namespace {
using wire::KeepCounters;
using DecoderPtr = std::unique_ptr<core::Decoder>;

// Ids that many products share (bridge chips, Arduino boards) are told apart by asking.
constexpr UsbId kFt231x{0x0403, 0x6015}, kFt232r{0x0403, 0x6001}, kUno{0x2341, 0x0043}, kCh340{0x1A86, 0x7523};

constexpr std::array<UsbId, 1> kCytonIds{{kFt231x}};
constexpr std::array<UsbId, 2> kBybHidIds{{{0x2E73, 0x0001}, {0x2E73, 0x0002}}};
constexpr std::array<UsbId, 6> kBybSerialIds{
    {{0x2E73, 0x0004}, {0x2E73, 0x0006}, {0x2E73, 0x0007}, kFt231x, kUno, kCh340}};
constexpr std::array<UsbId, 11> kChordsIds{{kUno,
                                            {0x2341, 0x0243},
                                            {0x2341, 0x0042},
                                            {0x2341, 0x0069},
                                            {0x2341, 0x1002},
                                            {0x2341, 0x0266},
                                            kCh340,
                                            kFt232r,
                                            {0x2E8A, 0x00C0},
                                            {0x0483, 0x5740},
                                            {0x303A, 0x1001}}};
constexpr std::array<UsbId, 3> kOpenEegIds{{kUno, kCh340, kFt232r}};
constexpr std::array<UsbId, 2> kBioSemiIds{{{0x0547, 0x1005}, {0x04B4, 0x8613}}};

constexpr std::array<double, 1> kCytonRates{250}, kDaisyRates{125};
constexpr std::array<double, 2> kBybHidRates{5000, 10000};
constexpr std::array<double, 8> kBybSerialRates{byb_spikerbox::kShieldRateHz / 6,
                                                byb_spikerbox::kShieldRateHz / 5,
                                                byb_spikerbox::kShieldRateHz / 4,
                                                byb_spikerbox::kShieldRateHz / 3,
                                                5000,
                                                byb_spikerbox::kShieldRateHz / 2,
                                                10000,
                                                byb_spikerbox::kShieldRateHz};
constexpr std::array<double, 2> kChordsRates{250, 500};
constexpr std::array<double, 2> kOpenEegRates{openeeg_p2::kOlimexRateHz, openeeg_p2::kNominalRateHz};
constexpr std::array<double, 4> kBitalinoRates{1, 10, 100, 1000};
constexpr std::array<double, 4> kBioSemiRates{2048, 4096, 8192, 16384};

DecoderPtr makeCyton(std::uint32_t) { return std::make_unique<openbci_cyton::Decoder>(KeepCounters::kYes); }
DecoderPtr makeDaisy(std::uint32_t) { return std::make_unique<openbci_cyton::DaisyDecoder>(KeepCounters::kYes); }

DecoderPtr makeBybHid(std::uint32_t channelsN) {
  using namespace byb_spikerbox;
  return std::make_unique<HidDecoder>(withChannels(*findBox("MUSCLESB"), channelsN));
}
// A capture does not say which box it is from; the shield is the one that cannot be asked.
DecoderPtr makeBybSerial(std::uint32_t channelsN) {
  using namespace byb_spikerbox;
  return std::make_unique<StreamDecoder>(withChannels(*findBox(""), channelsN));
}
DecoderPtr makeChords(std::uint32_t channelsN) {
  return std::make_unique<chords::Decoder>(KeepCounters::kYes, chords::boardWith(channelsN));
}
DecoderPtr makeOpenEeg(std::uint32_t) { return std::make_unique<openeeg_p2::Decoder>(KeepCounters::kYes); }
DecoderPtr makeBitalino(std::uint32_t channelsN) {
  using namespace bitalino;
  const std::uint32_t n = channelsN == 0 ? kMaxChannels : std::min(channelsN, kMaxChannels);
  return std::make_unique<Decoder>(KeepCounters::kYes, n);
}
DecoderPtr makeBioSemi(std::uint32_t channelsN) { return std::make_unique<biosemi_activetwo::Decoder>(channelsN); }

using ProtocolPtr = std::unique_ptr<transport::DeviceProtocol>;

ProtocolPtr askCyton(UsbId) { return std::make_unique<openbci_cyton::Protocol>(false); }
ProtocolPtr askDaisy(UsbId) { return std::make_unique<openbci_cyton::Protocol>(true); }
ProtocolPtr askBybHid(UsbId id) {
  return std::make_unique<byb_spikerbox::HidProtocol>(id.product == 0x0002 ? "NEURONSB" : "MUSCLESB");
}
ProtocolPtr askBybSerial(UsbId id) {
  using Line = byb_spikerbox::SerialProtocol::Line;
  const Line line = id.vendor == 0x2E73 ? Line::kOwnUsb : id.vendor == 0x0403 ? Line::kBridge : Line::kArduino;
  return std::make_unique<byb_spikerbox::SerialProtocol>(line);
}
ProtocolPtr askChords(UsbId) { return std::make_unique<chords::Protocol>(); }
ProtocolPtr askOpenEeg(UsbId) { return std::make_unique<openeeg_p2::Protocol>(); }
ProtocolPtr askBitalino(UsbId) { return std::make_unique<bitalino::Protocol>(); }
ProtocolPtr askBioSemi(UsbId) { return std::make_unique<biosemi_activetwo::Protocol>(); }

constexpr Capabilities kCyton{.calibrated = true,
                              .bandwidthHz = 65,  // ADS1299 at 250 Hz: 0.262 of the rate
                              .impedance = true,
                              .channelSwitch = true,
                              .selfTest = true,
                              .events = true,
                              .counterFrames = 256};
constexpr Capabilities kDaisy{.calibrated = true,
                              .bandwidthHz = 62.5,
                              .impedance = true,
                              .channelSwitch = true,
                              .selfTest = true,
                              .events = true,
                              .counterFrames = 128};

// In the order of asking where an id is shared. The Daisy comes before the Cyton: a board with one answers to both.
constexpr std::array kRows{
    DriverRow{.name = "openbci-cyton-daisy",
              .model = "OpenBCI Cyton + Daisy",
              .transport = "usb serial",
              .usbIds = kCytonIds,
              .channelsN = 16,
              .sampleRatesHz = kDaisyRates,
              .makeDecoder = makeDaisy,
              .makeProtocol = askDaisy,
              .capabilities = kDaisy},
    DriverRow{.name = "openbci-cyton",
              .model = "OpenBCI Cyton",
              .transport = "usb serial",
              .usbIds = kCytonIds,
              .channelsN = 8,
              .sampleRatesHz = kCytonRates,
              .makeDecoder = makeCyton,
              .makeProtocol = askCyton,
              .capabilities = kCyton},
    DriverRow{.name = "byb-hid",
              .model = "Backyard Brains SpikerBox Pro (HID)",
              .transport = "usb hid",
              .usbIds = kBybHidIds,
              .channelsN = 4,
              .sampleRatesHz = kBybHidRates,
              .makeDecoder = makeBybHid,
              .makeProtocol = askBybHid,
              .capabilities = {.events = true}},
    DriverRow{.name = "chords",
              .model = "Upside Down Labs Chords board",
              .transport = "usb serial",
              .usbIds = kChordsIds,
              .channelsN = 16,
              .sampleRatesHz = kChordsRates,
              .makeDecoder = makeChords,
              .makeProtocol = askChords,
              .capabilities = {.bandwidthHz = 125, .counterFrames = 256}},
    DriverRow{.name = "byb-serial",
              .model = "Backyard Brains SpikerBox or SpikerShield",
              .transport = "usb serial",
              .usbIds = kBybSerialIds,
              .channelsN = 6,
              .sampleRatesHz = kBybSerialRates,
              .makeDecoder = makeBybSerial,
              .makeProtocol = askBybSerial,
              .capabilities = {.events = true}},
    DriverRow{.name = "openeeg-p2",
              .model = "OpenEEG P2 (Olimex EKG-EMG shield)",
              .transport = "usb serial",
              .usbIds = kOpenEegIds,
              .channelsN = openeeg_p2::kChannels,
              .sampleRatesHz = kOpenEegRates,
              .makeDecoder = makeOpenEeg,
              .makeProtocol = askOpenEeg,
              .capabilities = {.bandwidthHz = 125, .events = true, .counterFrames = 256}},
    DriverRow{.name = "bitalino",
              .model = "BITalino (r)evolution",
              .transport = "usb serial",
              .usbIds = {},
              .channelsN = bitalino::kMaxChannels,
              .sampleRatesHz = kBitalinoRates,
              .makeDecoder = makeBitalino,
              .makeProtocol = askBitalino,
              .capabilities = {.calibrated = true,
                               .bandwidthHz = 500,
                               .events = true,
                               .counterFrames = 16,
                               .byHandOnly = true}},
    DriverRow{.name = "biosemi-activetwo",
              .model = "BioSemi ActiveTwo",
              .transport = "usb bulk",
              .usbIds = kBioSemiIds,
              .channelsN = 608,
              .sampleRatesHz = kBioSemiRates,
              .makeDecoder = makeBioSemi,
              .makeProtocol = askBioSemi,
              .capabilities = {.calibrated = true, .events = true, .byHandOnly = true}},
};
}  // namespace

std::span<const DriverRow> amplifierRows() { return kRows; }

}  // namespace tonus::drivers
