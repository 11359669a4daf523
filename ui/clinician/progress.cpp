#include "clinician/progress.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "style/words.h"
#include "tonus/session/setup.h"

namespace tonus::clinician {
namespace {

QString tr(const char* words) { return QCoreApplication::translate("course", words); }

struct Setting {
  QString method;     ///< equal = may be compared
  QString chain;
  QString muscle;
};

Setting settingOf(const store::SessionRow& row) {
  Setting s;
  const auto setup = session::parseSetup(row.setupJson);
  if (!setup) return s;
  s.chain = style::textOf(dsp::describe(setup.value().chain, row.format.sampleRateHz));
  for (const session::ChannelSetup& channel : setup.value().channels) {
    if (channel.role != feedback::Role::kTrain) continue;
    s.muscle = style::textOf(channel.name);
    break;
  }
  s.method = s.chain + QLatin1Char('|') + s.muscle + QLatin1Char('|') + style::textOf(row.deviceModel);
  return s;
}

double milliseconds(core::WallTime t) {
  return static_cast<double>(std::chrono::duration_cast<std::chrono::milliseconds>(t.time_since_epoch()).count());
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
    double least = row.durationS;
    for (const core::ChannelSummary& channel : row.summary->channels) least = std::min(least, channel.usableS);
    const double share = least / row.durationS;
    if (share < 0.9) return tr("%1 usable").arg(style::percent(share));
  }
  return tr("good");
}

Course courseOf(const std::vector<store::SessionRow>& sessions) {
  Course course;
  Setting setting;
  for (auto row = sessions.rbegin(); row != sessions.rend(); ++row) {
    if (!row->summary || row->state == store::SessionState::kRecording) continue;
    ++course.finishedN;
    course.minutes += row->durationS / 60;
    setting = settingOf(*row);
    charts::TrendPoint point;
    point.dateMs = milliseconds(row->started);
    point.restingUv = row->summary->baselineUv > 0 ? row->summary->baselineUv : std::nan("");
    point.inTarget = row->summary->scoredS > 0 ? row->summary->successRate() : std::nan("");
    point.method = setting.method;
    course.points.push_back(point);
    if (!std::isfinite(point.restingUv)) continue;
    if (!course.first || course.first->method != point.method) course.first = point;
    course.last = point;
  }
  course.restingName = setting.muscle.isEmpty() ? tr("Resting level") : tr("Resting level, %1").arg(setting.muscle);
  if (!setting.chain.isEmpty()) course.method = tr("%1. Resting level: median of the baseline phase.").arg(setting.chain);
  return course;
}

}  // namespace tonus::clinician
