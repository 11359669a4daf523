#include "clinician/session_page/session_status.h"

#include <algorithm>
#include <cmath>

#include "clinician/session_page/session_page.h"
#include "style/latency_words.h"
#include "style/words.h"

namespace tonus::clinician {
namespace {

StatusStrip::Item lateItem(const QString& word, const core::LatencySummary& late) {
  if (late.n == 0) return {word, QStringLiteral("–"), {}};
  const auto ms = [](double v) { return std::lround(v); };
  return {word, style::milliseconds(late.p50Ms), SessionPage::tr("99 % %1").arg(ms(late.p99Ms)),
          SessionPage::tr("95 % %1, 99 % %2, worst %3").arg(ms(late.p95Ms)).arg(ms(late.p99Ms)).arg(ms(late.worstMs))};
}

QString goodOf(const SessionSight& s, std::ptrdiff_t good) {
  const auto all = static_cast<std::ptrdiff_t>(s.quality.size());
  if (s.status.deviceGone || all == 0) return SessionPage::tr("none");
  return good == all ? SessionPage::tr("good on %1 of %1").arg(all) : SessionPage::tr("good on %1 of %2").arg(good).arg(all);
}

std::vector<StatusStrip::Item> recordItems(const SessionSight& s) {
  std::vector<StatusStrip::Item> out;
  if (s.late.shownLateS >= 0.1) out.push_back({SessionPage::tr("Shown late"), SessionPage::tr("%1 s").arg(s.late.shownLateS, 0, 'f', 1), {}});
  if (!s.run.recording()) {
    out.push_back({SessionPage::tr("Preview, nothing is recorded yet"), {}, {}});
    return out;
  }
  const auto saved = s.run.saved();
  if (recordEnded(s.status)) {
    out.push_back({SessionPage::tr("Not recording; kept"), style::clockTime(saved ? saved->seconds : 0), {}});
    return out;
  }
  const bool paused = s.status.state == session::State::kPaused;
  out.push_back({paused ? SessionPage::tr("Paused, still recording") : SessionPage::tr("Recording"), style::clockTime(s.status.durationS), {}});
  if (!saved) return out;
  const double ago = std::chrono::duration<double>(s.now - saved->at).count();
  out.push_back({SessionPage::tr("Saved"), SessionPage::tr("%1 s ago").arg(std::max(0L, std::lround(ago))), {}});
  return out;
}

}  // namespace

bool recordEnded(const session::Status& s) {
  return std::any_of(s.sinks.begin(), s.sinks.end(), [](const auto& k) { return k.faulted && k.name == "recorder"; });
}

StatusWords statusWords(const SessionSight& s) {
  using Light = StatusStrip::Light;
  if (!s.run.isOpen()) return {Light::kCaution, {{SessionPage::tr("No source open"), {}, {}}}, {}};
  const auto good = std::count_if(s.quality.begin(), s.quality.end(), [](core::ChannelQuality q) { return q.usable(); });
  const QString rate = SessionPage::tr("%1 × %2 Hz").arg(s.run.format().channelsN()).arg(s.run.format().sampleRateHz);
  StatusWords out;
  out.left = {{{}, style::textOf(s.run.device().model), rate},
              {SessionPage::tr("Lost"), QString::number(s.status.lostFrames), {}},
              lateItem(SessionPage::tr("To screen"), s.late.screen),
              lateItem(SessionPage::tr("To sound"), s.late.sound),
              {SessionPage::tr("Envelope"), SessionPage::tr("+%1 ms").arg(std::lround(s.delay.toHalfMs)), {},
               SessionPage::tr("90 % in %1").arg(std::lround(s.delay.toNinetyMs))},
              {SessionPage::tr("Signal"), goodOf(s, good), {}}};
  if (s.bandwidthLimited) out.left.back().after = SessionPage::tr("relative amplitude only");
  out.right = recordItems(s);
  const bool bad = s.status.deviceGone || !s.status.faults.empty();
  out.light = bad ? Light::kBad : good < static_cast<std::ptrdiff_t>(s.quality.size()) ? Light::kCaution : Light::kGood;
  return out;
}

}  // namespace tonus::clinician
