#pragma once
// How much of the time was in target: of the whole phase and of the last half minute, each by number, and both on one
// scale with the band that the law aims at.

#include <QWidget>
#include <optional>
#include <utility>

class QLabel;

namespace tonus::style {
class NumberLabel;
}

namespace tonus::clinician {

class SuccessScale;

class SuccessRow : public QWidget {
  Q_OBJECT
 public:
  using Band = std::optional<std::pair<double, double>>;   ///< shares, 0..1; none: the law aims at nothing

  explicit SuccessRow(QWidget* parent = nullptr);

  /// More than one: what counts as in target is that all of them are.
  void setTrained(std::size_t channelsN);
  void setTrial(bool trial);   ///< "this trial", else "this phase"
  void setBand(const Band& band);
  /// Shares, 0..1; NaN where nothing was scored.
  void show(double whole, double now);

 private:
  void describe();

  QLabel *head_, *wholeName_;
  style::NumberLabel *whole_, *now_;
  SuccessScale* scale_;
};

/// 0 … 100 %: a bar for the phase, a pointer over it for the last half minute, the band as a bracket.
class SuccessScale : public QWidget {
  Q_OBJECT
 public:
  explicit SuccessScale(QWidget* parent = nullptr);

  void setBand(const SuccessRow::Band& band);
  void show(double whole, double now);
  const SuccessRow::Band& band() const { return band_; }
  double whole() const { return whole_; }
  double now() const { return now_; }

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  SuccessRow::Band band_;
  double whole_, now_;
};

}  // namespace tonus::clinician
