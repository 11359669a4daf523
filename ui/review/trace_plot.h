#pragma once
// The whole trace of a session, from hours to single samples: wheel and +/- zoom, drag and arrows move,
// Shift+drag zooms into a stretch, Home shows everything.

#include <QPixmap>
#include <QWidget>
#include <memory>
#include <optional>

#include "review/trace_painter.h"

namespace tonus::review {

inline constexpr double kArrowShare = 0.2;   ///< of the view an arrow key moves

class TracePlot : public QWidget {
  Q_OBJECT

 public:
  explicit TracePlot(QWidget* parent = nullptr);

  /// Null: nothing to show.
  void setData(TraceData* data);
  const Span& span() const { return look_.span; }
  void setSpan(Span span);
  double halfRangeUv() const { return look_.halfRangeUv; }
  void setHalfRangeUv(double uv);
  /// Draws again: the data behind it changed. `rescale`: its height too.
  void refresh(bool rescale);
  /// Milliseconds the last full drawing took.
  double paintMs() const { return paintMs_; }

  /// The words of the marks near x, one a line; empty if there are none.
  QString marksAt(double x) const;

 public Q_SLOTS:
  void zoom(double factor);        ///< < 1 closer, round the middle
  void showAll();
  void showEnd();
  void move(double share);         ///< of the view, > 0 later
  void showAround(double frame);   ///< in the middle, no wider than ten seconds
  /// More of the data behind it is there; 1 = all. Drawn as a thin line until then.
  void showProgress(double fraction);
  void higher() { setHalfRangeUv(look_.halfRangeUv / 2); }
  void lower() { setHalfRangeUv(look_.halfRangeUv * 2); }

 Q_SIGNALS:
  void spanChanged();

 protected:
  bool event(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  QRectF box() const;
  void zoomAt(double frame, double factor);
  void stale();
  void redraw();
  void paintCursor(QPainter& painter);
  void tellName();

  TraceData* data_ = nullptr;
  TraceLook look_;
  QPixmap picture_;
  bool stale_ = true;
  double progress_ = 1;
  bool fitted_ = false;   ///< its height is that of the filtered signal
  double paintMs_ = 0;
  std::optional<QPointF> cursor_;
  std::optional<double> dragFrom_;     ///< x where a drag began
  Span dragSpan_;
  std::optional<double> bandFrom_;     ///< x where Shift+drag began
};

}  // namespace tonus::review
