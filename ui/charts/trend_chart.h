#pragma once
// "Is it changing?": resting level and time in target, visit by visit, on a true time axis.

#include <QString>
#include <QWidget>
#include <memory>
#include <vector>

namespace tonus::charts {

/// One visit. NaN = no such number. Points of different `method` are not joined: they may not be compared.
struct TrendPoint {
  double dateMs = 0;         ///< since 1970
  double restingUv = 0;
  double inTarget = 0;       ///< 0..1
  QString method;
};

/// A dashed line and why it is there.
struct TrendBreak {
  double dateMs = 0;
  QString words;
};

class TrendChart : public QWidget {
  Q_OBJECT

 public:
  explicit TrendChart(QWidget* parent = nullptr);
  ~TrendChart() override;

  /// Oldest first. `name` is of the resting level: "Resting frontalis, µV".
  void setPoints(const QString& name, const QString& unit, std::vector<TrendPoint> points, std::vector<TrendBreak> breaks = {});
  const std::vector<TrendPoint>& points() const { return points_; }
  const std::vector<TrendBreak>& breaks() const { return breaks_; }

 protected:
  void changeEvent(QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  struct View;
  void rebuild();

  std::unique_ptr<View> view_;
  QString name_, unit_;
  std::vector<TrendPoint> points_;
  std::vector<TrendBreak> breaks_;
};

}  // namespace tonus::charts
