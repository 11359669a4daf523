#include "charts/trend_chart.h"

#include <QCategoryAxis>
#include <QChart>
#include <QChartView>
#include <QEvent>
#include <QGraphicsLayout>
#include <QGraphicsSimpleTextItem>
#include <QLabel>
#include <QLegend>
#include <QLineSeries>
#include <QPainter>
#include <QScatterSeries>
#include <QVBoxLayout>
#include <QValueAxis>
#include <algorithm>
#include <cmath>

#include "style/label.h"
#include "style/tokens.h"
#include "style/words.h"

namespace tonus::charts {
namespace {

double ceilingFor(double largest) {
  const double step = largest <= 4 ? 1 : largest <= 10 ? 2 : largest <= 25 ? 5 : largest <= 100 ? 20 : 100;
  return std::max(step, std::ceil(largest * 1.02 / step) * step);
}

int ticksFor(double ceiling) {
  const double step = ceiling <= 4 ? 1 : ceiling <= 10 ? 2 : ceiling <= 25 ? 5 : ceiling <= 100 ? 20 : 100;
  return static_cast<int>(std::lround(ceiling / step)) + 1;
}

QString dateWords(double ms) { return style::day(core::WallTime(std::chrono::milliseconds(static_cast<std::int64_t>(ms)))); }

/// The two courses by mark and name, left above the chart.
class TrendLegend : public QWidget {
 public:
  void setNames(const QString& resting, const QString& inTarget) {
    names_ = {resting, inTarget};
    setFixedHeight(QFontMetrics(style::face(style::Type::kSmall, true)).height() + 6);
    update();
  }

 protected:
  void paintEvent(QPaintEvent*) override {
    const style::Tokens& t = style::tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QFont words = style::face(style::Type::kSmall, true);
    const QFontMetrics metrics(words);
    painter.setFont(words);
    double x = 2;
    for (qsizetype i = 0; i < names_.size(); ++i) {
      const QColor colour = t.channel(static_cast<std::size_t>(i));
      painter.setPen(QPen(colour, 2));
      painter.setBrush(i == 0 ? t.surface : colour);
      const QRectF mark(x, height() / 2.0 - 4, 8, 8);
      if (i == 0) painter.drawEllipse(mark);
      else painter.fillRect(mark, colour);
      painter.setPen(t.text);
      painter.drawText(QPointF(x + 15, (height() + metrics.ascent() - metrics.descent()) / 2.0), names_[i]);
      x += 15 + metrics.horizontalAdvance(names_[i]) + 24;
    }
  }

 private:
  QStringList names_;
};

}  // namespace

struct TrendChart::View {
  struct Label {
    QLineSeries* line;
    QGraphicsSimpleTextItem* words;
    double dateMs, top;
  };
  std::vector<Label> labels;
  TrendLegend* legend = nullptr;
  QChart* chart = nullptr;
  QChartView* widget = nullptr;
  QLabel* nothing = nullptr;
  QCategoryAxis* dates = nullptr;
  QValueAxis* microvolts = nullptr;
  QValueAxis* share = nullptr;

  void paintAxis(QAbstractAxis& axis, bool grid) const {
    const style::Tokens& t = style::tokens();
    axis.setLabelsFont(style::face(style::Type::kSmall));
    axis.setLabelsColor(t.secondary);
    axis.setGridLineVisible(grid);
    axis.setGridLinePen(QPen(style::mix(t.surface, t.line, 0.8), 1));
    axis.setLinePen(QPen(t.line, 1));
    axis.setLineVisible(false);
  }

  void attach(QXYSeries& series, QValueAxis& vertical) const {
    chart->addSeries(&series);
    series.attachAxis(dates);
    series.attachAxis(&vertical);
  }

