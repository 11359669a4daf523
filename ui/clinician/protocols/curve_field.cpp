#include "clinician/protocols/curve_field.h"

#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "style/button.h"
#include "style/label.h"
#include "style/words.h"

namespace tonus::clinician {
namespace {

using nlohmann::json;

constexpr double kReach = 14;        // px from a point at which it is still held
constexpr double kSnapS = 0.5, kSnapShare = 0.05;
constexpr double kMostS = 3600, kMostShare = 10;

double snapped(double value, double to) { return std::round(value / to) * to; }

std::vector<CurveDot> dotsOf(const json& value) {
  std::vector<CurveDot> out;
  for (const json& p : value.is_array() ? value : json::array())
    if (p.is_array() && p.size() == 2 && p[0].is_number() && p[1].is_number()) out.push_back({p[0].get<double>(), p[1].get<double>()});
  return out;
}

/// Up in 5 s, held for 5 s, down in 5 s.
std::vector<CurveDot> firstCurve() { return {{0, 0}, {5, 1}, {10, 1}, {15, 0}}; }

}  // namespace

CurveView::CurveView(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setToolTip(tr("Drag a point; the numbers below say the same"));
}

QSize CurveView::sizeHint() const { return {320, 8 * QFontMetrics(style::face(style::Type::kSmall)).height()}; }

void CurveView::setDots(std::vector<CurveDot> dots) {
  dots_ = std::move(dots);
  setVisible(!dots_.empty());
  QStringList words;
  for (const CurveDot& d : dots_) words << tr("%1 % at %2 s").arg(std::lround(100 * d.share)).arg(d.atS);
  setAccessibleName(tr("Target curve"));
  setAccessibleDescription(words.join(QStringLiteral(", ")));
  update();
}

double CurveView::mostS() const { return held_ >= 0 ? heldMostS_ : dots_.empty() ? 1 : std::max(1.0, 1.1 * dots_.back().atS); }
double CurveView::mostShare() const {
  if (held_ >= 0) return heldMostShare_;
  double most = 1;
  for (const CurveDot& d : dots_) most = std::max(most, d.share);
  return 1.2 * most;
}

QRectF CurveView::field() const {
  const QFontMetrics metrics(style::face(style::Type::kSmall));
  return QRectF(rect()).adjusted(metrics.horizontalAdvance(QStringLiteral("100 %")) + 6, 6, -8, -metrics.height() - 4);
}

QPointF CurveView::placeOf(std::size_t dot) const {
  const QRectF f = field();
  return {f.left() + f.width() * dots_[dot].atS / mostS(), f.bottom() - f.height() * dots_[dot].share / mostShare()};
}

void CurveView::paintEvent(QPaintEvent*) {
  const style::Tokens& t = style::tokens();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const QRectF f = field();
  painter.setFont(style::face(style::Type::kSmall));
  const QFontMetrics metrics(painter.font());
  painter.setPen(QPen(t.line, 1));
  painter.drawLine(f.bottomLeft(), f.bottomRight());
  const double one = f.bottom() - f.height() / mostShare();
  painter.setPen(QPen(t.secondary, 1, Qt::DashLine));
  painter.drawLine(QPointF(f.left(), one), QPointF(f.right(), one));
  painter.setPen(t.secondary);
  painter.drawText(QRectF(0, one - metrics.height() / 2.0, f.left() - 6, metrics.height()), Qt::AlignRight | Qt::AlignVCenter, tr("100 %"));
  painter.drawText(QRectF(0, f.bottom() - metrics.height() / 2.0, f.left() - 6, metrics.height()), Qt::AlignRight | Qt::AlignVCenter, tr("0"));
  if (dots_.empty()) return;
  QPainterPath path(QPointF(f.left(), placeOf(0).y()));
  for (std::size_t i = 0; i < dots_.size(); ++i) path.lineTo(placeOf(i));
  path.lineTo(QPointF(f.right(), placeOf(dots_.size() - 1).y()));
  painter.setPen(QPen(t.accent, 2));
  painter.setBrush(Qt::NoBrush);
  painter.drawPath(path);
  for (std::size_t i = 0; i < dots_.size(); ++i) {
    painter.setPen(QPen(t.accent, 2));
    painter.setBrush(static_cast<int>(i) == held_ ? t.accent : t.surface);
    painter.drawEllipse(placeOf(i), 5, 5);
    painter.setPen(t.secondary);
    const QString words = tr("%1 s").arg(dots_[i].atS);
    const int wide = metrics.horizontalAdvance(words);
    const double x = std::clamp(placeOf(i).x() - wide / 2.0, f.left(), f.right() - wide);
    painter.drawText(QPointF(x, height() - metrics.descent()), words);
  }
}

void CurveView::mousePressEvent(QMouseEvent* event) {
  double least = kReach;
  int near = -1;
  for (std::size_t i = 0; i < dots_.size(); ++i) {
    const QPointF apart = placeOf(i) - event->position();
    if (const double far = std::hypot(apart.x(), apart.y()); far < least) {
      least = far;
      near = static_cast<int>(i);
    }
  }
  if (near < 0) return;
  heldMostS_ = mostS();
  heldMostShare_ = mostShare();
  held_ = near;
  update();
  Q_EMIT rested();
}

void CurveView::mouseMoveEvent(QMouseEvent* event) {
  if (held_ < 0) return;
  const QRectF f = field();
  Q_EMIT dragged(held_, snapped((event->position().x() - f.left()) / f.width() * mostS(), kSnapS),
                 snapped((f.bottom() - event->position().y()) / f.height() * mostShare(), kSnapShare));
}

void CurveView::mouseReleaseEvent(QMouseEvent*) {
  if (held_ < 0) return;
  held_ = -1;
  update();
  Q_EMIT rested();
}

CurveField::CurveField(ProtocolDraft& draft, const char* prefix, const char* key)
    : Field(draft, prefix, key), view_(new CurveView), rowsColumn_(new QVBoxLayout) {
  auto* box = new QWidget;
  auto* column = new QVBoxLayout(box);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(style::kInside);
  view_->setObjectName(QStringLiteral("curveView"));
  column->addWidget(view_);
  rowsColumn_->setSpacing(4);
  column->addLayout(rowsColumn_);
  auto* add = new style::Button(tr("Add a point"));
  add->setObjectName(QStringLiteral("addCurvePoint"));
  column->addWidget(add, 0, Qt::AlignLeft);
  addEditor(box);
  setFocusProxy(add);
  connect(add, &QPushButton::clicked, this, &CurveField::addDot);
  connect(view_, &CurveView::dragged, this, &CurveField::moveDot);
  connect(view_, &CurveView::rested, this, [this] { pause(); });
}

void CurveField::addDot() {
  if (dots_.empty()) dots_ = firstCurve();
  else dots_.push_back({dots_.back().atS + 5, dots_.back().share});
  pause();
  giveAll();
}

/// Points stay in their order.
void CurveField::moveDot(int dot, double atS, double share) {
  const auto i = static_cast<std::size_t>(dot);
  if (i >= dots_.size()) return;
  const double from = i == 0 ? 0 : dots_[i - 1].atS, to = i + 1 < dots_.size() ? dots_[i + 1].atS : kMostS;
  dots_[i] = {std::clamp(atS, from, to), std::clamp(share, 0.0, kMostShare)};
  giveAll();
  refresh();   // what was clamped
}

void CurveField::giveAll() {
  json out = json::array();
  for (const CurveDot& d : dots_) out.push_back({d.atS, d.share});
  give(out.empty() ? json() : out);
}

CurveField::Row CurveField::makeRow(int dot) {
  auto* box = new QWidget;
  auto* row = new QHBoxLayout(box);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(style::kInside);
  const auto spin = [&](double most, double step, int decimals, const QString& unit, const QString& name, const QString& words) {
    auto* out = makeNumberBox();
    out->setRange(0, most);
    out->setSingleStep(step);
    out->setDecimals(decimals);
    out->setSuffix(unit);
    out->setObjectName(name.arg(dot + 1));
    out->setAccessibleName(words.arg(dot + 1));
    row->addWidget(out, 1);
    watch(out);
    connect(out, &QDoubleSpinBox::valueChanged, this, [this, dot] {
      const Row& r = rows_[static_cast<std::size_t>(dot)];
      moveDot(dot, r.atS->value(), r.percent->value() / 100);
    });
    return out;
  };
  auto* atS = spin(kMostS, 0.5, 1, tr(" s"), QStringLiteral("curve%1_s"), tr("Point %1, when"));
  auto* percent = spin(100 * kMostShare, 5, 0, tr(" % of the line"), QStringLiteral("curve%1_percent"), tr("Point %1, how high"));
  auto* remove = new style::Button({}, style::Button::Kind::kQuiet);
  remove->setIconName(QStringLiteral("close"));
  remove->setObjectName(QStringLiteral("curve%1_remove").arg(dot + 1));
  remove->setAccessibleName(tr("Take this point out"));
  remove->setToolTip(tr("Take this point out"));
  row->addWidget(remove);
  connect(remove, &QPushButton::clicked, this, [this, dot] {
    dots_.erase(dots_.begin() + dot);
    pause();
    giveAll();
  });
  return {box, atS, percent};
}

void CurveField::makeRows() {
  for (const Row& row : rows_) {
    row.box->hide();   // or a show that waits in the queue would make a window of it
    row.box->setParent(nullptr);
    row.box->deleteLater();   // its button may be the one that was pressed
  }
  rows_.clear();
  for (std::size_t i = 0; i < dots_.size(); ++i) {
    rows_.push_back(makeRow(static_cast<int>(i)));
    rowsColumn_->addWidget(rows_.back().box);
  }
}

void CurveField::fill(const json& value) {
  dots_ = dotsOf(value);
  view_->setDots(dots_);
  if (rows_.size() != dots_.size()) makeRows();
  for (std::size_t i = 0; i < dots_.size(); ++i) {
    const QSignalBlocker a(rows_[i].atS), b(rows_[i].percent);
    if (std::abs(rows_[i].atS->value() - dots_[i].atS) > 1e-9) rows_[i].atS->setValue(dots_[i].atS);
    if (std::abs(rows_[i].percent->value() - 100 * dots_[i].share) > 1e-9) rows_[i].percent->setValue(100 * dots_[i].share);
  }
}

}  // namespace tonus::clinician
