#pragma once
// The protocols there are: name, what for, whose and how well supported; searched by any of it.

#include <QListView>
#include <QSortFilterProxyModel>
#include <QStandardItemModel>
#include <QWidget>
#include <vector>

#include "tonus/app/protocols.h"

class QLabel;
class QLineEdit;

namespace tonus::clinician {

class ProtocolList : public QWidget {
  Q_OBJECT

 public:
  explicit ProtocolList(QWidget* parent = nullptr);

  /// Keeps the choice where that protocol is still there.
  void setProtocols(std::vector<app::OfferedProtocol> protocols);
  /// Null: none chosen.
  const app::OfferedProtocol* current() const;
  /// "clinic/jaw": whose and which, whatever its version. False if it is not in the list.
  bool select(const QString& key);
  static QString keyOf(const app::OfferedProtocol& protocol);
  void focusList();
  void focusSearch();

 Q_SIGNALS:
  void currentChanged();
  void opened();   ///< Enter or double click

 private:
  void search(const QString& words);
  bool eventFilter(QObject* watched, QEvent* event) override;

  std::vector<app::OfferedProtocol> protocols_;
  QStandardItemModel model_;
  QSortFilterProxyModel filter_;
  QLineEdit* search_;
  QListView* view_;
  QLabel* nothing_;
};

}  // namespace tonus::clinician
