#include "style/signal_words.h"

#include <QCoreApplication>
#include <QDate>
#include <QLocale>
#include <QStringList>
#include <cmath>
#include <map>

#include "style/words.h"
#include "tonus/core/signal_band.h"

namespace tonus::style {
namespace {
QString tr(const char* words) { return QCoreApplication::translate("signal", words); }
}  // namespace

QString unitOf(const core::StreamFormat& format, std::size_t channel) {
  return channel >= format.channelsN() || format.channels[channel].calibrated ? tr("µV") : tr("a.u.");
}

QString commonUnit(const core::StreamFormat& format) {
  const QString first = unitOf(format, 0);
  for (std::size_t c = 1; c < format.channelsN(); ++c)
    if (unitOf(format, c) != first) return {};
  return first;
}

QString amplitude(double value, const QString& unit, int decimals) {
  return std::isfinite(value) ? tr("%1 %2").arg(number(value, decimals), unit).trimmed() : QStringLiteral("–");
}

QString bandLimit(double bandHz) {
  if (!core::isBandwidthLimited(bandHz)) return {};
  return tr("Bandwidth-limited (up to %1 Hz): relative amplitude only").arg(std::lround(bandHz));
}

QString whyNoMedianFrequency(double bandHz) {
  if (!core::isBandwidthLimited(bandHz)) return {};
  return tr("No median frequency: the signal ends at %1 Hz, that of a muscle at about 450 Hz.").arg(std::lround(bandHz));
}

QString notCalibrated(const core::StreamFormat& format) {
  std::vector<std::size_t> open;
  for (std::size_t c = 0; c < format.channelsN(); ++c)
    if (!format.channels[c].calibrated) open.push_back(c);
  if (open.empty()) return {};
  if (open.size() == format.channelsN())
    return tr("Not calibrated: levels are in a.u. (arbitrary units) and compare only with themselves.");
  return tr("Not calibrated: channel %1. Levels there are in a.u. (arbitrary units) and compare only with themselves.")
      .arg(channelNumbers(open));
}

QString dayOf(const std::string& isoDay) {
  const QDate day = QDate::fromString(textOf(isoDay), Qt::ISODate);
  return day.isValid() ? QLocale().toString(day, QStringLiteral("d MMM yyyy")) : textOf(isoDay);
}

QString calibratedBy(const std::vector<std::string>& days) {
  std::map<std::string, std::vector<std::size_t>> channels;
  for (std::size_t c = 0; c < days.size(); ++c)
    if (!days[c].empty()) channels[days[c]].push_back(c);
  QStringList words;
  for (const auto& [day, which] : channels)
    words << (days.size() == 1 ? tr("Calibrated by you on %1.").arg(dayOf(day))
                               : tr("µV of channel %1: calibrated by you on %2.").arg(channelNumbers(which), dayOf(day)));
  return words.join(QLatin1Char(' '));
}

QString channelNumbers(const std::vector<std::size_t>& channels) {
  QStringList parts;
  for (std::size_t i = 0; i < channels.size();) {
    std::size_t end = i;
    while (end + 1 < channels.size() && channels[end + 1] == channels[end] + 1) ++end;
    if (end > i + 1) {
      parts << QStringLiteral("%1–%2").arg(channels[i] + 1).arg(channels[end] + 1);
    } else {
      for (std::size_t k = i; k <= end; ++k) parts << QString::number(channels[k] + 1);
    }
    i = end + 1;
  }
  if (parts.size() < 2) return parts.join(QString());
  const QString last = parts.takeLast();
  return tr("%1 and %2").arg(parts.join(QStringLiteral(", ")), last);
}

}  // namespace tonus::style
