#include "style/words.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <cmath>

namespace tonus::style {
namespace {

QString tr(const char* words) { return QCoreApplication::translate("words", words); }

QDateTime local(core::WallTime t) {
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(t.time_since_epoch()).count();
  return QDateTime::fromMSecsSinceEpoch(ms);
}

}  // namespace

QString textOf(const std::string& utf8) { return QString::fromStdString(utf8); }

QString number(double value, int decimals) {
  return std::isfinite(value) ? QLocale().toString(value, 'f', decimals) : QStringLiteral("–");
}

QString percent(double fraction) {
  return std::isfinite(fraction) ? tr("%1 %").arg(number(100 * fraction, 0)) : QStringLiteral("–");
}

QString duration(double seconds) {
  if (!std::isfinite(seconds)) return QStringLiteral("–");
  const auto total = static_cast<qint64>(std::llround(seconds));
  const qint64 hours = total / 3600;
  const qint64 minutes = total / 60 % 60;
  if (hours > 0) return tr("%1 h %2 min").arg(hours).arg(minutes);
  if (minutes > 0 && total % 60 == 0) return tr("%1 min").arg(minutes);
  if (minutes > 0) return tr("%1 min %2 s").arg(minutes).arg(total % 60);
  return tr("%1 s").arg(total);
}

QString clockTime(double seconds) {
  const auto total = static_cast<qint64>(std::floor(std::max(0.0, seconds)));
  const QChar zero(u'0');
  if (total >= 3600)
    return QStringLiteral("%1:%2:%3").arg(total / 3600).arg(total / 60 % 60, 2, 10, zero).arg(total % 60, 2, 10, zero);
  return QStringLiteral("%1:%2").arg(total / 60).arg(total % 60, 2, 10, zero);
}

QString day(core::WallTime t) {
  const QDateTime when = local(t);
  const bool thisYear = when.date().year() == QDate::currentDate().year();
  return QLocale().toString(when.date(), thisYear ? QStringLiteral("d MMM") : QStringLiteral("d MMM yyyy"));
}

QString longDay(core::WallTime t) {
  const QDateTime when = local(t);
  return QStringLiteral("%1, %2").arg(QLocale().toString(when.date(), QStringLiteral("d MMMM yyyy")), when.toString(QStringLiteral("HH:mm")));
}

QString dayAndTime(core::WallTime t) {
  return QStringLiteral("%1 %2").arg(day(t), local(t).toString(QStringLiteral("HH:mm")));
}

QString fileDay(core::WallTime t) { return local(t).toString(QStringLiteral("yyyy-MM-dd HH-mm")); }

QString sentence(const core::Fault& fault) {
  QString words = textOf(fault.what);
  if (!fault.hint.empty()) {
    if (!words.endsWith(QLatin1Char('.'))) words += QLatin1Char('.');
    words += QLatin1Char(' ') + textOf(fault.hint);
  }
  return words;
}

}  // namespace tonus::style
