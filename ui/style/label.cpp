#include "style/label.h"

#include <QStyle>

namespace tonus::style {
namespace {

QString toneName(Tone tone) {
  switch (tone) {
    case Tone::kSecondary: return QStringLiteral("secondary");
    case Tone::kDisabled: return QStringLiteral("disabled");
    case Tone::kAccent: return QStringLiteral("accent");
    case Tone::kInTarget: return QStringLiteral("inTarget");
    case Tone::kCaution: return QStringLiteral("caution");
    case Tone::kNotUsable: return QStringLiteral("notUsable");
    case Tone::kText: break;
  }
  return QStringLiteral("text");
}

}  // namespace

QLabel* makeLabel(const QString& text, Type type, bool strong, Tone tone, QWidget* parent) {
  auto* label = new QLabel(text, parent);
  label->setTextFormat(Qt::PlainText);
  dress(*label, type, strong, tone);
  return label;
}

void dress(QLabel& label, Type type, bool strong, Tone tone) {
  label.setProperty("type", QString::number(static_cast<int>(type)));
  label.setProperty("strong", strong);
  label.setProperty("tone", toneName(tone));
}

void setTone(QLabel& label, Tone tone) {
  const QString name = toneName(tone);
  if (label.property("tone").toString() == name) return;
  label.setProperty("tone", name);
  label.style()->unpolish(&label);
  label.style()->polish(&label);
}

QFrame* makeCard(QWidget* parent) {
  auto* card = new QFrame(parent);
  card->setProperty("card", true);
  return card;
}

QFrame* makeRule(QWidget* parent) {
  auto* rule = new QFrame(parent);
  rule->setProperty("rule", true);
  return rule;
}

}  // namespace tonus::style
