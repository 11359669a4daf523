#include "style/sheet.h"

#include <QHash>
#include <iterator>

namespace tonus::style {
namespace {

const char* const kFrames = R"(
QMainWindow, QDialog { background: @window; }
QFrame[card="true"] { background: @surface; border: 1px solid @line; border-radius: 6px; }
QFrame[bar="side"] { background: @surface; border: none; border-right: 1px solid @line; }
QFrame[bar="list"] { background: @surface; border: none; border-right: 1px solid @line; }
QFrame[bar="top"] { background: @surface; border: none; border-bottom: 1px solid @line; }
QFrame[bar="bottom"] { background: @surface; border: none; border-top: 1px solid @line; }
QFrame[banner="calm"] { background: @selection; border: none; border-radius: 6px; }
QFrame[banner="caution"] { background: @surface; border: 1px solid @caution; border-radius: 6px; }
QFrame[rule="true"] { background: @line; border: none; max-height: 1px; min-height: 1px; }
QToolTip { background: @raised; color: @text; border: 1px solid @line; padding: 4px 8px; }
QSplitter::handle { background: transparent; }
QScrollArea { border: none; background: transparent; }
QScrollArea > QWidget > QWidget[pageBody="true"] { background: transparent; }
)";

const char* const kLabels = R"(
QLabel { color: @text; background: transparent; }
QLabel[tone="secondary"] { color: @secondary; }
QLabel[tone="disabled"] { color: @disabled; }
QLabel[tone="accent"] { color: @accent; }
QLabel[tone="inTarget"] { color: @inTarget; }
QLabel[tone="caution"] { color: @caution; }
QLabel[tone="notUsable"] { color: @notUsable; }
QLabel[strong="true"] { font-weight: 600; }
QLabel[type="12"] { font-size: @12; }
QLabel[type="13"] { font-size: @13; }
QLabel[type="15"] { font-size: @15; }
QLabel[type="18"] { font-size: @18; }
QLabel[type="24"] { font-size: @24; }
QLabel[type="36"] { font-size: @36; }
)";

const char* const kFields = R"(
QLineEdit, QComboBox, QSpinBox, QDoubleSpinBox, QPlainTextEdit {
  background: @field; color: @text; border: 1px solid @fieldLine; border-radius: 6px; padding: 0 10px; min-height: 34px;
  selection-background-color: @accent; selection-color: @onAccent; }
QPlainTextEdit { padding: 6px 8px; }
QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QDoubleSpinBox:focus, QPlainTextEdit:focus { border: 2px solid @accent; padding: 0 9px; }
QPlainTextEdit:focus { padding: 5px 7px; }
QLineEdit[trouble="true"] { border: 2px solid @notUsable; padding: 0 9px; }
QLineEdit:disabled, QComboBox:disabled, QSpinBox:disabled, QDoubleSpinBox:disabled { color: @disabled; }
QComboBox::drop-down { border: none; width: 28px; }
QComboBox::down-arrow { image: none; width: 0; height: 0; }
QComboBox QAbstractItemView { background: @raised; color: @text; border: 1px solid @line; outline: none;
  selection-background-color: @selection; selection-color: @text; padding: 4px; }
QSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::up-button, QDoubleSpinBox::down-button { width: 0; border: none; }
QCheckBox, QRadioButton { color: @text; spacing: 8px; background: transparent; min-height: 34px; }
QCheckBox:focus, QRadioButton:focus { color: @accent; }
QCheckBox::indicator, QRadioButton::indicator { width: 16px; height: 16px; border: 1px solid @secondary; background: @field; }
QCheckBox::indicator { border-radius: 4px; }
QRadioButton::indicator { border-radius: 9px; }
QCheckBox::indicator:checked { border-color: @accent; background: @accent; image: url(:/icons/@tick.svg); }
QRadioButton::indicator:checked { border: 5px solid @accent; width: 8px; height: 8px; }
QCheckBox::indicator:focus, QRadioButton::indicator:focus { border-color: @accent; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: @line; }
QSlider::groove:horizontal { height: 4px; background: @handle; border-radius: 2px; }
QSlider::sub-page:horizontal { background: @accent; border-radius: 2px; }
QSlider::handle:horizontal { width: 16px; margin: -6px 0; border-radius: 8px; background: @accent; }
QSlider::handle:horizontal:focus { border: 2px solid @text; margin: -6px 0; width: 12px; }
QProgressBar { background: @track; border: none; border-radius: 4px; min-height: 8px; max-height: 8px; color: transparent; }
QProgressBar::chunk { background: @accent; border-radius: 4px; }
)";

const char* const kLists = R"(
QListView, QTableView, QTreeView { background: @surface; color: @text; border: none; outline: none; gridline-color: @line; }
QTableView::item { border: none; border-bottom: 1px solid @line; padding: 0 5px; }
QTableView::item:selected { background: @selection; color: @text; }
QTableView:focus { border: none; }
QHeaderView { background: transparent; border: none; }
QHeaderView::section { background: @surface; color: @secondary; border: none; border-bottom: 1px solid @line; padding: 8px 8px;
  font-size: @12; font-weight: 400; }
QTableCornerButton::section { background: @surface; border: none; }
QMenu { background: @raised; color: @text; border: 1px solid @line; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: @selection; }
QMenu::separator { height: 1px; background: @line; margin: 4px 8px; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: @handle; border-radius: 4px; margin: 1px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: @disabled; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
)";

}  // namespace

QString sheet(const Tokens& t) {
  QHash<QString, QString> words{
      {QStringLiteral("window"), t.window.name()},       {QStringLiteral("surface"), t.surface.name()},
      {QStringLiteral("raised"), t.raised.name()},       {QStringLiteral("line"), t.line.name()},
      {QStringLiteral("text"), t.text.name()},           {QStringLiteral("secondary"), t.secondary.name()},
      {QStringLiteral("disabled"), t.disabled.name()},   {QStringLiteral("accent"), t.accent.name()},
      {QStringLiteral("onAccent"), t.onAccent.name()},   {QStringLiteral("inTarget"), t.inTarget.name()},
      {QStringLiteral("caution"), t.caution.name()},     {QStringLiteral("notUsable"), t.notUsable.name()},
      {QStringLiteral("selection"), t.selection.name()}, {QStringLiteral("track"), t.track.name()},
      {QStringLiteral("field"), mix(t.surface, t.window, t.dark ? 1.0 : 0.35).name()},
      {QStringLiteral("fieldLine"), mix(t.line, t.secondary, 0.12).name()},
      {QStringLiteral("tick"), t.dark ? QStringLiteral("tick-dark") : QStringLiteral("tick-light")},
      {QStringLiteral("handle"), mix(t.surface, t.secondary, 0.35).name()},
  };
  for (const auto type : {Type::kSmall, Type::kBase, Type::kLead, Type::kTitle, Type::kLarge, Type::kHuge})
    words.insert(QString::number(static_cast<int>(type)), QString::number(pixels(type)) + QLatin1String("px"));

  const QString source = QLatin1String(kFrames) + QLatin1String(kLabels) + QLatin1String(kFields) + QLatin1String(kLists);
  QString out;
  out.reserve(source.size() + 1024);
  for (qsizetype i = 0; i < source.size();) {
    if (source[i] != QLatin1Char('@')) {
      out += source[i++];
      continue;
    }
    qsizetype end = i + 1;
    while (end < source.size() && source[end].isLetterOrNumber()) ++end;
    out += words.value(source.mid(i + 1, end - i - 1));
    i = end;
  }
  return out;
}

}  // namespace tonus::style
