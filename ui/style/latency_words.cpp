#include "style/latency_words.h"

#include <QCoreApplication>
#include <QStringList>
#include <array>
#include <cmath>
#include <utility>

#include "style/words.h"

namespace tonus::style {
namespace {

QString tr(const char* words) { return QCoreApplication::translate("latency", words); }

bool measured(const core::LatencySummary& l) { return l.p50Ms > 0; }

QString whole(double ms) { return std::isnan(ms) ? QStringLiteral("–") : QString::number(std::lround(ms)); }

using Row = std::pair<QString, core::LatencySummary>;

std::array<Row, 3> rowsOf(const core::SessionLatency& l) {
  return {Row{tr("To the screen"), l.screen}, Row{tr("To the patient display"), l.patient}, Row{tr("To the sound"), l.sound}};
}

QString shownLate(const core::SessionLatency& l) {
  if (l.shownLateS < 0.01) return {};
  return tr("%1 s of signal were shown more than %2 ms late, or not at all, because the window stood still; all of it is "
            "recorded.")
      .arg(number(l.shownLateS, 1), whole(core::kShownLateMs));
}

}  // namespace

QString milliseconds(double ms) { return std::isnan(ms) ? QStringLiteral("–") : tr("%1 ms").arg(std::lround(ms)); }

QString latencyLine(const core::LatencySummary& l) {
  return tr("half within %1 ms, 95 % within %2, 99 % within %3, worst %4 ms")
      .arg(whole(l.p50Ms), whole(l.p95Ms), whole(l.p99Ms), whole(l.worstMs));
}

QString latencySentences(const core::SessionLatency& latency) {
  QStringList sentences;
  for (const auto& [where, l] : rowsOf(latency)) {
    if (measured(l)) sentences << where + QStringLiteral(": ") + latencyLine(l) + QLatin1Char('.');
  }
  const QString late = shownLate(latency);
  if (!late.isEmpty()) sentences << late;
  return sentences.join(QLatin1Char(' '));
}

QString latencyTable(const core::SessionLatency& latency) {
  const QString cell = QStringLiteral("<td align='right' style='padding-left:14px'>%1</td>");
  QString rows = QStringLiteral("<tr><td><b>%1</b></td>").arg(tr("Muscle, in ms"));
  for (const QString& head : {tr("half"), tr("95 %"), tr("99 %"), tr("worst"), tr("counted")}) rows += cell.arg(head);
  rows += QStringLiteral("</tr>");
  for (const auto& [where, l] : rowsOf(latency)) {
    rows += QStringLiteral("<tr><td>%1</td>").arg(where);
    for (const double ms : {l.p50Ms, l.p95Ms, l.p99Ms, l.worstMs}) rows += cell.arg(whole(ms));
    rows += cell.arg(l.n) + QStringLiteral("</tr>");
  }
  const QString late = shownLate(latency);
  return QStringLiteral("<table>") + rows + QStringLiteral("</table>") +
         (late.isEmpty() ? QString() : QStringLiteral("<p>") + late + QStringLiteral("</p>")) + QStringLiteral("<p>") +
         beyondLatency() + QStringLiteral("</p>");
}

QString beyondLatency() {
  return tr("Counted from the arrival of a block at this computer to the painted picture, or to the sound given to the sound "
            "server. Not included: the amplifier's own buffer before it, and the desktop's compositor, the panel and the "
            "sound card after it.");
}

}  // namespace tonus::style
