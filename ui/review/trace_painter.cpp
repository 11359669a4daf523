#include "review/trace_painter.h"

#include <QCoreApplication>
#include <QLocale>
#include <QPaintEngine>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "review/lane_image.h"
#include "style/words.h"

namespace tonus::review {
namespace {

constexpr double kWaitingInk = 0.35;  // of what is not filtered yet

QString tr(const char* words) { return QCoreApplication::translate("trace", words); }

double niceStep(double rough) {
  for (const double step : {0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 60.0,
                            120.0, 300.0, 600.0, 1200.0, 1800.0, 3600.0, 7200.0})
    if (step >= rough) return step;
  return 14400;
}

double nice125(double value) {
  const double decade = std::pow(10.0, std::floor(std::log10(std::max(value, 1e-3))));
  for (const double m : {1.0, 2.0, 5.0, 10.0})
    if (m * decade >= value) return m * decade;
  return 10 * decade;
}

double middleOf(const std::vector<Column>& columns) {
  std::vector<double> centres;
  centres.reserve(columns.size());
  for (const Column& column : columns)
    if (std::isfinite(column.minUv)) centres.push_back((column.minUv + column.maxUv) / 2);
  if (centres.empty()) return 0;
  const auto middle = centres.begin() + static_cast<std::ptrdiff_t>(centres.size() / 2);
  std::nth_element(centres.begin(), middle, centres.end());
  return *middle;
}

class Drawing {
 public:
  Drawing(QPainter& painter, TraceData& data, const TraceLook& look, const style::Tokens& t, const TraceLayout& at)
      : p_(painter), data_(data), look_(look), t_(t), at_(at) {}

  void axis();
  void gaps();
  void events();
  void marks();
  void channel(std::size_t c);

 private:
  void columns(std::size_t c, const QRectF& row);
  void pixelColumns(const std::vector<Column>& columns, const QRectF& row, const QColor& ink);
  void lineColumns(const std::vector<Column>& columns, const QRectF& row, const QColor& ink);   ///< on paper
  void samples(const std::vector<std::pair<double, double>>& samples, std::size_t c, const QRectF& row);
  void lines(std::size_t c, const QRectF& row);
  void plainPolyline(const QPolygonF& line);
  void dashes(double fromX, double toX, double y);
  void phase(const core::SessionEvent& e, double right);
  double yOf(const QRectF& row, double uv) const {
    const double y = row.center().y() - (uv - middle_) / look_.halfRangeUv * row.height() / 2;
    return std::clamp(y, row.top(), row.bottom());
  }
  double xOf(double frame) const { return at_.xOf(frame, look_.span); }

