#include "review/lane_image.h"

#include <QPainter>

namespace tonus::review {

QImage laneImage(const std::vector<Bar>& bars, int height, const QColor& colour, const QColor& faint) {
  const std::size_t n = bars.size();
  QImage image(static_cast<int>(n), height, QImage::Format_ARGB32_Premultiplied);
  std::vector<int> top(n), bottom(n);
  std::vector<QRgb> ink(n);
  for (std::size_t i = 0; i < n; ++i) {
    top[i] = bars[i].top;
    bottom[i] = bars[i].bottom;
    ink[i] = bars[i].faint ? faint.rgba() : colour.rgba();
  }
  for (int y = 0; y < height; ++y) {   // row by row: as memory lies, and as a compiler makes vectors of it
    auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
    for (std::size_t i = 0; i < n; ++i) line[i] = static_cast<QRgb>(-static_cast<int>(top[i] <= y) & -static_cast<int>(y < bottom[i])) & ink[i];
  }
  return image;
}

QPixmap dotPicture(const QColor& colour, double pixelRatio) {
  constexpr double kDotRadius = 2.5;
  QPixmap dot(QSize(kDotBox, kDotBox) * pixelRatio);
  dot.setDevicePixelRatio(pixelRatio);
  dot.fill(Qt::transparent);
  QPainter painter(&dot);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  painter.setBrush(colour);
  painter.drawEllipse(QPointF(kDotBox / 2, kDotBox / 2), kDotRadius, kDotRadius);
  return dot;
}

}  // namespace tonus::review