  /// A line broken where the method changes, its points as marks on top, one entry in the legend.
  void addCourse(const QString& name, const std::vector<TrendPoint>& points, double TrendPoint::*value, double scale,
                 QValueAxis& vertical, const QColor& colour, bool dotted) const {
    const style::Tokens& t = style::tokens();
    auto* marks = new QScatterSeries;
    marks->setName(name);
    marks->setMarkerShape(dotted ? QScatterSeries::MarkerShapeRectangle : QScatterSeries::MarkerShapeCircle);
    marks->setMarkerSize(dotted ? 7 : 9);
    marks->setColor(dotted ? colour : t.surface);
    marks->setPen(QPen(colour, dotted ? 0 : 2));
    if (dotted) marks->setBorderColor(colour);
    QLineSeries* line = nullptr;
    QString method;
    for (const TrendPoint& p : points) {
      if (!std::isfinite(p.*value)) continue;
      if (line == nullptr || p.method != method) {
        line = new QLineSeries;
        line->setPen(QPen(colour, dotted ? 1.5 : 2, dotted ? Qt::DotLine : Qt::SolidLine));
        attach(*line, vertical);
        method = p.method;
      }
      line->append(p.dateMs, p.*value * scale);
      marks->append(p.dateMs, p.*value * scale);
    }
    attach(*marks, vertical);
  }

  void addBreaks(const std::vector<TrendBreak>& breaks, double top) {
    for (const TrendBreak& b : breaks) {
      auto* line = new QLineSeries;
      line->setPen(QPen(style::tokens().caution, 1, Qt::DashLine));
      line->append(b.dateMs, 0);
      line->append(b.dateMs, top);
      attach(*line, *microvolts);
      auto* words = new QGraphicsSimpleTextItem(b.words, chart);
      words->setFont(style::face(style::Type::kSmall));
      words->setBrush(style::tokens().caution);
      words->setZValue(20);
      labels.push_back({line, words, b.dateMs, top});
    }
  }

  /// Beside their lines at the top, on either side, each a line lower than one it would cover.
  void placeLabels() const {
    const QRectF plot = chart->plotArea();
    std::vector<QRectF> taken;
    for (const Label& label : labels) {
      const double x = chart->mapToPosition({label.dateMs, label.top}, label.line).x();
      QRectF box({x + 4, plot.top() + 1}, label.words->boundingRect().size());
      if (box.right() > plot.right()) box.moveRight(x - 4);
      box.moveLeft(std::max(box.left(), plot.left()));
      const auto covered = [&box](const QRectF& other) { return other.intersects(box); };
      while (std::any_of(taken.begin(), taken.end(), covered)) box.translate(0, box.height());
      taken.push_back(box);
      label.words->setPos(box.topLeft());
    }
  }

