#pragma once
// What tests of scenes measure in a picture of one.

#include <QImage>
#include <QQuickItem>
#include <algorithm>
#include <cmath>
#include <vector>

#include "shown_scene.h"
#include "style/tokens.h"

namespace tonus::test::pixels {

inline constexpr QSize kSizes[] = {{1366, 768}, {1920, 1080}, {1024, 768}};

/// Largest step of a colour (0..255) of each pixel, averaged over the picture.
inline double apart(const QImage& a, const QImage& b) {
  double sum = 0;
  for (int y = 0; y < a.height(); y += 2) {
    const auto* p = reinterpret_cast<const QRgb*>(a.constScanLine(y));
    const auto* q = reinterpret_cast<const QRgb*>(b.constScanLine(y));
    for (int x = 0; x < a.width(); x += 2)
      sum += std::max({std::abs(qRed(p[x]) - qRed(q[x])), std::abs(qGreen(p[x]) - qGreen(q[x])), std::abs(qBlue(p[x]) - qBlue(q[x]))});
  }
  return 4 * sum / (a.width() * a.height());
}

inline int coloursIn(const QImage& image) {
  std::vector<QRgb> seen;
  for (int y = 0; y < image.height(); y += 8)
    for (int x = 0; x < image.width(); x += 8) seen.push_back(image.pixel(x, y));
  std::sort(seen.begin(), seen.end());
  return static_cast<int>(std::unique(seen.begin(), seen.end()) - seen.begin());
}

/// Mean relative luminance of the picture, 0..1.
inline double luminance(const QImage& image) {
  double sum = 0;
  int n = 0;
  const auto linear = [](int c) { return std::pow(c / 255.0, 2.2); };
  for (int y = 0; y < image.height(); y += 4) {
    const auto* p = reinterpret_cast<const QRgb*>(image.constScanLine(y));
    for (int x = 0; x < image.width(); x += 4, ++n)
      sum += 0.2126 * linear(qRed(p[x])) + 0.7152 * linear(qGreen(p[x])) + 0.0722 * linear(qBlue(p[x]));
  }
  return sum / n;
}

inline QRect boxOf(const QQuickItem& text) {
  const double w = text.property("contentWidth").toDouble(), h = text.property("contentHeight").toDouble();
  double x = 0;
  const int align = text.property("effectiveHorizontalAlignment").toInt();
  if (align == Qt::AlignHCenter) x = (text.width() - w) / 2;
  if (align == Qt::AlignRight) x = text.width() - w;
  return text.mapRectToScene(QRectF(x, 0, w, h)).toAlignedRect();
}

/// Contrast of the letters with what is beside and between them: the pixel nearest to the text's colour against the worst of
/// those that are ground, so that a lively picture behind the words counts with its worst part.
inline double contrastOf(const QQuickItem& text, const QImage& image) {
  const QColor ink = text.property("color").value<QColor>();
  const QRect box = boxOf(text).intersected(image.rect());
  std::vector<double> all;
  for (int y = box.top(); y <= box.bottom(); ++y)
    for (int x = box.left(); x <= box.right(); ++x) all.push_back(style::contrast(ink, image.pixelColor(x, y)));
  if (all.empty()) return 0;
  std::sort(all.begin(), all.end());
  // Letters and their smoothed edges cover less than half of their box.
  return all[all.size() / 2];
}

inline QString allWords(ShownScene& shown) {
  QStringList words;
  for (const QQuickItem* text : shown.texts()) words << text->property("text").toString();
  return words.join(' ');
}

}  // namespace tonus::test::pixels
