#pragma once
// The numbers of a session, channel by channel, with their units.

#include <QAbstractTableModel>
#include <QTableView>
#include <vector>

#include "review/numbers.h"

namespace tonus::review {

class NumbersModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  using QAbstractTableModel::QAbstractTableModel;
  void setSession(const store::SessionRow& session, bool ofProtocol);
  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  QVariant alignment(int column) const;

  QStringList heads_ = numberHeads({});  // a header view needs its columns from the start
  std::vector<NumberRow> rows_;
  int wordsN_ = 1;
  bool ofProtocol_ = false;
};

class NumbersTable : public QTableView {
  Q_OBJECT

 public:
  explicit NumbersTable(QWidget* parent = nullptr);
  /// Channel by channel, or those the protocol is judged by.
  void setSession(const store::SessionRow& session, bool ofProtocol = false);
  QSize sizeHint() const override;

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  NumbersModel model_;
};

}  // namespace tonus::review