  void clear() {
    for (const Label& label : labels) delete label.words;
    labels.clear();
    chart->removeAllSeries();
  }
};

TrendChart::TrendChart(QWidget* parent) : QWidget(parent), view_(std::make_unique<View>()) {
  view_->chart = new QChart;
  view_->chart->layout()->setContentsMargins(0, 0, 0, 0);
  view_->chart->setMargins(QMargins(0, 0, 0, 0));
  view_->chart->setBackgroundVisible(false);
  view_->chart->legend()->hide();
  view_->dates = new QCategoryAxis;
  view_->dates->setLabelsPosition(QCategoryAxis::AxisLabelsPositionOnValue);
  view_->microvolts = new QValueAxis;
  view_->microvolts->setLabelFormat(QStringLiteral("%.0f"));
  view_->share = new QValueAxis;
  view_->share->setRange(0, 100);
  view_->share->setTickCount(6);
  view_->share->setLabelFormat(QStringLiteral("%.0f"));
  view_->chart->addAxis(view_->dates, Qt::AlignBottom);
  view_->chart->addAxis(view_->microvolts, Qt::AlignLeft);
  view_->chart->addAxis(view_->share, Qt::AlignRight);
  view_->widget = new QChartView(view_->chart, this);
  view_->widget->setRenderHint(QPainter::Antialiasing);
  view_->widget->setFrameShape(QFrame::NoFrame);
  view_->widget->setBackgroundBrush(Qt::NoBrush);
  view_->widget->setStyleSheet(QStringLiteral("background: transparent"));
  view_->widget->setFocusPolicy(Qt::NoFocus);
  view_->legend = new TrendLegend;
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(4);
  layout->addWidget(view_->legend);
  layout->addWidget(view_->widget);
  view_->nothing = style::makeLabel(tr("The first session with a baseline or with scored time puts its point here."),
                                    style::Type::kBase, false, style::Tone::kSecondary);
  view_->nothing->setObjectName(QStringLiteral("trendNothing"));
  view_->nothing->setAlignment(Qt::AlignCenter);
  view_->nothing->setWordWrap(true);
  layout->addWidget(view_->nothing);
  setMinimumHeight(160);
  connect(view_->chart, &QChart::plotAreaChanged, this, [this] { view_->placeLabels(); });
}

TrendChart::~TrendChart() = default;

void TrendChart::setPoints(const QString& name, const QString& unit, std::vector<TrendPoint> points, std::vector<TrendBreak> breaks) {
  name_ = name;
  unit_ = unit;
  points_ = std::move(points);
  breaks_ = std::move(breaks);
  rebuild();
}

void TrendChart::rebuild() {
  const style::Tokens& t = style::tokens();
  View& v = *view_;
  v.clear();
  v.paintAxis(*v.dates, false);
  v.paintAxis(*v.microvolts, true);
  v.paintAxis(*v.share, false);
  v.legend->setNames(name_, tr("In target, %"));
  for (const QString& label : v.dates->categoriesLabels()) v.dates->remove(label);
  const bool any = std::any_of(points_.begin(), points_.end(), [](const TrendPoint& p) {
    return std::isfinite(p.restingUv) || std::isfinite(p.inTarget);
  });
  v.legend->setVisible(any);
  v.widget->setVisible(any);
  v.nothing->setVisible(!any);
  if (!any) return;

  double first = points_.front().dateMs;
  double last = points_.back().dateMs;
  for (const TrendBreak& b : breaks_) {
    first = std::min(first, b.dateMs);
    last = std::max(last, b.dateMs);
  }
  const double margin = std::max((last - first) * 0.04, 12.0 * 3600 * 1000);
  const double room = std::max(1.0, (width() - 110.0) / (style::pixels(style::Type::kSmall) * 7.5));
  v.dates->setRange(first - margin, last + margin);
  double previous = -1e300;
  for (const TrendPoint& p : points_) {
    if (p.dateMs - previous < (last - first + 2 * margin) / room) continue;
    v.dates->append(dateWords(p.dateMs), p.dateMs);
    previous = p.dateMs;
  }

  double largest = 1;
  QStringList spoken;
  for (const TrendPoint& p : points_) {
    if (std::isfinite(p.restingUv)) largest = std::max(largest, p.restingUv);
    if (std::isfinite(p.restingUv)) spoken << tr("%1: %2 %3").arg(dateWords(p.dateMs)).arg(p.restingUv, 0, 'f', 1).arg(unit_);
  }
  const double top = ceilingFor(largest);
  v.microvolts->setRange(0, top);
  v.microvolts->setTickCount(ticksFor(top));
  v.addBreaks(breaks_, top);
  v.addCourse(name_, points_, &TrendPoint::restingUv, 1, *v.microvolts, t.channel(0), false);
  v.addCourse(tr("In target, %"), points_, &TrendPoint::inTarget, 100, *v.share, t.channel(1), true);
  v.placeLabels();
  for (const TrendBreak& b : breaks_) spoken << tr("%1: %2").arg(dateWords(b.dateMs), b.words);
  setAccessibleName(tr("%1 over time").arg(name_));
  setAccessibleDescription(spoken.join(QStringLiteral("; ")));
}

void TrendChart::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) rebuild();
}

void TrendChart::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  rebuild();
}

}  // namespace tonus::charts
