#include "review/protocol_numbers.h"

#include <QCoreApplication>

#include "style/signal_words.h"
#include "style/words.h"
#include "tonus/analysis/session_numbers.h"

namespace tonus::review {
namespace {

QString tr(const char* words) { return QCoreApplication::translate("numbers", words); }

/// A device whose gain nobody knows has no µV.
QString unitOf(const store::SessionRow& session, const core::SessionNumber& n, std::string_view unit) {
  if (unit == "µV" && n.channel >= 0) return style::unitOf(session.format, static_cast<std::size_t>(n.channel));
  return style::textOf(std::string(unit));
}

QString nameOf(const store::SessionRow& session, const core::SessionNumber& n) {
  for (const core::ChannelSummary& c : session.summary->channels)
    if (c.channel == n.channel) return style::textOf(c.name);
  return {};
}

}  // namespace

QStringList protocolNumberHeads() { return {tr("Number"), tr("Of"), tr("Channel"), tr("Value")}; }

std::vector<NumberRow> protocolNumberRows(const store::SessionRow& session) {
  std::vector<NumberRow> rows;
  if (!session.summary) return rows;
  for (const core::SessionNumber& n : session.summary->numbers) {
    const analysis::NumberInfo* info = analysis::findNumber(n.id);
    NumberRow row;
    const QString unit = info ? unitOf(session, n, info->unit) : QString();
    const int decimals = unit == QStringLiteral("ms") || n.id == "success_reps" ? 0 : 2;
    row.cells << (info ? style::textOf(std::string(info->name)) : style::textOf(n.id)) << style::textOf(n.of) << nameOf(session, n)
              << (style::number(n.value, decimals) + (unit.isEmpty() ? QString() : QChar(0x202F) + unit));
    if (info) row.how = style::textOf(std::string(info->how));
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace tonus::review