  QPainter& p_;
  TraceData& data_;
  const TraceLook& look_;
  const style::Tokens& t_;
  const TraceLayout& at_;
  double middle_ = 0;
};

void Drawing::axis() {
  const double spanS = look_.span.length() / data_.rateHz();
  const double step = niceStep(spanS / std::max(2.0, at_.signal.width() / 110));
  const double fromS = look_.span.from / data_.rateHz();
  p_.setFont(style::face(style::Type::kSmall));
  const QFontMetrics metrics(p_.font());
  const QColor grid = style::mix(t_.surface, t_.line, 0.7);
  for (double s = std::ceil(fromS / step - 1e-9) * step; s <= fromS + spanS + 1e-9; s += step) {
    const double x = xOf(s * data_.rateHz());
    p_.fillRect(QRectF(std::floor(x), at_.signal.top(), 1, at_.signal.height()).toAlignedRect(), grid);
    const QString words = timeWords(s, spanS);
    const double width = metrics.horizontalAdvance(words);
    const double left = std::clamp(x - width / 2, at_.axis.left(), at_.axis.right() - width);
    p_.setPen(t_.secondary);
    p_.drawText(QPointF(left, at_.axis.top() + metrics.ascent() + 3), words);
  }
}

void Drawing::gaps() {
  for (const Gap& gap : data_.gaps()) {
    if (gap.to < look_.span.from || gap.from > look_.span.to) continue;
    const double left = std::max(xOf(gap.from), at_.signal.left());
    const double right = std::min(std::max(xOf(gap.to), left + 1.5), at_.signal.right());
    const QRectF box(left, at_.signal.top(), right - left, at_.signal.height());
    if (box.width() < 4) {
      p_.fillRect(box, t_.caution);
      continue;
    }
    p_.fillRect(box, t_.track);
    QColor hatch = t_.caution;
    hatch.setAlphaF(0.45F);
    p_.fillRect(box, QBrush(hatch, Qt::BDiagPattern));
    const QString words = tr("%1 s lost").arg(style::number((gap.to - gap.from) / data_.rateHz(), 2));
    p_.setFont(style::face(style::Type::kSmall, true));
    const QFontMetrics metrics(p_.font());
    if (metrics.horizontalAdvance(words) + 12 > box.width()) continue;
    const QRectF label(box.center().x() - metrics.horizontalAdvance(words) / 2.0 - 6, box.top() + 6,
                       metrics.horizontalAdvance(words) + 12, metrics.height() + 4);
    p_.fillRect(label, t_.surface);
    p_.setPen(t_.caution);
    p_.drawText(label, Qt::AlignCenter, words);
  }
}

void Drawing::phase(const core::SessionEvent& e, double right) {
  const double left = std::max(xOf(static_cast<double>(e.at.value)), at_.lane.left());
  const QRectF box(left + 1, at_.lane.top() + 2, std::min(right, at_.lane.right()) - left - 2, at_.lane.height() / 2 - 3);
  if (box.width() < 2) return;
  p_.setPen(Qt::NoPen);
  p_.setBrush(t_.track);
  p_.drawRoundedRect(box, 3, 3);
  p_.setFont(style::face(style::Type::kSmall));
  p_.setPen(t_.secondary);
  const QFontMetrics metrics(p_.font());
  if (box.width() < metrics.averageCharWidth() * 4) return;
  p_.drawText(box.adjusted(6, 0, -3, 0), Qt::AlignVCenter | Qt::AlignLeft,
              metrics.elidedText(style::textOf(e.text), Qt::ElideRight, static_cast<int>(box.width() - 9)));
}

void Drawing::events() {
  std::vector<const core::SessionEvent*> phases;
  for (const core::SessionEvent& e : data_.events())
    if (e.kind == core::EventKind::kPhase) phases.push_back(&e);
  for (std::size_t i = 0; i < phases.size(); ++i) {
    const double end = i + 1 < phases.size() ? static_cast<double>(phases[i + 1]->at.value) : data_.framesN();
    if (end < look_.span.from || static_cast<double>(phases[i]->at.value) > look_.span.to) continue;
    phase(*phases[i], xOf(end));
  }
  marks();
}

/// Each mark's words take the room up to the next mark; what does not fit is cut with "…", and stands in the list beside.
void Drawing::marks() {
  p_.setFont(style::face(style::Type::kSmall));
  const QFontMetrics metrics(p_.font());
  std::vector<std::pair<double, const core::SessionEvent*>> shown;
  for (const core::SessionEvent& e : data_.events()) {
    const double x = xOf(static_cast<double>(e.at.value));
    if (isMark(e) && x >= at_.signal.left() && x <= at_.signal.right()) shown.emplace_back(x, &e);
  }
  const double top = at_.lane.center().y() + 2;
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const double x = shown[i].first;
    const QColor colour = shown[i].second->kind == core::EventKind::kFault ? t_.notUsable : t_.accent;
    p_.setRenderHint(QPainter::Antialiasing, false);
    p_.setPen(QPen(colour, 0, Qt::DashLine));
    p_.drawLine(QPointF(x, at_.signal.top()), QPointF(x, at_.signal.bottom()));
    p_.setRenderHint(QPainter::Antialiasing, true);
    p_.setPen(Qt::NoPen);
    p_.setBrush(colour);
    p_.drawPolygon(QPolygonF({QPointF(x - 4, top + 4), QPointF(x + 4, top + 4), QPointF(x, top + 10)}));
    const double end = i + 1 < shown.size() ? shown[i + 1].first - 8 : at_.lane.right();
    const double room = end - (x + 8);
    const QString words = markWords(*shown[i].second);
    const QString cut = metrics.elidedText(words, Qt::ElideRight, static_cast<int>(room));
    if (cut != words && room < metrics.averageCharWidth() * 5) continue;
    p_.setPen(t_.text);
    p_.drawText(QPointF(x + 8, top + metrics.ascent() - 1), cut);
  }
}

void Drawing::columns(std::size_t c, const QRectF& row) {
  const auto n = static_cast<std::size_t>(std::max(1.0, row.width() * look_.pixelRatio));
  const std::vector<Column>& columns = data_.columns(c, look_.span, n);
  middle_ = data_.filtered() ? 0 : middleOf(columns);   // raw stands on the electrode's offset
  const bool dense = look_.envelope && look_.span.length() <= kEnvelopeS * data_.rateHz();   // the envelope stands out on it
  const QColor ink = dense ? style::mix(t_.surface, t_.channel(c), t_.dark ? 0.75 : 0.6) : t_.channel(c);
  const bool pixels = p_.paintEngine()->type() == QPaintEngine::Raster && p_.transform().isIdentity();
  if (pixels) pixelColumns(columns, row, ink);
  else lineColumns(columns, row, ink);
}

void Drawing::pixelColumns(const std::vector<Column>& columns, const QRectF& row, const QColor& ink) {
  const double ratio = look_.pixelRatio;
  const int top = static_cast<int>(std::floor(row.top() * ratio));
  const int height = static_cast<int>(std::ceil(row.bottom() * ratio)) - top;
  std::vector<Bar> bars(columns.size());
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (!std::isfinite(columns[i].minUv)) continue;
    const int high = static_cast<int>(std::lround(yOf(row, columns[i].maxUv) * ratio)) - top;
    const int low = static_cast<int>(std::lround(yOf(row, columns[i].minUv) * ratio)) - top;
    bars[i] = {high, std::max(low, high + 1), columns[i].waiting};
  }
  QImage image = laneImage(bars, height, ink, style::mix(t_.surface, ink, kWaitingInk));
  image.setDevicePixelRatio(ratio);
  p_.drawImage(QPointF(std::round(row.left() * ratio) / ratio, top / ratio), image);
}

