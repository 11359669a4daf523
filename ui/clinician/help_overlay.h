#pragma once
// F1: the keys of the page in view, over it. Any key or click closes.

#include <QPointer>
#include <QWidget>

#include "style/page.h"

class QGridLayout;
class QLabel;

namespace tonus::clinician {

class HelpOverlay : public QWidget {
  Q_OBJECT

 public:
  explicit HelpOverlay(QWidget* parent);
  void open(const QString& page, const QList<style::KeyHelp>& keys, const QList<style::KeyHelp>& everywhere);

 protected:
  bool event(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void addRows(const QString& title, const QList<style::KeyHelp>& keys, QGridLayout& grid);
  void leave();

  QWidget* card_ = nullptr;
  QPointer<QWidget> before_;
};

}  // namespace tonus::clinician
