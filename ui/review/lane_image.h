#pragma once
// One row of a trace as pixels: what QPainter needs thousands of lines for is one pass over the rows of an image.

#include <QColor>
#include <QImage>
#include <QPixmap>
#include <vector>

namespace tonus::review {

/// Pixels [top, bottom) of a column, from the top of the row; nothing where bottom <= top.
struct Bar {
  int top = 0;
  int bottom = 0;
  bool faint = false;
};

/// As wide as there are bars, the rest transparent. Costs the same whatever the signal is like.
QImage laneImage(const std::vector<Bar>& bars, int height, const QColor& colour, const QColor& faint);

/// A sample, in the middle of kDotBox pixels.
inline constexpr int kDotBox = 8;
QPixmap dotPicture(const QColor& colour, double pixelRatio);

}  // namespace tonus::review
