#pragma once
// A new patient, or changes to one: in the page itself, with every remark beside its field.

#include <QWidget>
#include <vector>

#include "tonus/store/store.h"

class QGridLayout;
class QLabel;
class QLineEdit;
class QPlainTextEdit;

namespace tonus::style {
class Button;
class Choice;
}

namespace tonus::clinician {

/// "P-0043" after the highest code of that shape.
QString nextCode(const std::vector<store::Patient>& patients);

class PatientForm : public QWidget {
  Q_OBJECT

 public:
  explicit PatientForm(QWidget* parent = nullptr);

  /// `patient` with an empty id is a new one. `others`: whose codes are taken.
  void edit(const store::Patient& patient, const std::vector<store::Patient>& others);
  /// Puts these words into the fields, as if typed.
  void fill(const store::Patient& patient);
  /// A remark of the store that no field explains.
  void setFault(const QString& words);
  /// What stands in the fields, and whether somebody typed it.
  store::Patient draft() const;
  bool changed() const;

 public Q_SLOTS:
  void save();

 Q_SIGNALS:
  void accepted(const store::Patient& patient);
  void cancelled();

 protected:
  void keyPressEvent(QKeyEvent* event) override;

 private:
  QLineEdit* addField(QGridLayout& grid, const QString& name, const QString& object, QLabel*& remark);
  void leave();
  bool check();

  store::Patient patient_;   ///< as it was before
  store::Patient begun_;     ///< the fields when nobody had typed yet
  bool leaving_ = false;     ///< Esc was pressed once on what somebody typed
  std::vector<store::Patient> others_;
  QLabel* title_;
  QLineEdit *name_, *code_, *year_;
  style::Choice* condition_;
  QPlainTextEdit* note_;
  QLabel *nameRemark_, *codeRemark_, *yearRemark_, *fault_;
  style::Button* save_;
};

}  // namespace tonus::clinician
