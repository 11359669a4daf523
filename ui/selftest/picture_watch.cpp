#include "selftest/picture_watch.h"

#include <QImage>
#include <QPixmap>
#include <QQuickItem>
#include <QScreen>
#include <QWindow>
#include <cstdlib>

#include "clinician/session_page/trace_view.h"
#include "patient/scene_window.h"
#include "style/tokens.h"

namespace tonus::selftest {
namespace {

constexpr int kApartPx = 4;    // columns between two marks; one mark may begin in two neighbouring ones
constexpr int kAlike = 90;     // of 765: the same colour, but for smoothing
constexpr int kFilled = 235;   // grey of the bar's fill, and of nothing around it

int distance(QRgb a, QRgb b) {
  return std::abs(qRed(a) - qRed(b)) + std::abs(qGreen(a) - qGreen(b)) + std::abs(qBlue(a) - qBlue(b));
}

QQuickItem* find(QQuickItem* from, const QString& name) {
  if (from == nullptr || from->objectName() == name) return from;
  for (QQuickItem* child : from->childItems())
    if (QQuickItem* found = find(child, name)) return found;
  return nullptr;
}

}  // namespace

QImage readBack(QWindow& window, const QRect& part) {
  QScreen* screen = window.screen();
  if (screen == nullptr) return {};
  return screen->grabWindow(window.winId(), part.x(), part.y(), part.width(), part.height())
      .toImage()
      .convertToFormat(QImage::Format_RGB32);
}

TraceWatch::TraceWatch(const clinician::TraceView& traces, std::size_t channel, double uv)
    : traces_(traces), channel_(channel), uv_(uv) {}

std::vector<bool> TraceWatch::lit() const {
  const QPoint corner = traces_.mapTo(traces_.window(), QPoint(0, 0));
  const QRgb colour = style::tokens().channel(channel_).rgb();
  std::vector<bool> columns;
  for (const double uv : {uv_, -uv_}) {
    const QRect row(corner.x(), corner.y() + static_cast<int>(traces_.yOf(channel_, uv)), traces_.width(), 1);
    const QImage image = readBack(*traces_.window()->windowHandle(), row);
    if (image.isNull()) return {};
    columns.resize(static_cast<std::size_t>(image.width()), false);
    const auto* pixels = reinterpret_cast<const QRgb*>(image.constScanLine(0));
    for (std::size_t x = 0; x < columns.size(); ++x)
      if (distance(pixels[x], colour) < kAlike) columns[x] = true;
  }
  return columns;
}

int TraceWatch::look() {
  std::vector<bool> now = lit();
  if (now.empty()) return -1;
  int marks = 0;
  int last = -2 * kApartPx;
  for (std::size_t x = 0; x < now.size() && now.size() == before_.size(); ++x) {
    if (!now[x]) continue;
    const int here = static_cast<int>(x);
    // A column beside one that was lit already belongs to the same mark.
    const bool old = before_[x] || (x > 0 && before_[x - 1]) || (x > 1 && before_[x - 2]);
    if (!old && here - last > kApartPx) ++marks;
    last = here;
  }
  before_ = std::move(now);
  return marks;
}

double BarWatch::look() const {
  const QQuickItem* bar = find(scene_.rootObject(), QStringLiteral("bar"));
  if (bar == nullptr) return -1;
  const QRectF box = bar->mapRectToScene(bar->boundingRect());
  const QRect row(static_cast<int>(box.left()), static_cast<int>(box.center().y()), static_cast<int>(box.width()), 1);
  const QImage image = readBack(scene_, row);
  if (image.isNull() || image.width() == 0) return -1;
  const auto* pixels = reinterpret_cast<const QRgb*>(image.constScanLine(0));
  int filled = 0;
  for (int x = 0; x < image.width(); ++x) filled += qGray(pixels[x]) > kFilled ? 1 : 0;
  return static_cast<double>(filled) / image.width();
}

}  // namespace tonus::selftest
