#pragma once
// The sessions to choose from, newest first: date over protocol and length.

#include <QAbstractListModel>
#include <QListView>
#include <vector>

#include "tonus/store/store.h"

namespace tonus::review {

class SessionListModel : public QAbstractListModel {
  Q_OBJECT

 public:
  enum Role { kWordsRole = Qt::UserRole, kIdRole };

  using QAbstractListModel::QAbstractListModel;
  void setRows(std::vector<store::SessionRow> rows, bool withPatient);
  int rowOf(const QString& id) const;
  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;

 private:
  std::vector<store::SessionRow> rows_;
  bool withPatient_ = false;
};

class SessionList : public QListView {
  Q_OBJECT

 public:
  explicit SessionList(QWidget* parent = nullptr);
  /// `withPatient`: of everyone, so the code is named. Keeps the choice where it can.
  void setRows(std::vector<store::SessionRow> rows, bool withPatient);
  QString current() const;
  bool select(const QString& id);

 Q_SIGNALS:
  void chosen(const QString& id);

 private:
  SessionListModel model_;
};

}  // namespace tonus::review
