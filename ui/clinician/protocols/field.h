#pragma once
// One field of a protocol being edited: its name, a place to edit it, and beside it what is wrong with it.

#include <QWidget>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

class QCheckBox;
class QDoubleSpinBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QVBoxLayout;

namespace tonus::style {
class Choice;
}

namespace tonus::clinician {

class ProtocolDraft;

class Field : public QWidget {
  Q_OBJECT

 public:
  /// `key` of the protocol file; the editor in it is named `prefix`_`key`. Without `named` the name is only told to
  /// assistive technology: for rows of a table.
  Field(ProtocolDraft& draft, const char* prefix, const char* key, bool named = true);

  /// The objects it is a field of ("/phases/2"): all are changed, the first is shown.
  void bind(std::vector<std::string> owners);
  /// Where the word of the file stands for several things ("kind").
  void rename(const QString& label);
  bool isThere() const { return !value().is_null(); }
  const std::string& key() const { return key_; }
  /// Whether it edits what `pointer` names, or a list that is in.
  bool edits(const std::string& pointer) const;

 public Q_SLOTS:
  void refresh();

 protected:
  virtual void fill(const nlohmann::json& value) = 0;
  void addEditor(QWidget* editor, QWidget* beside = nullptr);
  nlohmann::json value() const;
  void give(const nlohmann::json& value);
  /// The next change is a step of its own.
  void pause();
  QWidget* editor() const { return editor_; }
  /// Undo and redo typed in here are the editor's too: for parts of the editing widget.
  void watch(QWidget* part) { part->installEventFilter(this); }
  /// Undo and redo are the editor's, not the text field's.
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  std::string pointerAt(std::size_t owner) const;

  ProtocolDraft& draft_;
  std::string prefix_, key_;
  std::vector<std::string> owners_;
  QVBoxLayout* column_;
  QLabel *label_, *remark_;
  QWidget* editor_ = nullptr;
};

class TextField : public Field {
  Q_OBJECT

 public:
  /// `mostWords` > 0: counts them beside the field.
  TextField(ProtocolDraft& draft, const char* prefix, const char* key, int mostWords = 0, bool named = true);

 protected:
  void fill(const nlohmann::json& value) override;

 private:
  QLineEdit* edit_;
  QLabel* count_ = nullptr;
  int mostWords_;
};

class LongTextField : public Field {
  Q_OBJECT

 public:
  /// `needed`: an empty one stays in the file, and is told to be wrong; else it is taken out.
  LongTextField(ProtocolDraft& draft, const char* prefix, const char* key, bool needed = false);

 protected:
  void fill(const nlohmann::json& value) override;

 private:
  QPlainTextEdit* edit_;
  bool needed_;
};

/// Changes by the wheel only where it has the focus: rolling over a page must not change what one passes.
QDoubleSpinBox* makeNumberBox();

class NumberField : public Field {
  Q_OBJECT

 public:
  struct Range {
    double least = 0, most = 100000;   ///< as shown
    int decimals = 0;
    double step = 1;
    bool whole = false;                ///< stored as a whole number
  };
  NumberField(ProtocolDraft& draft, const char* prefix, const char* key, Range range, bool named = true);

 protected:
  void fill(const nlohmann::json& value) override;

 private:
  QDoubleSpinBox* box_;
  QLabel* words_ = nullptr;   ///< seconds as minutes
  double shown_;
  bool whole_;
};

class CheckField : public Field {
  Q_OBJECT

 public:
  CheckField(ProtocolDraft& draft, const char* prefix, const char* key);

 protected:
  void fill(const nlohmann::json& value) override;

 private:
  QCheckBox* box_;
};

class ChoiceField : public Field {
  Q_OBJECT

 public:
  using Choices = std::vector<std::pair<std::string, QString>>;   ///< word of the file, words of the screen
  ChoiceField(ProtocolDraft& draft, const char* prefix, const char* key, const Choices& choices, bool named = true);
  void setChoices(const Choices& choices);
  /// Letters there is room for at least; longer words are cut.
  void setLeastLetters(int letters);

 Q_SIGNALS:
  /// Instead of being set, where `asksFirst`.
  void wanted(const QString& value);

 public:
  bool asksFirst = false;
  bool emptyTakesOut = false;   ///< the empty word is not written

 protected:
  void fill(const nlohmann::json& value) override;

 private:
  style::Choice* choice_;
};

}  // namespace tonus::clinician
