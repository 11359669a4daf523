#pragma once
// Words that keep to a number of lines: what does not fit ends in "…", all of it is in the tool tip.

#include <QLabel>

namespace tonus::style {

class ShortWords : public QLabel {
  Q_OBJECT

 public:
  explicit ShortWords(int lines, Qt::TextElideMode elide = Qt::ElideRight, QWidget* parent = nullptr);

  void setWords(const QString& words);
  const QString& words() const { return words_; }

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void fit();

  int lines_;
  Qt::TextElideMode elide_;
  QString words_;
};

/// `words` in at most `lines` lines of `width` px, broken by newlines; the last one is elided where they have no room.
QString inLines(const QString& words, const QFont& font, int width, int lines, Qt::TextElideMode elide = Qt::ElideRight);

}  // namespace tonus::style
