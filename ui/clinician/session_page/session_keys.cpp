#include "clinician/session_page/session_keys.h"

#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QShortcut>

namespace tonus::clinician {

SessionKeys::SessionKeys(QWidget& page) : QObject(&page), page_(page) {
  connect(qApp, &QApplication::focusChanged, this, [this](QWidget*, QWidget* now) { renew(now); });
}

void SessionKeys::add(const QKeySequence& key, When when, std::function<void()> act, bool repeats) {
  auto* shortcut = new QShortcut(key, &page_);
  shortcut->setContext(Qt::WindowShortcut);  // of a page that is hidden it is not asked
  shortcut->setAutoRepeat(repeats);
  connect(shortcut, &QShortcut::activated, this, std::move(act));
  keys_.push_back({shortcut, when});
  renew(QApplication::focusWidget());
}

void SessionKeys::setRunning(bool running) {
  if (running == running_) return;
  running_ = running;
  renew(QApplication::focusWidget());
}

void SessionKeys::setAsked(bool asked) {
  if (asked == asked_) return;
  asked_ = asked;
  renew(QApplication::focusWidget());
}

bool SessionKeys::covered(const QWidget* focus) const {
  if (focus == nullptr || focus->window() != page_.window()) return false;
  if (focus == &page_ || focus->isAncestorOf(&page_) || page_.isAncestorOf(focus)) return false;
  const QRect page(page_.mapTo(page_.window(), QPoint(0, 0)), page_.size());
  return QRect(focus->mapTo(focus->window(), QPoint(0, 0)), focus->size()).contains(page);
}

bool SessionKeys::hasOwnKeys(const QWidget* focus) const {
  for (; focus != nullptr && focus != &page_; focus = focus->parentWidget())
    if (focus->property("ownKeys").toBool()) return true;
  return false;
}

bool SessionKeys::isFor(When when, bool field) const {
  if (when == When::kAsked) return asked_;
  return !field && (when == When::kAlways || running_ == (when == When::kRunning));
}

void SessionKeys::renew(const QWidget* focus) {
  const bool field = qobject_cast<const QComboBox*>(focus) != nullptr ||
                     qobject_cast<const QAbstractSpinBox*>(focus) != nullptr || hasOwnKeys(focus);
  const bool free = !covered(focus);
  for (const Key& key : keys_)
    key.shortcut->setEnabled(free && isFor(key.when, field));
}

}  // namespace tonus::clinician
