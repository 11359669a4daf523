#pragma once
// Sweeping traces of every channel: one lane each, only new columns are painted.

#include <QPixmap>
#include <QWidget>
#include <deque>
#include <vector>

#include "clinician/session_page/sweep.h"
#include "style/kept_picture.h"

namespace tonus::clinician {

struct TraceLane {
  QString name;  ///< "1 Frontalis"
  QString role;  ///< "train, below"
  bool off = false;
};

/// GUI thread. Numbers for assistive technology are in the accessible description, renewed once a second.
class TraceView : public QWidget {
  Q_OBJECT
 public:
  explicit TraceView(QWidget* parent = nullptr);

  /// Of the stream's channels from `firstChannel` on. Only renamed: what is drawn stays; others of the same signal: their
  /// last seconds are drawn.
  void setLanes(std::vector<TraceLane> lanes, double sampleRateHz, std::size_t firstChannel = 0);
  void setFilterWords(const QString& words);
  /// Of all lanes; empty where they differ.
  void setUnit(const QString& unit);
  void showBlocks(const std::vector<core::BlockPtr>& blocks);
  void clear();

  bool raw() const { return raw_; }
  void setRaw(bool raw);
  /// "10 s, ±50 µV, 20–450 Hz"
  QString scaleWords() const;
  double fullScaleUv() const { return fullScaleUv_; }
  void setFullScaleUv(double uv);
  /// Larger or smaller waves by one step.
  void zoom(int steps);
  /// The smallest scale that holds what is on screen now, but for rare spikes; leaves a scale chosen by hand.
  void fit();

  const Sweep& sweep() const { return sweep_; }
  /// Where a value of a channel is drawn, in widget coordinates.
  double yOf(std::size_t channel, double uv) const;
  /// Marks and notes that still are on screen, oldest first.
  struct Mark {
    core::SampleIndex at;
    QString words;
  };
  const std::deque<Mark>& marks() const { return marks_; }
  QSize minimumSizeHint() const override { return {320, 120}; }

 Q_SIGNALS:
  void scaleChanged();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;

 private:
  void rebuild();
  void paintColumns(QPainter& painter, std::int64_t from, std::int64_t to);
  void paintLabels(QPainter& painter, const QRegion& region);
  void paintGaps(QPainter& painter);
  void paintMarks(QPainter& painter);
  void keepMarks(const std::vector<core::BlockPtr>& blocks);
  QRectF lane(std::size_t channel) const;
  /// The part of a lane below its name.
  QRectF waves(std::size_t channel) const;
  int cursorX() const;
  void updateColumns(const Sweep::Dirty& dirty);
  void describe();

  std::vector<TraceLane> lanes_;
  std::size_t firstChannel_ = 0;
  QString filterWords_;
  QString unit_ = QStringLiteral("µV");
  double sampleRateHz_ = 1;
  bool raw_ = false;
  double fullScaleUv_ = 50;
  bool chosen_ = false;  ///< the scale, by hand
  bool fitted_ = false;  ///< the scale, to the first seconds
  Sweep sweep_;
  std::deque<core::BlockPtr> recent_;  ///< as long as the sweep: to paint again after a resize or a change of scale
  std::int64_t recentFrames_ = 0;
  std::deque<Mark> marks_;
  QPixmap canvas_;
  std::vector<style::KeptPicture> names_;  ///< of the lanes
  int describedBlocks_ = 0;
};

}  // namespace tonus::clinician