void Drawing::lineColumns(const std::vector<Column>& columns, const QRectF& row, const QColor& ink) {
  QVector<QLineF> strokes;
  strokes.reserve(static_cast<qsizetype>(columns.size()));
  const double step = row.width() / static_cast<double>(columns.size());
  const double least = 1.0 / look_.pixelRatio;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (!std::isfinite(columns[i].minUv)) continue;
    const double x = row.left() + (static_cast<double>(i) + 0.5) * step;
    const double top = yOf(row, columns[i].maxUv);
    strokes.append(QLineF(x, top, x, std::max(yOf(row, columns[i].minUv), top + least)));
  }
  QPen pen(ink, 0);
  pen.setCosmetic(true);
  p_.setRenderHint(QPainter::Antialiasing, false);
  p_.setPen(pen);
  p_.drawLines(strokes);
  p_.setRenderHint(QPainter::Antialiasing, true);
}

void Drawing::samples(const std::vector<std::pair<double, double>>& samples, std::size_t c, const QRectF& row) {
  double sum = 0;
  int n = 0;
  for (const auto& [frame, uv] : samples)
    if (std::isfinite(uv)) sum += uv, ++n;
  middle_ = n > 0 && !data_.filtered() ? sum / n : 0;
  std::vector<QPointF> points;
  QVector<QLineF> strokes;   // single strokes: a smooth polyline costs ten times as much
  bool joined = false;
  for (const auto& [frame, uv] : samples) {
    const bool there = std::isfinite(uv);
    if (there) {
      const QPointF point(xOf(frame), yOf(row, uv));
      if (joined) strokes.append(QLineF(points.back(), point));
      points.push_back(point);
    }
    joined = there;
  }
  const bool few = points.size() < 400;
  p_.setRenderHint(QPainter::Antialiasing, few);
  p_.setPen(QPen(t_.channel(c), few ? 1.2 : 0, Qt::SolidLine, Qt::SquareCap));
  p_.drawLines(strokes);
  p_.setRenderHint(QPainter::Antialiasing, true);
  if (row.width() / look_.span.length() <= 6) return;
  const QPixmap dot = dotPicture(t_.channel(c), look_.pixelRatio);
  for (const QPointF& point : points) p_.drawPixmap((point - QPointF(kDotBox / 2, kDotBox / 2)).toPoint(), dot);
}

void Drawing::lines(std::size_t c, const QRectF& row) {
  const std::vector<HopPoint> hops = data_.hops(c, look_.span, kEnvelopeS);
  if (hops.empty()) return;
  QPolygonF envelope;
  double previous = -1;
  double bucketX = -1e9, sum = 0, lineUv = 0, lineX = 0, lastX = 0;
  int n = 0;
  const auto drawLine = [&](double toX) {
    if (lineUv > 0) dashes(lineX, toX, yOf(row, middle_ + lineUv));
  };
  const auto flush = [&] {
    plainPolyline(envelope);
    envelope.clear();
    drawLine(lastX);
    lineUv = 0;
  };
  for (const HopPoint& hop : hops) {
    if (previous >= 0 && hop.at - previous > 0.05 * data_.rateHz()) flush();
    previous = hop.at;
    const double x = xOf(hop.at);
    if (hop.thresholdUv != lineUv) {
      drawLine(x);
      lineUv = hop.thresholdUv;
      lineX = x;
    }
    lastX = x;
    sum += hop.envelopeUv;
    ++n;
    if (x - bucketX < 1.5) continue;   // more points than that cannot be seen
    envelope.append(QPointF(x, yOf(row, middle_ + sum / n)));
    bucketX = x;
    sum = n = 0;
  }
  flush();
}

void Drawing::plainPolyline(const QPolygonF& line) {
  if (line.size() < 2) return;
  p_.setRenderHint(QPainter::Antialiasing, false);   // a smooth line of a thousand points costs more than the whole trace
  QPen pen(t_.text, 0);
  pen.setCosmetic(true);
  p_.setPen(pen);
  p_.drawPolyline(line);
  p_.drawPolyline(line.translated(0, 1));
  p_.setRenderHint(QPainter::Antialiasing, true);
}

