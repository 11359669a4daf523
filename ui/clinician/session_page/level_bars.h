#pragma once
// One feedback bar per channel: value, bar, the line to drag, in target or not, in words and shape.

#include <QWidget>
#include <optional>
#include <vector>

#include "style/kept_picture.h"
#include "tonus/core/processed.h"
#include "tonus/feedback/engine.h"

namespace tonus::clinician {

struct BarChannel {
  std::size_t channel = 0;  ///< of the stream
  QString name;
  feedback::Role role = feedback::Role::kTrain;
  QString rule = QStringLiteral("below");
  QString unit = QStringLiteral("µV");
};

/// GUI thread. Keys: 1–8 select, Up and Down move the line.
class LevelBars : public QWidget {
  Q_OBJECT
 public:
  explicit LevelBars(QWidget* parent = nullptr);

  void setChannels(std::vector<BarChannel> channels);
  /// Newest values, by stream channel. `asleep`: in words why nothing is judged now ("paused", "device away"); empty
  /// else.
  void showLevels(const std::vector<core::ChannelFeedback>& values, const QString& asleep);

  std::size_t selected() const { return selected_; }
  void select(std::size_t bar);
  /// Moves the selected line by a step of 2 %; `up` in µV.
  void nudge(bool up, double fraction = 0.02);
  /// In the direction that makes the selected rule easier or harder.
  void ease(bool easier);
  double thresholdUv(std::size_t bar) const;
  /// Top of the bars.
  double fullScaleUv() const { return fullScaleUv_; }
  /// Where the line of a bar is, in widget coordinates.
  double lineY(std::size_t bar) const;
  QRectF track(std::size_t bar) const;

  QSize sizeHint() const override { return {90 * static_cast<int>(bars_.size()), 500}; }
  QSize minimumSizeHint() const override { return {46 * static_cast<int>(bars_.size()), 240}; }

 Q_SIGNALS:
  void thresholdMoved(std::size_t channel, double uv);

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
    style::KeptPicture valuePicture, groove, fill, chip, wordsPicture;
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
  void set(std::size_t bar, double uv);
  void chooseScale();
  void tellValues();
  double uvAt(double y) const;
  QRectF column(std::size_t bar) const;

  std::vector<Bar> bars_;
  QString asleep_;
  std::size_t selected_ = 0;
  std::optional<std::size_t> dragging_;
  double fullScaleUv_ = 10;
  int shown_ = 0;
};

}  // namespace tonus::clinician
