#include "review/numbers.h"

#include <QCoreApplication>
#include <algorithm>

#include "style/words.h"

namespace tonus::review {
namespace {
QString tr(const char* words) { return QCoreApplication::translate("numbers", words); }
}  // namespace

double usableShare(const store::SessionRow& session, const core::ChannelSummary& channel) {
  const double rate = session.format.sampleRateHz;
  if (rate <= 0 || session.framesN <= 0) return 0;
  return std::clamp(channel.usableS / (static_cast<double>(session.framesN) / rate), 0.0, 1.0);
}

QStringList numberHeads() {
  return {tr("Channel"), tr("Mean µV"), tr("SD µV"), tr("Median µV"), tr("10th µV"), tr("90th µV"),
          tr("Line µV"), tr("In target"), tr("MDF Hz"), tr("Usable"), tr("Lost")};
}

std::vector<NumberRow> numberRows(const store::SessionRow& session) {
  std::vector<NumberRow> rows;
  if (!session.summary) return rows;
  for (const core::ChannelSummary& c : session.summary->channels) {
    NumberRow row;
    row.cells << QStringLiteral("%1 %2").arg(c.channel + 1).arg(style::textOf(c.name));
    for (const double uv : {c.meanUv, c.sdUv, c.medianUv, c.p10Uv, c.p90Uv}) row.cells << style::number(uv, 2);
    row.cells << (c.thresholdUv > 0 ? style::number(c.thresholdUv, 2) : QStringLiteral("–"));
    row.cells << (c.scoredS > 0 ? style::percent(c.inTargetS / c.scoredS) : QStringLiteral("–"));
    row.cells << style::number(c.mdfHz, 1)
              << style::percent(usableShare(session, c));
    row.cells << QStringLiteral("%L1").arg(session.lostN);
    rows.push_back(row);
  }
  return rows;
}

}  // namespace tonus::review
