#pragma once
// The curve a muscle is to follow: its points dragged in a picture, or typed beside it.

#include "clinician/protocols/field.h"

class QDoubleSpinBox;

namespace tonus::clinician {

/// Seconds and share of the line.
struct CurveDot {
  double atS = 0, share = 0;
};

class CurveView : public QWidget {
  Q_OBJECT

 public:
  explicit CurveView(QWidget* parent = nullptr);
  void setDots(std::vector<CurveDot> dots);
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return {160, sizeHint().height()}; }
  /// Where a point is drawn.
  QPointF placeOf(std::size_t dot) const;

 Q_SIGNALS:
  void dragged(int dot, double atS, double share);
  void rested();   ///< before a drag and after it

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;

 private:
  QRectF field() const;
  double mostS() const;
  double mostShare() const;

  std::vector<CurveDot> dots_;
  int held_ = -1;
  double heldMostS_ = 0, heldMostShare_ = 0;   ///< the axes stand still while a point is dragged
};

class CurveField : public Field {
  Q_OBJECT

 public:
  CurveField(ProtocolDraft& draft, const char* prefix, const char* key);

 protected:
  void fill(const nlohmann::json& value) override;

 private:
  struct Row {
    QWidget* box;
    QDoubleSpinBox *atS, *percent;
  };
  void makeRows();
  Row makeRow(int dot);
  void moveDot(int dot, double atS, double share);
  void giveAll();
  void addDot();

  std::vector<CurveDot> dots_;
  CurveView* view_;
  QVBoxLayout* rowsColumn_;
  std::vector<Row> rows_;
};

}  // namespace tonus::clinician
