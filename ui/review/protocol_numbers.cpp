#include "review/protocol_numbers.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "style/signal_words.h"
#include "style/words.h"
#include "tonus/analysis/session_numbers.h"

namespace tonus::review {
namespace {

QString tr(const char* words) { return QCoreApplication::translate("numbers", words); }

/// A device whose gain nobody knows has no µV.
QString unitOf(const store::SessionRow& session, const core::SessionNumber& n, const analysis::NumberInfo* info) {
  if (!info) return {};
  if (info->unit == "µV" && n.channel >= 0) return style::unitOf(session.format, static_cast<std::size_t>(n.channel));
  return style::textOf(std::string(info->unit));
}

QString nameOf(const store::SessionRow& session, int channel) {
  for (const core::ChannelSummary& c : session.summary->channels)
    if (c.channel == channel) return style::textOf(c.name);
  return tr("Together");
}

/// Three digits say what such a number can say.
QString valueOf(double value, const QString& unit) {
  const double size = std::abs(value);
  const bool whole = unit == QStringLiteral("ms") || size >= 100 || (unit.isEmpty() && value == std::round(value));
  return style::number(value, whole ? 0 : size >= 10 ? 1 : 2);
}

std::vector<int> channelsOf(const std::vector<core::SessionNumber>& numbers) {
  std::vector<int> channels;
  for (const core::SessionNumber& n : numbers)
    if (std::find(channels.begin(), channels.end(), n.channel) == channels.end()) channels.push_back(n.channel);
  std::sort(channels.begin(), channels.end());
  if (!channels.empty() && channels.front() < 0) std::rotate(channels.begin(), channels.begin() + 1, channels.end());
  return channels;
}

NumberRow rowOf(const std::string& id, const QString& unit, qsizetype cellsN) {
  const analysis::NumberInfo* info = analysis::findNumber(id);
  const QString name = info ? style::textOf(std::string(info->name)) : style::textOf(id);
  NumberRow row;
  row.cells << (unit.isEmpty() ? name : tr("%1, %2").arg(name, unit));
  while (row.cells.size() < cellsN) row.cells << QString();
  if (info) row.how = tr("%1: %2.").arg(name, style::textOf(std::string(info->how)));
  return row;
}

}  // namespace

NumberTable protocolNumbers(const store::SessionRow& session) {
  NumberTable table;
  if (!session.summary) return table;
  const std::vector<core::SessionNumber>& numbers = session.summary->numbers;
  const auto isOfPart = [](const core::SessionNumber& n) { return !n.of.empty(); };
  table.heads << tr("Number");
  if (std::any_of(numbers.begin(), numbers.end(), isOfPart)) table.heads << tr("Of");
  table.wordsN = table.heads.size();
  const std::vector<int> channels = channelsOf(numbers);
  for (const int channel : channels) table.heads << nameOf(session, channel);
  if (channels.empty()) table.heads << tr("Value");

  const core::SessionNumber* last = nullptr;
  QString unit;
  for (const core::SessionNumber& n : numbers) {
    const analysis::NumberInfo* info = analysis::findNumber(n.id);
    if (!last || last->id != n.id || last->of != n.of || unitOf(session, n, info) != unit) {
      unit = unitOf(session, n, info);
      table.rows.push_back(rowOf(n.id, unit, table.heads.size()));
      if (table.wordsN > 1) table.rows.back().cells[1] = style::textOf(n.of).replace(QLatin1Char('_'), QLatin1Char(' '));  // a posture
    }
    const auto column = std::find(channels.begin(), channels.end(), n.channel) - channels.begin();
    table.rows.back().cells[table.wordsN + column] = valueOf(n.value, unit);
    last = &n;
  }
  for (const std::string& id : setupOf(session).protocol.sessionMetrics) {
    if (std::any_of(numbers.begin(), numbers.end(), [&](const core::SessionNumber& n) { return n.id == id; })) continue;
    table.rows.push_back(rowOf(id, {}, table.heads.size()));
    table.rows.back().cells.back() = QStringLiteral("–");
    table.rows.back().how += QLatin1Char(' ') + tr("This session gave nothing to make it of.");
  }
  return table;
}

}  // namespace tonus::review
