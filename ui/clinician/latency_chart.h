#pragma once
// How late the marks of a latency test were: one row of small bars for each way out, against the aim.

#include <QString>
#include <QWidget>
#include <vector>

namespace tonus::clinician {

class LatencyChart : public QWidget {
  Q_OBJECT
 public:
  struct Row {
    QString name;            ///< "Screen"
    std::vector<double> ms;  ///< one a mark
    double aimMs = 0;        ///< 0: none
  };

  explicit LatencyChart(QWidget* parent = nullptr);

  void setRows(std::vector<Row> rows);
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return {320, sizeHint().height()}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  std::vector<Row> rows_;
};

}  // namespace tonus::clinician
