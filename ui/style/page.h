#pragma once
// One screen of the workstation, as the main window knows it.

#include <QList>
#include <QString>
#include <QWidget>

namespace tonus::style {

/// A line of the F1 help.
struct KeyHelp {
  QString key;    ///< "Ctrl+N"
  QString words;  ///< "New patient"
};

class Page : public QWidget {
  Q_OBJECT

 public:
  using QWidget::QWidget;

  /// Bold in the top bar: the page, or the patient in view.
  virtual QString title() const = 0;
  /// After the title, quieter: "Tension headache, visit 10".
  virtual QString subtitle() const { return {}; }
  virtual bool demo() const { return false; }
  /// Buttons for the right end of the top bar; the page keeps and connects them.
  virtual QList<QWidget*> barActions() { return {}; }
  virtual QList<KeyHelp> keys() const { return {}; }
  /// Came into view (again).
  virtual void enter() {}

 Q_SIGNALS:
  /// Title, subtitle, demo or status changed.
  void headChanged();
};

}  // namespace tonus::style
