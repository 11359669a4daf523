#include "style/short_words.h"

#include <QEvent>
#include <QFontMetrics>
#include <QTextLayout>

namespace tonus::style {

QString inLines(const QString& words, const QFont& font, int width, int lines, Qt::TextElideMode elide) {
  const QFontMetrics metrics(font);
  QTextLayout layout(words, font);
  QStringList out;
  layout.beginLayout();
  for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
    line.setLineWidth(width);
    const bool last = out.size() + 1 == lines;
    const QString rest = words.mid(line.textStart());
    out << (last ? metrics.elidedText(rest, elide, width) : rest.left(line.textLength()).trimmed());
    if (last) break;
  }
  layout.endLayout();
  return out.join(QLatin1Char('\n'));
}

ShortWords::ShortWords(int lines, Qt::TextElideMode elide, QWidget* parent) : QLabel(parent), lines_(lines), elide_(elide) {
  setTextFormat(Qt::PlainText);
  setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
  setAlignment(Qt::AlignLeft | Qt::AlignTop);
}

void ShortWords::setWords(const QString& words) {
  if (words == words_) return;
  words_ = words;
  setAccessibleName(words);
  fit();
}

void ShortWords::resizeEvent(QResizeEvent* event) {
  QLabel::resizeEvent(event);
  fit();
}

void ShortWords::changeEvent(QEvent* event) {
  QLabel::changeEvent(event);
  if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) fit();
}

void ShortWords::fit() {
  const QString shown = inLines(words_, font(), width(), lines_, elide_);
  setToolTip(shown.contains(QChar(0x2026)) ? words_ : QString());
  if (shown != text()) setText(shown);
}

}  // namespace tonus::style
