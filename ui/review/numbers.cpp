#include "review/numbers.h"

#include <QCoreApplication>
#include <algorithm>

#include "style/signal_words.h"
#include "style/words.h"

namespace tonus::review {
namespace {
QString tr(const char* words) { return QCoreApplication::translate("numbers", words); }

bool hasMedianFrequency(const store::SessionRow& session) {
  return !session::isBandwidthLimited(setupOf(session));
}
}  // namespace

double usableShare(const store::SessionRow& session, const core::ChannelSummary& channel) {
  const double rate = session.format.sampleRateHz;
  const double countedS = rate > 0 ? static_cast<double>(session.framesN) / rate - session.summary->pausedS : 0;
  return countedS > 0 ? std::clamp(channel.usableS / countedS, 0.0, 1.0) : 0;
}

session::SessionSetup setupOf(const store::SessionRow& session) {
  auto setup = session::parseSetup(session.setupJson);
  return setup ? std::move(setup).value() : session::defaultSetup(session.format);
}

std::size_t firstTrained(const session::SessionSetup& setup) {
  for (std::size_t c = 0; c < setup.channels.size(); ++c)
    if (setup.channels[c].role == feedback::Role::kTrain) return c;
  return 0;
}

QStringList numberHeads(const store::SessionRow& session) {
  const QString unit = style::commonUnit(session.format);
  QStringList heads{tr("Channel")};
  for (const QString& name : {tr("Mean"), tr("SD"), tr("Median"), tr("10th"), tr("90th"), tr("Last line")})
    heads << (name + QLatin1Char(' ') + unit).trimmed();
  heads << tr("In target");
  if (hasMedianFrequency(session)) heads << tr("MDF Hz");
  return heads << tr("Usable") << tr("Lost");
}

std::vector<NumberRow> numberRows(const store::SessionRow& session) {
  std::vector<NumberRow> rows;
  if (!session.summary) return rows;
  const bool mixed = style::commonUnit(session.format).isEmpty();
  const bool median = hasMedianFrequency(session);
  const session::SessionSetup setup = setupOf(session);
  for (const core::ChannelSummary& c : session.summary->channels) {
    NumberRow row;
    const QString unit = mixed ? style::unitOf(session.format, static_cast<std::size_t>(c.channel)) : QString();
    row.cells << QStringLiteral("%1 %2").arg(c.channel + 1).arg(style::textOf(c.name));
    for (const double uv : {c.meanUv, c.sdUv, c.medianUv, c.p10Uv, c.p90Uv}) row.cells << style::amplitude(uv, unit, 2);
    const auto at = static_cast<std::size_t>(c.channel);
    const bool trained = at < setup.channels.size() && setup.channels[at].role == feedback::Role::kTrain;  // others have no line
    row.cells << (trained && c.thresholdUv > 0 ? style::amplitude(c.thresholdUv, unit, 2) : QStringLiteral("–"));
    row.cells << (trained && c.scoredS > 0 ? style::percent(c.inTargetS / c.scoredS) : QStringLiteral("–"));
    if (median) row.cells << style::number(c.mdfHz, 1);
    row.cells << style::percent(usableShare(session, c));
    row.cells << QStringLiteral("%L1").arg(session.lostN);
    rows.push_back(row);
  }
  return rows;
}

}  // namespace tonus::review
