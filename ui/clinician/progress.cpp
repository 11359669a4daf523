#include "clinician/progress.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "review/numbers.h"
#include "style/signal_words.h"
#include "style/words.h"
#include "tonus/session/setup.h"

namespace tonus::clinician {
namespace {

QString tr(const char* words) { return QCoreApplication::translate("course", words); }

/// What was measured, and how.
struct Setting {
  QString muscle;     ///< as shown
  QString site;       ///< muscle and side: equal = the same course
  QString chain;
  QString device;
  QString unit = style::unitOf({}, 0);

  QString method() const { return chain + QLatin1Char('|') + device; }   ///< equal = may be compared
};

Setting settingOf(const store::SessionRow& row) {
  Setting s;
  s.device = style::textOf(row.deviceModel);
  const auto setup = session::parseSetup(row.setupJson);
  if (!setup) return s;
  s.chain = style::textOf(dsp::describe(setup.value().chain, row.format.sampleRateHz));
  s.unit = style::unitOf(setup.value().format, review::firstTrained(setup.value()));
  for (const session::ChannelSetup& channel : setup.value().channels) {
    if (channel.role != feedback::Role::kTrain) continue;
    s.muscle = style::textOf(channel.name);
    s.site = style::textOf(channel.muscleId.empty() ? channel.name : channel.muscleId) + QLatin1Char('|') + style::textOf(channel.side);
    break;
  }
  return s;
}

double milliseconds(core::WallTime t) {
  return static_cast<double>(std::chrono::duration_cast<std::chrono::milliseconds>(t.time_since_epoch()).count());
}

charts::TrendPoint pointOf(const store::SessionRow& row, const Setting& setting) {
  charts::TrendPoint point;
  point.dateMs = milliseconds(row.started);
  point.restingUv = row.summary->baselineUv > 0 ? row.summary->baselineUv : std::nan("");
  point.inTarget = row.summary->scoredS > 0 ? row.summary->successRate() : std::nan("");
  point.method = setting.method();
  return point;
}

}  // namespace

double lostSeconds(const store::SessionRow& row) {
  return row.format.sampleRateHz > 0 ? static_cast<double>(row.lostN) / row.format.sampleRateHz : 0;
}

QString signalWords(const store::SessionRow& row) {
  if (row.state == store::SessionState::kRecording) return tr("recording");
  if (row.state == store::SessionState::kInterrupted) return tr("cut short");
  if (row.lostN > 0) return tr("%1 s lost").arg(style::number(lostSeconds(row), 1));
  if (row.summary && row.durationS > 0) {
    double share = 1;
    for (const core::ChannelSummary& channel : row.summary->channels) share = std::min(share, review::usableShare(row, channel));
    if (share < 0.9) return tr("%1 usable").arg(style::percent(share));
  }
  return tr("good");
}

Course courseOf(const std::vector<store::SessionRow>& sessions) {
  Course course;
  std::vector<std::pair<const store::SessionRow*, Setting>> finished;   // oldest first
  for (auto row = sessions.rbegin(); row != sessions.rend(); ++row) {
    if (!row->summary || row->state == store::SessionState::kRecording) continue;
    course.minutes += row->durationS / 60;
    finished.emplace_back(&*row, settingOf(*row));
  }
  course.finishedN = static_cast<int>(finished.size());
  const Setting newest = finished.empty() ? Setting{} : finished.back().second;
  const Setting* previous = nullptr;
  bool elsewhere = false;   // the visit before was of another muscle, or in another unit
  for (const auto& [row, setting] : finished) {
    if (setting.site != newest.site || setting.unit != newest.unit) {
      if (!elsewhere)
        course.breaks.push_back({milliseconds(row->started), setting.site != newest.site ? tr("other muscle: not compared")
                                                                                         : tr("other unit: not compared")});
      elsewhere = true;
      continue;
    }
    elsewhere = false;
    const charts::TrendPoint point = pointOf(*row, setting);
    if (previous != nullptr && previous->method() != setting.method())
      course.breaks.push_back({(course.points.back().dateMs + point.dateMs) / 2,
                               previous->chain != setting.chain ? tr("other filters: not compared across")
                                                                : tr("other device: not compared across")});
    previous = &setting;
    course.points.push_back(point);
    if (!std::isfinite(point.restingUv) || point.method != newest.method()) continue;
    if (!course.first) course.first = point;
    course.last = point;
  }
  course.unit = newest.unit;
  course.restingName = newest.muscle.isEmpty() ? tr("Resting level") : tr("Resting level, %1").arg(newest.muscle);
  if (!newest.chain.isEmpty()) course.method = tr("%1. Resting level: median of the baseline phase.").arg(newest.chain);
  return course;
}

}  // namespace tonus::clinician
