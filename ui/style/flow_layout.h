#pragma once
// A row that becomes two when the words in it are larger than the screen allows.

#include <QLayout>
#include <memory>
#include <vector>

namespace tonus::style {

/// Items keep their preferred size, one after the other, and go on in the next row where one has no room. The first that
/// expands, or ignores its preferred width, takes what its row has left. What is added after pushRight() stands at the
/// right end of its row.
class FlowLayout : public QLayout {
  Q_OBJECT

 public:
  explicit FlowLayout(QWidget* parent = nullptr);
  ~FlowLayout() override;

  void pushRight() { rightFrom_ = items_.size(); }

  void addItem(QLayoutItem* item) override;
  int count() const override { return static_cast<int>(items_.size()); }
  QLayoutItem* itemAt(int index) const override;
  QLayoutItem* takeAt(int index) override;
  Qt::Orientations expandingDirections() const override { return Qt::Horizontal; }
  bool hasHeightForWidth() const override { return true; }
  int heightForWidth(int width) const override;
  QSize sizeHint() const override;
  QSize minimumSize() const override;
  void setGeometry(const QRect& box) override;

 private:
  struct Cell {
    QLayoutItem* item;
    int width;
    bool right;
  };
  struct Row {
    std::vector<Cell> cells;
    int width = 0, height = 0;
  };
  void fill(Row& row, int width) const;
  std::vector<Row> rows(int width) const;
  void place(const Row& row, const QRect& box, int y);

  std::vector<std::unique_ptr<QLayoutItem>> items_;
  std::size_t rightFrom_ = SIZE_MAX;
};

}  // namespace tonus::style
