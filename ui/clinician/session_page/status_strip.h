#pragma once
// The line at the bottom: device, rate, lost, lateness, quality, recording, saved. Each a quiet word and a strong
// value.

#include <QString>
#include <QWidget>
#include <vector>

namespace tonus::clinician {

class StatusStrip : public QWidget {
  Q_OBJECT
 public:
  enum class Light { kGood, kCaution, kBad };
  struct Item {
    QString word;   ///< "Lost"
    QString value;  ///< "0"
    QString after;  ///< "99 % 21"
    /// In its place where there is room; where there is none for `after` either, both go.
    QString afterWide = {};
  };

  explicit StatusStrip(QWidget* parent = nullptr);

  void showItems(Light light, std::vector<Item> left, std::vector<Item> right);
  QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  enum class Room { kWide, kUsual, kNarrow };
  static QString afterOf(const Item& item, Room room);
  static double widthOf(const Item& item, Room room);
  Room room() const;
  void paintItem(QPainter& painter, const Item& item, Room room, double x, double baseline) const;

  Light light_ = Light::kGood;
  std::vector<Item> left_, right_;
};

}  // namespace tonus::clinician
