#include "clinician/latency_chart.h"

#include <QPainter>
#include <algorithm>
#include <array>
#include <cmath>

#include "style/tokens.h"

namespace tonus::clinician {
namespace {

constexpr double kBinMs = 2;
constexpr double kMostMs = 100;  // what is later stands in the last bin
constexpr int kBins = static_cast<int>(kMostMs / kBinMs);
constexpr int kRowHigh = 52;
constexpr int kAxisHigh = 22;
constexpr int kNameWide = 120;

std::array<int, kBins> counted(const std::vector<double>& ms) {
  std::array<int, kBins> bins{};
  for (const double v : ms) ++bins[static_cast<std::size_t>(std::clamp(v / kBinMs, 0.0, kBins - 1.0))];
  return bins;
}

void paintRow(QPainter& painter, const LatencyChart::Row& row, const QRectF& box) {
  const style::Tokens& t = style::tokens();
  const auto bins = counted(row.ms);
  const int most = std::max(1, *std::max_element(bins.begin(), bins.end()));
  const double wide = box.width() / kBins;
  painter.setPen(QPen(t.line, 1));
  painter.drawLine(box.bottomLeft(), box.bottomRight());
  painter.setPen(Qt::NoPen);
  painter.setBrush(t.accent);
  for (int i = 0; i < kBins; ++i) {
    const double high = (box.height() - 10) * bins[static_cast<std::size_t>(i)] / most;
    if (high > 0) painter.drawRect(QRectF(box.left() + wide * i + 0.5, box.bottom() - std::max(high, 2.0), wide - 1, std::max(high, 2.0)));
  }
  if (row.aimMs <= 0) return;
  const double x = std::round(box.left() + box.width() * row.aimMs / kMostMs) + 0.5;
  painter.setPen(QPen(t.secondary, 1, Qt::DashLine));
  painter.drawLine(QPointF(x, box.top() + 4), QPointF(x, box.bottom()));
  painter.drawText(QPointF(x + 5, box.top() + 14), LatencyChart::tr("aim %1 ms").arg(row.aimMs));
}

}  // namespace

LatencyChart::LatencyChart(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setAccessibleName(tr("How late the marks were"));
}

void LatencyChart::setRows(std::vector<Row> rows) {
  rows_ = std::move(rows);
  QStringList words;
  for (const Row& row : rows_) {
    if (row.ms.empty()) continue;
    const auto [least, most] = std::minmax_element(row.ms.begin(), row.ms.end());
    words << tr("%1: %2 marks, %3 to %4 ms").arg(row.name).arg(row.ms.size()).arg(std::lround(*least)).arg(std::lround(*most));
  }
  setAccessibleDescription(words.join(QStringLiteral("; ")));
  updateGeometry();
  update();
}

QSize LatencyChart::sizeHint() const { return {600, kRowHigh * static_cast<int>(rows_.size()) + kAxisHigh}; }

void LatencyChart::paintEvent(QPaintEvent*) {
  const style::Tokens& t = style::tokens();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const QFont font = style::face(style::Type::kSmall);
  const QFontMetrics metrics(font);
  painter.setFont(font);
  const QRectF all(kNameWide, 0, width() - kNameWide - 30, kRowHigh);
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const QRectF box = all.translated(0, kRowHigh * static_cast<double>(i)).adjusted(0, 6, 0, 0);
    painter.setPen(t.secondary);
    painter.drawText(QRectF(0, box.top(), kNameWide - 10, box.height()), Qt::AlignLeft | Qt::AlignBottom, rows_[i].name);
    paintRow(painter, rows_[i], box);
  }
  painter.setPen(t.secondary);
  const double y = kRowHigh * static_cast<double>(rows_.size()) + metrics.ascent() + 4;
  for (int ms = 0; ms <= static_cast<int>(kMostMs); ms += 20) {
    const QString words = ms == 0 ? tr("0 ms") : ms == static_cast<int>(kMostMs) ? tr("%1+").arg(ms) : QString::number(ms);
    const double x = all.left() + all.width() * ms / kMostMs;
    painter.drawText(QPointF(x - metrics.horizontalAdvance(words) / 2.0, y), words);
  }
}

}  // namespace tonus::clinician
