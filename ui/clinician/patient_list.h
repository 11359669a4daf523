#pragma once
// The patients of a store: name over condition, searched by name, code or condition.

#include <QAbstractListModel>
#include <QHash>
#include <QSortFilterProxyModel>
#include <QWidget>
#include <vector>

#include "tonus/store/store.h"

class QLabel;
class QLineEdit;
class QListView;

namespace tonus::clinician {

struct PatientEntry {
  store::Patient patient;
  int sessionsN = 0;
  core::WallTime lastSession{};
};

class PatientModel : public QAbstractListModel {
  Q_OBJECT

 public:
  enum Role { kIdRole = Qt::UserRole, kWordsRole, kSearchRole };

  using QAbstractListModel::QAbstractListModel;
  void setEntries(std::vector<PatientEntry> entries);
  const PatientEntry* find(const QString& id) const;
  int rowOf(const QString& id) const;

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;

 private:
  std::vector<PatientEntry> entries_;   ///< by name
  QHash<QString, int> rows_;            ///< by id
};

class PatientList : public QWidget {
  Q_OBJECT

 public:
  explicit PatientList(QWidget* parent = nullptr);

  void setEntries(std::vector<PatientEntry> entries);
  const PatientEntry* entry(const QString& id) const { return model_.find(id); }
  QString current() const;
  /// False if that patient is not in the list.
  bool select(const QString& id);
  void focusList();
  void focusSearch();
  int shownN() const { return filter_.rowCount(); }

 Q_SIGNALS:
  void currentChanged(const QString& id);   ///< empty: nobody
  void opened(const QString& id);           ///< Enter or double click

 private:
  void search(const QString& words);
  bool eventFilter(QObject* watched, QEvent* event) override;

  PatientModel model_;
  QSortFilterProxyModel filter_;
  QLineEdit* search_;
  QListView* view_;
  QLabel* nobody_;
};

}  // namespace tonus::clinician
