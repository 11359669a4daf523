#pragma once
// One feedback bar per channel: value, bar, the line to drag, in target or not, in words and shape.

#include <QWidget>
#include <optional>
#include <span>
#include <vector>

#include "style/kept_picture.h"
#include "clinician/session_page/recent_level.h"
#include "tonus/core/processed.h"
#include "tonus/feedback/engine.h"

namespace tonus::clinician {

struct BarChannel {
  std::size_t channel = 0;  ///< of the stream
  QString name;
  feedback::Role role = feedback::Role::kTrain;
  QString rule = QStringLiteral("below");
  QString unit = QStringLiteral("µV");
  double bandRatio = feedback::kBandOfLine;  ///< "inside": upper edge over line

  bool inside() const { return rule == QLatin1String("inside"); }
};

/// GUI thread. Keys: 1–8 select, Up and Down move the line.
class LevelBars : public QWidget {
  Q_OBJECT
 public:
  enum class Edge { kLine, kUpper };

  explicit LevelBars(QWidget* parent = nullptr);

  void setChannels(std::vector<BarChannel> channels);
  /// Only these channels of the stream have bars on screen; the others go on unseen.
  void showChannels(std::size_t first, std::size_t end);
  /// Newest values, by stream channel. `asleep`: in words why nothing is judged now ("paused", "device away"); empty
  /// else.
  void showLevels(const std::vector<core::ChannelFeedback>& values, const QString& asleep);

  std::size_t selected() const { return selected_; }
  void select(std::size_t bar);
  /// Counted from the first on screen.
  void selectShown(std::size_t bar) { if (bar < end_ - begin_) select(begin_ + bar); }
  /// Every hop, also those that are never shown.
  void observe(const core::ChannelFeedback* channels, std::size_t channelsN);
  /// Moves an edge of the selected rule by a step of 2 %; `up` in µV. A rule has one edge, its line; a band has two. Where
  /// there is no line yet, it comes where the muscle was in the last seconds: false if too little of that was usable.
  bool nudge(bool up, Edge edge = Edge::kLine);
  /// By 5 %, so that the selected rule becomes easier or harder; both edges of a band.
  bool ease(bool easier);
  /// The last move; a second time, and it is done again.
  bool undo();
  double thresholdUv(std::size_t bar) const;
  /// Line and upper edge (0 but for a band) of a channel of the stream, if it has a line.
  std::optional<std::pair<double, double>> lineOf(std::size_t channel) const;
  double upperUv(std::size_t bar) const { return thresholdUv(bar) * bars_[bar].about.bandRatio; }
  /// Top of the bars.
  double fullScaleUv() const { return fullScaleUv_; }
  /// Where an edge of a bar is, in widget coordinates.
  double lineY(std::size_t bar, Edge edge = Edge::kLine) const;
  QRectF track(std::size_t bar) const;

  QSize sizeHint() const override { return {90 * static_cast<int>(end_ - begin_), 500}; }
  QSize minimumSizeHint() const override { return {46 * static_cast<int>(end_ - begin_), 180}; }

 Q_SIGNALS:
  void thresholdMoved(std::size_t channel, double uv);
  void upperMoved(std::size_t channel, double uv);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;

 private:
  struct Bar {
    BarChannel about;
    core::ChannelFeedback value;
    std::optional<double> wantedUv;  ///< sent, not yet in a frame
    QString number;                  ///< the value, as often as it can be read
    RecentLevel recent;
    style::KeptPicture valuePicture, groove, fill, chip, upperChip, wordsPicture;
  };
  struct Edges {
    std::size_t bar = 0;
    double lineUv = 0, upperUv = 0;
  };
  struct Judgement {
    QString words, sign;
    QColor ink;
  };
  void paintBar(QPainter& painter, std::size_t bar);
  void paintValue(QPainter& painter, Bar& bar, const QRectF& column) const;
  void paintTrack(QPainter& painter, std::size_t bar, const QRectF& box);
  void paintLine(QPainter& painter, std::size_t bar, const QRectF& box);
  void paintWords(QPainter& painter, std::size_t bar, const QRectF& column, const QRectF& track);
  Judgement judge(std::size_t bar, bool narrow) const;
  void paintEdge(QPainter& painter, style::KeptPicture& picture, double y, double uv, const QRectF& box);
  Edges edges(std::size_t bar) const { return {bar, thresholdUv(bar), upperUv(bar)}; }
  /// Sends what changed; an upper edge stays where it is when only the line moves.
  void set(const Edges& wanted);
  void show(const Edges& wanted);
  /// The first line of the selected rule.
  bool placeLine();
  std::optional<Edge> edgeAt(std::size_t bar, const QPointF& at) const;
  void chooseScale();
  void tellValues();
  double uvAt(double y) const;
  QRectF column(std::size_t bar) const;

  std::span<const Bar> shown() const { return std::span(bars_).subspan(begin_, end_ - begin_); }

  std::vector<Bar> bars_;
  std::size_t begin_ = 0, end_ = 0;  ///< bars on screen
  QString asleep_;
  std::size_t selected_ = 0;
  std::optional<std::size_t> dragging_;
  Edge draggedEdge_ = Edge::kLine;
  Edges beforeDrag_;
  std::optional<Edges> undo_;
  double fullScaleUv_ = 10;
  int shown_ = 0;
};

}  // namespace tonus::clinician
