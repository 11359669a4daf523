#pragma once
// Two lines an item, the first strong: every list on the left looks like this.

#include <QStyledItemDelegate>

namespace tonus::style {

class TwoLineDelegate : public QStyledItemDelegate {
  Q_OBJECT

 public:
  explicit TwoLineDelegate(int secondLineRole, QObject* parent = nullptr)
      : QStyledItemDelegate(parent), secondLineRole_(secondLineRole) {}
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

 private:
  int secondLineRole_;
};

}  // namespace tonus::style
