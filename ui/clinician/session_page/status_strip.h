#pragma once
// The line at the bottom: device, rate, lost, lateness, quality, recording, saved. Each a quiet word and a strong
// value.

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
    QString after;  ///< "+ envelope 31 ms"
  };

  explicit StatusStrip(QWidget* parent = nullptr);

  void showItems(Light light, std::vector<Item> left, std::vector<Item> right);
  QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  double paintItem(QPainter& painter, const Item& item, double x, double baseline, bool fromRight) const;

  Light light_ = Light::kGood;
  std::vector<Item> left_, right_;
};

}  // namespace tonus::clinician
