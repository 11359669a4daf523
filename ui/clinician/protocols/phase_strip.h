#pragma once
// The phases of a protocol as a row of boxes, to scale as far as they stay readable. Where it may be edited, they are
// dragged into another order, and made longer or shorter by their right edge (+ and − by key).

#include <QWidget>
#include <nlohmann/json.hpp>
#include <vector>

namespace tonus::clinician {

class PhaseStrip : public QWidget {
  Q_OBJECT

 public:
  explicit PhaseStrip(bool editable, QWidget* parent = nullptr);

  /// The "phases" of a protocol's JSON.
  void setPhases(const nlohmann::json& phases, std::size_t channelsN);
  void select(int phase);
  int selected() const { return selected_; }
  int phasesN() const { return static_cast<int>(boxes_.size()); }
  enum class Mark { kNone, kConsider, kWrong };
  /// By shape and colour, until the next setPhases().
  void mark(int phase, Mark mark);
  /// Of a dry run: how far it has come.
  void setDone(int phases, double share);
  QRectF box(int phase) const;

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return {240, sizeHint().height()}; }
  bool hasHeightForWidth() const override { return true; }
  int heightForWidth(int width) const override;

 Q_SIGNALS:
  void chosen(int phase);
  void moved(int from, int to);
  /// How long all of it is to last.
  void stretched(int phase, double seconds);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  bool event(QEvent* event) override;

 private:
  struct Box {
    QString name, kind, length;
    std::string kindId;
    double seconds = 0;
    Mark mark = Mark::kNone;
  };
  std::vector<QRectF> rows(double width) const;
  double rowHeight() const;
  int at(const QPointF& place) const;
  /// Where a dragged phase would be put.
  int dropAt(const QPointF& place) const;
  /// Whose right edge is there; -1: nobody's, or of a phase without a length.
  int edgeAt(const QPointF& place) const;
  double stretchedS() const;
  void paintBox(QPainter& painter, int phase, const QRectF& box) const;
  void tellName();

  bool editable_;
  std::vector<Box> boxes_;
  int selected_ = -1;
  int pressed_ = -1;      ///< phase under the mouse button
  int stretching_ = -1;   ///< whose edge is held
  bool dragging_ = false;
  QPointF pressedAt_, dragAt_;
  int doneN_ = -1;
  double share_ = 0;
};

}  // namespace tonus::clinician
