#pragma once
// Draws a stored session into any rectangle: the review window and the report show the same picture.

#include <QRectF>

#include "review/trace_data.h"
#include "style/tokens.h"

class QPainter;

namespace tonus::review {

inline constexpr double kEnvelopeS = 300;   ///< wider views show no envelope

struct TraceLook {
  Span span;
  double halfRangeUv = 25;     ///< a row shows ± this round its middle
  bool envelope = true;        ///< envelope and line, where the span is short enough
  qreal pixelRatio = 1;
};

/// Where things are inside the rectangle.
struct TraceLayout {
  QRectF lane;                 ///< events
  QRectF signal;               ///< all rows
  QRectF axis;
  double rowHeight = 0;

  double frameAt(double x, const Span& span) const { return span.from + (x - signal.left()) / signal.width() * span.length(); }
  double xOf(double frame, const Span& span) const { return signal.left() + (frame - span.from) / span.length() * signal.width(); }
};
TraceLayout layoutOf(const QRectF& box, std::size_t channelsN);

/// Half range that shows the whole session without its rarest spikes, rounded to 1-2-5.
double niceHalfRangeUv(TraceData& data);

void paintTrace(QPainter& painter, const QRectF& box, TraceData& data, const TraceLook& look, const style::Tokens& tokens);

/// "12.5 s", "2:10", "0.35 s": as fine as the span needs.
QString timeWords(double seconds, double spanS);

}  // namespace tonus::review
