#pragma once
// A patient's sessions, newest first.

#include <QAbstractTableModel>
#include <QTableView>
#include <vector>

#include "tonus/store/store.h"

namespace tonus::clinician {

class SessionsModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column { kDate, kProtocol, kMinutes, kInTarget, kSignal, kColumnsN };

  using QAbstractTableModel::QAbstractTableModel;
  void setRows(std::vector<store::SessionRow> rows);
  const store::SessionRow& row(int i) const { return rows_[static_cast<std::size_t>(i)]; }

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  bool sharesItsDay(int row) const;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  std::vector<store::SessionRow> rows_;
};

class SessionsTable : public QTableView {
  Q_OBJECT

 public:
  explicit SessionsTable(QWidget* parent = nullptr);
  void setRows(std::vector<store::SessionRow> rows);

 Q_SIGNALS:
  void opened(const QString& sessionId);   ///< Enter or double click

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void open(const QModelIndex& index);
  void fitRows();

  SessionsModel model_;
};

}  // namespace tonus::clinician
