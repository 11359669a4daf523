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
  /// A remark of the store that no field explains.
  void setFault(const QString& words);

 Q_SIGNALS:
  void accepted(const store::Patient& patient);
  void cancelled();

 protected:
  void keyPressEvent(QKeyEvent* event) override;

 private:
  QLineEdit* addField(QGridLayout& grid, const QString& name, const QString& object, QLabel*& remark);
  bool check();
  void save();

  store::Patient patient_;
  std::vector<store::Patient> others_;
  QLabel* title_;
  QLineEdit *name_, *code_, *year_;
  style::Choice* condition_;
  QPlainTextEdit* note_;
  QLabel *nameRemark_, *codeRemark_, *yearRemark_, *fault_;
  style::Button* save_;
};

}  // namespace tonus::clinician
