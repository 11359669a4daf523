#include "rig.h"

#include <algorithm>

namespace tonus::rig {

bool Taken::has(const std::string& text) const {
  return std::any_of(events.begin(), events.end(),
                     [&](const auto& event) { return event.find(text) != std::string::npos; });
}

Rig::Rig() : bed_(umockdev_testbed_new()) {}

Rig::~Rig() {
  source_.reset();
  device_.reset();
  g_object_unref(bed_);
}

void Rig::plug(GadgetConfig config) {
  gadget_ = std::make_unique<TonusLinkGadget>(std::move(config));
  device_ = std::make_unique<MockUsbDevice>(bed_, gadget_->description(), gadget_->behaviour());
  device_->plug();
}

void Rig::run(const core::SourceConfig& config) {
  source_ = std::make_unique<drivers::live::Source>(drivers::tonus_link::linkKind(), "", clock_);
  const auto format = source_->open(config);
  ASSERT_TRUE(format.ok()) << "no device: is the umockdev preload library linked first? " << format.fault().what;
  const auto started = source_->start();
  ASSERT_TRUE(started.ok()) << started.fault().what;
}

void Rig::take(std::chrono::milliseconds time, const std::function<bool()>& until) {
  const auto end = clock_.now() + time;
  while (clock_.now() < end && !::testing::Test::HasFatalFailure()) {
    const auto status = source_->read(std::min(end, clock_.now() + 50ms), block_);
    if (!status) {
      taken_.fault = status.fault();
      return;
    }
    if (*status == ReadStatus::kGone) ++taken_.goneReads;
    if (*status == ReadStatus::kBlock) check();
    if (until && until()) return;
  }
}

void Rig::check() {
  for (const auto& event : block_.events) taken_.events.push_back(event.text);
  ASSERT_EQ(block_.counts.size(), std::size_t{block_.framesN} * block_.channelsN);
  if (block_.framesN == 0) return;
  taken_.next += static_cast<std::int64_t>(block_.lostBefore);
  ASSERT_EQ(block_.first.value, taken_.next);
  ASSERT_GE(clock_.now(), block_.arrival);
  taken_.next += block_.framesN;
  taken_.frames += block_.framesN;
  taken_.lost += block_.lostBefore;
  if (block_.lossEstimated) taken_.estimated += block_.lostBefore;
  if (!checkSamples_) return;
  for (std::uint32_t f = 0; f < block_.framesN; ++f)
    for (std::uint32_t c = 0; c < block_.channelsN; ++c)
      ASSERT_EQ(block_.counts[std::size_t{f} * block_.channelsN + c],
                tests::TonusLinkEncoder::sample(static_cast<std::uint64_t>(block_.first.value + f), c));
}

/// Once the amplifier's memory is empty, what it made has been handed to transfers; the rest of the time is for reading
/// them.
void Rig::drain() {
  gadget_->stopMeasuring();
  take(5s, [this] { return gadget_->allSent(); });
  ASSERT_TRUE(gadget_->allSent());
  take(200ms);
}

}  // namespace tonus::rig