void Drawing::dashes(double fromX, double toX, double y) {
  QVector<QLineF> strokes;
  fromX = std::max(fromX, at_.signal.left());
  toX = std::min(toX, at_.signal.right());
  for (double x = fromX; x < toX; x += 7) strokes.append(QLineF(x, y, std::min(x + 4, toX), y));
  p_.setRenderHint(QPainter::Antialiasing, false);
  p_.setPen(QPen(t_.text, 0));
  p_.drawLines(strokes);
  p_.setRenderHint(QPainter::Antialiasing, true);
}

void Drawing::channel(std::size_t c) {
  const QRectF row(at_.signal.left(), at_.signal.top() + at_.rowHeight * static_cast<double>(c), at_.signal.width(), at_.rowHeight);
  p_.save();
  p_.setClipRect(row.toAlignedRect());
  p_.setBrush(Qt::NoBrush);
  const auto most = static_cast<std::size_t>(row.width() * 1.5);
  const auto single = data_.samples(c, look_.span, most);
  if (single.empty()) columns(c, row);
  else samples(single, c, row);
  if (look_.envelope) lines(c, row);
  p_.restore();
  if (c > 0) p_.fillRect(QRectF(row.left(), std::floor(row.top()), row.width(), 1), t_.line);
  p_.setFont(style::face(style::Type::kSmall, true));
  const QFontMetrics metrics(p_.font());
  const QString name = QStringLiteral("%1 %2").arg(c + 1).arg(data_.channelName(c));
  const QRectF label(row.left() + 8, row.top() + 6, metrics.horizontalAdvance(name) + 26, metrics.height() + 4);
  p_.setPen(Qt::NoPen);
  p_.setBrush(t_.surface);
  p_.drawRoundedRect(label, 3, 3);
  p_.setBrush(t_.channel(c));
  p_.drawRoundedRect(QRectF(label.left() + 4, label.center().y() - 4.5, 9, 9), 2, 2);
  p_.setPen(t_.text);
  p_.drawText(label.adjusted(19, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, name);
}

}  // namespace

QString timeWords(double seconds, double spanS) {
  if (spanS >= 10) return style::clockTime(seconds + 1e-6);
  const int decimals = spanS >= 1 ? 1 : spanS >= 0.1 ? 2 : 3;
  const double rest = seconds - std::floor(seconds / 60) * 60;
  const QString tail = QLocale().toString(rest, 'f', decimals);
  if (seconds < 60) return tr("%1 s").arg(tail);
  return QStringLiteral("%1:%2").arg(static_cast<int>(seconds / 60)).arg(tail.rightJustified(3 + decimals, QLatin1Char('0')));
}

TraceLayout layoutOf(const QRectF& box, std::size_t channelsN) {
  const double text = style::pixels(style::Type::kSmall);
  TraceLayout at;
  at.lane = QRectF(box.left(), box.top(), box.width(), 2 * (text + 10));
  at.axis = QRectF(box.left(), box.bottom() - text - 10, box.width(), text + 10);
  at.signal = QRectF(box.left(), at.lane.bottom(), box.width(), std::max(10.0, at.axis.top() - at.lane.bottom()));
  at.rowHeight = at.signal.height() / static_cast<double>(std::max<std::size_t>(1, channelsN));
  return at;
}

double niceHalfRangeUv(TraceData& data) {
  double half = 1;
  for (std::size_t c = 0; c < data.channelsN(); ++c) {
    std::vector<double> spans;
    for (const Column& column : data.columns(c, {0, data.framesN()}, 400))
      if (std::isfinite(column.minUv)) spans.push_back((column.maxUv - column.minUv) / 2);
    if (spans.empty()) continue;
    const auto most = static_cast<std::ptrdiff_t>(static_cast<double>(spans.size() - 1) * 0.9);
    std::nth_element(spans.begin(), spans.begin() + most, spans.end());
    half = std::max(half, spans[static_cast<std::size_t>(most)]);
  }
  return nice125(half);
}

void paintTrace(QPainter& painter, const QRectF& box, TraceData& data, const TraceLook& look, const style::Tokens& tokens) {
  const TraceLayout at = layoutOf(box, data.channelsN());
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setClipRect(box);
  Drawing drawing(painter, data, look, tokens, at);
  drawing.axis();
  drawing.gaps();
  for (std::size_t c = 0; c < data.channelsN(); ++c) drawing.channel(c);
  drawing.events();
  painter.setPen(QPen(tokens.line, 1));
  painter.drawLine(at.signal.topLeft(), at.signal.topRight());
  painter.drawLine(at.signal.bottomLeft(), at.signal.bottomRight());
  painter.restore();
}

}  // namespace tonus::review
