#pragma once
// A card with one number: what it is, the number large, one line that says what it means.

#include <QFrame>

class QLabel;

namespace tonus::style {
class NumberLabel;
}

namespace tonus::clinician {

class StatCard : public QFrame {
  Q_OBJECT

 public:
  explicit StatCard(const QString& name, QWidget* parent = nullptr);

  void setName(const QString& name);
  void setValue(const QString& number, const QString& unit, const QString& words);

 private:
  QLabel* name_;
  style::NumberLabel* number_;
  QLabel* words_;
};

}  // namespace tonus::clinician
